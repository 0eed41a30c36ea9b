"""Applying for permits: all that a dossier needs with one call, or one complete request."""

from collections.abc import Iterable
from typing import Annotated, Any, Final

import msgspec
from litestar import Request, get, post
from msgspec import Meta

from corridor.domain.consignment import Dossier, decisive_day
from corridor.domain.movement.by_vehicle import standings_of
from corridor.domain.movement.state import Movement
from corridor.domain.permit_types.request import Detail, DetailCode, PermitRequest
from corridor.domain.permit_types.types import PermitType
from corridor.domain.permits.applying import ApplyForPermit
from corridor.domain.permits.considered import NotNeeded, not_needed_of
from corridor.domain.permits.requirements import (
    CountryVerdict,
    OpenQuestion,
    Requirement,
    RequirementRule,
    RequirementState,
    preflight,
    questions_of,
    reminders_of,
    standings,
)
from corridor.domain.refusals import Refusal
from corridor.domain.searching import mark_of
from corridor.domain.values import Code, Country, LongText, Reference
from corridor.engine.outcome import Said
from corridor.web.access import anyone, check_dossier, only, subject_of
from corridor.web.api.answers import Answer, answer
from corridor.web.api.bodies import BodyReader
from corridor.web.api.keys import idempotency_key
from corridor.web.auth.identity import actor_of
from corridor.web.context import reader_of, services_of
from corridor.web.errors import BadBody, RefusedCommand
from corridor.web.quotas.asking import request_of
from corridor.web.refusal_words import SaidRefusal

AnyRequest = Request[Any, Any, Any]


class Wanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One requirement: the rule and the state that asks."""

    rule: Code
    country: Country
    details: dict[DetailCode, LongText] = {}
    """What the type of the permit asks beyond the dossier: see `GET /permit-types`."""


class Application(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Apply for what a dossier needs.

    `dossier` is its reference or the id it will be filed under; `declared` the data where it is
    not filed yet. Without `requirements`, everything that is missing is applied for. `request` is
    one complete application instead.
    """

    dossier: Reference = ""
    declared: Dossier | None = None
    requirements: Annotated[tuple[Wanted, ...], Meta(max_length=200)] = ()
    note: LongText = ""
    request: PermitRequest | None = None


class Applied(msgspec.Struct, frozen=True, omit_defaults=True):
    """What came of one application."""

    country: str
    rule: str
    subject: str = ""
    events: tuple[Said, ...] = ()
    refusals: tuple[SaidRefusal, ...] = ()


class AppliedAll(msgspec.Struct, frozen=True):
    """What came of all of them, in order."""

    dossier: str
    applications: tuple[Applied, ...]


class Needs(msgspec.Struct, frozen=True):
    """What the states on the route ask for. All rules are illustrative."""

    requirements: tuple[Requirement, ...]
    reminders: tuple[Requirement, ...]
    not_needed: tuple[NotNeeded, ...]
    questions: tuple[OpenQuestion, ...]
    verdicts: tuple[CountryVerdict, ...]
    illustrative: bool = True


class Rules(msgspec.Struct, frozen=True):
    """All rules; every one is illustrative."""

    rules: tuple[RequirementRule, ...]
    illustrative: bool = True


