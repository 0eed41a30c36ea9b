"""The registrar's desk: measures of the own state, complaints about it, comments on others."""

from typing import Any, Final

from litestar import Request, get
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from corridor.domain.barrier import Barrier, barrier_id
from corridor.domain.complaints.kind import OVER, TO_ANSWER
from corridor.domain.complaints.state import Complaint
from corridor.domain.refusals import N_
from corridor.web.access import only, subject_of
from corridor.web.acts.barriers.notifying import NOTIFY
from corridor.web.acts.registry import BARRIERS, COMPLAINTS, acts_at
from corridor.web.auth.identity import actor_of
from corridor.web.barriers.shown import complaint_view
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.pages.acting import Desk, Opening, handlers, openers
from corridor.web.pages.barriers.complaint import complaint_page
from corridor.web.toolkit import Page, page

AnyRequest = Request[Any, Any, Any]
HERE: Final = "/registrar"
LISTED_MAX: Final = 100
BARRIER_DESK: Final = Desk[Barrier](
    role="registrar",
    path=f"{HERE}/barriers",
    state=Barrier,
    acts=acts_at(BARRIERS, "registrar"),
    here=lambda state: f"/barriers/{state.id}",
    what=lambda request, state: state.notice.title.in_language(reader_of(request).lang),
    now=lambda reader, state: reader.labels(state.notice.stage, "barrier_stage"),
)
COMPLAINT_DESK: Final = Desk[Complaint](
    role="registrar",
    path=f"{HERE}/complaints",
    state=Complaint,
    acts=acts_at(COMPLAINTS, "registrar"),
    here=lambda state: f"{HERE}/complaints/{state.id}",
    what=lambda request, state: reader_of(request).named(state.owner_name or state.owner),
    now=lambda reader, state: reader.labels(state.standing, "complaint_standing"),
)


@get(f"{HERE}/complaints", opt=only("registrar"))
async def to_answer(request: AnyRequest) -> Page:
    """What waits for an answer of this state, by the last day; what is over is folded."""
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)

    def listed(name: str, descending: bool = False) -> list[dict[str, Any]]:
        rows = services.queries.rows(name, "due", "", LISTED_MAX, descending).rows
        found = services.queries.states(rows, Complaint)
        return [complaint_view(reader, services, one) for one in found]

    return page(
        request,
        "barriers/complaints.html",
        title=_("Complaints of barriers"),
        waiting=listed(TO_ANSWER),
        over=listed(OVER, descending=True),
        sizes=[services.queries.counts(name).get(name, 0) for name in (TO_ANSWER, OVER)],
    )


@get(f"{HERE}/complaints/{{reference:str}}", opt=only("registrar"))
async def complaint(request: AnyRequest, reference: FromPath[str]) -> Page:
    """One complaint: what the carrier says, how long it waited, the answer."""
    state = subject_of(request, actor_of(request), reference, Complaint).state
    _ = gettext_of(request)
    back = {"href": f"{HERE}/complaints", "label": _("Complaints of barriers")}
    is_ours = state.against == services_of(request).node
    return complaint_page(request, state, COMPLAINT_DESK, back, acts=is_ours)


NEW_MEASURE: Final = Opening(
    role="registrar",
    path=f"{HERE}/barriers/new",
    act=NOTIFY,
    subject=barrier_id,
    page="/barriers/{}",
    back=lambda node: f"/barriers?state={node}",
    about=N_("Barriers"),
)
ROUTES: Final[tuple[ControllerRouterHandler, ...]] = (
    to_answer,
    complaint,
    *openers(NEW_MEASURE),
    *handlers(BARRIER_DESK),
    *handlers(COMPLAINT_DESK),
)
