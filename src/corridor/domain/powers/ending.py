"""Taking back: from now on the other firm may not act any more; what it did stands."""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.powers.state import Power
from corridor.domain.powers.voices import GIVER
from corridor.domain.refusals import N_, RefusalText, refuse
from corridor.domain.values import Text


class TakeBackPower(Command, frozen=True, tag="power.take_back"):
    """End it now, before its last day."""

    reason: Text = ""


class PowerTakenBack(Payload, frozen=True, tag="power.taken_back/1"):
    """The firm that gave it took it back."""

    reason: Text = ""


def _take_back(state: Power, command: TakeBackPower, context: Context) -> Decision:
    if state.ended_at:
        return refuse("power_taken_back")
    return (PowerTakenBack(command.reason),)


def _taken_back(s: Power, p: PowerTakenBack, f: Fact[Any]) -> Power:
    """The first word counts."""
    if s.ended_at:
        return s
    return replace(s, ended_at=f.at, ended_by=f.actor.person, reason=p.reason)


ENDING: Final = Act[Power](
    "ending",
    asked=(Asked(TakeBackPower, by="carrier", decide=_take_back, voice=GIVER),),
    told=(Told(PowerTakenBack, GIVER, frozenset(), _taken_back),),
    texts={
        "power_taken_back": RefusalText(
            N_("This power of attorney has already been taken back."),
            N_("Nothing is left to do."),
        ),
    },
)
