"""Exceptions turned into answers: a page for people, a problem document for programs."""

import logging
import secrets
from typing import Any, Final
from urllib.parse import quote

from litestar import Request, Response
from litestar.exceptions import HTTPException, SerializationException
from litestar.response import Redirect

from corridor.engine.writer import Overloaded
from corridor.web.api.problems import problem_of
from corridor.web.context import gettext_of
from corridor.web.headers import is_data
from corridor.web.toolkit import page, redirect

AnyRequest = Request[Any, Any, Any]
_log: Final = logging.getLogger("corridor.web")


def on_http_error(request: AnyRequest, error: HTTPException) -> Response[Any] | Redirect:
    """An answer that the program meant to give."""
    if is_data(request.scope["path"]):
        return problem_of(request, error)
    if error.status_code == 401 and request.method == "GET":
        return redirect(f"/sign-in?next={quote(_here(request))}")
    is_form = error.status_code == 403 and error.detail.startswith("CSRF")
    return _error_page(request, error.status_code, kind="form" if is_form else error.status_code)


def on_bad_form(request: AnyRequest, error: SerializationException) -> Response[Any] | Redirect:
    """A body that is not what its type says."""
    return on_http_error(request, HTTPException(detail="unreadable", status_code=400))


def on_overload(request: AnyRequest, error: Overloaded) -> Response[Any] | Redirect:
    """Nothing was done; say when to come back."""
    answer = on_http_error(request, HTTPException(detail=error.code, status_code=503))
    answer.headers["retry-after"] = "5"
    return answer


def on_fault(request: AnyRequest, error: Exception) -> Response[Any] | Redirect:
    """A mistake of ours: it is logged under a reference, and only that is told."""
    reference = secrets.token_hex(4)
    _log.error("fault %s at %s %s", reference, request.method, request.url.path, exc_info=error)
    if is_data(request.scope["path"]):
        return problem_of(request, HTTPException(detail="fault", status_code=500), reference)
    return _error_page(request, 500, reference)


def _error_page(
    request: AnyRequest, status: int, reference: str = "", kind: str | int = ""
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
        retry_href="",
    )


def _here(request: AnyRequest) -> str:
    query = request.scope["query_string"].decode("latin-1")
    return f"{request.url.path}?{query}" if query else request.url.path
