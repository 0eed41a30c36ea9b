"""Evidence of a complaint: only of the firm's own, wherever it is looked at.

The names of firms are a node's own, so whose something is takes the node as well.
"""

from corridor.domain.movement.offices import destination_office, node_of
from corridor.domain.movement.state import Movement
from corridor.domain.permits.state import Permit


def is_own_movement(movement: Movement, owner: str, node: str) -> bool:
    """The firm filed it there, or takes its goods in there as an authorised consignee."""
    if node == movement.home and owner == movement.owner:
        return True
    is_there = node == node_of(destination_office(movement.dossier))
    return is_there and owner == movement.trader != ""


def is_own_permit(permit: Permit, owner: str, node: str) -> bool:
    """The firm applied for it there."""
    return node == permit.home and owner == permit.owner
