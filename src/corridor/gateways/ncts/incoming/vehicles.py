"""Which vehicle of a split load a message is about: NCTS knows of no parts.

It names one where it says onto what the goods were moved; else the only one still awaited is meant.
"""

from lxml import etree

from corridor.domain.movement.following_parts import parts_ahead
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import Refused, refuse
from corridor.domain.searching import mark_of

_NAMED = ".//TransportMeans/identificationNumber"


def vehicle_of(root: "etree._Element", movement: Movement, office: str) -> int | Refused:
    """Its number in the load; or why it cannot be told."""
    ahead = parts_ahead(movement, office)
    named = {mark_of(one.text or "") for one in root.iterfind(_NAMED)}
    found = [part for part in ahead if named & {mark_of(one.id) for one in part.means}]
    if not found and len(ahead) == 1:
        found = [*ahead]
    if len(found) == 1:
        return found[0].number
    plates = ", ".join(part.means[0].id for part in ahead)
    return refuse("ncts.which_vehicle", "/CC007C/Consignment", vehicles=plates or "—")
