"""The statement of a guarantee as a table, and as the rows of a file."""

from decimal import Decimal
from typing import Any, Final

from corridor.domain.codes import minor_digits
from corridor.domain.guarantees.state import Guarantee
from corridor.domain.guarantees.statement import Entry, exposure_of, statement_of
from corridor.domain.listings import mark
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import N_, Refusal
from corridor.web.cells import Plain
from corridor.web.services import Services
from corridor.web.templating import Reader

View = dict[str, Any]
WORDS: Final = {
    "registered": N_("Registered"),
    "changed": N_("Terms changed"),
    "reserved": N_("Reserved"),
    "refused": N_("Refused"),
    "freed": N_("Freed"),
    "called": N_("Freed, but for what was called"),
}
COUNTED_MAX: Final = 1_000
HEADS: Final = (
    N_("When"),
    N_("Entry"),
    N_("Movement"),
    N_("Amount"),
    N_("Free"),
    N_("Currency"),
)


def low_count(services: Services, name: str) -> int:
    """How many guarantees of a list have little free."""
    return services.queries.marked(name, mark("use", "nearly_full"), COUNTED_MAX)


def statement_rows(state: Guarantee, reader: Reader, services: Services) -> list[View]:
    """The newest first, as guarantor/statement.html draws it."""
    entries = _entries(state, services)
    return [_row(entry, state, reader, services) for entry in reversed(entries)]


def exposure_rows(state: Guarantee, reader: Reader, services: Services) -> list[View]:
    """What was taken day by day, as guarantor/exposure.html draws it."""
    money = reader.formats.money
    return [
        {
            "day": one.day,
            "most": one.most_minor,
            "most_text": money(one.most_minor, state.currency),
            "last_text": money(one.last_minor, state.currency),
            "of": one.reference_minor or 1,
            "is_high": one.most_minor * 100 > one.reference_minor * state.warn_percent,
        }
        for one in exposure_of(_entries(state, services), state.node)
    ]


def statement_plain(state: Guarantee, reader: Reader, services: Services) -> list[list[Plain]]:
    """The oldest first, for a file: amounts as numbers, moments on the clock of the node."""
    scale = -minor_digits(state.currency)
    return [
        [
            reader.formats.on_clock(entry.at, state.node) or "",
            _what(entry, state, reader),
            _ref(entry.movement, services),
            Decimal(entry.change_minor).scaleb(scale),
            Decimal(entry.free_minor).scaleb(scale),
            state.currency,
        ]
        for entry in _entries(state, services)
    ]


def statement_entries(state: Guarantee, services: Services) -> tuple[tuple[Entry, str], ...]:
    """Each entry with the number of its movement, the oldest first."""
    return tuple((entry, _ref(entry.movement, services)) for entry in _entries(state, services))


def _entries(state: Guarantee, services: Services) -> tuple[Entry, ...]:
    events = services.queries.timeline(f"gr-{state.grn}")
    return statement_of(event.fact for event in events)


def _row(entry: Entry, state: Guarantee, reader: Reader, services: Services) -> View:
    money = reader.formats.money
    return {
        "at": entry.at,
        "what": _what(entry, state, reader),
        "ref": _ref(entry.movement, services),
        "subject": entry.movement,
        "change": money(entry.change_minor, state.currency) if entry.change_minor else "",
        "free": money(entry.free_minor, state.currency),
        "asked": money(entry.asked_minor, state.currency) if entry.asked_minor else "",
    }


def _what(entry: Entry, state: Guarantee, reader: Reader) -> str:
    word = reader.words.gettext(WORDS[entry.what])
    why = (
        reader.refusals.say(Refusal(entry.code, "", "", {"grn": state.grn})).text
        if entry.code
        else ""
    )
    return f"{word}: {why}" if why else word


def _ref(movement: str, services: Services) -> str:
    """Its number, where the movement is known here."""
    state = services.queries.get(movement).state if movement else None
    return state.reference if isinstance(state, Movement) else movement
