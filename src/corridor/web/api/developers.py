"""The API for readers: a page with its calls by area."""

from collections.abc import Iterator
from typing import Any

from litestar import Request, get

from corridor.web.access import anyone
from corridor.web.api.openapi import description_of
from corridor.web.context import gettext_of
from corridor.web.toolkit import Page, page

AnyRequest = Request[Any, Any, Any]


@get("/developers", opt=anyone())
async def developers(request: AnyRequest) -> Page:
    """The API as a list to read; the whole description is /api/v1/openapi.json."""
    _ = gettext_of(request)
    areas = _areas(description_of(request.app))
    return page(request, "public/developers.html", title=_("For developers"), areas=areas)


def _areas(document: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The calls by the first word of their address."""
    found: dict[str, list[dict[str, Any]]] = {}
    for call in _calls(document):
        area = call["path"].removeprefix("/api/v1/").partition("/")[0].partition("{")[0]
        found.setdefault(area or "/", []).append(call)
    return found


def _calls(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path, operations in sorted(document["paths"].items()):
        for method, operation in sorted(operations.items()):
            yield {
                "method": method.upper(),
                "path": path,
                "text": str(operation.get("description") or operation.get("summary", "")),
                "roles": operation.get("x-roles", []),
            }
