"""Exceptions turned into answers: a page for people, a problem document for programs."""

import logging
import secrets
from typing import Any, Final
from urllib.parse import quote

from litestar import Request, Response
from litestar.exceptions import HTTPException, SerializationException
from litestar.response import Redirect

from corridor.engine.illness import Unavailable
from corridor.web.access import MinuteMeter
from corridor.web.addresses import redirect
from corridor.web.api.problems import problem_of
from corridor.web.auth.sessions import is_background
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.errors import Limited, NodeIll, SecondFactorNeeded
from corridor.web.forms import form_as_read
from corridor.web.headers import is_data
from corridor.web.pages.signing_in.again import SECRET, kept_of, sign_in_again
from corridor.web.toolkit import html, page

AnyRequest = Request[Any, Any, Any]
SET_UP: Final = "/account/second-factor"
_log: Final = logging.getLogger("corridor.web")


def on_http_error(request: AnyRequest, error: HTTPException) -> Response[Any] | Redirect:
    """An answer that the program meant to give."""
    if is_data(request.scope["path"]):
        return problem_of(request, error)
    if isinstance(error, SecondFactorNeeded):
        return redirect(SET_UP)
    if error.status_code == 401 and request.method == "GET":
        return redirect(f"/sign-in?next={quote(_here(request))}")
    if error.status_code == 401:
        return _signed_out(request)
    if isinstance(error, Limited):
        return _error_page(request, 403, kind="limited")
    return _error_page(request, error.status_code, kind=_kind(request, error))


def _kind(request: AnyRequest, error: HTTPException) -> str | int:
    """The words that say it: of a form, where no file was sent."""
    if error.status_code == 403 and error.detail.startswith("CSRF"):
        return "form"
    is_typed = request.content_type[0] == "application/x-www-form-urlencoded"
    return "long" if error.status_code == 413 and is_typed else error.status_code


def _signed_out(request: AnyRequest) -> Response[bytes]:
    """Sign in here and now: what was typed goes along, and is sent on afterwards."""
    typed = {} if is_background(request) else form_as_read(request).values
    return sign_in_again(request, kept_of(typed), request.url.path)


def on_bad_form(request: AnyRequest, error: SerializationException) -> Response[Any] | Redirect:
    """A body that is not what its type says."""
    return on_http_error(request, HTTPException(detail="unreadable", status_code=400))


def on_illness(request: AnyRequest, error: Unavailable) -> Response[Any] | Redirect:
    """The node cannot do it now: say why, when to come again, and give the form back."""
    ill = NodeIll(error.illness)
    meter: MinuteMeter = request.app.state.denials
    if meter.takes(f"ill {ill.code}", services_of(request).clock.now_ms()):
        _log.warning("%s at %s %s: %s", ill.code, request.method, request.url.path, error)
    answer = problem_of(request, ill) if is_data(request.scope["path"]) else _ill_page(request, ill)
    answer.headers["retry-after"] = str(ill.again_s)
    return answer


def _ill_page(request: AnyRequest, ill: NodeIll) -> Response[bytes]:
    """In the frame of every page, or where even that needs what ails, without it."""
    try:
        return _error_page(request, ill.status_code, kind=ill.code, form=_to_send_again(request))
    except Unavailable:
        template = reader_of(request).environment.get_template("ill.html")
        return html(template.render(kind=ill.code, path=_here(request)), ill.status_code)


def _to_send_again(request: AnyRequest) -> dict[str, Any]:
    """The form that was sent, but for what a page never repeats: passwords and files."""
    form = form_as_read(request)
    is_lost = bool(form.files) or not SECRET.isdisjoint(form.values)
    fields = [(name, value) for name, values in form.values.items() for value in values]
    is_sent = request.method == "POST" and not is_lost
    return {"href": _here(request), "is_sent": is_sent, "is_lost": is_lost, "fields": fields}


def on_fault(request: AnyRequest, error: Exception) -> Response[Any] | Redirect:
    """A mistake of ours: it is logged under a reference, and only that is told."""
    reference = secrets.token_hex(4)
    _log.error("fault %s at %s %s", reference, request.method, request.url.path, exc_info=error)
    if is_data(request.scope["path"]):
        return problem_of(request, HTTPException(detail="fault", status_code=500), reference)
    again = _to_send_again(request) if request.method == "GET" else None
    return _error_page(request, 500, reference, form=again)


def _error_page(
    request: AnyRequest,
    status: int,
    reference: str = "",
    kind: str | int = "",
    form: dict[str, Any] | None = None,
) -> Response[bytes]:
    _ = gettext_of(request)
    title = _("There is no such page") if status == 404 else _("This did not work")
    return page(
        request,
        "error.html",
        title=title,
        status=status,
        whole=True,
        kind=kind or status,
        reference=reference,
        again=form,
    )


def _here(request: AnyRequest) -> str:
    query = request.scope["query_string"].decode("latin-1")
    return f"{request.url.path}?{query}" if query else request.url.path
