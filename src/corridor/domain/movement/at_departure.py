"""What the office of departure may do: accept, control, secure, release, and write off."""

from datetime import date, timedelta

from corridor.domain import codes
from corridor.domain.consignment import under_tir
from corridor.domain.context import Context
from corridor.domain.movement import commands as c
from corridor.domain.movement import events as e
from corridor.domain.movement.checks import ACCEPTED, Decision, at_departure, not_at
from corridor.domain.movement.offices import departure_office, node_of
from corridor.domain.movement.release import release_refusals
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import Refused, refuse

DEFAULT_AMOUNT_MINOR = 1_000_000
"""10,000.00 per movement where neither amount nor value is declared (the usual flat amount)."""


def accept(state: Movement, command: c.AcceptDeclaration, context: Context) -> Decision:
    wrong = at_departure(state, context, frozenset({"submitted"}))
    if wrong:
        return wrong
    if state.awaits_goods:
        return refuse("goods_not_presented")
    country = node_of(departure_office(state.dossier))
    letter = codes.PROCEDURE_LETTER_OF[state.dossier.security]
    mrn = codes.make_mrn(context.today[2:4], country, context.token, letter)
    return (e.DeclarationAccepted(mrn, context.today),)


def reject(state: Movement, command: c.RejectDeclaration, context: Context) -> Decision:
    wrong = at_departure(state, context, frozenset({"submitted"}))
    return wrong or (e.DeclarationRejected(command.reason),)


def decide_control(state: Movement, command: c.DecideControl, context: Context) -> Decision:
    wrong = at_departure(state, context, ACCEPTED)
    if wrong:
        return wrong
    if state.channel:
        return refuse("control_already_decided", channel=state.channel)
    if command.channel != "green" and not command.reasons:
        return refuse("control_reason_missing", "/reasons")
    return (e.ControlDecided(command.channel, command.reasons),)


def record_control(state: Movement, command: c.RecordControl, context: Context) -> Decision:
    wrong = at_departure(state, context, frozenset({"under_control"}))
    return wrong or (e.ControlRecorded(command.result, command.remarks),)


def request_guarantee(state: Movement, command: c.RequestGuarantee, context: Context) -> Decision:
    wrong = at_departure(state, context, frozenset({"accepted", "guarantee_registering"}))
    if wrong:
        return wrong
    if under_tir(state.dossier):
        return refuse("guarantee_by_carnet", carnet=state.dossier.tir_carnet)
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


def answer_guarantee(state: Movement, command: c.AnswerGuarantee, context: Context) -> Decision:
    asked = state.guarantee
    if asked.status != "requested" or asked.grn != command.grn:
        return refuse("guarantee_not_asked", grn=command.grn)
    if command.refusal:
        return (e.GuaranteeRefused(command.grn, command.refusal, command.available_minor),)
    return (e.GuaranteeReserved(command.grn, command.amount_minor, command.currency),)


def seal(state: Movement, command: c.AffixSeals, context: Context) -> Decision:
    wrong = at_departure(state, context, ACCEPTED)
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


def release(state: Movement, command: c.ReleaseForTransit, context: Context) -> Decision:
    wrong = at_departure(state, context, ACCEPTED)
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


def refuse_release(state: Movement, command: c.RefuseRelease, context: Context) -> Decision:
    wrong = at_departure(state, context, ACCEPTED)
    return wrong or (e.ReleaseRefused(command.reason),)


def solve(state: Movement, command: c.SolveDiscrepancy, context: Context) -> Decision:
    wrong = not_at(departure_office(state.dossier), context)
    if wrong:
        return wrong
    if all(command.code != found.code for found in state.open_discrepancies()):
        return refuse("discrepancy_unknown", "/code", discrepancy=command.code)
    return (e.DiscrepancySolved(command.code, command.text),)


def write_off(state: Movement, command: c.WriteOff, context: Context) -> Decision:
    wrong = at_departure(state, context, frozenset({"arrived"}))
    if wrong:
        return wrong
    if state.destination.status != "goods_released":
        return refuse("goods_not_released", stage=state.destination.status)
    if state.open_discrepancies():
        return refuse("discrepancies_open", count=len(state.open_discrepancies()))
    return (e.MovementWrittenOff(context.today),)


def mark_overdue(state: Movement, command: c.MarkOverdue, context: Context) -> Decision:
    if context.actor.role != "system" or state.status != "released" or state.overdue_at:
        return ()
    return (e.MovementOverdue(state.limit_date),) if context.today > state.limit_date else ()
