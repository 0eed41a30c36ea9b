"""What an observatory tells everybody: figures of many movements, and of no single one."""

from typing import Final, Literal

import msgspec

OVERVIEW: Final = "observatory.json"
"""The file of a node's folder with what it tells everybody."""
Figures = Literal["spread", "total", "share"]


class Group(msgspec.Struct, frozen=True, omit_defaults=True):
    """The figures of all that have one value in common; of all together without `value`."""

    n: int
    figures: dict[str, float]
    value: str = ""


class Telling(msgspec.Struct, frozen=True):
    """One measure told by one column. `hidden`: groups that are too small to be told."""

    by: str
    groups: tuple[Group, ...]
    hidden: bool = False


class Measured(msgspec.Struct, frozen=True):
    """One measure, all together and by some columns; nothing of it where fewer than five are."""

    name: str
    title: str
    says: str
    unit: str
    figures: Figures
    source: str
    all: Group | None = None
    by: tuple[Telling, ...] = ()


class Overview(msgspec.Struct, frozen=True):
    """All measures of one node, as far as its log was read. Days are ISO, at their places."""

    node: str
    entries: int
    first: str
    last: str
    measured: tuple[Measured, ...]
