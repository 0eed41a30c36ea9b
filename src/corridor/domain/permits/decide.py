"""What comes of a command on a permit. The foreign authority decides on its own node."""

from collections.abc import Callable, Iterator
from typing import Any

from msgspec.structs import replace

from corridor.domain.context import Context
from corridor.domain.permits import authority as who
from corridor.domain.permits import commands as c
from corridor.domain.permits import events as e
from corridor.domain.permits.credentials import build_credential
from corridor.domain.permits.listings import number_key, request_key
from corridor.domain.permits.needs import authority_of
from corridor.domain.permits.numbers import permit_number
from corridor.domain.permits.plates import VEHICLE_KINDS, covers
from corridor.domain.permits.reasons import REFUSAL_REASONS
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import Refusal, Refused, refuse
from corridor.domain.values import is_later

Decision = tuple[e.PermitEvent, ...] | Refused
UNDECIDED = frozenset({"applied", "information_requested"})


def decide(state: Permit | None, command: c.PermitCommand, context: Context) -> Decision:
    """Events that follow from the command, or why not."""
    if isinstance(command, c.ApplyForPermit):
        return _apply(state, command.request, context)
    if state is None:
        return refuse("permit_unknown")
    speaks, refusal, statuses, step = STEPS[type(command)]
    if not speaks(state, context.node, context.actor):
        asked = state.request
        return refuse(refusal, authority=asked.authority, country=asked.country)
    if state.status not in statuses:
        return refuse("permit_wrong_status", status=state.status)
    return step(state, command, context)


def _apply(state: Permit | None, request: e.PermitRequest, context: Context) -> Decision:
    if not context.actor.org:
        return refuse("permit_not_yours")
    wrong = tuple(_wrong_request(request, context))
    if state is not None:
        wrong = (*_wrong_again(state, request, context), *wrong)
    return Refused(wrong) if wrong else (e.PermitApplied(request),)


def _wrong_request(request: e.PermitRequest, context: Context) -> Iterator[Refusal]:
    yield from _wrong_addressee(request, context)
    if request.kind in VEHICLE_KINDS and not request.plates:
        yield Refusal("permit_plates_missing", "/request/plates")
    if request.countries and request.country not in request.countries:
        args = {"country": request.country}
        yield Refusal("permit_country_off_route", "/request/country", "", args)
    if request.wanted_to and request.wanted_to < (request.wanted_from or context.today):
        yield Refusal("permit_dates_order", "/request/wanted_to")
    holder = context.known.get(request_key(request), context.subject)
    if holder != context.subject:
        yield Refusal("permit_already_applied", "/request", request.rule, {"permit": holder})


def _wrong_addressee(request: e.PermitRequest, context: Context) -> Iterator[Refusal]:
    """The rule must exist, be about this kind, and name this authority."""
    rule = next((rule for rule in context.requirement_rules if rule.id == request.rule), None)
    if rule is None or rule.kind != request.kind or rule.obtained != "apply":
        yield Refusal("permit_rule_unknown", "/request/rule", "", {"rule": request.rule})
        return
    right = authority_of(rule, request.country, context.reference).code
    if request.authority != right:
        args = {"authority": request.authority, "right": right}
        yield Refusal("permit_wrong_authority", "/request/authority", request.rule, args)
    if context.nodes and request.country not in context.nodes:
        args = {"country": request.country}
        yield Refusal("permit_no_node", "/request/country", "", args)


def _wrong_again(state: Permit, request: e.PermitRequest, context: Context) -> Iterator[Refusal]:
    if not who.is_applicant(state, context.node, context.actor):
        yield Refusal("permit_not_yours")
    if not state.may_be_reapplied_on(context.today):
        yield Refusal("permit_wrong_status", "", "", {"status": state.status})
    if _addressed(state.request) != _addressed(request):
        yield Refusal("permit_other_request", "/request")


def _addressed(request: e.PermitRequest) -> tuple[str, ...]:
    return (request.dossier, request.kind, request.country, request.authority, request.rule)


def _ask(state: Permit, command: c.RequestInformation, context: Context) -> Decision:
    return (e.InformationRequested(command.question),)


