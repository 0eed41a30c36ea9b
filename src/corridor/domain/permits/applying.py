"""Applying for a permit, and applying again with what was missing."""

from collections.abc import Iterator
from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Told
from corridor.domain.attachments import Unkept, unkept_refusals
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.days import is_day
from corridor.domain.facts import Fact, Payload, home_of
from corridor.domain.needs import Ask, StateOf, StatesUnder
from corridor.domain.permit_types.request import PermitRequest
from corridor.domain.permit_types.types import PermitType, wrong_in
from corridor.domain.permits.book import rule_named
from corridor.domain.permits.goods import names_all
from corridor.domain.permits.listings import request_key
from corridor.domain.permits.needs import authority_of
from corridor.domain.permits.plates import wrong_plates
from corridor.domain.permits.state import Permit
from corridor.domain.permits.voices import APPLICANT, is_applicant
from corridor.domain.quota import Quota
from corridor.domain.reference.authorities import ROAD, ministry_of
from corridor.domain.reference.permit_rule import RequirementRule
from corridor.domain.refusals import N_, Refusal, RefusalText, Refused, refuse
from corridor.domain.territories import territory_of


class ApplyForPermit(Command, frozen=True, tag="permit.apply"):
    """Apply, or apply again after a refusal with what was missing."""

    request: PermitRequest


class PermitApplied(Payload, frozen=True, tag="permit.applied/1"):
    """The carrier asked; also said again, mended, after a refusal."""

    request: PermitRequest


def _stands_against(permit: Permit, ask: Ask) -> bool:
    """Whether it is the same application; one granted for other goods, before the dossier was
    amended, is not.
    """
    is_granted = permit.status in ("granted", "exhausted")
    return not is_granted or names_all(permit, ask.said.request.goods)


REQUEST_HOLDERS: Final = StatesUnder(
    Permit, lambda ask: request_key(ask.said.request), _stands_against
)
ASKED_QUOTA: Final = StateOf(Quota, lambda ask: ask.said.request.quota or "")
UNKEPT: Final = Unkept(lambda said: said.request.attachments)


def _apply(state: Permit | None, command: ApplyForPermit, context: Context) -> Decision:
    if not context.actor.org:
        return refuse("permit_not_yours")
    wrong = tuple(_wrong_request(command.request, context))
    if state is not None:
        wrong = (*_wrong_again(state, command, context), *wrong)
    kind = context.type_of(command.request.kind)
    term = _term(command.request, context, kind)
    request = replace(command.request, term_days=term, type_version=kind.version)
    return Refused(wrong) if wrong else (PermitApplied(request),)


def _term(request: PermitRequest, context: Context, kind: PermitType) -> int | None:
    rule = _rule(request, context)
    named = rule.lead_time_days if rule is not None else None
    return kind.term_days if named is None else named


def _rule(request: PermitRequest, context: Context) -> RequirementRule | None:
    """As the state that is asked has it today."""
    today = context.day_at(context.node)
    return rule_named(context.requirement_rules, request.rule, request.country, today)


def _wrong_request(request: PermitRequest, context: Context) -> Iterator[Refusal]:
    yield from _wrong_addressee(request, context)
    kind = context.type_of(request.kind)
    if kind.for_vehicle and not request.plates:
        yield Refusal("permit_plates_missing", "/request/plates")
    yield from wrong_in(request, kind)
    yield from wrong_plates(request.plates, "/request/plates")
    if request.countries and request.country not in request.countries:
        args = {"country": request.country}
        yield Refusal("permit_country_off_route", "/request/country", "", args)
    for name in ("wanted_from", "wanted_to"):
        given = getattr(request, name)
        if given and not is_day(given):
            yield Refusal("permit_day_impossible", f"/request/{name}", "", {"given": given})
    earliest = request.wanted_from or context.day_at(request.country)
    if request.wanted_to and request.wanted_to < earliest:
        yield Refusal("permit_dates_order", "/request/wanted_to")
    yield from unkept_refusals(request.attachments, context.of(UNKEPT), "/request/attachments")
    for holder in context.of(REQUEST_HOLDERS):
        if holder.id != context.subject:
            args = {"permit": holder.id}
            yield Refusal("permit_already_applied", "/request", request.rule, args)
            return


def _wrong_addressee(request: PermitRequest, context: Context) -> Iterator[Refusal]:
    """The rule must exist, be about this kind, and name this authority."""
    if not request.dossier:
        yield from _wrong_alone(request, context)
        return
    rule = _rule(request, context)
    is_right = rule is not None and rule.kind == request.kind and rule.obtained == "apply"
    if rule is None or not is_right or (request.quota and rule.kind != ROAD):
        yield Refusal("permit_rule_unknown", "/request/rule", "", {"rule": request.rule})
        return
    if request.quota:
        yield from _wrong_quota(request, context)
        return
    right = authority_of(rule, request.country, context.reference).code
    yield from _wrong_desk(request, right, context)


def _wrong_alone(request: PermitRequest, context: Context) -> Iterator[Refusal]:
    """Apart from a dossier no rule asks for it: its type must allow that, and names the desk."""
    kind = context.type_of(request.kind)
    if not kind.alone or kind.code != request.kind or request.rule:
        yield Refusal("permit_not_alone", "/request/kind", "", {"kind": request.kind})
        return
    if is_for_foreign(kind) and territory_of(request.country) == territory_of(context.node):
        yield Refusal("permit_own_state", "/request/country", "", {"country": request.country})
        return
    yield from _wrong_desk(request, f"{request.country}-{kind.desk}", context)


