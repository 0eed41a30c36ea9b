"""The state of one list of one state: its editions, and the one that waits to be confirmed."""

from typing import Annotated

import msgspec
from msgspec import Meta

from corridor.domain.days import days_later, is_day
from corridor.domain.refdata.rows import ListName, Row, Rows
from corridor.domain.reference.code_rows import CodeRow
from corridor.domain.reference.mapping_rows import MappingRow
from corridor.domain.values import Date

Source = Annotated[str, Meta(max_length=200)]


class Edition(msgspec.Struct, frozen=True, omit_defaults=True):
    """A list as it counts from a day on, by whom it was proposed and confirmed."""

    valid_from: Date
    rows: Rows
    source: str
    proposed_by: str
    issued_at: str
    issued_by: str


class Proposal(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one operator brought in, and another has to confirm."""

    valid_from: Date
    rows: Rows
    source: str
    at: str
    by: str


class ReferenceList(msgspec.Struct, frozen=True, omit_defaults=True):
    """Editions in the order of their days; of two of one day the later word counts."""

    id: str
    node: str
    list: ListName
    editions: tuple[Edition, ...] = ()
    pending: Proposal | None = None
    updated_at: str = ""
    unheard: tuple[str, ...] = ()


def list_id(node: str, name: ListName, valid_from: str) -> str:
    """The subject of a list: `rd-KG-offices`; of all others one for each year, since a state is
    kept whole, and they are many or long.
    """
    return f"rd-{node}-{name}" + ("" if name == "offices" else f"-{valid_from[:4]}")


def edition_on(lists: tuple[ReferenceList, ...], day: str) -> Edition | None:
    """That which counts on a day, of all lists of one name and state; None before the first."""
    found = (edition for one in lists for edition in one.editions if edition.valid_from <= day)
    return max(found, key=lambda edition: (edition.valid_from, edition.issued_at), default=None)


def days_of(edition: Edition) -> set[str]:
    """The days (ISO) from which its codes are others: its first, and those of its rows after it."""
    return {edition.valid_from} | changes_after(edition.rows, edition.valid_from)


def changes_after(rows: tuple[Row, ...], first: str) -> set[str]:
    """The days (ISO) after the first one on which codes come or go."""
    codes = [row for row in rows if isinstance(row, CodeRow | MappingRow)]
    ends = {row.valid_to for row in codes if row.valid_to is not None and is_day(row.valid_to)}
    days = {row.valid_from for row in codes} | {days_later(day, 1) for day in ends}
    return {day for day in days if day > first}


def by_key(rows: tuple[Row, ...]) -> dict[str, Row]:
    """Rows by what tells them apart."""
    return {row.key: row for row in rows}
