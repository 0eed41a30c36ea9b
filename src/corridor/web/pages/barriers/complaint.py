"""The page of one complaint, as its carrier and the registrar who answers it see it."""

from typing import Any

from litestar import Request

from corridor.domain.complaints.state import Complaint
from corridor.web.auth.identity import actor_of
from corridor.web.barriers.shown import complaint_view
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.life.timeline import timeline_of
from corridor.web.pages.acting import Desk, buttons
from corridor.web.toolkit import Page, page


def complaint_page(
    request: Request[Any, Any, Any],
    state: Complaint,
    desk: Desk[Complaint],
    back: dict[str, str],
    acts: bool = True,
) -> Page:
    """What the carrier says, how long it waited, the answer; `acts`: whether the desk has any."""
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    return page(
        request,
        "barriers/complaint.html",
        title=_("Complaint of a barrier"),
        row=complaint_view(reader, services, state),
        history=timeline_of(reader, services, services.queries.timeline(state.id), state=state),
        acts=buttons(desk, state, actor_of(request), reader) if acts else [],
        path=desk.here(state),
        back=back,
    )
