"""Diverting: the movement goes to another office of transit or destination than declared.

The holder asks for it on the way, or the office where the vehicle turned up reports it. The office
of departure decides: the rest of the way is planned anew from where the movement was last seen, and
its old and new offices, and the states that come in or drop out, are told.
"""

from collections.abc import Iterator
from typing import Any, Final, Literal

from msgspec.structs import replace

from corridor.domain.acts import (
    AT_ONCE_TO_CARRIER,
    TO_CARRIER,
    Act,
    Asked,
    Decision,
    Heard,
    Told,
    Voice,
    never,
)
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.days import day_at
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.amending import left_behind
from corridor.domain.movement.judging import route_refusals
from corridor.domain.movement.moments import during
from corridor.domain.movement.offices import departure_office, node_of
from corridor.domain.movement.parts import Diversion
from corridor.domain.movement.releasing import terms_of
from corridor.domain.movement.state import Movement
from corridor.domain.movement.stations import offices_ahead, reached
from corridor.domain.movement.voices import DEPARTURE, HOLDER, from_home
from corridor.domain.reference import Reference
from corridor.domain.refusals import N_, Refusal, RefusalText, Refused, refuse
from corridor.domain.routes import OFFICE_ROLE_FOR, Role, Route, countries_of, detour
from corridor.domain.values import Count, Office, Reason, Text, is_blank

RELEASED: Final = frozenset({"released"})


class RequestDiversion(Command, frozen=True, tag="movement.request_diversion"):
    """Ask to go to another office than declared, still to come."""

    from_office: Office
    to_office: Office
    reason: Reason


class ReportDiversion(Command, frozen=True, tag="movement.report_diversion"):
    """The vehicle turned up at this office, which is not on its route.

    In whose stead follows from the way, where it is not said: the first office ahead whose part
    this one can play.
    """

    to_office: Office
    reason: Reason
    from_office: Text = ""


class DecideDiversion(Command, frozen=True, tag="movement.decide_diversion"):
    """Allow the diversion to this office, or not; a refusal needs its reason."""

    to_office: Office
    allowed: bool
    reason: Text = ""


class DiversionRequested(Payload, frozen=True, tag="movement.diversion_requested/1"):
    """CD114C at an office of transit, CD002C at one of destination: another office is wanted."""

    from_office: Office
    to_office: Office
    reason: Text


class DiversionAllowed(Payload, frozen=True, tag="movement.diverted/1"):
    """CD115C or CD003C, and CD024C to the office declared: the whole route as it is from now on."""

    from_office: Office
    to_office: Office
    route: Route
    least_min: tuple[Count, ...] = ()
    """As a release states it, of the new way; what the release stated of clocks stays."""


class DiversionRefused(Payload, frozen=True, tag="movement.diversion_refused/1"):
    """CD115C or CD003C with a refusal: it goes where it was declared to."""

    from_office: Office
    to_office: Office
    reason: Text


def _role_of(state: Movement, office: str) -> Role | Literal[""]:
    """What an office of the route does there; empty where it is none."""
    return next((p.role for p in state.dossier.route.points if p.office == office), "")


def open_diversion(state: Movement, office: str) -> Diversion | None:
    """The one to this office that waits for its decision."""
    waiting = (d for d in state.diversions if d.to_office == office and d.status == "requested")
    return next(waiting, None)


def diverted_route(
    state: Movement, from_office: str, to_office: str, reference: Reference
) -> Route | None:
    """The way from where it was last seen by the other office; None where there is none."""
    route = state.dossier.route
    return detour(route, reached(state), from_office, to_office, reference)


def steads(state: Movement, office: str, reference: Reference, at: str) -> tuple[str, ...]:
    """The offices ahead in whose stead this one, if off the route, can stand; in route order."""
    ahead = () if state.is_on_route(office) else offices_ahead(state)
    return tuple(o for o in ahead if not any(detour_refusals(state, o, office, reference, at)))


def parts_open(state: Movement, office: str, reference: Reference, at: str) -> tuple[str, ...]:
    """The parts that an office may be asked to take over: a way leads by it that is guaranteed."""
    fits = steads(state, office, reference, at)
    routes = {stead: diverted_route(state, stead, office, reference) for stead in fits}
    parts = (_role_of(state, o) for o, route in routes.items() if not uncovered(state, route))
    return tuple(dict.fromkeys(parts))


def _request(state: Movement, command: RequestDiversion, context: Context) -> Decision:
    wanted = _wanted(state, command.from_office, command.to_office, command.reason, context)
    route = diverted_route(state, command.from_office, command.to_office, context.reference)
    return _not_covered(state, route) or wanted


def _report(state: Movement, command: ReportDiversion, context: Context) -> Decision:
    known = (state, command.to_office, context.reference, context.now)
    stead = command.from_office or next(iter(steads(*known)), "")
    if not stead:
        return no_part(*known)
    return _wanted(state, stead, command.to_office, command.reason, context)


