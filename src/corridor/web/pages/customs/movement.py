"""The page of one movement: what stands in it, what is doubtful, what this office may do."""

from functools import partial
from typing import Any, Final

from litestar import Request, Response, get
from litestar.params import FromPath

from corridor.domain.checkpoints.state import Visit
from corridor.domain.consignment import carnet_of, plates_of
from corridor.domain.facts import Actor
from corridor.domain.kinds import attached_to, may_see
from corridor.domain.movement.listings import at_office
from corridor.domain.movement.offices import departure_office, transit_offices
from corridor.domain.movement.state import OPEN, Movement
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import Refusal
from corridor.web.access import only, state_of, subject_of
from corridor.web.act import Tale
from corridor.web.acts.movement.amending import is_left_out
from corridor.web.acts.movement.securing import refusals_said
from corridor.web.acts.registry import MOVEMENTS, banners_of, offered
from corridor.web.auth.identity import actor_of
from corridor.web.cases.panel import case_panel
from corridor.web.cases.presence import case_topic
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.downloads import download
from corridor.web.errors import NotKnown
from corridor.web.life.next_step import step_of
from corridor.web.life.set_aside import set_aside_banners
from corridor.web.life.timeline import merged, permit_entries, timeline_of
from corridor.web.listing.trail import FOLLOWING, first_waiting, list_href, trail_of
from corridor.web.pages.acting import buttons
from corridor.web.pages.customs.desk import CUSTOMS, waits_here
from corridor.web.pages.customs.worklist import WORK
from corridor.web.papers.printing import document_pdf
from corridor.web.risk.words import assessment_view
from corridor.web.services import Services
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, page
from corridor.web.views.amended import changes_of
from corridor.web.views.attached import attached_views
from corridor.web.views.declared_goods import declared_goods
from corridor.web.views.declared_rail import wagons_kept
from corridor.web.views.desk_declaration import earlier_of, groups_of
from corridor.web.views.desk_permits import (
    against_entry,
    against_release,
    lacking_rows,
    permit_rows,
    required_here,
)
from corridor.web.views.desk_warnings import warnings_of
from corridor.web.views.journey import journey_of
from corridor.web.views.newer import newer_banners
from corridor.web.views.out_of_reach import out_of_reach
from corridor.web.views.strips import strip_of
from corridor.web.views.unloading_rounds import rounds_of

AnyRequest = Request[Any, Any, Any]
ASIDE_MAX: Final = 200
PRINT: Final = "customs/print.html"


@get("/customs/{reference:str}", opt=only("customs"))
async def movement_page(request: AnyRequest, reference: FromPath[str]) -> Page:
    """Everything about one movement, and the decision bar."""
    return _show(request, reference, "customs/movement.html")


@get("/customs/{reference:str}/print", opt=only("customs"))
async def movement_print(request: AnyRequest, reference: FromPath[str]) -> Page:
    """The same for paper: nothing to press, everything open."""
    return _show(request, reference, PRINT)


@get("/customs/{reference:str}/evidence", opt=only("customs"))
async def movement_evidence(request: AnyRequest, reference: FromPath[str]) -> Response[bytes]:
    """The evidence file, to be checked anywhere without us."""
    state = state_of(request, reference, Movement)
    make = services_of(request).evidence
    if make is None:
        raise NotKnown
    name = f"{state.mrn or state.id}-evidence.zip"
    return download(make(state.id, False), name, "application/zip")


@get("/customs/{reference:str}/document.pdf", opt=only("customs"))
async def movement_paper(request: AnyRequest, reference: FromPath[str]) -> Response[bytes]:
    """The accompanying document as PDF."""
    return await document_pdf(request, reference)


def _show(request: AnyRequest, reference: str, template: str) -> Page:
    _ = gettext_of(request)
    actor = actor_of(request)
    state: Movement = subject_of(request, actor, reference, Movement).state
    reader, services = reader_of(request), services_of(request)
    permits = services.queries.permits_of(state.id)
    return page(
        request,
        template,
        title=_("Movement %(ref)s", ref=state.reference),
        live=[
            state.id,
            case_topic(actor, state.id),
            *(permit.id for permit in permits if may_see(actor, permit)),
        ],
        movement=state,
        is_freed=state.guarantee_status == "reserved" and state.status not in OPEN,
        case=case_panel(request, state.id),
        trail=trail_of(request),
        list_href=list_href(request, WORK),
        onward=_onward(request, state),
        is_following=FOLLOWING in request.query_params,
        where=actor.office,
        diversion=at_office(state, actor.office).get("diversion", ""),
        base=f"/customs/{state.mrn or state.id}",
        roles=_roles_of(state, actor.office),
        next=None if is_left_out(state, actor.office) else _next(state, reader),
        banners=out_of_reach(state, reader, services)
        + newer_banners(state.id, reader, services)
        + set_aside_banners(state.id, reader, services)
        + banners_of(MOVEMENTS, state, Tale(reader, actor.office, state)),
        strip_view=strip_of(reader, state, required_here(state, permits, services)),
        acts=buttons(CUSTOMS, state, actor, reader),
        risk=assessment_view(services.queries, state.id, reader, actor.office),
        warnings=_warnings(state, actor, reader, services),
        carnet=carnet_of(state.dossier),
        rounds=_rounds(state, reader, services),
        guarantee_said=_guarantee_said(state, reader),
        wagons_kept=partial(wagons_kept, state, reader=reader),
        visits=_visits(state, actor, services),
        **_declared(request, state, template == PRINT),
        **_permits(state, permits, actor, reader, services),
        **journey_of(state, reader),
        entries=_timeline(state, permits, actor, reader, services),
        today=services.day_at(departure_office(state.dossier)),
    )


