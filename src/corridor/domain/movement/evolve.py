"""The fold of a movement: total, deterministic, and the same on every node.

A fact whose speaker has no right to it is noted in `unheard` and changes nothing else. A fact that
contradicts what stands (cancelled at departure, yet seen at a border) is applied to its own part
and opens a discrepancy: two truths stay visible until a person decides.
"""

from collections.abc import Callable, Iterable
from typing import Any

from msgspec.structs import replace

from corridor.domain.facts import Fact, order_of
from corridor.domain.movement import events as e
from corridor.domain.movement.authority import may_lodge, may_say
from corridor.domain.movement.state import (
    BEFORE_RELEASE,
    UNDERWAY,
    Crossing,
    Destination,
    Discrepancy,
    GuaranteeState,
    Incident,
    Movement,
)

MovementFact = Fact[Any]
ACCEPTED = frozenset({"accepted", "under_control", "guarantee_registering"})


def fold(subject: str, facts: Iterable[MovementFact]) -> Movement | None:
    """The state of the subject from all its facts, in any order of arrival."""
    state: Movement | None = None
    for fact in sorted(facts, key=order_of):
        state = evolve(state, fact, subject)
    return state


def evolve(state: Movement | None, fact: MovementFact, subject: str) -> Movement | None:
    """The next state. Without a lodged dossier there is nothing to change yet."""
    if state is None:
        return _lodge(fact, subject)
    if not may_say(state, fact):
        return replace(state, unheard=(*state.unheard, f"{fact.node}:{fact.number}"))
    normal, apply = STEPS[type(fact.payload)]
    next_state = replace(apply(state, fact.payload, fact), updated_at=fact.at)
    return next_state if state.status in normal else _contradiction(state, next_state, fact)


def _lodge(fact: MovementFact, subject: str) -> Movement | None:
    said = fact.payload
    if not isinstance(said, e.DeclarationLodged) or not may_lodge(subject, fact):
        return None
    return Movement(
        id=subject,
        home=fact.node,
        owner=fact.actor.org,
        dossier=said.dossier,
        rules_on=said.rules_on,
        lodged_at=fact.at,
        updated_at=fact.at,
    )


def _contradiction(before: Movement, after: Movement, fact: MovementFact) -> Movement:
    """Keep the status that stood, keep what was said, and make the clash visible."""
    tag = str(fact.payload.__struct_config__.tag).partition("/")[0]
    clash = Discrepancy(code=f"{tag.removeprefix('movement.')}_while_{before.status}", at=fact.at)
    return replace(after, status=before.status, discrepancies=(*before.discrepancies, clash))


def _amended(s: Movement, p: e.DeclarationAmended, f: MovementFact) -> Movement:
    route = {point.country for point in p.dossier.route.points}
    gone = tuple(node for node in s.withdrawn if node not in route)
    return replace(s, dossier=p.dossier, rules_on=p.rules_on, amended_at=f.at, withdrawn=gone)


def _presented(s: Movement, p: e.GoodsPresented, f: MovementFact) -> Movement:
    return replace(s, presented_at=f.at, rules_on=p.rules_on)


def _cancelled(s: Movement, p: e.DeclarationCancelled, f: MovementFact) -> Movement:
    return replace(s, status="cancelled", reason=p.reason)


def _rejected(s: Movement, p: e.DeclarationRejected, f: MovementFact) -> Movement:
    return replace(s, status="rejected", reason=p.reason)


def _accepted(s: Movement, p: e.DeclarationAccepted, f: MovementFact) -> Movement:
    return replace(s, status="accepted", mrn=s.mrn or p.mrn, accepted_at=f.at)


def _control_decided(s: Movement, p: e.ControlDecided, f: MovementFact) -> Movement:
    status = s.status if p.channel == "green" else "under_control"
    return replace(s, status=status, channel=p.channel, channel_reasons=p.reasons)


def _control_recorded(s: Movement, p: e.ControlRecorded, f: MovementFact) -> Movement:
    return replace(s, status="accepted", control_result=p.result)


def _guarantee_requested(s: Movement, p: e.GuaranteeRequested, f: MovementFact) -> Movement:
    asked = GuaranteeState("requested", p.grn, p.amount_minor, p.currency)
    return replace(s, status="guarantee_registering", guarantee=asked)


def _guarantee_reserved(s: Movement, p: e.GuaranteeReserved, f: MovementFact) -> Movement:
    return replace(s, guarantee=GuaranteeState("reserved", p.grn, p.amount_minor, p.currency))


def _guarantee_refused(s: Movement, p: e.GuaranteeRefused, f: MovementFact) -> Movement:
    told = replace(s.guarantee, status="refused", refusal=p.code)
    return replace(s, guarantee=told)


def _sealed(s: Movement, p: e.SealsAffixed, f: MovementFact) -> Movement:
    return replace(s, seals=p.seals)


def _released(s: Movement, p: e.MovementReleased, f: MovementFact) -> Movement:
    return replace(s, status="released", released_at=f.at, limit_date=p.limit_date)


def _not_released(s: Movement, p: e.ReleaseRefused, f: MovementFact) -> Movement:
    return replace(s, status="not_released", reason=p.reason)


