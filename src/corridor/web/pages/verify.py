"""The check of a permit by its QR text: the page, and what a node says of a text that it is shown.

Devices with scripts judge by themselves, also without a line, and ask the node besides. Whoever
shows a permit's own text, really signed by its issuer, is told what it is good for; whatever else
is shown is invalid, and nobody is asked about it. So many a minute for each.
"""

from typing import Any, Final

import msgspec
from litestar import MediaType, Request, Response, get, post
from litestar.types import ControllerRouterHandler

from corridor.web.access import MinuteMeter, anyone
from corridor.web.auth.identity import account_or_none
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.errors import TooMany
from corridor.web.forms import FORM_BYTES_MAX, Form, read_form
from corridor.web.labels.permit import PERMIT_KINDS
from corridor.web.pages.signing_in.routes import address_of
from corridor.web.toolkit import Page, page
from corridor.web.views.permit_check import Checked, check_permit

AnyRequest = Request[Any, Any, Any]
STATUS_URL: Final = "/verify/status"


@get("/verify", opt=anyone())
async def verify_page(request: AnyRequest) -> Page:
    """The page that goes on working with the network off."""
    return _show(request, "", "", None)


@post("/verify", opt=anyone(), request_max_body_size=FORM_BYTES_MAX)
async def verify(request: AnyRequest) -> Page:
    """The verdict on a text that was typed or scanned."""
    form = await read_form(request)
    checked = await _check(request, form)
    return _show(request, form["text"], form["plate"], checked.view())


@post(STATUS_URL, opt=anyone(), request_max_body_size=FORM_BYTES_MAX, status_code=200)
async def status(request: AnyRequest) -> Response[bytes]:
    """The same verdict for a device that has judged by itself; it shows the worse of the two."""
    checked = await _check(request, await read_form(request))
    content = msgspec.json.encode(checked.view())
    return Response(content, media_type=MediaType.JSON, headers={"cache-control": "no-store"})


@get("/verify/trust.json", opt=anyone(), media_type=MediaType.JSON)
async def trust_list(request: AnyRequest) -> Response[bytes]:
    """The trust list for devices: it is public, and its own signatures protect it."""
    content = services_of(request).trust_json()
    headers = {"cache-control": "no-cache"}
    return Response(content, media_type=MediaType.JSON, headers=headers)


async def _check(request: AnyRequest, form: Form) -> Checked:
    services = services_of(request)
    meter: MinuteMeter = request.app.state.lookups
    if not meter.takes(_who(request), services.clock.now_ms()):
        raise TooMany(detail="too many checks a minute")
    where = _place(request)
    return await check_permit(reader_of(request), services, form["text"], form["plate"], where)


def _who(request: AnyRequest) -> str:
    account = account_or_none(request)
    if account is not None:
        return f"login:{account.login}"
    return f"address:{address_of(request)}"


def _place(request: AnyRequest) -> str:
    """The post of who is signed in; without one, the state of this node."""
    account = account_or_none(request)
    return (account.office if account is not None else "") or services_of(request).node


def _show(request: AnyRequest, text: str, plate: str, result: dict[str, Any] | None) -> Page:
    _, reader = gettext_of(request), reader_of(request)
    services = services_of(request)
    offices = services.reference.offices.values()
    return page(
        request,
        "public/verify.html",
        title=_("Check a permit"),
        text=text,
        plate=plate,
        result=result,
        status_url=STATUS_URL,
        where=_place(request),
        issuers={office.country: reader.names.country(office.country) for office in offices},
        permit_types={code: reader.labels(code, "permit_kind") for code in PERMIT_KINDS},
    )


ROUTES: tuple[ControllerRouterHandler, ...] = (verify_page, verify, trust_list, status)