def _onward(request: AnyRequest, state: Movement) -> str:
    """The next case, for whoever came from no list and has nothing left to do on this one."""
    if trail_of(request) or waits_here(state, actor_of(request)):
        return ""
    return first_waiting(request, WORK, state.id)


def _warnings(
    state: Movement, actor: Actor, reader: Reader, services: Services
) -> list[dict[str, Any]]:
    """For whoever still has to decide on it."""
    is_over = state.status not in OPEN or state.diversion_at(actor.office) == "elsewhere"
    return [] if is_over else warnings_of(state, actor, reader, services)


def _guarantee_said(state: Movement, reader: Reader) -> str:
    """Why guarantors refused, if they did; the carrier may mend it without filing anew."""
    said = " ".join(refusals_said(state, Tale(reader, "", state)))
    rest = reader.words(
        "The carrier can change the guarantees; they are asked again by themselves."
    )
    return f"{said} {rest}" if said else ""


def _roles_of(state: Movement, office: str) -> tuple[str, ...]:
    """The roles this office holds on the route."""
    points = state.dossier.route.points
    return tuple(dict.fromkeys(p.role for p in points if p.office == office and p.role != "via"))


_IN_THE_WAY: Final = frozenset({"stopped", "unsatisfactory"})
"""What no act of the office mends by itself; the others say which act does."""


def _next(state: Movement, reader: Reader) -> dict[str, Any] | None:
    """The main act of whoever's turn it is, or how it stands while something is in its way, it is
    enquired after or its debt is recovered; None where nothing more is to come.
    """
    if state.status not in OPEN:
        return None
    step = step_of(state, reader)
    officer = Actor(office=step.office, role="customs")
    stands = state.worst in _IN_THE_WAY or state.standing != state.status
    acts = offered(CUSTOMS.acts, state, officer) if step.office and not stands else ()
    act = next(iter(acts), None)
    label = reader.words(act.label) if act else step.title
    return {"act": label, "who": step.who, "office": step.office, "stands": stands}


def _is_in(state: Movement, office: str) -> bool:
    """Whether it was let in there; one that was stopped may still lack what it was stopped for."""
    seen = state.crossing_at(office)
    return seen is not None and seen.status == "crossed"


def _declared(request: AnyRequest, state: Movement, is_paper: bool) -> dict[str, Any]:
    reader, services, dossier = reader_of(request), services_of(request), state.dossier
    earlier = earlier_of(services.queries.timeline(state.id)) if state.amended_at else None
    groups = groups_of(dossier, earlier, reader, state.seals)
    return {
        "groups": groups,
        "goods": declared_goods(request, dossier, earlier, whole=is_paper),
        "attached": attached_views(reader, services, state.id, attached_to(state)),
        "aside": dossier.aside[:ASIDE_MAX],
        "aside_more": max(0, len(dossier.aside) - ASIDE_MAX),
        "amended": changes_of(dossier, earlier, groups, reader) if earlier else None,
    }


def _permits(
    state: Movement,
    permits: tuple[Permit, ...],
    actor: Actor,
    reader: Reader,
    services: Services,
) -> dict[str, Any]:
    """The panel, and what stands against the next step of this very office."""
    lacking: tuple[Refusal, ...] = ()
    office = actor.office
    is_open = state.status in OPEN and not is_left_out(state, office)
    if is_open and "departure" in _roles_of(state, office) and not state.released_at:
        lacking = against_release(state, permits, services)
    elif is_open and office in transit_offices(state.dossier) and not _is_in(state, office):
        lacking = against_entry(state, permits, services)
    return {
        "permit_rows": permit_rows(reader, required_here(state, permits, services), permits),
        "lacking": lacking_rows(reader, lacking),
    }


def _rounds(state: Movement, reader: Reader, services: Services) -> list[dict[str, Any]]:
    """Of the unloading; before it there is no need to look."""
    if state.destination.conforms is None:
        return []
    return rounds_of(state, services.queries.timeline(state.id), reader)


def _visits(state: Movement, actor: Actor, services: Services) -> list[Visit]:
    """The movement's vehicles at the checkpoints that this officer may see, newest first."""
    found: dict[str, Visit] = {}
    for plate in plates_of(state.dossier):
        for subject in services.queries.search(plate):
            visit = services.queries.get(subject).state if subject.startswith("cp-") else None
            if isinstance(visit, Visit) and may_see(actor, visit):
                found[visit.id] = visit
    mine = [v for v in found.values() if v.movement in ("", state.id, state.mrn)]
    return sorted(mine, key=lambda visit: visit.arrived_at, reverse=True)


def _timeline(
    state: Movement,
    permits: tuple[Permit, ...],
    actor: Actor,
    reader: Reader,
    services: Services,
) -> list[dict[str, Any]]:
    href = f"/customs/{state.mrn or state.id}/evidence" if services.evidence else ""
    own = timeline_of(reader, services, services.queries.timeline(state.id), href, state=state)
    known = (permit for permit in permits if may_see(actor, permit))
    return merged(own, *(permit_entries(reader, services, permit, href) for permit in known))