def no_part(state: Movement, office: str, reference: Reference, at: str) -> Refused:
    """Why a vehicle that turned up at this office cannot be dealt with here, and where it can."""
    if state.is_on_route(office):
        return refuse("diversion_on_route", "/to_office", office=office)
    ahead = offices_ahead(state)
    found = (r for o in ahead for r in detour_refusals(state, o, office, reference, at))
    is_wrong_part = {refusal.code for refusal in found} <= {"diversion_wrong_office"}
    code = "turned_up_wrong_part" if is_wrong_part else "turned_up_no_way"
    return refuse(code, "/to_office", office=office, right=next(iter(ahead), ""))


def _wanted(
    state: Movement, from_office: str, to_office: str, reason: str, context: Context
) -> Decision:
    found = tuple(_wrong(state, from_office, to_office, context))
    return Refused(found) if found else (DiversionRequested(from_office, to_office, reason),)


def _wrong(
    state: Movement, from_office: str, to_office: str, context: Context
) -> Iterator[Refusal]:
    args = {"office": to_office}
    if from_office not in offices_ahead(state):
        yield Refusal("diversion_not_ahead", "/from_office", "", {"office": from_office})
    elif state.is_on_route(to_office):
        yield Refusal("diversion_on_route", "/to_office", "", args)
    elif state.pending_diversion is not None:
        yield Refusal("diversion_pending", "", "", args)
    elif node_of(to_office) not in context.nodes:
        yield Refusal("diversion_no_node", "/to_office", "", args)
    else:
        yield from detour_refusals(state, from_office, to_office, context.reference, context.now)


def detour_refusals(
    state: Movement, from_office: str, to_office: str, reference: Reference, at: str
) -> Iterator[Refusal]:
    """The office must be entitled to the part it would play, and an open way must lead there."""
    args = {"office": to_office}
    known = reference.offices.get(to_office)
    role = _role_of(state, from_office)
    needed = OFFICE_ROLE_FOR[role] if role in ("transit", "destination") else None
    if known is None or needed not in known.roles:
        yield Refusal("diversion_wrong_office", "/to_office", "", args)
        return
    route = diverted_route(state, from_office, to_office, reference)
    if route is None or not any(p.office == to_office and p.role == role for p in route.points):
        yield Refusal("diversion_no_way", "/to_office", "", args)
        return
    dossier = replace(state.dossier, route=route)
    for refusal in route_refusals(dossier, reference, day_at(at, to_office)):
        yield replace(refusal, pointer="/to_office")


def uncovered(state: Movement, route: Route | None) -> tuple[str, ...]:
    """The states of a way for which the guarantor does not answer."""
    held = (one for one in state.guarantees if one.status == "reserved")
    excluded = {country for one in held for country in one.excluded_countries}
    return tuple(c for c in (countries_of(route) if route else ()) if c in excluded)


def _not_covered(state: Movement, route: Route | None) -> Refused | None:
    args = {"grn": state.guarantee.grn}
    found = tuple(
        Refusal("diversion_not_covered", "/to_office", "", args | {"country": country})
        for country in uncovered(state, route)
    )
    return Refused(found) if found else None


def _decide(state: Movement, command: DecideDiversion, context: Context) -> Decision:
    asked = open_diversion(state, command.to_office)
    if asked is None:
        return refuse("diversion_not_asked", "/to_office", office=command.to_office)
    if not command.allowed:
        if is_blank(command.reason):
            return refuse("diversion_reason_missing", "/reason")
        return (DiversionRefused(asked.from_office, asked.to_office, command.reason),)
    if asked.from_office not in offices_ahead(state):
        return refuse("diversion_not_ahead", "/to_office", office=asked.from_office)
    offices, reference = (asked.from_office, asked.to_office), context.reference
    wrong = tuple(detour_refusals(state, *offices, reference, context.now))
    route = diverted_route(state, *offices, reference)
    if wrong or route is None:
        return Refused(wrong)
    return _not_covered(state, route) or (
        DiversionAllowed(*offices, route, terms_of(route, context)[0]),
    )


def _is_newcomer(state: Movement, command: Any, context: Context) -> Refused | None:
    actor, office = context.actor, command.to_office
    if actor.role == "customs" and actor.office == office and node_of(office) == context.node:
        return None
    return refuse("not_your_office", office=office)


def _wants(state: Movement, fact: Fact[Any]) -> bool:
    """The holder at home, or the office itself where it turned up."""
    office = fact.payload.to_office
    is_office = fact.actor.office == office and fact.node == node_of(office)
    return is_office or from_home(state, fact)


def _diverts(state: Movement, fact: Fact[Any]) -> bool:
    points = fact.payload.route.points
    return DEPARTURE.says(state, fact) and [p.office for p in points[:1]] == [fact.actor.office]


NEWCOMER: Final = Voice("office where it turned up", _wants, _is_newcomer)
HOLDER_OR_NEWCOMER: Final = Voice("holder, or office where it turned up", _wants)
DIVERTING_DEPARTURE: Final = Voice(DEPARTURE.name, _diverts)


