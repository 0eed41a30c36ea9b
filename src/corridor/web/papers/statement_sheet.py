"""The statement of a guarantee on paper: its terms, and each entry of its ledger, oldest first."""

from typing import Final

from corridor.domain.guarantees.state import Guarantee
from corridor.domain.guarantees.statement import Entry
from corridor.domain.refusals import Refusal
from corridor.web.papers.both import Both
from corridor.web.papers.frame import foot
from corridor.web.papers.sheet import Box, Column, Lines, Sheet, Table
from corridor.web.views.guarantee_statement import WORDS

MINUS: Final = "\u2212"


def statement_sheet(
    both: Both, state: Guarantee, entries: tuple[tuple[Entry, str], ...], now: str, demo: bool
) -> Sheet:
    """The paper. `entries`: each with the number of its movement."""
    return Sheet(
        title=both.say("Statement"),
        reference=state.grn,
        rows=_terms(both, state, now),
        listed=(_table(both, state, entries),),
        foot=foot(both, demo),
    )


def _terms(both: Both, state: Guarantee, now: str) -> tuple[tuple[Box, ...], ...]:
    say = both.say
    days = f"{both.day(state.valid_from)} – {both.day(state.valid_to)}"
    taken = state.reference_minor - state.available_minor()
    return (
        (
            Box(say("Holder"), (state.holder,)),
            Box(say("Type"), (both.label(state.kind, "guarantee_kind"),)),
            Box(say("In force"), (days,)),
        ),
        (
            Box(say("Reference amount"), (_money(both, state.reference_minor, state),)),
            Box(say("Taken"), (_money(both, taken, state),)),
            Box(say("Free"), (_money(both, state.available_minor(), state),)),
            Box(say("As of"), (both.moment(now, state.node),)),
        ),
    )


def _table(both: Both, state: Guarantee, entries: tuple[tuple[Entry, str], ...]) -> Table:
    say = both.say
    columns = (
        Column(say("When"), 6),
        Column(say("Entry"), 9),
        Column(say("Movement"), 7),
        Column(say("Amount"), 5, right=True),
        Column(say("Free"), 5, right=True),
    )
    rows = tuple(_row(both, state, entry, ref) for entry, ref in entries)
    return Table(say("Entries of the account"), columns, rows)


def _row(both: Both, state: Guarantee, entry: Entry, ref: str) -> tuple[Lines, ...]:
    change = _money(both, entry.change_minor, state) if entry.change_minor else ""
    return (
        (both.moment(entry.at, state.node),),
        _what(both, entry, state.grn),
        (ref,),
        (change,),
        (_money(both, entry.free_minor, state),),
    )


def _what(both: Both, entry: Entry, grn: str) -> Lines:
    word = both.of(lambda reader: reader.words.gettext(WORDS[entry.what]))
    if not entry.code:
        return (word,)
    refusal = Refusal(entry.code, "", "", {"grn": grn})
    return (word, both.of(lambda reader: reader.refusals.say(refusal).text))


def _money(both: Both, minor: int, state: Guarantee) -> str:
    """A minus is the sign itself: a line would end after a hyphen."""
    return both.of(lambda reader: reader.formats.money(minor, state.currency).replace("-", MINUS))
