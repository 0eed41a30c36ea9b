"""Cancelling: the carrier takes the declaration back before release."""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Heard, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.guarantee import frees_guarantee
from corridor.domain.movement.hearing import at_departure
from corridor.domain.movement.moments import during
from corridor.domain.movement.state import BEFORE_RELEASE, Movement
from corridor.domain.movement.voices import HOLDER
from corridor.domain.refusals import N_, RefusalText
from corridor.domain.values import Reason, Text


class CancelDeclaration(Command, frozen=True, tag="movement.cancel"):
    """Withdraw the declaration before release."""

    reason: Reason


class DeclarationCancelled(Payload, frozen=True, tag="movement.cancelled/1"):
    """CC014C/CC009C."""

    reason: Text


def _cancel(state: Movement, command: CancelDeclaration, context: Context) -> Decision:
    return (DeclarationCancelled(command.reason),)


def _cancelled(s: Movement, p: DeclarationCancelled, f: Fact[Any]) -> Movement:
    return replace(s, status="cancelled", reason=p.reason)


CANCELLING: Final = Act[Movement](
    "cancelling",
    asked=(
        Asked(
            CancelDeclaration,
            by="carrier",
            decide=_cancel,
            voice=HOLDER,
            when=during(*BEFORE_RELEASE, code="cancel_after_release"),
        ),
    ),
    told=(
        Told(
            DeclarationCancelled,
            HOLDER,
            BEFORE_RELEASE,
            _cancelled,
            heard=Heard(offices=at_departure, ends=True),
        ),
    ),
    follows=(frees_guarantee(DeclarationCancelled),),
    texts={
        "cancel_after_release": RefusalText(
            N_("The declaration cannot be cancelled after release."),
            N_("Ask the office of departure."),
        ),
    },
)