def _requested(s: Movement, p: DiversionRequested, f: Fact[Any]) -> Movement:
    role = _role_of(s, p.from_office)
    asked = Diversion(p.from_office, p.to_office, role, p.reason, f.at, f.actor.role)
    return replace(s, diversions=(*s.diversions, asked))


def _allowed(s: Movement, p: DiversionAllowed, f: Fact[Any]) -> Movement:
    decided = _decided(s, p, f, status="allowed", left=_left(s, p.route))
    if s.status not in RELEASED:  # it has arrived meanwhile: that it was allowed is kept, no more
        return decided
    dossier = replace(s.dossier, route=p.route)
    on_route = {point.country for point in p.route.points}
    gone = {*s.withdrawn, *left_behind(s, dossier)} - on_route
    least = p.least_min if s.is_judged else ()
    return replace(decided, dossier=dossier, withdrawn=tuple(sorted(gone)), least_min=least)


def _refused(s: Movement, p: DiversionRefused, f: Fact[Any]) -> Movement:
    return _decided(s, p, f, status="refused", answer=p.reason)


def _left(s: Movement, route: Route) -> tuple[tuple[str, str], ...]:
    """The offices that drop out of the route, each with what it was to do."""
    kept = {point.office for point in route.points}
    points = (p for p in s.dossier.route.points if p.office not in kept)
    return tuple((p.office, p.role) for p in points if p.office)


def _decided(s: Movement, p: Any, f: Fact[Any], **decision: Any) -> Movement:
    """The request as decided; a decision that comes before its request stands by itself."""
    others = tuple(d for d in s.diversions if d != open_diversion(s, p.to_office))
    asked = open_diversion(s, p.to_office) or Diversion(
        p.from_office, p.to_office, _role_of(s, p.from_office)
    )
    told = replace(asked, decided_at=f.at, **decision)
    return replace(s, diversions=(*others, told))


def _desks(state: Movement) -> Iterator[tuple[str, str]]:
    """Offices that dropped out close their case; the one that asked waits, departure decides.

    A request that nobody decided lapses with the arrival.
    """
    for office in sorted({*state.diverted_from(), *(d.to_office for d in state.diversions)}):
        if part := state.diversion_at(office):
            yield office, "expected" if part == "asked" else "closed"
    if state.pending_diversion:
        yield departure_office(state.dossier), "decide"


DIVERTING: Final = Act[Movement](
    "diverting",
    asked=(
        Asked(RequestDiversion, "carrier", _request, HOLDER, during("released")),
        Asked(ReportDiversion, "customs", _report, NEWCOMER, during("released"), blind=True),
        Asked(DecideDiversion, "customs", _decide, DEPARTURE, during("released")),
    ),
    told=(
        Told(
            DiversionRequested,
            HOLDER_OR_NEWCOMER,
            RELEASED,
            _requested,
            by_anybody=True,
            heard=TO_CARRIER,
        ),
        Told(
            DiversionAllowed,
            DIVERTING_DEPARTURE,
            RELEASED,
            _allowed,
            heard=Heard({"carrier": never}, ends=True),
        ),
        Told(DiversionRefused, DEPARTURE, RELEASED, _refused, heard=AT_ONCE_TO_CARRIER),
    ),
    desks=_desks,
    texts={
        "diversion_not_ahead": RefusalText(
            N_("The movement is no longer expected at office {office}."),
            N_("Choose an office of the route that still lies ahead."),
        ),
        "diversion_on_route": RefusalText(
            N_("Office {office} is on the route already."), N_("Nothing needs to be done.")
        ),
        "diversion_pending": RefusalText(
            N_("Another diversion of this movement has been asked for."),
            N_("Wait until the office of departure has decided on it."),
        ),
        "diversion_no_node": RefusalText(
            N_("The state of office {office} is not connected to the corridor."),
            N_("Choose an office of a connected state."),
        ),
        "diversion_wrong_office": RefusalText(
            N_("Office {office} does not do that part of transit."),
            N_("Choose an office of the same kind."),
        ),
        "diversion_no_way": RefusalText(
            N_("No open way leads from where the movement is to office {office}."),
            N_("Choose another office."),
        ),
        "turned_up_wrong_part": RefusalText(
            N_("Nothing that is still to be done on this movement can be done at office {office}."),
            N_(
                "Send the vehicle to {right}, or let its carrier ask for another office in its "
                "single window."
            ),
        ),
        "turned_up_no_way": RefusalText(
            N_("From where the movement was last seen no open way leads by office {office}."),
            N_(
                "Send the vehicle to {right}, or let its carrier ask for another office in its "
                "single window."
            ),
        ),
        "diversion_not_covered": RefusalText(
            N_("Guarantee {grn} is not valid in a state of the new way: {country}."),
            N_("Choose an office that is reached without this state."),
        ),
        "diversion_not_asked": RefusalText(
            N_("No diversion to office {office} waits for a decision."),
            N_("Reload the page to see what has happened since."),
        ),
        "diversion_reason_missing": RefusalText(
            N_("A refusal needs its reason."), N_("Say why the diversion is not allowed.")
        ),
    },
)
