"""Who speaks of a visit: the desk of its checkpoint, on the node of its state."""

from typing import Any, Final

from corridor.domain.acts import Voice, When
from corridor.domain.checkpoints.state import Visit
from corridor.domain.context import Context
from corridor.domain.facts import Fact
from corridor.domain.refusals import Refused, refuse


def is_elsewhere(office: str, context: Context) -> bool:
    """Whether this is another checkpoint's to do."""
    return office[:2] != context.node or office != context.actor.office


def is_desk_of(office: str, fact: Fact[Any]) -> bool:
    """Whether the checkpoint itself said it."""
    return office[:2] == fact.node and office == fact.actor.office


def _asks(visit: Visit, command: Any, context: Context) -> Refused | None:
    if is_elsewhere(visit.office, context):
        return refuse("visit_not_your_office", office=visit.office)
    return None


def _says(visit: Visit, fact: Fact[Any]) -> bool:
    return fact.payload.office == visit.office and is_desk_of(visit.office, fact)


CHECKPOINT: Final = Voice("checkpoint", _says, _asks)


def during(*statuses: str) -> When[Visit]:
    """While the vehicle is so far."""
    return When(frozenset(statuses), "visit_wrong_order", lambda visit: visit.status)
