"""The carrier's side of a driver's page: its link, who opened it, and what the driver said."""

from typing import Any, Final

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler
from msgspec.structs import replace

from corridor.domain.movement.state import Movement
from corridor.domain.typed import one_line
from corridor.web.access import only, state_of
from corridor.web.addresses import redirect
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.forms import Form, read_form
from corridor.web.i18n import LANGUAGES
from corridor.web.pages.carrier.drafts import form_of
from corridor.web.services import Services
from corridor.web.toolkit import Page, notify, page
from corridor.web.trips.links import (
    TripLink,
    ended,
    fresh,
    is_on_trip,
    keep_link,
    link_of,
    path_of,
)
from corridor.web.trips.openings import openings_of
from corridor.web.trips.reports import put_away, report_of, reports_of
from corridor.web.views.qr import qr_svg

AnyRequest = Request[Any, Any, Any]
PHONE_MAX: Final = 35
NAME_MAX: Final = 140


@get("/carrier/dossiers/{reference:str}/driver", opt=only("carrier"))
async def driver(request: AnyRequest, reference: FromPath[str]) -> Page:
    """The link as text and as a code, and how to end it."""
    state = state_of(request, reference, Movement)
    link = link_of(services_of(request), state.id)
    return _show(request, state, link, form_of(_values(state, link)))


def _values(state: Movement, link: TripLink | None) -> dict[str, str]:
    """As it was; at first, what the dossier says of the firm."""
    if link is not None:
        return {"phone": link.phone, "driver": link.driver, "lang": link.lang}
    load, holder = state.dossier.consignment, state.dossier.holder
    phone = (load.carrier.phone if load.carrier else "") or holder.phone
    return {"phone": phone, "driver": state.driver_name, "lang": LANGUAGES[0]}


def _show(
    request: AnyRequest, state: Movement, link: TripLink | None, form: Form, status: int = 200
) -> Page:
    _, services = gettext_of(request), services_of(request)
    stands = link is not None and not link.ended_at and is_on_trip(state)
    address = _address(request, services, link) if link is not None and stands else ""
    return page(
        request,
        "carrier/driver.html",
        title=_("Driver's page for %(ref)s", ref=state.reference),
        status=status,
        movement=state,
        link=link,
        on_trip=is_on_trip(state),
        address=address,
        qr=qr_svg(address, _("QR code of the link"), is_fluid=True) if address else "",
        openings=openings_of(services, state.id),
        reports=reports_of(services, state.id),
        form=form,
        errors=form.errors,
    )


def _address(request: AnyRequest, services: Services, link: TripLink) -> str:
    scheme = "https" if services.secure_cookies else request.url.scheme
    return f"{scheme}://{request.url.netloc}{path_of(services, link)}"


@post("/carrier/dossiers/{reference:str}/driver", opt=only("carrier"))
async def make(request: AnyRequest, reference: FromPath[str]) -> Page | Redirect:
    """Make the link, make it anew, or end it."""
    _, services, form = gettext_of(request), services_of(request), await read_form(request)
    state, org = state_of(request, reference, Movement), actor_of(request).org
    link, here = link_of(services, state.id), f"/carrier/dossiers/{state.id}/driver"
    if form["do"] == "end" and link is not None:
        await keep_link(services, ended(link, services.now()), org)
        notify(request, _("The link was ended: whoever opens it sees nothing any more"))
        return redirect(here)
    if not is_on_trip(state):
        raise NotKnown
    if len(form["phone"]) > PHONE_MAX or not any(map(str.isdigit, form["phone"])):
        form.add_error("phone", _("Give a telephone number that the driver can call."))
        return _show(request, state, link, form, 422)
    is_new = link is None or link.ended_at or form["do"] == "renew"
    base = fresh(state, actor_of(request).person, services.now()) if is_new or not link else link
    await keep_link(services, _filled(base, form), org)
    notify(request, _("The driver's page is ready") if is_new else _("Saved"))
    return redirect(here)


def _filled(link: TripLink, form: Form) -> TripLink:
    lang = form["lang"] if form["lang"] in LANGUAGES else link.lang
    driver = one_line(form["driver"])[:NAME_MAX]
    return replace(link, phone=one_line(form["phone"]), driver=driver, lang=lang)


@post("/carrier/dossiers/{reference:str}/reports/{id:str}", opt=only("carrier"))
async def read(request: AnyRequest, reference: FromPath[str], id: FromPath[str]) -> Redirect:
    """Put a driver's word away."""
    _, services = gettext_of(request), services_of(request)
    state = state_of(request, reference, Movement)
    found = report_of(services, state.id, id)
    if found is None:
        raise NotKnown
    await put_away(services, state.id, found)
    notify(request, _("The driver's message was put away"))
    return redirect(f"/carrier/dossiers/{state.id}")


ROUTES: tuple[ControllerRouterHandler, ...] = (driver, make, read)
