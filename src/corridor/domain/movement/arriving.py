"""Arriving: the goods are presented at the office of destination."""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.moments import during, in_future
from corridor.domain.movement.state import Destination, Movement
from corridor.domain.movement.voices import DESTINATION
from corridor.domain.values import Instant, Office


class RecordArrival(Command, frozen=True, tag="movement.arrive"):
    """Note the arrival at destination."""

    office: Office
    arrived_at: Instant | None = None


class GoodsArrived(Payload, frozen=True, tag="movement.arrived/1"):
    """CC007C/CD006C: presented at the office of destination."""

    office: str
    arrived_at: Instant


def _arrive(state: Movement, command: RecordArrival, context: Context) -> Decision:
    wrong = in_future(command.arrived_at, "/arrived_at", context)
    return wrong or (GoodsArrived(command.office, command.arrived_at or context.now),)


def _arrived(s: Movement, p: GoodsArrived, f: Fact[Any]) -> Movement:
    there = Destination(status="arrived", office=p.office, arrived_at=p.arrived_at)
    return replace(s, status="arrived", destination=there)


ARRIVING: Final = Act[Movement](
    "arriving",
    asked=(Asked(RecordArrival, "customs", _arrive, DESTINATION, during("released")),),
    told=(Told(GoodsArrived, DESTINATION, frozenset({"released"}), _arrived),),
)
