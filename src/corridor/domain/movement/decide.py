"""What comes of a command: events, or refusals with the reason and the remedy.

One function per command, in the order of a movement's life. Checks that anybody could make from
the route (is it your office, is it the right moment) come first, then the content.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import msgspec

from corridor.domain import codes
from corridor.domain.consignment import Dossier
from corridor.domain.context import Context
from corridor.domain.movement import commands as c
from corridor.domain.movement import events as e
from corridor.domain.movement.offices import (
    audience,
    departure_office,
    destination_office,
    node_of,
    transit_offices,
)
from corridor.domain.movement.release import release_refusals
from corridor.domain.movement.rules import check_rules
from corridor.domain.movement.state import BEFORE_RELEASE, Movement
from corridor.domain.permits.requirements import missing_at_border
from corridor.domain.refusals import Refusal, Refused, refuse
from corridor.domain.routes import check_route

Decision = tuple[e.MovementEvent, ...] | Refused
ACCEPTED = frozenset({"accepted", "under_control", "guarantee_registering"})
FIXED_AFTER_ACCEPTANCE = ("holder", "representative", "declaration_type", "lrn")
DEFAULT_AMOUNT_MINOR = 1_000_000
"""10,000.00 per movement where neither amount nor value is declared (the usual flat amount)."""


def decide(state: Movement | None, command: c.MovementCommand, context: Context) -> Decision:
    """Events that follow from the command, or why not."""
    if isinstance(command, c.LodgeDeclaration):
        return _lodge(state, command, context)
    if state is None:
        return refuse("movement_unknown")
    return DECISIONS[type(command)](state, command, context)


# Checks shared by the decisions below. Each gives a refusal, or None when all is well.


def _not_owner(state: Movement, context: Context) -> Refused | None:
    if context.actor.role == "carrier" and context.actor.org == state.owner:
        return None
    return refuse("not_your_dossier")


def _not_at(office: str, context: Context) -> Refused | None:
    if context.actor.role == "customs" and context.actor.office == office:
        return None
    return refuse("not_your_office", office=office)


def _wrong_status(state: Movement, allowed: frozenset[str]) -> Refused | None:
    if state.status in allowed:
        return None
    return refuse("wrong_status", status=state.status)


def _at_departure(state: Movement, context: Context, allowed: frozenset[str]) -> Refused | None:
    wrong = _not_at(departure_office(state.dossier), context)
    return wrong or _wrong_status(state, allowed)


def _at_destination(state: Movement, context: Context, *stages: str) -> Refused | None:
    wrong = _not_at(destination_office(state.dossier), context)
    if wrong or state.destination.status in stages:
        return wrong
    return refuse("wrong_stage", stage=state.destination.status)


def _in_future(instant: str | None, pointer: str, context: Context) -> Refused | None:
    if instant is not None and instant > context.now:
        return refuse("time_in_future", pointer, given=instant)
    return None


# The carrier's commands.


def _lodge(state: Movement | None, command: c.LodgeDeclaration, context: Context) -> Decision:
    dossier = command.dossier
    if context.actor.role != "carrier" or not context.actor.org:
        return refuse("carrier_only")
    if state is not None:
        return refuse("already_lodged", lrn=state.dossier.lrn)
    holder = context.known.get(lrn_key(context.actor.org, dossier.lrn))
    if holder is not None:
        return refuse("lrn_taken", "/dossier/lrn", lrn=dossier.lrn, movement=holder)
    found = dossier_refusals(dossier, context) + _guarantee_refusals(command, context)
    if found:
        return Refused(found)
    return (e.DeclarationLodged(dossier, context.today),)


def lrn_key(org: str, lrn: str) -> str:
    """The unique key that an LRN takes: once per declarant."""
    return f"lrn:{org}:{lrn}"


def dossier_refusals(dossier: Dossier, context: Context) -> tuple[Refusal, ...]:
    """All that stands against the declared data: the route, then the cross-field rules."""
    route = tuple(
        Refusal(problem.code, f"/dossier{problem.pointer}", "", dict(problem.args))
        for problem in check_route(dossier.route, context.reference, context.today)
    )
    rules = tuple(
        msgspec.structs.replace(refusal, pointer=f"/dossier{refusal.pointer}")
        for refusal in check_rules(dossier, context.reference, context.today)
    )
    return route + rules


def _guarantee_refusals(
    command: c.LodgeDeclaration, context: Context
) -> tuple[Refusal, ...]:
    """The access code is checked here when the guarantor is this node, for it is stored nowhere."""
    guarantee = context.guarantee
    if guarantee is None:
        return ()
    at = "/dossier/guarantees/0/grn"
    if guarantee.holder not in (context.actor.org, command.dossier.holder.id):
        return (Refusal("guarantee_other_holder", at, "", {"grn": guarantee.grn}),)
    if not guarantee.opens_with(command.access_code):
        return (Refusal("guarantee_access_code", "/access_code", "", {"grn": guarantee.grn}),)
    return ()


def _amend(state: Movement, command: c.AmendDeclaration, context: Context) -> Decision:
    wrong = _not_owner(state, context)
    if wrong:
        return wrong
    if state.status not in BEFORE_RELEASE:
        return refuse("amendment_after_release", status=state.status)
    old, new = state.dossier, command.dossier
    fixed = FIXED_AFTER_ACCEPTANCE if state.mrn else ("lrn",)
    changed = [name for name in fixed if getattr(old, name) != getattr(new, name)]
    if departure_office(old) != departure_office(new):
        changed.append("route/points/0/office")
    if state.mrn and _subheadings(old) != _subheadings(new):
        changed.append("consignment/houses")
    if changed:
        found = tuple(Refusal("field_fixed", f"/dossier/{name}", "R0520") for name in changed)
        return Refused(found)
    found = dossier_refusals(new, context)
    if found:
        return Refused(found)
    amended = e.DeclarationAmended(new, context.today)
    left = _left_behind(state, new)
    return (e.MovementWithdrawn(left), amended) if left else (amended,)


def _left_behind(state: Movement, new: Dossier) -> tuple[str, ...]:
    """Nodes that the old route touched and the new one does not."""
    seen = bool(state.mrn)
    before = audience(state.dossier, state.home, seen)
    return tuple(sorted(before - audience(new, state.home, seen) - set(state.withdrawn)))


def _subheadings(dossier: Dossier) -> list[str]:
    houses = dossier.consignment.houses
    return [item.hs[:6] for house in houses for item in house.items]


def _cancel(state: Movement, command: c.CancelDeclaration, context: Context) -> Decision:
    wrong = _not_owner(state, context)
    if wrong:
        return wrong
    if state.status not in BEFORE_RELEASE:
        return refuse("cancel_after_release", status=state.status)
    return (e.DeclarationCancelled(command.reason),)


# The office of departure.


def _accept(state: Movement, command: c.AcceptDeclaration, context: Context) -> Decision:
    wrong = _at_departure(state, context, frozenset({"submitted"}))
    if wrong:
        return wrong
    country = node_of(departure_office(state.dossier))
    mrn = codes.make_mrn(context.today[2:4], country, context.token, "J")
    return (e.DeclarationAccepted(mrn, context.today),)


def _reject(state: Movement, command: c.RejectDeclaration, context: Context) -> Decision:
    wrong = _at_departure(state, context, frozenset({"submitted"}))
    return wrong or (e.DeclarationRejected(command.reason),)


def _decide_control(state: Movement, command: c.DecideControl, context: Context) -> Decision:
    wrong = _at_departure(state, context, ACCEPTED)
    if wrong:
        return wrong
    if state.channel:
        return refuse("control_already_decided", channel=state.channel)
    if command.channel != "green" and not command.reasons:
        return refuse("control_reason_missing", "/reasons")
    return (e.ControlDecided(command.channel, command.reasons),)


def _record_control(state: Movement, command: c.RecordControl, context: Context) -> Decision:
    wrong = _at_departure(state, context, frozenset({"under_control"}))
    return wrong or (e.ControlRecorded(command.result, command.remarks),)


def _request_guarantee(state: Movement, command: c.RequestGuarantee, context: Context) -> Decision:
    wrong = _at_departure(state, context, frozenset({"accepted", "guarantee_registering"}))
    if wrong:
        return wrong
    if state.guarantee.status in ("requested", "reserved"):
        return refuse("guarantee_already", status=state.guarantee.status)
    named = [use for use in state.dossier.guarantees if use.grn]
    if not named:
        return refuse("guarantee_not_declared", "/dossier/guarantees")
    use = named[0]
    if use.grn[2:4] not in context.nodes:
        return refuse("guarantor_not_connected", "/dossier/guarantees/0/grn", grn=use.grn)
    amount = DEFAULT_AMOUNT_MINOR if use.amount_minor is None else use.amount_minor
    return (e.GuaranteeRequested(use.grn, amount, use.currency or "EUR"),)


def _answer_guarantee(state: Movement, command: c.AnswerGuarantee, context: Context) -> Decision:
    asked = state.guarantee
    if asked.status != "requested" or asked.grn != command.grn:
        return refuse("guarantee_not_asked", grn=command.grn)
    if command.refusal:
        return (e.GuaranteeRefused(command.grn, command.refusal, command.available_minor),)
    return (e.GuaranteeReserved(command.grn, command.amount_minor, command.currency),)


def _seal(state: Movement, command: c.AffixSeals, context: Context) -> Decision:
    wrong = _at_departure(state, context, ACCEPTED)
    if wrong:
        return wrong
    if len(set(command.seals)) != len(command.seals):
        return refuse("seal_twice", "/seals", "R0107")
    declared = sum(box.seal_count for box in state.dossier.consignment.equipment)
    if declared and declared != len(command.seals):
        return refuse(
            "seal_count_differs", "/seals", "R0106", declared=declared, noted=len(command.seals)
        )
    return (e.SealsAffixed(command.seals),)


def _release(state: Movement, command: c.ReleaseForTransit, context: Context) -> Decision:
    wrong = _at_departure(state, context, ACCEPTED)
    if wrong:
        return wrong
    term = date.fromisoformat(context.today) + timedelta(days=context.parameters.transit_term_days)
    limit = command.limit_date or state.dossier.limit_date or term.isoformat()
    if limit < context.today:
        return refuse("limit_date_past", "/limit_date", limit_date=limit)
    found = release_refusals(state, context)
    if found:
        return Refused(found)
    return (e.MovementReleased(limit, state.dossier.consignment.countries_of_routing),)


def _refuse_release(state: Movement, command: c.RefuseRelease, context: Context) -> Decision:
    wrong = _at_departure(state, context, ACCEPTED)
    return wrong or (e.ReleaseRefused(command.reason),)


def _solve(state: Movement, command: c.SolveDiscrepancy, context: Context) -> Decision:
    wrong = _not_at(departure_office(state.dossier), context)
    if wrong:
        return wrong
    if all(command.code != found.code for found in state.open_discrepancies()):
        return refuse("discrepancy_unknown", "/code", code=command.code)
    return (e.DiscrepancySolved(command.code, command.text),)


def _write_off(state: Movement, command: c.WriteOff, context: Context) -> Decision:
    wrong = _at_departure(state, context, frozenset({"arrived"}))
    if wrong:
        return wrong
    if state.destination.status != "goods_released":
        return refuse("goods_not_released", stage=state.destination.status)
    if state.open_discrepancies():
        return refuse("discrepancies_open", count=len(state.open_discrepancies()))
    return (e.MovementWrittenOff(context.today),)


def _mark_overdue(state: Movement, command: c.MarkOverdue, context: Context) -> Decision:
    if context.actor.role != "system" or state.status != "released" or state.overdue_at:
        return ()
    return (e.MovementOverdue(state.limit_date),) if context.today > state.limit_date else ()


# The offices of transit, and whoever meets it on the way.


def _at_transit(state: Movement, office: str, context: Context) -> Refused | None:
    if office not in transit_offices(state.dossier):
        return refuse("office_not_on_route", "/office", office=office)
    wrong = _not_at(office, context) or _wrong_status(state, frozenset({"released"}))
    if wrong:
        return wrong
    seen = state.crossing_at(office)
    if seen is not None and seen.status == "crossed":
        return refuse("already_crossed", "/office", office=office)
    return None


def _cross(state: Movement, command: c.RecordCrossing, context: Context) -> Decision:
    wrong = _at_transit(state, command.office, context) or _in_future(
        command.crossed_at, "/crossed_at", context
    )
    if wrong:
        return wrong
    missing = missing_at_border(
        state.dossier,
        context.requirement_rules,
        context.permits,
        context.reference,
        context.today,
        node_of(command.office),
    )
    if missing:
        return Refused(missing)
    at = command.crossed_at or context.now
    return (e.FrontierCrossed(command.office, at, command.seals_intact, command.remarks),)


def _stop(state: Movement, command: c.RefuseCrossing, context: Context) -> Decision:
    wrong = _at_transit(state, command.office, context)
    return wrong or (e.CrossingRefused(command.office, command.reason),)


def _incident(state: Movement, command: c.RecordIncident, context: Context) -> Decision:
    if all(point.office != command.office for point in state.dossier.route.points):
        return refuse("office_not_on_route", "/office", office=command.office)
    wrong = (
        _not_at(command.office, context)
        or _wrong_status(state, frozenset({"released"}))
        or _in_future(command.happened_at, "/happened_at", context)
    )
    if wrong:
        return wrong
    unknown = [seal for seal in command.broken_seals if seal not in state.seals]
    if unknown:
        return refuse("seal_unknown", "/broken_seals", seals=", ".join(unknown))
    if set(command.new_seals) & set(state.seals):
        return refuse("seal_twice", "/new_seals", "R0107")
    return (
        e.IncidentRecorded(
            office=command.office,
            code=command.code,
            happened_at=command.happened_at or context.now,
            text=command.text,
            broken_seals=command.broken_seals,
            new_seals=command.new_seals,
            new_container=command.new_container,
            new_vehicle=command.new_vehicle,
        ),
    )


# The office of destination.


def _arrive(state: Movement, command: c.RecordArrival, context: Context) -> Decision:
    if command.office != destination_office(state.dossier):
        return refuse("office_not_on_route", "/office", office=command.office)
    wrong = (
        _not_at(command.office, context)
        or _wrong_status(state, frozenset({"released"}))
        or _in_future(command.arrived_at, "/arrived_at", context)
    )
    return wrong or (e.GoodsArrived(command.office, command.arrived_at or context.now),)


def _permit_unloading(state: Movement, command: c.PermitUnloading, context: Context) -> Decision:
    wrong = _at_destination(state, context, "arrived")
    return wrong or (e.UnloadingPermitted(state.destination.office),)


def _record_unloading(state: Movement, command: c.RecordUnloading, context: Context) -> Decision:
    wrong = _at_destination(state, context, "unloading_permitted")
    if wrong:
        return wrong
    if not command.conforms and not command.remarks and not command.text:
        return refuse("remarks_missing", "/remarks")
    if command.conforms and command.remarks:
        return refuse("remarks_but_conforms", "/remarks")
    if state.seals and command.seals_intact is None:
        return refuse("seal_state_missing", "/seals_intact", "C0440")
    return (
        e.UnloadingRemarked(
            office=state.destination.office,
            conforms=command.conforms,
            seals_intact=command.seals_intact if state.seals else None,
            remarks=command.remarks,
            text=command.text,
        ),
    )


def _record_results(state: Movement, command: c.RecordResults, context: Context) -> Decision:
    wrong = _at_destination(state, context, "results_due")
    if wrong:
        return wrong
    if command.result == "B1" and not command.remarks:
        return refuse("remarks_missing", "/remarks")
    office = state.destination.office
    return (e.DestinationControlled(office, command.result, command.remarks),)


def _release_goods(state: Movement, command: c.ReleaseGoods, context: Context) -> Decision:
    wrong = _at_destination(state, context, "results_due")
    if wrong:
        return wrong
    if not state.destination.result:
        return refuse("results_missing")
    return (e.GoodsReleased(state.destination.office),)


DECISIONS: dict[type, Callable[[Movement, Any, Context], Decision]] = {
    c.AmendDeclaration: _amend,
    c.CancelDeclaration: _cancel,
    c.AcceptDeclaration: _accept,
    c.RejectDeclaration: _reject,
    c.DecideControl: _decide_control,
    c.RecordControl: _record_control,
    c.RequestGuarantee: _request_guarantee,
    c.AnswerGuarantee: _answer_guarantee,
    c.AffixSeals: _seal,
    c.ReleaseForTransit: _release,
    c.RefuseRelease: _refuse_release,
    c.RecordCrossing: _cross,
    c.RefuseCrossing: _stop,
    c.RecordIncident: _incident,
    c.RecordArrival: _arrive,
    c.PermitUnloading: _permit_unloading,
    c.RecordUnloading: _record_unloading,
    c.RecordResults: _record_results,
    c.SolveDiscrepancy: _solve,
    c.ReleaseGoods: _release_goods,
    c.WriteOff: _write_off,
    c.MarkOverdue: _mark_overdue,
}