class Types(msgspec.Struct, frozen=True):
    """All types of permits of this node; every one is illustrative."""

    types: tuple[PermitType, ...]
    illustrative: bool = True


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A dossier to be looked at, and the day the rules are asked for.

    Without one it is the day it is now, where it is judged.
    """

    dossier: Dossier
    on: str = ""


_APPLICATION: Final[BodyReader[Application]] = BodyReader(Application)
_ASKED: Final[BodyReader[Asked]] = BodyReader(Asked)


@get("/requirements", opt=anyone() | {"answer": Rules})
async def rules(request: AnyRequest) -> Answer:
    """All rules that say which permit a dossier needs; every one is illustrative."""
    return answer(Rules(tuple(services_of(request).rules_today)))


@get("/permit-types", opt=anyone() | {"answer": Types})
async def permit_types(request: AnyRequest) -> Answer:
    """What each type of permit asks beyond the dossier, allows and prints; all illustrative."""
    return answer(Types(tuple(services_of(request).types.values())))


@post("/requirements", opt=anyone() | {"body": Asked, "answer": Needs}, status_code=200)
async def requirements(request: AnyRequest) -> Answer:
    """What each state on the route asks of a dossier, and why. Nothing of it is kept."""
    return await needs_of(request)


async def needs_of(request: AnyRequest) -> Answer:
    """The same by any way."""
    services, asked = services_of(request), await _ASKED.read(request)
    book, reference, at = services.rules, services.reference, asked.on or services.now()
    on = decisive_day(asked.dossier, at)
    questions = questions_of(asked.dossier, book, on)
    states = standings(asked.dossier, book, (), reference, at)
    return answer(
        Needs(
            requirements=tuple(one.requirement for one in states),
            reminders=reminders_of(asked.dossier, book, reference, on),
            not_needed=not_needed_of(asked.dossier, book, on),
            questions=questions,
            verdicts=preflight(asked.dossier, states, questions),
        )
    )


@post(
    "/permits",
    opt=only("carrier") | {"body": Application, "answer": AppliedAll, "also": ("200",)},
    status_code=201,
)
async def apply(request: AnyRequest) -> Answer:
    """Apply for the permits of a dossier. 201 where at least one application was made."""
    asked = await _APPLICATION.read(request)
    if asked.request is not None:
        check_dossier(request, actor_of(request), asked.request.dossier)
        wanted: Iterable[PermitRequest] = (asked.request,)
        dossier_id = asked.request.dossier
    else:
        dossier_id, dossier, found = _dossier(request, asked)
        wanted = _requests(request, asked, dossier_id, dossier, found)
    done = [await _apply_one(request, one) for one in wanted]
    made = any(one.events for one in done)
    return answer(AppliedAll(dossier_id, tuple(done)), 201 if made else 200)


def _dossier(
    request: AnyRequest, asked: Application
) -> tuple[str, Dossier, tuple[RequirementState, ...]]:
    """Its id, what it declares, and where its requirements stand."""
    services = services_of(request)
    rules, reference, now = services.rules, services.reference, services.now()
    if asked.declared is not None:
        if not asked.dossier:
            raise BadBody("invalid", (("/dossier", "This is required."),))
        check_dossier(request, actor_of(request), asked.dossier)
        held = services.queries.permits_of(asked.dossier)
        found = standings(asked.declared, rules, held, reference, now)
        return asked.dossier, asked.declared, found
    state: Movement = subject_of(request, actor_of(request), asked.dossier, Movement).state
    held = services.queries.permits_of(state.id)
    return state.id, state.dossier, standings_of(state, rules, held, reference, now)


def _requests(
    request: AnyRequest,
    asked: Application,
    dossier_id: str,
    dossier: Dossier,
    found: tuple[RequirementState, ...],
) -> list[PermitRequest]:
    """The chosen requirements, or all that are missing, as complete requests."""
    services = services_of(request)
    if asked.requirements:
        chosen = {(one.rule, one.country) for one in asked.requirements}
        needed = [s.requirement for s in found if _named(s) in chosen]
        _all_known(chosen - set(map(_named, found)))
    else:
        needed = [
            one.requirement
            for one in found
            if one.may_be_applied_for or _was_asked(request, one.requirement)
        ]
    told = {(one.rule, one.country): _details(one) for one in asked.requirements}
    made = [
        request_of(services, one, dossier, dossier_id, told.get((one.rule, one.country), ()))
        for one in needed
    ]
    return [msgspec.structs.replace(one, note=asked.note) if asked.note else one for one in made]


def _details(one: Wanted) -> tuple[Detail, ...]:
    return tuple(Detail(code, value) for code, value in one.details.items())


def _named(found: RequirementState) -> tuple[str, str]:
    return found.requirement.rule, found.requirement.country


def _all_known(unknown: set[tuple[str, str]]) -> None:
    if unknown:
        rule, country = min(unknown)
        args = {"rule": rule, "country": country}
        raise RefusedCommand((Refusal("permit_rule_unknown", "/requirements", "", args),))


def _was_asked(request: AnyRequest, one: Requirement) -> bool:
    """Whether this very call asked for it before, and was answered: then it is answered again."""
    key = idempotency_key(request)
    asked = services_of(request).queries.is_answered
    return bool(key) and asked(actor_of(request), _key_of(key, one.country, one.rule))


def _key_of(key: str, country: str, rule: str) -> str:
    """The key of one application among all those of a call."""
    return f"{key}/{country}/{rule}" if key else ""


async def _apply_one(request: AnyRequest, asked: PermitRequest) -> Applied:
    """Apply, or apply again under the application that was refused before."""
    services, actor = services_of(request), actor_of(request)
    key = idempotency_key(request)
    held = services.queries.permits_of(asked.dossier)
    now, day = services.now(), asked.wanted_from or ""
    again = [
        p.id
        for p in held
        if p.owner == actor.org and _same(p.request, asked) and p.may_be_reapplied_at(now, day)
    ]
    subject = again[-1] if again else services.new_id("pm")
    own = _key_of(key, asked.country, asked.rule)
    outcome = await services.execute(ApplyForPermit(asked), actor, subject, own)
    say = reader_of(request).refusals.say
    return Applied(
        asked.country,
        asked.rule,
        outcome.subject if outcome.events else "",
        outcome.events,
        tuple(say(refusal) for refusal in outcome.refusals),
    )


def _same(one: PermitRequest, other: PermitRequest) -> bool:
    vehicles = [list(map(mark_of, asked.plates)) for asked in (one, other)]
    return (one.country, one.rule) == (other.country, other.rule) and vehicles[0] == vehicles[1]
