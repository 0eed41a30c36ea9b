"""Addresses of our own pages: this one with other parameters, and where a reader goes next."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from litestar import Request
from litestar.response import Redirect

AnyRequest = Request[Any, Any, Any]
FRAGMENT: Final = "fragment"
"""The parameter that asks for a part of a page alone."""


def is_part(request: AnyRequest) -> bool:
    """Whether a part of the page alone is asked for, by a page that is open."""
    return FRAGMENT in request.query_params


def here(request: AnyRequest, query: str) -> str:
    """The page's own address with this query."""
    return f"{request.url.path}?{query}" if query else request.url.path


def with_query(request: AnyRequest, changes: Mapping[str, object]) -> str:
    """The page's own address with some parameters changed; None takes one away."""
    gone = {FRAGMENT, *changes}  # a link inside a part leads to the page, not to the part
    kept = [(k, v) for k, v in request.query_params.items() if k not in gone]
    added = [(k, str(v)) for k, v in changes.items() if v is not None]
    return here(request, urlencode([*kept, *added]))


async def without_empty(request: AnyRequest) -> Redirect | None:
    """Before a page with a form in its address: to the address without the fields left empty."""
    asked = list(request.query_params.items())
    filled = [(name, value) for name, value in asked if value]
    return redirect(here(request, urlencode(filled))) if len(filled) < len(asked) else None


def redirect(path: str) -> Redirect:
    """After a POST: go and see (303)."""
    return Redirect(path, status_code=303)


def local_path(text: str, otherwise: str = "/") -> str:
    """The text where it is an address on this node, else the other: never lead a reader away.

    Browsers drop tabs and line ends from addresses, and read `\\` as `/`.
    """
    is_path = text.startswith("/") and not text.startswith("//")
    is_plain = "\\" not in text and text.isprintable()
    return text if is_path and is_plain and not urlsplit(text).netloc else otherwise
