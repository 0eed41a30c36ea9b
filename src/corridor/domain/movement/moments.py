"""When something may be asked of a movement."""

from typing import Final

from corridor.domain.acts import When
from corridor.domain.context import Context
from corridor.domain.days import is_instant
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import Refused, refuse
from corridor.domain.values import is_later

ACCEPTED: Final = frozenset({"accepted", "under_control", "guarantee_registering"})


def during(*statuses: str, code: str = "wrong_status") -> When[Movement]:
    """While the movement has one of these."""
    return When(frozenset(statuses), code, lambda movement: movement.status, shown=_ended)


def _ended(state: Movement) -> str:
    """Of what is cancelled also by whom."""
    return state.standing if state.ended_by else state.status


def at_stage(*stages: str) -> When[Movement]:
    """While destination is so far."""
    return When(
        frozenset(stages), "wrong_stage", lambda movement: movement.destination.status, "stage"
    )


def in_future(instant: str | None, pointer: str, context: Context) -> Refused | None:
    """A refusal of an instant that has not come yet, or is in no calendar."""
    if instant is None:
        return None
    if is_later(instant, context.now):
        return refuse("time_in_future", pointer, given=instant, here=context.actor.office)
    return None if is_instant(instant) else refuse("time_impossible", pointer, given=instant)
