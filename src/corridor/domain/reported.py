"""What was reported elsewhere: texts in the two languages of the corridor, and where they stand.

Nothing of it is made stronger than it was said: the words of the source stay beside whatever this
program reads out of them.
"""

from collections.abc import Iterable
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from corridor.domain.acts import Decision
from corridor.domain.refusals import N_, Refusal, RefusalText, Refused
from corridor.domain.typed import UNSEEN, is_day
from corridor.domain.values import Country, Line

WORDS_MAX: Final = 25
"""So much of a source may be quoted."""
Sentence = Annotated[str, Meta(max_length=300)]
Address = Annotated[str, Meta(pattern=r"\A(https://[^\s<>]{3,190})?\Z")]
DayOrNone = Annotated[str, Meta(pattern=r"\A(\d{4}-\d{2}-\d{2})?\Z")]
Countries = Annotated[tuple[Country, ...], Meta(min_length=1, max_length=12)]
Ref = Annotated[str, Meta(pattern=r"\A[A-Z]{1,6}[0-9]{1,6}\Z")]
"""The number of a row in the register of its state: C17."""


class Said(msgspec.Struct, frozen=True, omit_defaults=True):
    """A text in Russian and in English; one of them may be missing."""

    ru: Sentence = ""
    en: Sentence = ""

    def in_language(self, lang: str) -> str:
        """In the language of the reader, or else in the other one."""
        return (self.en or self.ru) if lang == "en" else (self.ru or self.en)


class Source(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who reported it and when; the page, and a short quotation, where they are at hand."""

    by: Said
    on: DayOrNone = ""
    page: Address = ""
    quotation: Line = ""


NOTHING: Final = Said()


def order_of_ref(number: str) -> str:
    """By which C9 comes before C17."""
    letters = number.rstrip("0123456789")
    return f"{letters}{number[len(letters) :]:0>6}"


def row_id(prefix: str, node: str, number: str) -> str:
    """The subject of a row of a state's register: `cm-KG-C17`."""
    return f"{prefix}-{node}-{number}"


def wrong_said(said: Said, pointer: str, needed: bool = True) -> Iterable[Refusal]:
    """A text that is missing, or that is not what it looks like."""
    if needed and not (said.ru.strip() or said.en.strip()):
        yield Refusal("register_text_missing", pointer)
    for name, text in (("ru", said.ru), ("en", said.en)):
        yield from wrong_text(text, f"{pointer}/{name}")


def wrong_text(text: str, pointer: str) -> Iterable[Refusal]:
    """Letters that nobody sees, of which some make others be read in another order."""
    if UNSEEN.search(text):
        yield Refusal("text_control", pointer)


def wrong_source(source: Source, pointer: str) -> Iterable[Refusal]:
    """Nobody named, no day, or more of it than may be quoted."""
    yield from wrong_said(source.by, f"{pointer}/by")
    yield from wrong_day(source.on, f"{pointer}/on")
    yield from wrong_text(source.quotation, f"{pointer}/quotation")
    if len(source.quotation.split()) > WORDS_MAX:
        args = {"limit": str(WORDS_MAX)}
        yield Refusal("register_quotation", f"{pointer}/quotation", "", args)


def wrong_day(day: str, pointer: str) -> Iterable[Refusal]:
    """A day that no calendar has."""
    if day and not is_day(day):
        yield Refusal("register_day", pointer, "", {"day": day})


def decided(wrong: Iterable[Refusal], event: msgspec.Struct) -> Decision:
    """The event, unless something stands against it."""
    found = tuple(wrong)
    return Refused(found) if found else (event,)  # type: ignore[return-value]


TEXTS: Final = {
    "register_text_missing": RefusalText(
        N_("The text is missing."), N_("Write it in Russian or in English.")
    ),
    "text_control": RefusalText(
        N_("There is a control character in this text."), N_("Take the character out of the text.")
    ),
    "register_quotation": RefusalText(
        N_("The quotation is longer than {limit} words."),
        N_("Quote less, and give the address of the page."),
    ),
    "register_day": RefusalText(
        N_("No calendar has the day {day}."), N_("Write it as 2026-12-31.")
    ),
    "register_goods": RefusalText(
        N_("{given} is no code of the commodity nomenclature."),
        N_("Write a chapter of 2 digits, a heading of 4 or a longer code."),
    ),
    "register_other_state": RefusalText(
        N_("This row stands in the register of another state."),
        N_("Its registrar changes it, on the node of that state."),
    ),
    "register_not_party": RefusalText(
        N_("Your state is no party of this."), N_("Leave it to the states that are named in it.")
    ),
    "register_row_other": RefusalText(
        N_("The number does not fit the row."), N_("Begin the row under its own number.")
    ),
    "register_full": RefusalText(
        N_("This row has {limit} such entries already."), N_("Begin a new row.")
    ),
}
