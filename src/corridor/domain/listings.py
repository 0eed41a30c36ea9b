"""Rows of work lists: what a state puts on which list, computed and never stored by hand.

A room says, for a state, all rows it stands in right now; the engine writes the difference. A list
is named by its desk (`customs:KGOSH001:decide`), and is read in one index scan however many
movements there are. The room says too what a list can show, be sorted and be filtered by.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final, Literal

import msgspec

MARK_MAX: Final = 100
"""Letters of a value to filter by; longer ones are cut."""
Order = Literal["due", "name", "updated", "since", "amount", "share"]


class Row(msgspec.Struct, frozen=True):
    """One line of a work list.

    `due`, `name`, `updated`, `since`, `amount` and `share` are what a list can be sorted by; by
    amount and share only what has them. `marks`: `state=released`, what the list is filtered by.
    """

    list: str
    due: str
    name: str
    updated: str
    data: dict[str, Any] = {}
    since: str = ""
    amount: str = ""
    share: str = ""
    marks: tuple[str, ...] = ()


class Column(msgspec.Struct, frozen=True):
    """What a list can show. `order`: by which it is sorted; `shown`: without being asked for.

    `is_lesser`: of those, what a telephone leaves out, whose rows are cards.
    """

    name: str
    label: str
    order: Order | None = None
    is_number: bool = False
    shown: bool = True
    is_lesser: bool = False


class Filter(msgspec.Struct, frozen=True):
    """What a list can be filtered by. `words`: how its values are said, see the web's labels."""

    name: str
    label: str
    words: str = ""
    """`office`, `country` or a group of labels; empty: a value says itself."""
    is_plate: bool = False
    """Compared as identifiers are, however they are written."""


class Listing(msgspec.Struct, frozen=True):
    """A kind of list: its columns, its filters, and the dates between which it can be asked for."""

    columns: tuple[Column, ...]
    filters: tuple[Filter, ...]
    dates: tuple[tuple[Order, str], ...]
    """(order that is a date, how it is called), the usual one first."""
    usual: Order = "due"
    """By what it is sorted where nobody asks for anything else."""


def marks_of(pairs: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Marks of (filter, value), each once; what has no value has no mark."""
    return tuple(dict.fromkeys([mark(name, value) for name, value in pairs if value]))


@lru_cache(maxsize=10_000)
def mark(name: str, value: str) -> str:
    """The mark of one value; most are of few offices, states and firms."""
    return f"{name}={' '.join(value.split())[:MARK_MAX]}"
