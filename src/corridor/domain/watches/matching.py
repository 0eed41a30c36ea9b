"""Matching: a measure came or changed that a firm wants to be told of; its bell says so."""

from collections.abc import Iterable
from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import SYSTEM, TO_CARRIER, Act, Asked, Decision, Follow, Reaction, Told
from corridor.domain.barrier import Barrier, BarrierRef, concerns
from corridor.domain.barriers.lifting import BarrierLifted
from corridor.domain.barriers.notifying import BarrierNotified
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.kind import to_every_state
from corridor.domain.needs import Ask, StatesUnderAny
from corridor.domain.watches.state import SEEN_MAX, Seen, Watch, chapters_of, goods_key, watch_key
from corridor.domain.watches.voices import WATCHERS_CLOCK


class TellOfBarrier(Command, frozen=True, tag="watch.tell"):
    """The node's own: a measure fits what the firm watches."""

    barrier: BarrierRef


class WatchMatched(Payload, frozen=True, tag="watch.matched/1"):
    """A measure that a firm wants to be told of was notified, changed or lifted."""

    barrier: BarrierRef


def _of(ask: Ask) -> Iterable[str]:
    """Those without goods, and of the others those of its chapters; about all goods, all."""
    home = ask.state.home
    chapters = chapters_of(ask.state.notice.goods) or ("",)
    return (watch_key(home), *(goods_key(home, one) for one in chapters))


def _fits(watch: Watch, ask: Ask) -> bool:
    return not watch.ended_at and concerns(ask.state.notice, watch.goods)


WATCHES: Final = StatesUnderAny(Watch, _of, _fits)


def _tell(state: Watch, command: TellOfBarrier, context: Context) -> Decision:
    if context.actor.role != SYSTEM or state.ended_at:
        return ()
    return (WatchMatched(command.barrier),)


def _matched(s: Watch, p: WatchMatched, f: Fact[Any]) -> Watch:
    """The newest first, and each once."""
    others = (one for one in s.seen if one.barrier != p.barrier)
    return replace(s, seen=(Seen(p.barrier, f.at), *others)[:SEEN_MAX])


def _then(said: Any, state: Barrier, context: Context) -> tuple[Reaction, ...]:
    """Each choice that it fits; on every node."""
    return tuple(Reaction(one.id, TellOfBarrier(state.id)) for one in context.of(WATCHES))


MATCHING: Final = Act[Watch](
    "matching",
    asked=(Asked(TellOfBarrier, SYSTEM, _tell),),
    told=(Told(WatchMatched, WATCHERS_CLOCK, frozenset(), _matched, heard=TO_CARRIER),),
    follows=tuple(
        Follow(event, lambda said, state: to_every_state(state), _then, needs=(WATCHES,))
        for event in (BarrierNotified, BarrierLifted)
    ),
)
