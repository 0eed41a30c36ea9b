"""Who may state what about a movement: the check on receipt, and inside every fold.

A node is believed only as the node of the office that holds the role on this movement. The check
uses the state folded so far, so it gives the same answer on every node.
"""

from collections.abc import Callable
from typing import Any

from corridor.domain.facts import Fact
from corridor.domain.movement import events as e
from corridor.domain.movement.offices import (
    departure_office,
    destination_office,
    node_of,
    transit_offices,
)
from corridor.domain.movement.state import Movement

Speaks = Callable[[Movement, Fact[e.MovementEvent]], bool]


def _home(movement: Movement, fact: Fact[e.MovementEvent]) -> bool:
    return fact.node == movement.home and fact.actor.org == movement.owner


def _amends(movement: Movement, fact: Fact[e.MovementEvent]) -> bool:
    return _home(movement, fact) and _has_route(fact)


def _has_route(fact: Fact[Any]) -> bool:
    """Whether a dossier that was said goes anywhere: without a point it belongs to no office."""
    return bool(fact.payload.dossier.route.points)


def _departure(movement: Movement, fact: Fact[e.MovementEvent]) -> bool:
    office = departure_office(movement.dossier)
    return fact.node == node_of(office) and fact.actor.office == office


def _transit(movement: Movement, fact: Fact[e.MovementEvent]) -> bool:
    office = getattr(fact.payload, "office", "")
    known = office in transit_offices(movement.dossier)
    return known and fact.node == node_of(office) and fact.actor.office == office


def _on_route(movement: Movement, fact: Fact[e.MovementEvent]) -> bool:
    office = getattr(fact.payload, "office", "")
    on_route = any(point.office == office for point in movement.dossier.route.points)
    return on_route and fact.node == node_of(office) and fact.actor.office == office


def _destination(movement: Movement, fact: Fact[e.MovementEvent]) -> bool:
    office = destination_office(movement.dossier)
    said = getattr(fact.payload, "office", office)
    return said == office == fact.actor.office and fact.node == node_of(office)


def _guarantor(movement: Movement, fact: Fact[e.MovementEvent]) -> bool:
    grn = getattr(fact.payload, "grn", "")
    return grn == movement.guarantee.grn and fact.node == grn[2:4]


SPEAKERS: dict[type, Speaks] = {
    e.DeclarationAmended: _amends,
    e.GoodsPresented: _home,
    e.DeclarationCancelled: _home,
    e.DeclarationRejected: _departure,
    e.DeclarationAccepted: _departure,
    e.ControlDecided: _departure,
    e.ControlRecorded: _departure,
    e.GuaranteeRequested: _departure,
    e.GuaranteeReserved: _guarantor,
    e.GuaranteeRefused: _guarantor,
    e.SealsAffixed: _departure,
    e.MovementReleased: _departure,
    e.ReleaseRefused: _departure,
    e.FrontierCrossed: _transit,
    e.CrossingRefused: _transit,
    e.IncidentRecorded: _on_route,
    e.GoodsArrived: _destination,
    e.UnloadingPermitted: _destination,
    e.UnloadingRemarked: _destination,
    e.DestinationControlled: _destination,
    e.DiscrepancySolved: _departure,
    e.GoodsReleased: _destination,
    e.MovementWrittenOff: _departure,
    e.MovementOverdue: _departure,
    e.MovementWithdrawn: _home,
}


def may_lodge(subject: str, fact: Fact[e.MovementEvent]) -> bool:
    """A dossier is born on the node that its id names (`mv-KG-…`), and nowhere else."""
    return subject.split("-")[1:2] == [fact.node] and _has_route(fact)


def may_say(movement: Movement, fact: Fact[e.MovementEvent]) -> bool:
    """Whether the speaker holds the role that this statement needs."""
    speaks = SPEAKERS.get(type(fact.payload))
    return speaks is not None and speaks(movement, fact)
