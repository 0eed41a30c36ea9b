"""The fold of a visit: total, deterministic, and the same on every node.

Only the node of the checkpoint speaks of a visit, and only the desk at its office. What comes in
an impossible order changes nothing but `discrepancies`.
"""

from collections.abc import Callable, Iterable
from typing import Any

from msgspec.structs import replace

from corridor.domain.checkpoints import events as e
from corridor.domain.checkpoints.state import Scan, Visit
from corridor.domain.facts import Fact, order_of

VisitFact = Fact[Any]


def fold(subject: str, facts: Iterable[VisitFact]) -> Visit | None:
    """The state of the visit from all its facts, in any order of arrival."""
    state: Visit | None = None
    for fact in sorted(facts, key=order_of):
        state = evolve(state, fact, subject)
    return state


def evolve(state: Visit | None, fact: VisitFact, subject: str) -> Visit | None:
    """The next state. Before the arrival there is nothing to change yet."""
    if state is None:
        return _arrived(fact, subject)
    if not _may_say(state, fact):
        return replace(state, unheard=(*state.unheard, f"{fact.node}:{fact.number}"))
    expected, apply = STEPS[type(fact.payload)]
    if state.status not in expected:
        return _contradicted(state, fact)
    return replace(apply(state, fact.payload, fact), updated_at=fact.at)


def _arrived(fact: VisitFact, subject: str) -> Visit | None:
    said = fact.payload
    if not isinstance(said, e.VehicleArrived) or not _is_desk_of(said.office, fact):
        return None
    return Visit(
        id=subject,
        office=said.office,
        plate=said.plate,
        direction=said.direction,
        movement=said.movement,
        arrived_at=said.arrived_at or fact.at,
        updated_at=fact.at,
    )


def _is_desk_of(office: str, fact: VisitFact) -> bool:
    return office[:2] == fact.node and office == fact.actor.office


def _may_say(visit: Visit, fact: VisitFact) -> bool:
    known = type(fact.payload) in STEPS
    return known and fact.payload.office == visit.office and _is_desk_of(visit.office, fact)


def _contradicted(state: Visit, fact: VisitFact) -> Visit:
    tag = str(fact.payload.__struct_config__.tag).partition("/")[0]
    clash = f"{tag.removeprefix('checkpoint.')}_while_{state.status}"
    return replace(state, discrepancies=(*state.discrepancies, clash), updated_at=fact.at)


def _gate_in(s: Visit, p: e.GateOpened, f: VisitFact) -> Visit:
    return replace(s, gate_in_at=p.passed_at)


def _scanned(s: Visit, p: e.PermitScanned, f: VisitFact) -> Visit:
    return replace(s, scans=(*s.scans, Scan(p.number, p.verdict, f.at, p.reason)))


def _gate_out(s: Visit, p: e.GateLeft, f: VisitFact) -> Visit:
    return replace(s, gate_out_at=p.passed_at)


def _left_queue(s: Visit, p: e.QueueLeft, f: VisitFact) -> Visit:
    return replace(s, queue_left_at=p.left_at, reason=p.reason)


Step = Callable[[Visit, Any, VisitFact], Visit]
STEPS: dict[type, tuple[frozenset[str], Step]] = {
    e.VehicleArrived: (frozenset(), lambda s, p, f: s),
    e.GateOpened: (frozenset({"waiting"}), _gate_in),
    e.PermitScanned: (frozenset({"waiting", "inside"}), _scanned),
    e.GateLeft: (frozenset({"inside"}), _gate_out),
    e.QueueLeft: (frozenset({"waiting"}), _left_queue),
}
"""Fact → the states in which it is expected, and what it changes."""
