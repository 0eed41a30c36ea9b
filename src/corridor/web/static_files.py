"""Built files: kept by browsers for ever, since their addresses change with their bytes.

The build compressed each of them as far as it goes, once (frontend/build-compressed.mjs).
"""

from functools import cache
from pathlib import Path
from typing import Any, Final

from litestar import Request, Response, route
from litestar.datastructures import CacheControlHeader
from litestar.params import FromPath

from corridor.web.access import anyone
from corridor.web.compression import accepted
from corridor.web.errors import NotKnown
from corridor.web.templating import STATIC

_MONTH_S = 30 * 24 * 3600
_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}
_CODINGS: Final = ((b"br", ".br"), (b"gzip", ".gz"))
Kept = dict[bytes, bytes]
"""Coding → the file's bytes in it; nothing stands for the file as it is."""


@cache
def _shelf() -> dict[str, Kept]:
    """All files by name, read once: what is not among them is not there."""
    STATIC.mkdir(exist_ok=True)
    found = (path for path in STATIC.rglob("*") if path.suffix in _TYPES)
    return {path.relative_to(STATIC).as_posix(): _kept(path) for path in found}


def _kept(path: Path) -> Kept:
    packed = {coding: path.with_name(path.name + ending) for coding, ending in _CODINGS}
    return {b"": path.read_bytes()} | {
        coding: file.read_bytes() for coding, file in packed.items() if file.is_file()
    }


@route(
    "/static/{name:path}",
    http_method=["GET", "HEAD"],
    opt=anyone(),
    include_in_schema=False,
    sync_to_thread=False,
    cache_control=CacheControlHeader(max_age=_MONTH_S, public=True, immutable=True),
)
def static_file(request: "Request[Any, Any, Any]", name: FromPath[str]) -> Response[bytes]:
    """A file in the smallest form that the reader takes."""
    kept = _shelf().get(name.removeprefix("/"))
    if kept is None:
        raise NotKnown
    headers = {"vary": "accept-encoding"} if len(kept) > 1 else {}
    asked = request.scope["headers"]
    coding = next((one for one, _ in _CODINGS if one in kept and accepted(asked, one)), b"")
    if coding:
        headers["content-encoding"] = coding.decode()
    kind = _TYPES["." + name.rpartition(".")[2]]
    return Response(kept[coding], media_type=kind, headers=headers)
