"""The state of a commitment: what was reported, what the parties say of it, and how far it is."""

from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from corridor.domain.reported import (
    NOTHING,
    Address,
    Countries,
    DayOrNone,
    Said,
    Source,
    row_id,
)
from corridor.domain.values import Text

Verb = Literal[
    "in_force",
    "signed",
    "done",
    "under_way",
    "agreed",
    "planned",
    "proposed",
    "discussed",
    "stated",
]
VERBS: Final[tuple[Verb, ...]] = (
    "in_force",
    "signed",
    "done",
    "under_way",
    "agreed",
    "planned",
    "proposed",
    "discussed",
    "stated",
)
"""Kinds of words, from the most to the least binding; a row never moves by itself."""
Theme = Literal[
    "trade",
    "transport",
    "customs",
    "energy",
    "industry",
    "agriculture",
    "investment",
    "digital",
    "people",
    "nature",
    "relations",
]
THEMES: Final[tuple[Theme, ...]] = (
    "trade",
    "transport",
    "customs",
    "energy",
    "industry",
    "agriculture",
    "investment",
    "digital",
    "people",
    "nature",
    "relations",
)
DueKind = Literal["none", "day", "year", "span", "soon", "other", "happened"]
"""`happened`: the date of what was reported as done that day, after which nothing is due."""
DUE_KINDS: Final[tuple[DueKind, ...]] = (
    "none",
    "day",
    "year",
    "span",
    "soon",
    "other",
    "happened",
)
Word = Literal["done", "under_way", "not_done"]
WORDS: Final[tuple[Word, ...]] = ("done", "under_way", "not_done")
PARTS_MAX: Final = 99
ENTRIES_MAX: Final = 200
SOON_DAYS: Final = 90
Year = Annotated[str, Meta(pattern=r"\A\d{4}\Z")]
Amount = Annotated[str, Meta(pattern=r"\A\d{1,12}(\.\d{1,6})?\Z")]
MaybeCountry = Annotated[str, Meta(pattern=r"\A([A-Z]{2})?\Z")]


class Measure(msgspec.Struct, frozen=True):
    """By which indicator it is measured, from where, and to what. Values are in its unit."""

    indicator: Annotated[str, Meta(pattern=r"\Ain-[A-Z]{2}-[A-Z]{1,6}[0-9]{1,6}\Z")]
    base_year: Year
    base: Amount
    target_year: Year
    target: Amount


class Promise(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was reported. `status`: in the words of the source; `verb`: of which kind they are.

    `by`: the side that offers it to the others; empty where it is mutual. `due`: as reported;
    `due_last`: the last day by which it would be done, where that can be read out of it.
    """

    what: Said
    parties: Countries
    status: Said
    verb: Verb
    theme: Theme
    source: Source
    by: MaybeCountry = ""
    bodies: Said = NOTHING
    due: Said = NOTHING
    due_kind: DueKind = "none"
    due_last: DayOrNone = ""
    belongs: Said = NOTHING
    """The roadmap or protocol that it stands in."""
    parts: Annotated[int, Meta(ge=0, le=PARTS_MAX)] = 0
    """How many things it promises, where it says so."""
    measure: Measure | None = None


class Progress(msgspec.Struct, frozen=True, omit_defaults=True):
    """What somebody noted of it, with a reference to what shows it."""

    node: str
    at: str
    by: str
    note: Text
    evidence: Address = ""


class Part(msgspec.Struct, frozen=True, omit_defaults=True):
    """One of the things that it promises, once it has a name. `done_on`: when it was done."""

    number: int
    name: Said
    done_on: DayOrNone = ""


class Side(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one party says of it now."""

    node: str
    word: Word
    at: str
    by: str
    reason: Text = ""


class Commitment(msgspec.Struct, frozen=True, omit_defaults=True):
    """One row of the register."""

    id: str
    home: str
    number: str
    promise: Promise
    stated_at: str
    stated_by: str
    progress: tuple[Progress, ...] = ()
    parts: tuple[Part, ...] = ()
    sides: tuple[Side, ...] = ()
    updated_at: str = ""
    unheard: tuple[str, ...] = ()

    @property
    def is_disputed(self) -> bool:
        """Whether one side says that it is done, and another that it is not."""
        said = {side.word for side in self.sides}
        return {"done", "not_done"} <= said

    @property
    def is_done(self) -> bool:
        """Whether a party says so, and none says otherwise; or it was reported as a thing done."""
        said = {side.word for side in self.sides}
        return self.promise.verb == "done" if not said else said == {"done"}

    @property
    def speakers(self) -> frozenset[str]:
        """The nodes that may say something of it: the parties, and whose register it stands in."""
        return frozenset((self.home, *self.promise.parties))


def commitment_id(node: str, number: str) -> str:
    """The subject of a row: `cm-KG-C17`."""
    return row_id("cm", node, number)
