"""A new dossier: blank, as a copy of an earlier one, or from a file."""

import asyncio
from typing import Any, NamedTuple

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler
from msgspec.structs import replace

from corridor.domain.movement.state import BEFORE_RELEASE, Movement
from corridor.domain.refusals import Refused
from corridor.domain.routes import DEMO_ROUTES, Route, countries_of
from corridor.web.access import only, state_of
from corridor.web.addresses import redirect
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.forms import UPLOAD_BYTES_MAX, Form, read_form
from corridor.web.pages.carrier.drafts import fresh_draft, keep
from corridor.web.pages.carrier.patterns import pattern_of
from corridor.web.toolkit import Page, notify, page
from corridor.web.views.drafting.from_dossier import draft_from
from corridor.web.views.drafting.instants import estimated
from corridor.web.views.drafting.model import Draft, lrn_of
from corridor.web.views.message_faults import SHOWN_MAX, Fault, faults_of
from corridor.web.views.strips import small_strip

AnyRequest = Request[Any, Any, Any]
EARLIER_MAX = 20
FILE_BYTES_MAX = 5_000_000
"""As much as the API takes of a message: 1,999 items and what stands around them."""


@get("/carrier/new", opt=only("carrier"))
async def choose(request: AnyRequest) -> Page:
    """How to begin."""
    return _show(request, Form())


def _unread(request: AnyRequest, unread: "_Unread") -> Page:
    """The first things that stand against the file; the technical list has them all."""
    _, faults = gettext_of(request), unread.faults
    plain = list(dict.fromkeys(fault.plain for fault in faults))
    for text in plain[:SHOWN_MAX]:
        unread.form.add_error("file", text)
    if len(plain) > SHOWN_MAX:
        more = len(plain) - SHOWN_MAX
        unread.form.add_error("file", _("%(more)s more stand in the list below.", more=more))
    return _show(request, unread.form, 422, [fault.technical for fault in faults])


def _show(
    request: AnyRequest, form: Form, status: int = 200, technical: list[str] | None = None
) -> Page:
    _ = gettext_of(request)
    reader, services, org = reader_of(request), services_of(request), actor_of(request).org
    rows = [
        row
        for lane in ("open", "closed")
        for row in services.queries.rows(
            f"carrier:{org}:{lane}", "updated", "", EARLIER_MAX, descending=True
        ).rows
    ]
    earlier = [
        {
            "id": row.subject,
            "own": row.data["lrn"],
            "mrn": row.data["mrn"],
            "goods": row.data["goods"],
            "plates": ", ".join(row.data["plates"]),
            "strip": small_strip(reader, row.data["strip"], row.data["status"]),
        }
        for row in rows[:EARLIER_MAX]
    ]
    return page(
        request,
        "carrier/new.html",
        title=_("New dossier"),
        status=status,
        form=form,
        errors=form.errors,
        earlier=earlier,
        routes=_routes(request),
        technical=technical or [],
        takes_files=services.read_declaration is not None,
    )


def _routes(request: AnyRequest) -> list[dict[str, str]]:
    """Ways on which a file's goods can be put; messages of NCTS do not name all frontiers."""
    place = reader_of(request).names.place
    return [
        {
            "value": name,
            "label": f"{place(route.points[0].place)} → {place(route.points[-1].place)} "
            f"({', '.join(countries_of(route))})",
        }
        for name, route in DEMO_ROUTES.items()
    ]


@post("/carrier/new", opt=only("carrier"), request_max_body_size=UPLOAD_BYTES_MAX)
async def begin(request: AnyRequest) -> Page | Redirect:
    """Begin as chosen."""
    form = await read_form(request)
    match form["how"]:
        case "copy":
            draft = _copied(request, form["from"])
        case "file":
            found = await _from_file(request, form)
            if isinstance(found, _Unread):
                return _unread(request, found)
            draft = found
        case _:
            draft = fresh_draft(request)
    await keep(request, draft)
    return redirect(f"/carrier/drafts/{draft.id}")


def _copied(request: AnyRequest, reference: str) -> Draft:
    services = services_of(request)
    id = services.new_id("mv")
    lrn = lrn_of(id, services.node)
    return replace(pattern_of(request, reference), id=id, created=services.now(), lrn=lrn)


class _Unread(NamedTuple):
    """A form whose file is no declaration, and why."""

    form: Form
    faults: list[Fault]


async def _from_file(request: AnyRequest, form: Form) -> Draft | _Unread:
    """The draft in an NCTS message; the form with errors where it is none."""
    _, services = gettext_of(request), services_of(request)
    file = form.files.get("file")
    data = await file.read() if file is not None else b""
    if services.read_declaration is None or not data:
        form.add_error("file", _("Choose a file of an NCTS message (CC015C)."))
        return _Unread(form, [])
    if len(data) > FILE_BYTES_MAX:
        limit = reader_of(request).formats.number(FILE_BYTES_MAX // 1_000)
        form.add_error("file", _("The file is too large: at most %(limit)s KB.", limit=limit))
        return _Unread(form, [])
    route = DEMO_ROUTES.get(form["route"]) or DEMO_ROUTES["osh-poti"]
    read = await asyncio.to_thread(services.read_declaration, data, _timed(request, route))
    if isinstance(read, Refused):
        return _Unread(form, faults_of(reader_of(request), read.refusals, data))
    return _with_name(request, read, file.filename if file else "")


def _timed(request: AnyRequest, route: Route) -> Route:
    services = services_of(request)
    return estimated(route, services.now(), services.reference)


def _with_name(request: AnyRequest, read: Any, name: str) -> Draft:
    _, services = gettext_of(request), services_of(request)
    draft = draft_from(read.dossier, services.new_id("mv"), services.now())
    if read.dossier.aside:
        count = len(read.dossier.aside)
        text = _("%(count)s values have no field of their own; they are kept.", count=count)
        notify(request, _("The file was read"), text)
    else:
        notify(request, _("The file was read"))
    return replace(draft, source=name[:200])


@post("/carrier/dossiers/{reference:str}/amend", opt=only("carrier"))
async def amend(request: AnyRequest, reference: FromPath[str]) -> Redirect:
    """Begin to change a dossier already sent, or go on doing so."""
    _, services = gettext_of(request), services_of(request)
    state = state_of(request, reference, Movement)
    if state.status not in BEFORE_RELEASE:
        notify(request, _("The declaration can no longer be amended"), kind="stop")
        return redirect(f"/carrier/dossiers/{state.id}")
    if services.queries.document("draft", state.id) is None:
        await keep(request, draft_from(state.dossier, state.id, services.now(), amends=True))
    return redirect(f"/carrier/drafts/{state.id}")


ROUTES: tuple[ControllerRouterHandler, ...] = (choose, begin, amend)
