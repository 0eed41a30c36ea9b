"""Who speaks of a request: the office that asks, the node that was asked, its office of departure.

An office speaks through the node of its own state alone, so no peer asks in the name of another.
"""

from typing import Any, Final

from corridor.domain.acts import Voice
from corridor.domain.context import Context
from corridor.domain.facts import Fact
from corridor.domain.movement.offices import node_of
from corridor.domain.records.state import RecordRequest
from corridor.domain.refusals import Refused, refuse


def _is_asked(request: RecordRequest, fact: Fact[Any]) -> bool:
    office = getattr(fact.payload, "office", "")
    return fact.node == request.to and node_of(office) in ("", request.to)


def _answers(request: RecordRequest, command: Any, context: Context) -> Refused | None:
    is_theirs = (context.actor.role, context.actor.office) == ("customs", request.departure)
    return None if is_theirs else refuse("not_your_office", office=request.departure)


NOBODY: Final = Voice[RecordRequest]("nobody", lambda request, fact: False)
"""What begins a request cannot be said of it again."""
ASKED: Final = Voice("node of departure", _is_asked)
DEPARTURE: Final = Voice("office of departure", _is_asked, _answers)
