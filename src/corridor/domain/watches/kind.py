"""A watch: a firm's own, on the node where it files."""

from typing import Final

from corridor.domain.acts import Act
from corridor.domain.facts import Actor
from corridor.domain.kind import Kind
from corridor.domain.listings import Row
from corridor.domain.refusals import N_, RefusalText, Refused, refuse
from corridor.domain.watches.matching import MATCHING
from corridor.domain.watches.state import Watch, chapters_of, firm_key, goods_key, watch_key
from corridor.domain.watches.watching import WATCHING

ACTS: Final[tuple[Act[Watch], ...]] = (WATCHING, MATCHING)


def _unknown(subject: str) -> Refused:
    return refuse("watch_unknown")


def watches_of(org: str) -> str:
    """The list of what a firm wants to be told of."""
    return f"carrier:{org}:watches"


def _listings(state: Watch, node: str) -> tuple[Row, ...]:
    if state.ended_at:
        return ()
    return (Row(watches_of(state.owner), "", state.id, state.updated_at),)


def _keys(state: Watch, node: str) -> tuple[str, ...]:
    if state.ended_at:
        return ()
    chapters = chapters_of(state.goods)
    if not chapters:
        return (firm_key(state.owner), *map(watch_key, state.states))
    by_goods = (goods_key(one, part) for one in state.states for part in ("", *chapters))
    return (firm_key(state.owner), *by_goods)


def _sees(actor: Actor, state: Watch) -> bool:
    return actor.role == "carrier" and actor.org == state.owner


WATCHES: Final = Kind(
    prefix="bw",
    title="Watch on barriers",
    state=Watch,
    acts=ACTS,
    unknown=_unknown,
    listings=_listings,
    keys=_keys,
    sees=_sees,
    firms=lambda state, node: {"carrier": state.owner},
    spread="Stay on the node where they were begun.",
    texts={
        "watch_unknown": RefusalText(
            N_("There is no such choice here."), N_("Open it from the list of barriers.")
        ),
    },
)
