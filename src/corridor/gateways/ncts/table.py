"""The structure of NCTS messages as facts: which elements, how often, in which order and shape.

`structure.json` covers the messages between traders and customs of phase 5 (version 51.8.6) and
phase 6 (60.4.16). It holds

- `leaves`: the shape of texts: base type, patterns (all must match), lengths, digits, codes;
- `groups`: the children in order, each as name, least and most times (0: no end), and what it is:
  a group by its number, or a leaf as -1 - number;
- `messages`: message type to phase ("5", "6") to its group.
"""

from importlib import resources

import msgspec

NAMESPACE = "http://ncts.dgtaxud.ec"


class Leaf(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """The shape of a text. Bounds are of the number, digits as XML Schema counts them."""

    base: str
    patterns: tuple[str, ...] = ()
    enum: tuple[str, ...] = ()
    length: int | None = None
    min_length: int | None = None
    max_length: int | None = None
    min_inclusive: int | None = None
    max_inclusive: int | None = None
    total_digits: int | None = None
    fraction_digits: int | None = None


Particle = tuple[str, int, int, int]


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    leaves: tuple[Leaf, ...]
    groups: tuple[tuple[Particle, ...], ...]
    messages: dict[str, dict[str, int]]


def _read() -> Table:
    data = resources.files(__package__).joinpath("structure.json").read_bytes()
    return msgspec.json.decode(data, type=Table)


TABLE = _read()
REPEATED = frozenset(name for group in TABLE.groups for name, _, most, _ in group if most != 1)
"""Names of elements that can stand several times in a row in any message."""