def is_for_foreign(kind: PermitType) -> bool:
    """Whether it is for vehicles from elsewhere: those of the own state, or of its union, need
    none.
    """
    return ROAD in kind.stands_for and not kind.holds_in


def _wrong_desk(request: PermitRequest, right: str, context: Context) -> Iterator[Refusal]:
    if request.authority != right:
        args = {"authority": request.authority, "right": right}
        yield Refusal("permit_wrong_authority", "/request/authority", request.rule, args)
    if context.nodes and request.country not in context.nodes:
        args = {"country": request.country}
        yield Refusal("permit_no_node", "/request/country", "", args)


def _wrong_quota(request: PermitRequest, context: Context) -> Iterator[Refusal]:
    """It is of this state for carriage in that one, agreed on, and its own ministry is asked."""
    quota = context.of(ASKED_QUOTA)
    if quota is None or quota.holder != context.node or quota.giver != request.country:
        yield Refusal("permit_quota_unknown", "/request/quota", "", {"quota": str(request.quota)})
        return
    right = ministry_of(context.node)
    if request.authority != right:
        args = {"authority": request.authority, "right": right}
        yield Refusal("permit_wrong_authority", "/request/authority", request.rule, args)
    if quota.terms is None or context.day_at(quota.giver) > quota.terms.valid_to:
        yield Refusal("permit_quota_over", "/request/quota", "", {"year": str(quota.year)})


def _wrong_again(state: Permit, command: ApplyForPermit, context: Context) -> Iterator[Refusal]:
    if not is_applicant(state, context.node, context.actor):
        yield Refusal("permit_not_yours")
    if not state.may_be_reapplied_at(context.now, command.request.wanted_from or ""):
        yield Refusal("permit_wrong_status", "", "", {"status": state.status})
    if _addressed(state.request) != _addressed(command.request):
        yield Refusal("permit_other_request", "/request")


def _addressed(request: PermitRequest) -> dict[str, str | None]:
    """What an application keeps when it is made again: whom it asks, and for what."""
    return {
        "dossier": request.dossier,
        "kind": request.kind,
        "country": request.country,
        "authority": request.authority,
        "rule": request.rule,
        "quota": request.quota,
    }


def _begin(fact: Fact[Any], subject: str) -> Permit | None:
    """An application is born on the node that its id names (`pm-KG-…`), and nowhere else."""
    if home_of(subject) != fact.node:
        return None
    return Permit(
        id=subject,
        home=fact.node,
        owner=fact.actor.org,
        request=fact.payload.request,
        applied_at=fact.at,
        updated_at=fact.at,
    )


def _applied(s: Permit, p: PermitApplied, f: Fact[Any]) -> Permit:
    """Again, mended: a new start that remembers how often it was tried."""
    return Permit(
        id=s.id,
        home=s.home,
        owner=s.owner,
        request=replace(p.request, **_addressed(s.request)),
        applied_at=f.at,
        applications=s.applications + 1,
        unheard=s.unheard,
        discrepancies=s.discrepancies,
        sent=s.sent,
        fee=s.fee,
        payments=s.payments,
        waived_minor=s.waived_minor,
        refunds=s.refunds,
        earlier=s.earlier,
        past=s.past,
    )


def _may_follow(s: Permit, p: PermitApplied, f: Fact[Any]) -> bool:
    """Whether it may be applied for anew, by the day it is there."""
    return s.may_be_reapplied_at(f.at, p.request.wanted_from or "")


APPLYING: Final = Act[Permit](
    "applying",
    asked=(
        Asked(
            ApplyForPermit,
            by="carrier",
            decide=_apply,
            needs=(REQUEST_HOLDERS, UNKEPT, ASKED_QUOTA),
            begins=True,
            within=lambda command: command.request.dossier,
        ),
    ),
    told=(
        Told(
            PermitApplied,
            APPLICANT,
            frozenset(),
            _applied,
            begin=_begin,
            fits=_may_follow,
            declares=lambda said: said.request,
        ),
    ),
    texts={
        "permit_rule_unknown": RefusalText(
            N_("There is no rule {rule} for a permit of this kind."),
            N_("Start again from the list of required permits."),
        ),
        "permit_wrong_authority": RefusalText(
            N_("Authority {authority} does not decide on this: {right} does."),
            N_("Address the application to {right}."),
        ),
        "permit_not_alone": RefusalText(
            N_("{kind}: it is applied for in a dossier only."),
            N_("Open the dossier of the trip and apply there."),
        ),
        "permit_own_state": RefusalText(
            N_("{country} asks carriers of this state for no such permit."),
            N_("Choose the state whose roads you will use."),
        ),
        "permit_no_node": RefusalText(
            N_("{country} is not connected to the corridor."),
            N_("Apply at the authority of that state directly."),
        ),
        "permit_country_off_route": RefusalText(
            N_("{country} is not on the route of this dossier."),
            N_("Check the route."),
        ),
        "permit_quota_unknown": RefusalText(
            N_("There is no quota {quota} for carriers of this state on that way."),
            N_("Start again from the list of required permits."),
        ),
        "permit_quota_over": RefusalText(
            N_("The quota of {year} is over, or not agreed on yet."),
            N_("Apply at the authority of the state where the permit holds."),
        ),
        "permit_already_applied": RefusalText(
            N_("This permit has already been applied for: {permit}."),
            N_("Open that application."),
        ),
        "permit_other_request": RefusalText(
            N_("An application that is made again keeps its dossier, kind, state and authority."),
            N_("Make a new application for another permit."),
        ),
    },
)
