"""What a guarantee may not be good for: goods under suspension, and sensitive goods."""

from collections.abc import Iterator
from functools import cache
from importlib import resources
from itertools import chain
from typing import Final, Literal

import msgspec

from corridor.domain.consignment import Document, Dossier, items_of
from corridor.domain.values import Date

Trait = Literal["suspension", "sensitive"]
SUSPENSION_PAPERS: Final = frozenset({"C651", "C658"})
"""Administrative documents under which excise goods move with the duty suspended."""


class SensitiveGoods(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Goods of greater risk, by the beginning of their HS code; both days included."""

    hs: str
    goods: str
    valid_from: Date
    valid_to: Date | None = None

    def holds(self, hs: str, day: str) -> bool:
        """Whether goods of this code were sensitive on that day."""
        is_then = self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
        return is_then and hs.startswith(self.hs)


@cache
def load_sensitive() -> tuple[SensitiveGoods, ...]:
    """The goods of this package: illustrative."""
    data = resources.files(__package__) / "data" / "sensitive.json"
    return msgspec.json.decode(data.read_bytes(), type=tuple[SensitiveGoods, ...])


def hs_of(dossier: Dossier) -> tuple[str, ...]:
    """The codes of its goods, each once."""
    return tuple(dict.fromkeys(item.hs for item in items_of(dossier)))


def traits_of(dossier: Dossier, day: str) -> tuple[Trait, ...]:
    """What of its goods a guarantee may exclude."""
    return tuple(_traits(dossier, day))


def _traits(dossier: Dossier, day: str) -> Iterator[Trait]:
    if any(paper.kind in SUSPENSION_PAPERS for paper in _papers(dossier)):
        yield "suspension"
    codes = hs_of(dossier)
    if any(one.holds(hs, day) for one in load_sensitive() for hs in codes):
        yield "sensitive"


def _papers(dossier: Dossier) -> Iterator[Document]:
    houses = dossier.consignment.houses
    yield from dossier.consignment.documents
    yield from chain.from_iterable(house.documents for house in houses)
    yield from chain.from_iterable(item.documents for item in items_of(dossier))
