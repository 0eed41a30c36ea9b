"""Who speaks of a movement: whom a command is taken from, and which node is believed.

A node is believed only as the node of the office that holds the role on this movement. Both checks
use the state folded so far, so they give the same answer on every node.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from corridor.domain.acts import Voice
from corridor.domain.codes import guarantor_of
from corridor.domain.context import Context
from corridor.domain.facts import Fact
from corridor.domain.movement.offices import (
    departure_office,
    destination_office,
    node_of,
    transit_offices,
)
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import Refused, refuse

Offices = Callable[[Movement], tuple[str, ...]]


def is_holder(movement: Movement, command: Any, context: Context) -> Refused | None:
    """Why this is not the organisation that filed it."""
    if context.actor.role == "carrier" and context.actor.org == movement.owner:
        return None
    return refuse("not_your_dossier")


def from_home(movement: Movement, fact: Fact[Any]) -> bool:
    """Whether it was said at the window where the dossier was filed, by who filed it."""
    return fact.node == movement.home and fact.actor.org == movement.owner


HOLDER: Final = Voice("holder", from_home, is_holder)
"""The organisation that filed the dossier, at its own window."""


def _is_guarantor(movement: Movement, fact: Fact[Any]) -> bool:
    grn: str = fact.payload.grn
    is_asked = any(one.grn == grn for one in movement.guarantees)
    return is_asked and fact.node == guarantor_of(grn)


GUARANTOR: Final = Voice("guarantor's ledger", _is_guarantor)
"""The node of the guarantee that was asked for."""
NOBODY: Final = Voice[Movement]("nobody", lambda movement, fact: False)
"""What begins a movement cannot be said of it again."""


def _asks(offices: Offices, movement: Movement, command: Any, context: Context) -> Refused | None:
    theirs = offices(movement)
    office = getattr(command, "office", theirs[0] if theirs else "")
    if office not in theirs:
        return refuse("office_not_on_route", "/office", office=office)
    if context.actor.role == "customs" and context.actor.office == office:
        return None
    return refuse("not_your_office", office=office)


def _says(offices: Offices, diverted: tuple[str, ...], movement: Movement, fact: Fact[Any]) -> bool:
    office = getattr(fact.payload, "office", fact.actor.office)
    if office != fact.actor.office or fact.node != node_of(office):
        return False
    return office in offices(movement) or office in movement.diverted_from(*diverted)


def _voice(name: str, offices: Offices, *diverted: str) -> Voice[Movement]:
    """An office with a part in the movement; where command or event name it, it must be theirs.

    One of the `diverted` roles, or of any, that it goes to no more is heard too: it may not have
    known yet.
    """
    return Voice(name, partial(_says, offices, diverted), partial(_asks, offices))


DEPARTURE: Final = _voice(
    "office of departure", lambda m: (departure_office(m.dossier),), "departure"
)
TRANSIT: Final = _voice("office of transit", lambda m: transit_offices(m.dossier), "transit")
DESTINATION: Final = _voice(
    "office of destination", lambda m: (destination_office(m.dossier),), "destination"
)
EXIT: Final = _voice(
    "office of exit",
    lambda m: tuple(p.office for p in m.dossier.route.points if p.office and p.role == "exit"),
    "exit",
)
COMPETENT: Final = _voice(
    "office that recovers the debt",
    lambda m: (m.pursuit.recovery.competent,) if m.pursuit.recovery is not None else (),
)


def _is_trader(movement: Movement, command: Any, context: Context) -> Refused | None:
    is_theirs = context.actor.role == "carrier" and bool(context.actor.org)
    is_theirs = is_theirs and context.actor.org == movement.trader
    is_here = context.node == node_of(destination_office(movement.dossier))
    return None if is_theirs and is_here else refuse("not_your_arrival")


def _from_trader(movement: Movement, fact: Fact[Any]) -> bool:
    is_there = fact.node == node_of(destination_office(movement.dossier))
    return is_there and bool(movement.trader) and fact.actor.org == movement.trader


TRADER: Final = Voice("authorised consignee", _from_trader, _is_trader)
"""The firm that took the goods in, on the node of the office of destination."""
AT_DESTINATION: Final = Voice[Movement](
    "office of destination, or authorised consignee",
    lambda movement, fact: DESTINATION.says(movement, fact) or _from_trader(movement, fact),
)
ON_ROUTE: Final = _voice(
    "any office of the route",
    lambda m: tuple(point.office for point in m.dossier.route.points if point.office),
)
