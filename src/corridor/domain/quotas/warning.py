"""Warning of a low stock: the ministry that issues is told once after each tranche."""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import SYSTEM, Act, Asked, Decision, Follow, Heard, Reaction, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.quota import Quota
from corridor.domain.quotas.issuing import NumberTaken
from corridor.domain.quotas.listings import desk_at
from corridor.domain.quotas.voices import HOLDER
from corridor.domain.values import Whole


class WarnLow(Command, frozen=True, tag="quota.warn_low"):
    """Say that few are left, where that was not said since the last tranche."""


class StockLow(Payload, frozen=True, tag="quota.low/1"):
    """No more than so many are left."""

    left: Whole


def _warn(state: Quota, command: WarnLow, context: Context) -> Decision:
    return (StockLow(state.left),) if state.is_newly_low else ()


def _warned(s: Quota, p: StockLow, f: Fact[Any]) -> Quota:
    return replace(s, warned_at=s.highest)


def _of_taken(said: NumberTaken, state: Quota, context: Context) -> tuple[Reaction, ...]:
    """At the number that brings the stock down to where the desk wants to know of it."""
    return (Reaction(state.id, WarnLow()),) if state.is_newly_low else ()


def _desk(state: Quota, said: StockLow) -> tuple[tuple[str, str], ...]:
    return ((desk_at(state.holder), ""),)


WARNING: Final = Act[Quota](
    "warning",
    asked=(Asked(WarnLow, SYSTEM, _warn),),
    told=(Told(StockLow, HOLDER, frozenset(), _warned, heard=Heard(offices=_desk)),),
    follows=(Follow(NumberTaken, lambda said, state: state.holder, _of_taken),),
)
