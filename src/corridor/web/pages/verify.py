"""The check of a permit by its QR text, for devices without scripts.

Others judge by themselves, and ask here what this node knows of a permit beyond its text.
"""

from typing import Any, Final

import msgspec
from litestar import MediaType, Request, Response, get, post
from litestar.types import ControllerRouterHandler

from corridor.domain.acts import Role
from corridor.domain.permits.state import Permit
from corridor.web.access import anyone, only, subject_of
from corridor.web.auth.identity import account_or_none, actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.forms import read_form
from corridor.web.permit_labels import PERMIT_KINDS
from corridor.web.toolkit import Page, page
from corridor.web.views.permit_check import check_permit

AnyRequest = Request[Any, Any, Any]
STATUS_URL = "/verify/status"
_KNOWN_TO: Final[tuple[Role, ...]] = ("checkpoint", "customs")
_WORDS = {"granted": "valid", "exhausted": "invalid", "revoked": "invalid"}


@get("/verify", opt=anyone())
async def verify_page(request: AnyRequest) -> Page:
    """The page that goes on working with the network off."""
    return _show(request, "", "", None)


@post("/verify", opt=anyone(), request_max_body_size=64_000)
async def verify(request: AnyRequest) -> Page:
    """The verdict on a text that was typed or scanned."""
    form = await read_form(request)
    text, plate = form["text"], form["plate"]
    services = services_of(request)
    checked = check_permit(reader_of(request), services, text, plate, _place(request))
    return _show(request, text, plate, checked.view())


@get("/verify/trust.json", opt=anyone(), media_type=MediaType.JSON)
async def trust_list(request: AnyRequest) -> Response[bytes]:
    """The trust list for devices: it is public, and its own signatures protect it."""
    content = services_of(request).trust_json()
    headers = {"cache-control": "no-cache"}
    return Response(content, media_type=MediaType.JSON, headers=headers)


@get(STATUS_URL, opt=only(*_KNOWN_TO))
async def status(request: AnyRequest) -> Response[bytes]:
    """What this node knows of a permit now; 404 where that is nothing this office may know."""
    asked = request.query_params.get("number", "")
    state: Permit = subject_of(request, actor_of(request), asked, Permit).state
    word = _WORDS.get(state.status, "check")
    text = reader_of(request).labels(state.status, "permit_status")
    content = msgspec.json.encode({"word": word, "text": text})
    return Response(content, media_type=MediaType.JSON, headers={"cache-control": "no-store"})


def _place(request: AnyRequest) -> str:
    """The post of who is signed in; without one, the state of this node."""
    account = account_or_none(request)
    return (account.office if account is not None else "") or services_of(request).node


def _show(request: AnyRequest, text: str, plate: str, result: dict[str, Any] | None) -> Page:
    _, reader = gettext_of(request), reader_of(request)
    account = account_or_none(request)
    knows = account is not None and account.role in _KNOWN_TO
    offices = services_of(request).reference.offices.values()
    return page(
        request,
        "public/verify.html",
        title=_("Check a permit"),
        text=text,
        plate=plate,
        result=result,
        status_url=STATUS_URL if knows else None,
        issuers={office.country: reader.names.country(office.country) for office in offices},
        permit_types={code: reader.labels(code, "permit_kind") for code in PERMIT_KINDS},
    )


ROUTES: tuple[ControllerRouterHandler, ...] = (verify_page, verify, trust_list, status)
