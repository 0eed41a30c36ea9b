"""Giving numbers back that no permit has: the holder never issues them again."""

from typing import Annotated, Any, Final

from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.quota import Quota
from corridor.domain.quotas.delivering import Some
from corridor.domain.quotas.voices import HOLDER
from corridor.domain.refusals import N_, RefusalText, refuse
from corridor.domain.serials import RANGES_MAX, Range, highest_of, holds, minus
from corridor.domain.values import Reason, Text


class GiveBackNumbers(Command, frozen=True, tag="quota.give_back"):
    """Give so many back that were not issued; the giver may deliver as many anew."""

    count: Some
    reason: Reason


class NumbersGivenBack(Payload, frozen=True, tag="quota.given_back/1"):
    """These numbers are never issued."""

    ranges: Annotated[tuple[Range, ...], Meta(min_length=1, max_length=RANGES_MAX)]
    reason: Text


def _give_back(state: Quota, command: GiveBackNumbers, context: Context) -> Decision:
    if state.relayed:
        return refuse("quota_is_relayed", country=state.giver)
    if command.count > state.left:
        return refuse("quota_left_fewer", "/count", left=state.left)
    return (NumbersGivenBack(highest_of(state.free, command.count), command.reason),)


def _given_back(s: Quota, p: NumbersGivenBack, f: Fact[Any]) -> Quota:
    free, back = s.free, 0
    for one in p.ranges:
        if not holds(free, one):
            return replace(s, discrepancies=(*s.discrepancies, "gave_back_what_it_had_not"))
        free, back = minus(free, one), back + one.count
    return replace(s, free=free, given_back=s.given_back + back)


GIVING_BACK: Final = Act[Quota](
    "giving_back",
    asked=(Asked(GiveBackNumbers, by="permit", decide=_give_back, voice=HOLDER),),
    told=(Told(NumbersGivenBack, HOLDER, frozenset(), _given_back),),
    texts={
        "quota_left_fewer": RefusalText(
            N_("Only {left} permits are left."), N_("Give back no more than that.")
        ),
        "quota_is_relayed": RefusalText(
            N_("{country} gave these permits by a system that takes no numbers back."),
            N_("Let them run out; they hold until the end of their year."),
        ),
    },
)
