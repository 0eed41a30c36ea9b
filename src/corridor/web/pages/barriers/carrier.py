"""A carrier's part: complaints of barriers, and being told of measures."""

from typing import Any, Final

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.complaints.kind import complaints_of
from corridor.domain.complaints.state import Complaint
from corridor.domain.watches.kind import watches_of
from corridor.domain.watches.state import WATCHES_MAX, Watch
from corridor.web.access import only, subject_of
from corridor.web.act import Deed
from corridor.web.acts.carrying import carry_out
from corridor.web.acts.complaints.complaining import FILE
from corridor.web.acts.registry import COMPLAINTS, WATCHES, acts_at
from corridor.web.acts.watches.watching import WATCH
from corridor.web.addresses import redirect
from corridor.web.auth.identity import actor_of
from corridor.web.barriers.shown import complaint_view, options_of, watch_view
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.forms import SHORT_FORM_BYTES_MAX, Form, read_form
from corridor.web.listing.paging import paged
from corridor.web.pages.acting import Desk, handlers
from corridor.web.pages.barriers.complaint import complaint_page
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, notify, page

AnyRequest = Request[Any, Any, Any]
HERE: Final = "/carrier/barriers"
COMPLAIN: Final = f"{HERE}/complain"
WATCH_NEW: Final = f"{HERE}/watch"
LISTED_MAX: Final = 200
AT_ONCE: Final = 25
COMPLAINT_DESK: Final = Desk[Complaint](
    role="carrier",
    path="/carrier/complaints",
    state=Complaint,
    acts=acts_at(COMPLAINTS, "carrier"),
    here=lambda state: f"/carrier/complaints/{state.id}",
    what=lambda request, state: reader_of(request).names.country(state.against),
    now=lambda reader, state: reader.labels(state.standing, "complaint_standing"),
)
WATCH_DESK: Final = Desk[Watch](
    role="carrier",
    path="/carrier/watches",
    state=Watch,
    acts=acts_at(WATCHES, "carrier"),
    here=lambda state: HERE,
    what=lambda request, state: ", ".join(map(reader_of(request).names.country, state.states)),
    now=lambda reader, state: reader.words("Your organisation is not told of this any more."),
)


@get(HERE, opt=only("carrier"))
async def own_barriers(request: AnyRequest) -> Page:
    """Own complaints, and what one's firm is told of."""
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    org, queries = actor_of(request).org, services.queries
    filed = queries.rows(complaints_of(org), "updated", "", LISTED_MAX, descending=True).rows
    watched = queries.rows(watches_of(org), "name", "", WATCHES_MAX).rows
    shown = paged(request, filed, AT_ONCE)
    return page(
        request,
        "barriers/carrier.html",
        title=_("Barriers on my way"),
        complaints=[
            complaint_view(reader, services, one) for one in queries.states(shown.rows, Complaint)
        ],
        shown=shown,
        watches=[watch_view(reader, services, one) for one in queries.states(watched, Watch)],
    )


@get("/carrier/complaints/{reference:str}", opt=only("carrier"))
async def own_complaint(request: AnyRequest, reference: FromPath[str]) -> Page:
    """One complaint of one's own."""
    _ = gettext_of(request)
    state = subject_of(request, actor_of(request), reference, Complaint).state
    back = {"href": HERE, "label": _("Barriers on my way")}
    return complaint_page(request, state, COMPLAINT_DESK, back)


def _states(reader: Reader) -> list[dict[str, str]]:
    """Those that have a node, the own one too."""
    return [{"value": code, "label": reader.names.country(code)} for code in sorted(reader.nodes)]


@get(COMPLAIN, opt=only("carrier"))
async def complain(request: AnyRequest) -> Page:
    """The form; a dossier, a permit and a measure lead here with their own number."""
    asked = request.query_params
    given = {name: [asked.get(name, "")] for name in ("against", "evidence", "barrier", "about")}
    return _complain_page(request, Form(given))


@post(COMPLAIN, opt=only("carrier"), request_max_body_size=SHORT_FORM_BYTES_MAX)
async def send_complaint(request: AnyRequest) -> Page | Redirect:
    """Sent to the state whose barrier it is."""
    form, id = await read_form(request), services_of(request).new_id("bc")
    deed: Deed[None] = Deed(request, None, form)
    if await carry_out(deed, FILE, id) is None:
        return _complain_page(request, form, 422)
    notify(request, gettext_of(request)(FILE.done))
    return redirect(f"/carrier/complaints/{id}")


def _complain_page(request: AnyRequest, form: Form, status: int = 200) -> Page:
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    against = form["against"]
    return page(
        request,
        "barriers/complain.html",
        title=_(FILE.title),
        status=status,
        form=form,
        errors=form.errors,
        states=_states(reader),
        kinds=reader.labels.options("barrier_kind"),
        measures=options_of(reader, services, against) if against else [],
        consequence=FILE.consequence(Deed(request, None, form)),
        label=_(FILE.label),
    )


@get(WATCH_NEW, opt=only("carrier"))
async def watch(request: AnyRequest) -> Page:
    """States and goods to be told of."""
    return _watch_page(request, Form())


@post(WATCH_NEW, opt=only("carrier"), request_max_body_size=SHORT_FORM_BYTES_MAX)
async def begin_watch(request: AnyRequest) -> Page | Redirect:
    """From now on."""
    form, id = await read_form(request), services_of(request).new_id("bw")
    if await carry_out(Deed(request, None, form), WATCH, id) is None:
        return _watch_page(request, form, 422)
    notify(request, gettext_of(request)(WATCH.done))
    return redirect(HERE)


def _watch_page(request: AnyRequest, form: Form, status: int = 200) -> Page:
    _ = gettext_of(request)
    return page(
        request,
        "barriers/watch.html",
        title=_(WATCH.title),
        status=status,
        form=form,
        errors=form.errors,
        states=_states(reader_of(request)),
        consequence=WATCH.consequence(Deed(request, None, form)),
        label=_(WATCH.label),
    )


ROUTES: Final[tuple[ControllerRouterHandler, ...]] = (
    own_barriers,
    complain,
    send_complaint,
    watch,
    begin_watch,
    own_complaint,
    *handlers(COMPLAINT_DESK),
    *handlers(WATCH_DESK),
)
