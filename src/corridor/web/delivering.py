"""How open data are handed out: to anybody, kept by who asks, sent again only when they changed."""

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from typing import Any, Final

from litestar import HttpMethod, Request, Response
from litestar.types import Method

from corridor.web.access import anyone

READ: Final[list[HttpMethod | Method]] = [HttpMethod.GET, HttpMethod.HEAD]
"""How open data are asked for."""
FORMS: Final = {
    "csv": "text/csv",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
}
KEPT_S: Final = 60
"""So long others may keep the open data before they ask again."""


def csv_of(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Commas, and lines that end as programs write them."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows(rows)
    return text.getvalue().encode()


def in_form(*names: str) -> dict[str, Any]:
    """What a route says of itself that answers anybody in these forms."""
    return anyone() | {"produces": tuple(FORMS[name] for name in names)}


def data(request: Request[Any, Any, Any], body: bytes, media_type: str) -> Response[bytes]:
    """The answer; without a body where the asker has it already."""
    headers = kept_headers(body) | {"access-control-allow-origin": "*"}
    if has_already(request, headers["etag"]):
        return Response(b"", status_code=304, headers=headers, media_type=media_type)
    return Response(body, media_type=media_type, headers=headers)


def has_already(request: Request[Any, Any, Any], etag: str) -> bool:
    """Whether the asker names the tag of what it would get (RFC 9110, 13.1.2): one of a list,
    strong or weak, or any.
    """
    named = [one.strip() for one in request.headers.get("if-none-match", "").split(",")]
    return "*" in named or etag in [one.removeprefix("W/") for one in named]


def kept_headers(body: bytes) -> dict[str, str]:
    """What stands with data that others may keep."""
    tag = hashlib.sha256(body).hexdigest()[:32]
    return {"cache-control": f"public, max-age={KEPT_S}", "etag": f'"{tag}"'}
