"""One page of many rows: which of them, what is said of it, and the links beside it."""

from collections.abc import Sequence
from typing import Any, Final, Generic, TypeVar

import msgspec
from litestar import Request

from corridor.web.addresses import with_query
from corridor.web.context import reader_of

T = TypeVar("T")
ROWS: Final = 25
_DIGITS: Final = 5


class Stretch(msgspec.Struct, Generic[T], frozen=True):
    """`said`: 51–100 of 1,999. An empty href: there is no such page."""

    rows: Sequence[T]
    said: str
    previous: str
    following: str
    is_last: bool


def stretch_of(
    request: Request[Any, Any, Any], rows: Sequence[T], asked: str = "page", anchor: str = ""
) -> Stretch[T]:
    """The page that the parameter `asked` names; past the end, the last one."""
    reader, pages = reader_of(request), max(1, -(-len(rows) // ROWS))
    given = request.query_params.get(asked, "")
    typed = int(given) if given.isascii() and given.isdecimal() and len(given) <= _DIGITS else 1
    page = min(max(1, typed), pages)
    first = (page - 1) * ROWS
    shown = rows[first : first + ROWS]
    number = reader.formats.number
    said = reader.words(
        "%(first)s–%(last)s of %(all)s",
        first=number(first + 1),
        last=number(first + len(shown)),
        all=number(len(rows)),
    )

    def href(to: int) -> str:
        return with_query(request, {asked: to}) + anchor if 1 <= to <= pages else ""

    return Stretch(shown, said, href(page - 1), href(page + 1), page == pages)