def _crossed(s: Movement, p: e.FrontierCrossed, f: MovementFact) -> Movement:
    here = Crossing(p.office, "crossed", p.crossed_at, p.seals_intact, p.remarks)
    return replace(s, crossings=(*s.crossings, here))


def _crossing_refused(s: Movement, p: e.CrossingRefused, f: MovementFact) -> Movement:
    here = Crossing(p.office, "stopped", f.at, remarks=p.reason)
    return replace(s, crossings=(*s.crossings, here))


def _incident(s: Movement, p: e.IncidentRecorded, f: MovementFact) -> Movement:
    kept = tuple(seal for seal in s.seals if seal not in p.broken_seals)
    incident = Incident(
        p.office,
        p.code,
        p.happened_at,
        p.text,
        p.broken_seals,
        p.new_seals,
        p.new_container,
        p.new_vehicle,
    )
    return replace(s, seals=(*kept, *p.new_seals), incidents=(*s.incidents, incident))


def _arrived(s: Movement, p: e.GoodsArrived, f: MovementFact) -> Movement:
    there = Destination(status="arrived", office=p.office, arrived_at=p.arrived_at)
    return replace(s, status="arrived", destination=there)


def _unloading_permitted(s: Movement, p: e.UnloadingPermitted, f: MovementFact) -> Movement:
    return replace(s, destination=replace(s.destination, status="unloading_permitted"))


def _unloading_remarked(s: Movement, p: e.UnloadingRemarked, f: MovementFact) -> Movement:
    there = replace(
        s.destination,
        status="results_due",
        conforms=p.conforms,
        seals_intact=p.seals_intact,
        remarks=p.text,
    )
    found = tuple(
        Discrepancy("unloading_remark", f.at, f"{r.pointer}: {r.declared} → {r.found}")
        for r in p.remarks
    )
    return replace(s, destination=there, discrepancies=(*s.discrepancies, *found))


def _results(s: Movement, p: e.DestinationControlled, f: MovementFact) -> Movement:
    there = replace(s.destination, result=p.result)
    if p.result != "B1":
        return replace(s, destination=there)
    clash = Discrepancy("control_results_b1", f.at, p.remarks)
    return replace(s, destination=there, discrepancies=(*s.discrepancies, clash))


def _solved(s: Movement, p: e.DiscrepancySolved, f: MovementFact) -> Movement:
    solved = tuple(
        replace(d, solution=p.text) if d.code == p.code and not d.solution else d
        for d in s.discrepancies
    )
    return replace(s, discrepancies=solved)


def _goods_released(s: Movement, p: e.GoodsReleased, f: MovementFact) -> Movement:
    there = replace(s.destination, status="goods_released", released_at=f.at)
    return replace(s, destination=there)


def _written_off(s: Movement, p: e.MovementWrittenOff, f: MovementFact) -> Movement:
    return replace(s, status="written_off", written_off_at=f.at)


def _overdue(s: Movement, p: e.MovementOverdue, f: MovementFact) -> Movement:
    return replace(s, overdue_at=f.at)


def _withdrawn(s: Movement, p: e.MovementWithdrawn, f: MovementFact) -> Movement:
    return replace(s, withdrawn=tuple(sorted({*s.withdrawn, *p.nodes})))


Step = tuple[frozenset[str], Callable[[Movement, Any, MovementFact], Movement]]
STEPS: dict[type, Step] = {
    e.DeclarationAmended: (BEFORE_RELEASE, _amended),
    e.GoodsPresented: (frozenset({"submitted"}), _presented),
    e.DeclarationCancelled: (BEFORE_RELEASE, _cancelled),
    e.DeclarationRejected: (frozenset({"submitted"}), _rejected),
    e.DeclarationAccepted: (frozenset({"submitted"}), _accepted),
    e.ControlDecided: (ACCEPTED, _control_decided),
    e.ControlRecorded: (frozenset({"under_control"}), _control_recorded),
    e.GuaranteeRequested: (ACCEPTED, _guarantee_requested),
    e.GuaranteeReserved: (ACCEPTED, _guarantee_reserved),
    e.GuaranteeRefused: (ACCEPTED, _guarantee_refused),
    e.SealsAffixed: (ACCEPTED, _sealed),
    e.MovementReleased: (ACCEPTED, _released),
    e.ReleaseRefused: (ACCEPTED, _not_released),
    e.FrontierCrossed: (UNDERWAY, _crossed),
    e.CrossingRefused: (UNDERWAY, _crossing_refused),
    e.IncidentRecorded: (UNDERWAY, _incident),
    e.GoodsArrived: (frozenset({"released"}), _arrived),
    e.UnloadingPermitted: (frozenset({"arrived"}), _unloading_permitted),
    e.UnloadingRemarked: (frozenset({"arrived"}), _unloading_remarked),
    e.DestinationControlled: (frozenset({"arrived"}), _results),
    e.DiscrepancySolved: (frozenset({"released", "arrived", "cancelled"}), _solved),
    e.GoodsReleased: (frozenset({"arrived"}), _goods_released),
    e.MovementWrittenOff: (frozenset({"arrived"}), _written_off),
    e.MovementOverdue: (UNDERWAY, _overdue),
    e.MovementWithdrawn: (BEFORE_RELEASE, _withdrawn),
}
