"""Watching: a firm names states and goods, and ends it when it likes."""

from collections.abc import Iterator
from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Told, unchanged
from corridor.domain.barriers.goods import wrong_goods
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload, home_of
from corridor.domain.needs import StatesUnder
from corridor.domain.refusals import N_, Refusal, RefusalText, refuse
from corridor.domain.reported import Countries, decided
from corridor.domain.watches.state import WATCHES_MAX, Watch, WatchedGoods, firm_key
from corridor.domain.watches.voices import WATCHER


class WatchBarriers(Command, frozen=True, tag="watch.begin"):
    """Be told of measures of these states about these goods; no goods: about any."""

    states: Countries
    goods: WatchedGoods = ()


class BarriersWatched(Payload, frozen=True, tag="watch.begun/1"):
    """A firm wants to be told of measures."""

    owner: str
    states: Countries
    goods: WatchedGoods = ()


class EndWatch(Command, frozen=True, tag="watch.end"):
    """Be told no more."""


class WatchEnded(Payload, frozen=True, tag="watch.ended/1"):
    """A firm wants to be told no more."""


OWN: Final = StatesUnder(
    Watch, lambda ask: firm_key(ask.context.actor.org), lambda watch, ask: True
)


def _watch(state: Watch | None, command: WatchBarriers, context: Context) -> Decision:
    owner = context.actor.org
    if not owner or state is not None:
        return refuse("watch_not_yours")
    states, goods = tuple(sorted({*command.states})), tuple(sorted({*command.goods}))
    own = context.of(OWN)
    if any((one.states, one.goods) == (states, goods) for one in own):
        return refuse("watch_same")
    if len(own) >= WATCHES_MAX:
        return refuse("watch_many", limit=WATCHES_MAX)
    return decided(_wrong(states, goods, context), BarriersWatched(owner, states, goods))


def _wrong(states: Countries, goods: WatchedGoods, context: Context) -> Iterator[Refusal]:
    """Of what is not there nobody would ever be told."""
    for state in states:
        if state not in context.nodes:
            yield Refusal("watch_no_node", "/states", "", {"given": state})
    yield from wrong_goods(goods, "/goods", context.reference)


def _begin(fact: Fact[Any], subject: str) -> Watch | None:
    said = fact.payload
    if home_of(subject) != fact.node or fact.actor.org != said.owner or not said.owner:
        return None
    return Watch(subject, fact.node, said.owner, said.states, said.goods, fact.at)


def _end(state: Watch, command: EndWatch, context: Context) -> Decision:
    return refuse("watch_over") if state.ended_at else (WatchEnded(),)


def _ended(s: Watch, p: WatchEnded, f: Fact[Any]) -> Watch:
    return replace(s, ended_at=f.at)


WATCHING: Final = Act[Watch](
    "watching",
    asked=(
        Asked(WatchBarriers, by="carrier", decide=_watch, needs=(OWN,), begins=True),
        Asked(EndWatch, by="carrier", decide=_end, voice=WATCHER),
    ),
    told=(
        Told(BarriersWatched, WATCHER, frozenset(), unchanged, begin=_begin),
        Told(WatchEnded, WATCHER, frozenset(), _ended),
    ),
    texts={
        "watch_not_yours": RefusalText(
            N_("Another organisation asked to be told of this."),
            N_("Ask for your own organisation."),
        ),
        "watch_no_node": RefusalText(
            N_("{given} has no node of the corridor that could notify measures."),
            N_("Choose states that take part."),
        ),
        "watch_same": RefusalText(
            N_("Your organisation is told of this already."), N_("Nothing is left to do.")
        ),
        "watch_many": RefusalText(
            N_("Your organisation is told of {limit} choices already."),
            N_("End one of them first."),
        ),
        "watch_over": RefusalText(
            N_("Your organisation is not told of this any more."), N_("Nothing is left to do.")
        ),
    },
)
