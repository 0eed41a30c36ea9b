"""Which events a carrier is not given: it gets the bytes of an event whole, or not at all."""

from corridor.domain.movement.grounds import holds_grounds
from corridor.engine.codec import fact_of, is_read
from corridor.engine.ports import SealedEvent


def is_withheld(event: SealedEvent) -> bool:
    """Whether it holds grounds of a control, or what this version does not know: that may be."""
    return not is_read(event) or holds_grounds(fact_of(event).payload)
