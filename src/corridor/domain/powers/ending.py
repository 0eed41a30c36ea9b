"""Its end: taken back before its last day, or that day is over. What was done by it stands."""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import (
    AT_ONCE_TO_CARRIER,
    SYSTEM,
    TO_CARRIER,
    Act,
    Asked,
    Decision,
    Timer,
    Told,
)
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.days import end_of_day
from corridor.domain.facts import Fact, Payload
from corridor.domain.powers.state import Power
from corridor.domain.powers.voices import CLOCK, GIVER
from corridor.domain.refusals import N_, RefusalText, refuse
from corridor.domain.values import Date, Text


class TakeBackPower(Command, frozen=True, tag="power.take_back"):
    """End it now, before its last day."""

    reason: Text = ""


class PowerTakenBack(Payload, frozen=True, tag="power.taken_back/1"):
    """The firm that gave it took it back."""

    reason: Text = ""


class EndPower(Command, frozen=True, tag="power.end"):
    """The node's own clock says that its last day is over."""


class PowerEnded(Payload, frozen=True, tag="power.ended/1"):
    """Its last day is over."""

    valid_to: Date


def _take_back(state: Power, command: TakeBackPower, context: Context) -> Decision:
    if state.ended_at:
        return refuse("power_taken_back")
    if not state.given_at:
        return refuse("power_not_given")
    return (PowerTakenBack(command.reason),)


def _taken_back(s: Power, p: PowerTakenBack, f: Fact[Any]) -> Power:
    """The first word counts."""
    if not s.is_in_hand:
        return s
    return replace(s, ended_at=f.at, ended_by=f.actor.person, reason=p.reason)


def _last_instant(power: Power) -> str:
    """Of its last day, while it was not noticed that it is over."""
    is_open = power.is_in_hand and not power.ran_out_at
    return end_of_day(power.valid_to, power.node) if is_open else ""


def _end(state: Power, command: EndPower, context: Context) -> Decision:
    if context.actor.role != SYSTEM or not _last_instant(state):
        return ()
    is_over = context.day_at(context.node) > state.valid_to
    return (PowerEnded(state.valid_to),) if is_over else ()


def _ended(s: Power, p: PowerEnded, f: Fact[Any]) -> Power:
    return replace(s, ran_out_at=f.at)


LAST_DAY: Final = Timer[Power](
    "power-ended",
    due=_last_instant,
    office=lambda power: power.node,
    command=EndPower,
    came_later=("carrier:", ":powers"),
)
ENDING: Final = Act[Power](
    "ending",
    asked=(
        Asked(TakeBackPower, by="carrier", decide=_take_back, voice=GIVER),
        Asked(EndPower, SYSTEM, _end),
    ),
    told=(
        Told(PowerTakenBack, GIVER, frozenset(), _taken_back, heard=AT_ONCE_TO_CARRIER),
        Told(PowerEnded, CLOCK, frozenset(), _ended, heard=TO_CARRIER),
    ),
    timers=(LAST_DAY,),
    texts={
        "power_taken_back": RefusalText(
            N_("This power of attorney has already been taken back."),
            N_("Nothing is left to do."),
        ),
        "power_not_given": RefusalText(
            N_("This power of attorney has not been given."),
            N_("Decline the request instead."),
        ),
    },
)
