"""The page of a dossier that was sent: where it is, what comes next, and who must act."""

from typing import Any, Final
from urllib.parse import urlencode

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.kinds import attached_to
from corridor.domain.movement.grounds import without_grounds
from corridor.domain.movement.offices import departure_office
from corridor.domain.movement.state import BEFORE_RELEASE, OPEN, Movement
from corridor.domain.permits.requirements import RequirementState
from corridor.domain.permits.state import Permit
from corridor.web.access import only, state_of
from corridor.web.act import Tale
from corridor.web.acts.readings import is_to_carrier, note_of
from corridor.web.acts.registry import MOVEMENTS, acts_at, banners_of
from corridor.web.addresses import redirect
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.downloads import download
from corridor.web.errors import NotKnown
from corridor.web.life.next_step import now_of
from corridor.web.life.own_step import step_for_carrier
from corridor.web.life.timeline import merged, permit_entries, timeline_of
from corridor.web.pages.acting import Desk, buttons, handlers
from corridor.web.pages.carrier.drafts import draft_of
from corridor.web.quotas.stocks import stock_texts
from corridor.web.toolkit import Page, page
from corridor.web.trips.links import is_on_trip, link_of
from corridor.web.trips.reports import reports_of
from corridor.web.views.attached import attached_views
from corridor.web.views.codes_shown import code_banners
from corridor.web.views.declared_goods import declared_goods
from corridor.web.views.desk_declaration import earlier_of, groups_of
from corridor.web.views.diversions import changed_at, diverted_at
from corridor.web.views.drafting.judging import judge_movement, states_behind
from corridor.web.views.journey import journey_of
from corridor.web.views.left_open import left_open_banner
from corridor.web.views.out_of_reach import out_of_reach
from corridor.web.views.permit_panel import considered, panel_of, requirement_view, unregistered
from corridor.web.views.strips import strip_of
from corridor.web.views.unloading_rounds import rounds_of

AnyRequest = Request[Any, Any, Any]
NEWEST = 2
"""Events shown at once; the earlier ones unfold."""


@get("/carrier/dossiers/{reference:str}", opt=only("carrier"))
async def dossier(request: AnyRequest, reference: FromPath[str]) -> Page | Redirect:
    """Everything about one dossier; whoever takes its goods in has a page for that."""
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    state = state_of(request, reference, Movement)
    if actor_of(request).org != state.owner:
        return redirect(f"/carrier/arrivals/{state.id}")
    permits = services.queries.permits_of(state.id)
    mine = {one.id for one in permits if one.owner == state.owner}
    judged = judge_movement(state, services, permits)
    events = services.queries.timeline(state.id)
    earlier = earlier_of(events)
    path = f"/carrier/dossiers/{state.id}"
    evidence = f"{path}/evidence" if services.evidence else ""
    entries = _entries(request, state, permits, evidence)
    is_open, is_under_way = state.status in BEFORE_RELEASE, state.status in OPEN
    told = [entry for entry in entries if is_to_carrier(entry["tag"])]
    return page(
        request,
        "carrier/dossier.html",
        title=_("Dossier %(ref)s", ref=state.reference),
        live=[state.id, *mine, f"carrier:{state.owner}:permits"],
        followed=" ".join([state.id, *mine]),
        movement=state,
        path=path,
        strip=strip_of(reader, state, judged.needs, lambda one: _leads_to(one, mine)),
        step=step_for_carrier(state, judged, reader),
        states=panel_of(
            reader,
            state.dossier,
            judged,
            may_answer=is_open,
            behind=states_behind(state),
            stocks=stock_texts(request, state.dossier, judged.needs) if is_open else {},
            today=services.day_at(services.node),
        ),
        carried=[requirement_view(reader, one) for one in judged.reminders if is_under_way],
        considered=considered(reader, state.dossier, services) if is_under_way else [],
        unregistered=unregistered(reader, judged) if is_open else "",
        permits_count=len(judged.needs),
        may_apply=is_under_way,
        lacking=len(judged.lacking) if is_under_way else 0,
        have=sum(1 for one in judged.needs if one.state == "have"),
        **journey_of(state, reader),
        groups=groups_of(state.dossier, earlier, reader, state.seals),
        goods=declared_goods(request, state.dossier, earlier),
        amended=earlier is not None,
        attached=attached_views(reader, services, state.id, attached_to(state)),
        entries=entries,
        newest=NEWEST,
        messages=[one for one in told if not one["settled"]],
        settled=[one for one in told if one["settled"]],
        evidence=evidence,
        diverted_at=diverted_at(state),
        changed_at=changed_at(state),
        on_trip=is_on_trip(state),
        has_link=link_of(services, state.id) is not None,
        reports=[one for one in reports_of(services, state.id) if not one.read_at],
        can_tell=state.status == "released",
        complain_href=_complain_href(state),
        may_change=is_open,
        acts=[a for a in buttons(CARRIER, state, actor_of(request), reader) if not a["in_step"]],
        banners=code_banners(state, reader, services)
        + out_of_reach(state, reader, services)
        + banners_of(MOVEMENTS, state, Tale(reader, departure_office(state.dossier), state)),
        left_open=left_open_banner(state, permits, reader),
        rounds=rounds_of(state, events, reader),
        has_draft=_has_draft(request, state.id),
        aside=state.dossier.aside,
    )


def _complain_href(state: Movement) -> str:
    """With the office that stopped it or let it in last; nothing before the first."""
    stopped = [one for one in state.crossings if one.status == "stopped"]
    last = (stopped or state.crossings)[-1:]
    asked = urlencode({"against": last[0].office[:2], "evidence": state.reference} if last else {})
    return f"/carrier/barriers/complain?{asked}" if asked else ""


def _leads_to(found: RequirementState, mine: set[str]) -> str:
    """To the permit; what an authority took in by itself is no permit of the carrier's."""
    return f"/carrier/permits/{found.permit}" if found.permit in mine else "#permits"


def _has_draft(request: AnyRequest, id: str) -> bool:
    try:
        return draft_of(request, id).amends
    except NotKnown:
        return False


def _entries(
    request: AnyRequest, state: Movement, permits: tuple[Permit, ...], evidence: str
) -> list[dict[str, Any]]:
    reader, services = reader_of(request), services_of(request)
    events = services.queries.timeline(state.id)
    own = timeline_of(reader, services, events, evidence, _told, state)
    return merged(own, *(permit_entries(reader, services, permit) for permit in permits))


def _told(said: Any, tale: Tale) -> str:
    return note_of(without_grounds(said), tale)


@get("/carrier/dossiers/{reference:str}/evidence", opt=only("carrier"))
async def evidence(request: AnyRequest, reference: FromPath[str]) -> Response[bytes]:
    """The evidence file, to be checked anywhere without us."""
    state, services = state_of(request, reference, Movement), services_of(request)
    if services.evidence is None:
        raise NotKnown
    data = services.evidence(state.id, True)
    return download(data, f"{state.reference}.zip", "application/zip")


CARRIER: Final = Desk(
    role="carrier",
    path="/carrier/dossiers",
    state=Movement,
    acts=acts_at(MOVEMENTS, "carrier"),
    here=lambda state: f"/carrier/dossiers/{state.id}",
    what=lambda request, state: "",
    now=now_of,
)
ROUTES: tuple[ControllerRouterHandler, ...] = (
    *handlers(CARRIER),
    dossier,
    evidence,
)
