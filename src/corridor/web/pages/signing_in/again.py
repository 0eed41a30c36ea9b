"""Signing in again in the middle of a form: what was typed waits in the page, and is sent on."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from litestar import Request

from corridor.domain.acts import ROLES
from corridor.web.auth.accounts import all_accounts
from corridor.web.auth.finding import fits_words
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.forms import Form
from corridor.web.nav import other_nodes
from corridor.web.toolkit import Page, page

AnyRequest = Request[Any, Any, Any]
KEPT: Final = "kept:"
"""Before the names of fields that are carried through the sign-in."""
RESUME: Final = "resume"
"""The field with the address that they are sent to afterwards."""
SECRET: Final = frozenset(
    {"password", "new_password", "again_password", "access_code", "code", "passkey"}
)
_PLACE: Final = "_0123456789"
"""How the name of a field ends of which there are several."""
BYTES_MAX: Final = 48_000
"""A sign-in takes a small body; a longer form is not carried along, and the page says so."""
Fields = list[tuple[str, str]]


def kept_of(values: Mapping[str, list[str]]) -> Fields | None:
    """What of a form can be carried along; None where it is too long."""
    named = ((n, many) for n, many in values.items() if n.rstrip(_PLACE) not in SECRET)
    found = [(n, value) for n, many in named for value in many]
    return found if len(urlencode(found)) <= BYTES_MAX else None


def kept_in(form: Form) -> Fields:
    """The fields that a sign-in carried along."""
    names = (name for name in form.values if name.startswith(KEPT))
    return [(name.removeprefix(KEPT), v) for name in names for v in form.values[name]]


def kept_of_sign_in(form: Form) -> Fields:
    """All that a sign-in carries to its second step: where it leads, and what was typed before."""
    named = [(name, form[name]) for name in ("next", RESUME) if form[name]]
    return [*named, *((KEPT + name, value) for name, value in kept_in(form))]


def sign_in_again(request: AnyRequest, kept: Fields | None, resume: str) -> Page:
    """The sign-in, with what was typed; where nothing goes along, it leads back to the page."""
    form = Form({RESUME: [resume]} if kept else {"next": [_came_from(request)]})
    form.values |= {KEPT + name: [] for name, _ in kept or ()}
    for name, value in kept or ():
        form.values[KEPT + name].append(value)
    return sign_in_page_of(request, form, 401, is_again=True, is_lost=kept is None)


def _came_from(request: AnyRequest) -> str:
    """The page of ours that the form stood on, "" where the browser does not say."""
    said = urlsplit(request.headers.get("referer", ""))
    is_ours = said.netloc == request.base_url.netloc
    return said._replace(scheme="", netloc="").geturl() if is_ours else ""


def sign_in_page_of(
    request: AnyRequest, form: Form, status: int, is_again: bool = False, is_lost: bool = False
) -> Page:
    """The form; in the demo also one button per desk."""
    services, _ = services_of(request), gettext_of(request)
    everyone = all_accounts(services.queries) if services.demo else []
    role, asked = (request.query_params.get(name, "") for name in ("role", "q"))
    of_role = [one for one in everyone if role in ("", one.role)] or everyone
    return page(
        request,
        "public/sign_in.html",
        title=_("Sign in"),
        status=status,
        whole=True,
        form=form,
        errors=form.errors,
        is_again=is_again,
        is_lost=is_lost,
        has_files=is_again and request.content_type[0] == "multipart/form-data",
        carried=[(KEPT + name, value) for name, value in kept_in(form)],
        accounts=[one for one in of_role if fits_words(one, asked, reader_of(request))],
        asked=asked,
        roles=sorted({one.role for one in everyone}, key=ROLES.index),
        role=role,
        others=other_nodes(request) if services.demo else [],
        has_passkeys=request.app.state.passkeys is not None,
    )


def resumed(request: AnyRequest, form: Form, path: str) -> Page:
    """Signed in again: the form goes on, by itself where scripts run, else by its one button."""
    _ = gettext_of(request)
    return page(
        request, "public/resume.html", title=_("Signed in"), action=path, fields=kept_in(form)
    )
