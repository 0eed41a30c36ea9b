"""The grounds of a control: said among customs offices, and never to the carrier.

They may tell by what a vehicle was picked. The event holds them, since the offices of the way have
to know; so the carrier is told the channel alone, and is given no bytes of the event.
"""

from msgspec.structs import replace

from corridor.domain.facts import Actor, Payload
from corridor.domain.movement.kind import MOVEMENTS
from corridor.domain.movement.state import Movement


def _withheld(said: Payload | None) -> tuple[str, ...]:
    told = MOVEMENTS.told.get(type(said)) if said is not None else None
    return told.withheld if told is not None else ()


def holds_grounds(said: Payload | None) -> bool:
    """Whether the carrier may not have the event itself."""
    return any(getattr(said, field) for field in _withheld(said))


def without_grounds(said: Payload) -> Payload:
    """What the carrier is told of an event."""
    fields = _withheld(said)
    return replace(said, **dict.fromkeys(fields, ())) if fields else said


def movement_for(actor: Actor, movement: Movement) -> Movement:
    """The movement as this person may read it."""
    return replace(movement, channel_reasons=()) if actor.role == "carrier" else movement
