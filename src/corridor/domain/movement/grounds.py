"""The grounds of a control: said among customs offices, and never to the carrier.

They may tell by what a vehicle was picked. The event holds them, since the offices of the way have
to know; so the carrier is told the channel alone, and is given no bytes of the event.
"""

from msgspec.structs import replace

from corridor.domain.facts import Actor, Payload
from corridor.domain.movement.control import ControlDecided
from corridor.domain.movement.state import Movement


def holds_grounds(said: Payload | None) -> bool:
    """Whether the carrier may not have the event itself."""
    return isinstance(said, ControlDecided) and bool(said.reasons)


def without_grounds(said: Payload) -> Payload:
    """What the carrier is told of an event."""
    return replace(said, reasons=()) if isinstance(said, ControlDecided) else said


def movement_for(actor: Actor, movement: Movement) -> Movement:
    """The movement as this person may read it."""
    return replace(movement, channel_reasons=()) if actor.role == "carrier" else movement
