"""The state of a watch."""

from collections.abc import Iterable
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from corridor.domain.barrier import Goods

WATCHES_MAX: Final = 20
"""Of one firm."""
SEEN_MAX: Final = 50
WatchedGoods = Annotated[tuple[Goods, ...], Meta(max_length=20)]


class Seen(msgspec.Struct, frozen=True):
    """A measure that the firm was told of, and when."""

    barrier: str
    at: str


class Watch(msgspec.Struct, frozen=True, omit_defaults=True):
    """By states of a route and by goods; no goods: all."""

    id: str
    node: str
    owner: str
    states: tuple[str, ...]
    goods: WatchedGoods
    begun_at: str
    seen: tuple[Seen, ...] = ()
    ended_at: str = ""
    updated_at: str = ""
    unheard: tuple[str, ...] = ()


def watch_key(state: str) -> str:
    """Watches of the measures of a state that name no goods; an earlier version kept all so."""
    return f"watches-on:{state}"


def goods_key(state: str, chapter: str = "") -> str:
    """Watches of its measures that name goods; of one chapter of them."""
    return f"watches-on-goods:{state}:{chapter}"


def chapters_of(goods: Iterable[str]) -> tuple[str, ...]:
    """Of codes, or of beginnings of codes."""
    return tuple(dict.fromkeys(one[:2] for one in goods))


def firm_key(owner: str) -> str:
    """Watches of a firm."""
    return f"watches-by:{owner}"
