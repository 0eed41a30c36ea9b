"""Taking back at once all applications of a dossier that never set out: each by itself, in order.

Each authority hears it as of one that was taken back alone. One that was decided on meanwhile is
told with its reason, and does not stop the others.
"""

from collections.abc import Iterable
from typing import NamedTuple

from corridor.domain.facts import Actor
from corridor.domain.permits.state import Permit
from corridor.domain.permits.withdrawing import WithdrawPermit
from corridor.engine.outcome import Outcome
from corridor.web.running import command_by
from corridor.web.services import Services


class TakenBack(NamedTuple):
    """What came of one application."""

    permit: Permit
    outcome: Outcome


async def take_back(
    services: Services, actor: Actor, permits: Iterable[Permit], attempt: str
) -> tuple[TakenBack, ...]:
    """`attempt`: the key of the form or call; that of each application follows from it."""
    return tuple(
        [
            TakenBack(one, await command_by(services, actor, WithdrawPermit(), one.id, key))
            for one in permits
            for key in [key_of(attempt, one)]
        ]
    )


def key_of(attempt: str, permit: Permit) -> str:
    """The key of one application among all those of a form or call."""
    return f"{attempt}/{permit.id}" if attempt else ""
