"""The state of one list of one state: its editions, and the one that waits to be confirmed."""

from typing import Annotated

import msgspec
from msgspec import Meta

from corridor.domain.refdata.rows import ListName, Row, Rows
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
    """The subject of a list: `rd-KG-offices`; of rates one for each year, since they are many."""
    return f"rd-{node}-{name}" + (f"-{valid_from[:4]}" if name == "rates" else "")


def edition_on(lists: tuple[ReferenceList, ...], day: str) -> Edition | None:
    """That which counts on a day, of all lists of one name and state; None before the first."""
    found = (edition for one in lists for edition in one.editions if edition.valid_from <= day)
    return max(found, key=lambda edition: (edition.valid_from, edition.issued_at), default=None)


def by_key(rows: tuple[Row, ...]) -> dict[str, Row]:
    """Rows by what tells them apart."""
    return {row.key: row for row in rows}
