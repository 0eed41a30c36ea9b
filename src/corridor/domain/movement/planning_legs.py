"""Planning legs: the carrier says what carries the goods from place to place, and under what.

Often it is known only on the way: which wagon, which ferry, under which number. It can be said from
the filing to the arrival; what an office saw itself is a transshipment, and stands beside it.
"""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.consignment import LegPlan, LegPlans
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.hearing import TO_THE_WAY
from corridor.domain.movement.legs import leg_faults
from corridor.domain.movement.moments import during
from corridor.domain.movement.state import BEFORE_RELEASE, UNDERWAY, Movement
from corridor.domain.movement.voices import HOLDER
from corridor.domain.refusals import N_, RefusalText, Refused, refuse

OPEN_TO_PLANS: Final = tuple(sorted({*BEFORE_RELEASE, "released"}))


class PlanLegs(Command, frozen=True, tag="movement.plan_legs"):
    """Say of each leg its carrier, document, means and times: all that is known of them, anew."""

    legs: LegPlans


class LegsPlanned(Payload, frozen=True, tag="movement.legs_planned/1"):
    """The carrier says what carries it from place to place; it takes the place of what it said."""

    legs: LegPlans


def _plan(state: Movement, command: PlanLegs, context: Context) -> Decision:
    found = tuple(leg_faults(replace(state.dossier, legs=command.legs), "/legs"))
    if found:
        return Refused(found)
    legs = tuple(leg for leg in command.legs if leg != LegPlan(leg.place))
    if legs == state.dossier.legs:
        return refuse("legs_unchanged", "/legs")
    return (LegsPlanned(legs),)


def _planned(s: Movement, p: LegsPlanned, f: Fact[Any]) -> Movement:
    return replace(s, dossier=replace(s.dossier, legs=p.legs))


PLANNING_LEGS: Final = Act[Movement](
    "planning_legs",
    asked=(Asked(PlanLegs, "carrier", _plan, HOLDER, during(*OPEN_TO_PLANS)),),
    told=(Told(LegsPlanned, HOLDER, BEFORE_RELEASE | UNDERWAY, _planned, heard=TO_THE_WAY),),
    texts={
        "legs_unchanged": RefusalText(
            N_("Nothing would change: the legs are known as they are given."),
            N_("Change the carrier, document, vehicle or times of a leg."),
        ),
    },
)
