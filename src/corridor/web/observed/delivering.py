"""How open data are handed out: to anybody, kept by who asks, sent again only when they changed."""

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from typing import Any, Final

from litestar import Request, Response

KEPT_S: Final = 60
"""So long others may keep the open data before they ask again."""


def csv_of(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Commas, and lines that end as programs write them."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows(rows)
    return text.getvalue().encode()


def data(request: Request[Any, Any, Any], body: bytes, media_type: str) -> Response[bytes]:
    """The answer; without a body where the asker has it already."""
    headers = kept_headers(body) | {"access-control-allow-origin": "*"}
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(b"", status_code=304, headers=headers, media_type=media_type)
    return Response(body, media_type=media_type, headers=headers)


def kept_headers(body: bytes) -> dict[str, str]:
    """What stands with data that others may keep."""
    tag = hashlib.sha256(body).hexdigest()[:32]
    return {"cache-control": f"public, max-age={KEPT_S}", "etag": f'"{tag}"'}
