"""Hands out the bytes of a file: never run, never framed, in stretches where they are asked for."""

import asyncio
import re
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any, Final

from litestar import Request, Response
from litestar.response import Stream

from corridor.domain.attachments import Attachment
from corridor.web.delivering import has_already
from corridor.web.downloads import download_headers
from corridor.web.files.kinds import SORTS

AnyRequest = Request[Any, Any, Any]
PIECE_BYTES: Final = 256 << 10
_RANGE: Final = re.compile(r"bytes=(\d*)-(\d*)\Z")
_UNKNOWN: Final = "application/octet-stream"


def file_response(request: AnyRequest, file: Attachment, path: Path) -> Response[Any]:
    """The file, or the stretch of it that is asked for (RFC 9110, one range)."""
    headers = _headers(request, file)
    if has_already(request, headers["etag"]):
        return Response(b"", status_code=304, headers=headers)
    asked = request.headers.get("range", "")
    if request.headers.get("if-range", headers["etag"]) != headers["etag"]:
        asked = ""
    span = span_of(asked, file.size)
    if span is None:
        headers["content-range"] = f"bytes */{file.size}"
        return Response(b"", status_code=416, headers=headers)
    first, end = span
    if asked:
        headers["content-range"] = f"bytes {first}-{end - 1}/{file.size}"
    headers["content-length"] = str(end - first)
    sort = SORTS.get(file.media_type)
    media_type = sort.media_type if sort is not None else _UNKNOWN
    return Stream(
        _bytes(path, first, end),
        status_code=206 if asked else 200,
        headers=headers,
        media_type=media_type,
    )


def _headers(request: AnyRequest, file: Attachment) -> dict[str, str]:
    """Named as it was named, and opened in the browser only where its kind may be."""
    headers = download_headers(file.name)
    sort = SORTS.get(file.media_type)
    if sort is not None and sort.opens and "download" not in request.query_params:
        named = headers["content-disposition"].removeprefix("attachment")
        headers["content-disposition"] = f"inline{named}"
    return headers | {
        "accept-ranges": "bytes",
        "etag": f'"{file.sha256}"',
    }


def span_of(asked: str, size: int) -> tuple[int, int] | None:
    """(first, end) of the bytes wanted; None where there are none such. No range: all of them."""
    if not asked:
        return 0, size
    match = _RANGE.match(asked)
    if match is None or not any(match.groups()):
        return None
    first, last = match.groups()
    if not first:
        return (max(0, size - int(last)), size) if int(last) else None
    end = min(int(last) + 1, size) if last else size
    return (int(first), end) if int(first) < end else None


async def _bytes(path: Path, first: int, end: int) -> AsyncGenerator[bytes, None]:
    with await asyncio.to_thread(path.open, "rb") as file:
        await asyncio.to_thread(file.seek, first)
        left = end - first
        while left and (piece := await asyncio.to_thread(file.read, min(left, PIECE_BYTES))):
            left -= len(piece)
            yield piece
