"""The permit desk: what an authority may do with an application. Then the next one opens."""

from typing import Any, Final

from litestar import Request

from corridor.domain.permits.state import Permit
from corridor.web.acts.registry import PERMITS, acts_at
from corridor.web.auth.identity import actor_of
from corridor.web.context import reader_of, services_of
from corridor.web.listing.trail import FOLLOWING, after_decision, trail_of
from corridor.web.pages.acting import Desk
from corridor.web.pages.permits.worklist import APPLICATIONS
from corridor.web.views.permit_panel import permit_now

AnyRequest = Request[Any, Any, Any]


def _what(request: AnyRequest, permit: Permit) -> str:
    """Which application it was, told from any other of the same carrier: vehicles and number."""
    asked, now = permit.request, services_of(request).queries.get(permit.id).state
    reader = reader_of(request)
    kind, holder = reader.labels(asked.kind, "permit_kind"), reader.named(asked.holder.name)
    known = (f"{kind}: {holder or asked.lrn}", ", ".join(asked.plates), now.number)
    return " · ".join(part for part in known if part)


def _after(request: AnyRequest, permit: Permit) -> str:
    """The next of the list it was opened from; else that with the nearest deadline, or the list."""
    if trail_of(request):
        return after_decision(request, APPLICATIONS, f"/permits/{permit.id}", permit.id)
    office = actor_of(request).office
    rows = services_of(request).queries.rows(f"permits:{office}:open", limit=2).rows
    waiting = [row.subject for row in rows if row.subject != permit.id]
    return f"/permits/{waiting[0]}?{FOLLOWING}=1" if waiting else "/permits"


PERMIT_DESK: Final = Desk(
    role="permit",
    path="/permits",
    state=Permit,
    acts=acts_at(PERMITS, "permit"),
    here=lambda permit: f"/permits/{permit.id}",
    what=_what,
    now=permit_now,
    after=_after,
)
