"""A state's own codes that are in no list of the corridor, and which code there stands for them."""

from collections.abc import Iterable
from typing import Annotated, Final, Literal, get_args

import msgspec
from msgspec import Meta

from corridor.domain.reference.code_rows import Title
from corridor.domain.values import Date

Mapped = Literal["packages", "documents", "units", "means", "results"]
"""Lists that can be mapped; of documents, means and results the program has the only one."""
MAPPED: Final[tuple[Mapped, ...]] = get_args(Mapped)
Relation = Literal["same", "narrower", "proposed", "none"]
RESULT_CODES: Final = ("A1", "A2", "A5", "B1")


class MappingRow(
    msgspec.Struct, frozen=True, omit_defaults=True, tag="mapping", forbid_unknown_fields=True
):
    """What a code of the state's own is beside those of the corridor.

    ``own``       the code as the state writes it
    ``relation``  same; narrower, where it covers a part of what ``code`` covers; proposed, where
                  the other states have not agreed; none, where nothing stands for it
    ``code``      that of the corridor; empty where nothing stands for it
    """

    list: Mapped
    own: Annotated[str, Meta(pattern=r"\A[A-Z0-9][A-Z0-9./-]{0,19}\Z")]
    relation: Relation
    code: Annotated[str, Meta(pattern=r"\A([A-Z0-9]{2,4})?\Z")] = ""
    name_en: Title = ""
    name_ru: Title = ""
    valid_from: Date = "2000-01-01"
    valid_to: Date | None = None
    illustrative: bool = False

    @property
    def key(self) -> str:
        """By which rows of two editions are held against each other."""
        return f"{self.list} {self.own}"

    def name(self, language: str) -> str:
        """The name for ``ru`` or, for any other language, the English one; may be empty."""
        return self.name_ru if language == "ru" else self.name_en

    def counts_on(self, day: str) -> bool:
        """Whether it counts on a day (ISO)."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Partner(msgspec.Struct, frozen=True):
    """The code that a state has for another one, and how the two are related."""

    code: str
    relation: Relation


def meant_by(own: str, name: str, rows: Iterable[MappingRow]) -> MappingRow | None:
    """What a state says of a code of its own."""
    return next((row for row in rows if row.list == name and row.own == own), None)


def standing_for(code: str, name: str, rows: Iterable[MappingRow]) -> MappingRow | None:
    """A state's own code for one of the corridor's; of several the one that is the same."""
    found = [row for row in rows if row.list == name and row.code == code]
    return min(found, key=lambda row: get_args(Relation).index(row.relation), default=None)


def partner_of(
    given: str,
    name: str,
    there: Iterable[MappingRow],
    here: Iterable[MappingRow],
    known: Iterable[str],
) -> Partner | None:
    """What a state has for a code that it does not know; None where nothing is known of one.

    `here`: what the state of departure says of its own codes; `there`, `known`: what the other
    says of its own, and the codes that it judges by.
    """
    meant = meant_by(given, name, here)
    first = Partner(given, "same")
    if meant is not None and meant.code:
        first = Partner(meant.code, meant.relation)
        if first.code in known:
            return first
    found = standing_for(first.code, name, there)
    if found is None:
        return None
    return Partner(found.own, found.relation if first.relation == "same" else first.relation)
