"""Rows that are all at hand, a page of them at once: `?page=` says which."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from litestar import Request

from corridor.domain.typed import place
from corridor.web.context import reader_of


class Paged(NamedTuple):
    """One page, what it is called (nothing where it is the only one), and the ways to others."""

    rows: Sequence[Any]
    said: str
    previous: str
    following: str


def paged(request: Request[Any, Any, Any], rows: Sequence[Any], most: int) -> Paged:
    """The page that is asked for; beyond the last it is the last."""
    pages = max(1, -(-len(rows) // most))
    number = min(max(1, place(request.query_params.get("page", ""))), pages)
    kept = [one for one in request.query_params.multi_items() if one[0] != "page"]

    def way(to: int) -> str:
        return f"{request.url.path}?{urlencode([*kept, ('page', str(to))])}"

    said = reader_of(request).words("Page %(page)s of %(pages)s", page=number, pages=pages)
    return Paged(
        rows[(number - 1) * most : number * most],
        said if pages > 1 else "",
        way(number - 1) if number > 1 else "",
        way(number + 1) if number < pages else "",
    )
