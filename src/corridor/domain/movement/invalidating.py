"""Invalidating: the office of departure cancels a movement, also when it is on the road.

All offices of the route are told at once; one that sees the vehicle all the same says so, and the
two truths stand side by side until departure has decided.
"""

from collections.abc import Iterator
from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Heard, Told, never
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.guarantee import frees_guarantee
from corridor.domain.movement.moments import ACCEPTED, during
from corridor.domain.movement.state import Movement
from corridor.domain.movement.voices import DEPARTURE
from corridor.domain.refusals import N_, RefusalText
from corridor.domain.values import Reason, Text

CANCELLABLE: Final = ACCEPTED | {"released"}


class InvalidateMovement(Command, frozen=True, tag="movement.invalidate"):
    """Cancel the movement from acceptance on, until it has arrived."""

    reason: Reason


class MovementInvalidated(Payload, frozen=True, tag="movement.invalidated/1"):
    """CC009C at the initiative of customs, and CD010C to the offices of the route."""

    reason: Text


def _invalidate(state: Movement, command: InvalidateMovement, context: Context) -> Decision:
    return (MovementInvalidated(command.reason),)


def _invalidated(s: Movement, p: MovementInvalidated, f: Fact[Any]) -> Movement:
    if s.status not in CANCELLABLE:
        return s
    return replace(s, status="cancelled", reason=p.reason, ended_by="customs")


def everywhere(state: Movement, said: Any) -> Iterator[tuple[str, str]]:
    """All offices of the route: whoever lets vehicles by has to know."""
    yield from ((f"customs:{p.office}", "") for p in state.dossier.route.points if p.office)


INVALIDATING: Final = Act[Movement](
    "invalidating",
    asked=(
        Asked(
            InvalidateMovement,
            "customs",
            _invalidate,
            DEPARTURE,
            during(*sorted(CANCELLABLE), code="invalidation_too_late"),
        ),
    ),
    told=(
        Told(
            MovementInvalidated,
            DEPARTURE,
            CANCELLABLE,
            _invalidated,
            heard=Heard({"carrier": never}, urgent=True, offices=everywhere, ends=True),
        ),
    ),
    follows=(frees_guarantee(MovementInvalidated),),
    texts={
        "invalidation_too_late": RefusalText(
            N_("The movement cannot be cancelled in the state it is in: {status}."),
            N_(
                "Before acceptance refuse the declaration; after the arrival the office of "
                "destination ends it."
            ),
        ),
    },
)