def _answer(state: Permit, command: c.ProvideInformation, context: Context) -> Decision:
    return (e.InformationProvided(command.answer),)


def _withdraw(state: Permit, command: c.WithdrawPermit, context: Context) -> Decision:
    return (e.PermitWithdrawn(),)


def _refuse(state: Permit, command: c.RefusePermit, context: Context) -> Decision:
    if command.code not in REFUSAL_REASONS:
        return refuse("permit_reason_unknown", "/code", reason=command.code)
    return (e.PermitRefused(command.code, command.reason),)


def _grant(state: Permit, command: c.GrantPermit, context: Context) -> Decision:
    number = permit_number(state.request, state.home, context.now[:4], context.token)
    wrong = tuple(_wrong_grant(state, command, number, context))
    if wrong:
        return Refused(wrong)
    if context.sign is None:
        return refuse("permit_no_key", node=context.node)
    granted = replace(
        state,
        number=number,
        valid_from=command.valid_from,
        valid_to=command.valid_to,
        conditions=command.conditions,
    )
    text = build_credential(granted, context.sign)
    if isinstance(text, Refused):
        return text
    return (
        e.PermitGranted(
            number,
            command.valid_from,
            command.valid_to,
            text,
            command.conditions,
            command.uses,
        ),
    )


def _wrong_grant(
    state: Permit, command: c.GrantPermit, number: str, context: Context
) -> Iterator[Refusal]:
    if command.valid_from < context.today:
        yield Refusal("permit_dates_past", "/valid_from", "", {"today": context.today})
    if command.valid_to < command.valid_from:
        yield Refusal("permit_dates_order", "/valid_to")
    if state.request.kind in VEHICLE_KINDS and not state.request.plates:
        yield Refusal("permit_plates_missing", "/plates")
    if context.known.get(number_key(number), context.subject) != context.subject:
        yield Refusal("permit_number_taken", "", "", {"number": number})


def _use(state: Permit, command: c.UsePermit, context: Context) -> Decision:
    used_at = command.used_at or context.now
    if is_later(used_at, context.now):
        return refuse("time_in_future", "/used_at", given=used_at)
    if any(use.movement == command.movement for use in state.uses):
        return refuse("permit_already_used", "/movement", number=state.number)
    if state.status == "exhausted":
        return refuse("permit_used_up", number=state.number)
    if command.plate and not covers(state.request.plates, (command.plate,)):
        plates = ", ".join(state.request.plates)
        return refuse("permit_use_other_plate", "/plate", plate=command.plate, plates=plates)
    if not state.is_valid_on(used_at[:10]):
        return refuse("permit_not_valid_on", "/used_at", date=used_at[:10], number=state.number)
    return (e.PermitUsed(command.office, command.movement, used_at),)


def _revoke(state: Permit, command: c.RevokePermit, context: Context) -> Decision:
    if state.uses:
        return refuse("permit_used_stays", number=state.number)
    return (e.PermitRevoked(command.reason),)


Step = Callable[[Permit, Any, Context], Decision]
STEPS: dict[type, tuple[who.Speaks, str, frozenset[str], Step]] = {
    c.RequestInformation: (
        who.is_authority,
        "permit_not_your_desk",
        frozenset({"applied"}),
        _ask,
    ),
    c.ProvideInformation: (
        who.is_applicant,
        "permit_not_yours",
        frozenset({"information_requested"}),
        _answer,
    ),
    c.GrantPermit: (who.is_authority, "permit_not_your_desk", UNDECIDED, _grant),
    c.RefusePermit: (who.is_authority, "permit_not_your_desk", UNDECIDED, _refuse),
    c.WithdrawPermit: (who.is_applicant, "permit_not_yours", UNDECIDED, _withdraw),
    c.UsePermit: (
        who.is_state_of_use,
        "permit_not_your_state",
        frozenset({"granted", "exhausted"}),
        _use,
    ),
    c.RevokePermit: (
        who.is_authority,
        "permit_not_your_desk",
        frozenset({"granted", "exhausted"}),
        _revoke,
    ),
}
"""Command → who may give it, the refusal to others, in which states, and what it does."""
