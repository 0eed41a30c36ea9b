"""Closing a movement whose debt was dealt with, and taking one up again that had ended."""

from typing import Any, Final, Literal

from msgspec.structs import replace

from corridor.domain.acts import AT_ONCE_TO_CARRIER, TO_CARRIER, Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.guarantee import frees_guarantee
from corridor.domain.movement.moments import during
from corridor.domain.movement.pursuit import Reopening
from corridor.domain.movement.state import UNDERWAY, Movement
from corridor.domain.movement.voices import DEPARTURE
from corridor.domain.refusals import N_, RefusalText, refuse
from corridor.domain.values import Reason, Text

ENDED: Final = frozenset({"written_off", "closed"})


class CloseMovement(Command, frozen=True, tag="movement.close"):
    """End the procedure after its debt was dealt with."""

    reason: Reason


class ReopenMovement(Command, frozen=True, tag="movement.reopen"):
    """Take it up again after it had ended."""

    reason: Reason


class MovementClosed(Payload, frozen=True, tag="movement.closed/1"):
    """CD152C: the recovery is over, and with it the procedure; the guarantee is free again."""

    reason: Text


class MovementReopened(Payload, frozen=True, tag="movement.reopened/1"):
    """Departure takes it up again, and enquires after it."""

    reason: Text


def _close(state: Movement, command: CloseMovement, context: Context) -> Decision:
    recovery = state.pursuit.recovery
    if recovery is None or recovery.outcome in ("", "withdrawn"):
        return refuse("debt_not_dealt_with")
    return (MovementClosed(command.reason),)


def _reopen(state: Movement, command: ReopenMovement, context: Context) -> Decision:
    return (MovementReopened(command.reason),)


def _closed(s: Movement, p: MovementClosed, f: Fact[Any]) -> Movement:
    pursuit = replace(s.pursuit, closed_at=f.at)
    return replace(s, status="closed", reason=p.reason, pursuit=pursuit)


def _reopened(s: Movement, p: MovementReopened, f: Fact[Any]) -> Movement:
    """It stands where it stood before its end, and is enquired after; its debt may arise anew."""
    status: Literal["arrived", "released"] = "arrived" if s.destination.arrived_at else "released"
    pursuit = replace(
        s.pursuit,
        opened_at=f.at,
        opened_in=status,
        ended="",
        closed_at="",
        reopened=(*s.pursuit.reopened, Reopening(f.at, p.reason, s.status)),
    )
    return replace(s, status=status, written_off_at="", reason="", pursuit=pursuit)


CLOSING: Final = Act[Movement](
    "closing",
    asked=(
        Asked(CloseMovement, "customs", _close, DEPARTURE, during("released", "arrived")),
        Asked(ReopenMovement, "customs", _reopen, DEPARTURE, during(*sorted(ENDED))),
    ),
    told=(
        Told(MovementClosed, DEPARTURE, UNDERWAY, _closed, heard=TO_CARRIER),
        Told(MovementReopened, DEPARTURE, ENDED, _reopened, heard=AT_ONCE_TO_CARRIER),
    ),
    follows=(frees_guarantee(MovementClosed),),
    texts={
        "debt_not_dealt_with": RefusalText(
            N_("No recovery of a debt has ended for this movement."),
            N_("Write it off when it has arrived, or recover the debt first."),
        ),
    },
)
