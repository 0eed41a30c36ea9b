"""Tables to fill in, and the goods of a draft as one: with headings that are read back."""

from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any, Final

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from corridor.domain.refusals import N_
from corridor.web.access import only
from corridor.web.cells import Plain
from corridor.web.context import gettext_of
from corridor.web.downloads import download
from corridor.web.errors import NotKnown
from corridor.web.listing.xlsx import XlsxFile
from corridor.web.pages.carrier.drafts import draft_of
from corridor.web.tables.matching import BOOKS, FIELDS, Purpose
from corridor.web.views.books.tables import BOOK, TABLES
from corridor.web.views.drafting.model import Draft, ItemForm, Values, part_named
from corridor.web.views.drafting.tabled import GRID, hidden_columns
from corridor.web.views.table_rows import name_of_field

AnyRequest = Request[Any, Any, Any]
_TITLES: Final[dict[str, tuple[Purpose, str]]] = {
    "goods": ("goods", N_("Goods")),
    "dossiers": ("dossiers", N_("Many at once")),
    **{purpose: (purpose, TABLES[purpose.removeprefix(BOOK)].title) for purpose in BOOKS},
}


def book(
    request: AnyRequest, purpose: Purpose, title: str, fields: Collection[str],
    rows: Iterable[list[Plain]],
) -> bytes:  # fmt: skip
    """A workbook with these columns."""
    _ = gettext_of(request)
    file = XlsxFile(title)
    heads = [_(name_of_field(purpose, field)) for field in fields]
    return file.begin(heads) + file.rows(rows) + file.end()


@get("/carrier/tables/sample/{purpose:str}", opt=only("carrier"))
async def sample(request: AnyRequest, purpose: FromPath[str]) -> Response[bytes]:
    """An empty table with all columns that are understood."""
    if purpose not in _TITLES:
        raise NotKnown
    kind, title = _TITLES[purpose]
    content = book(request, kind, gettext_of(request)(title), FIELDS[kind], ())
    return download(content, f"{purpose}.xlsx", XlsxFile.media_type)


@get("/carrier/drafts/{id:str}/goods/table.xlsx", opt=only("carrier"))
async def goods_book(request: AnyRequest, id: FromPath[str]) -> Response[bytes]:
    """The goods of a draft, as they were typed."""
    draft, title = draft_of(request, id), gettext_of(request)(N_("Goods"))
    named = FIELDS["goods"] if draft.parts else GRID
    fields = [field for field in named if field not in hidden_columns(draft)]
    said = (_said(draft, item) for item in draft.goods)
    rows = [[_plain(row.get(field, "")) for field in fields] for row in said]
    content = book(request, "goods", title, fields, rows)
    return download(content, f"{draft.lrn or draft.id}-goods.xlsx", XlsxFile.media_type)


def _said(draft: Draft, item: ItemForm) -> Values:
    """What an item says, and the part of the load that it is of."""
    place = part_named(item.fields.get("part", ""), len(draft.parts))
    return (draft.parts[place].fields if place is not None else {}) | item.fields


def _plain(text: str) -> Plain:
    """A number as a number, but never a code that begins with a zero."""
    is_number = text.replace(".", "", 1).isdecimal() and (text[:1] != "0" or text[:2] == "0.")
    return Decimal(text) if is_number and text.isascii() and len(text) < 12 else text


ROUTES: tuple[ControllerRouterHandler, ...] = (sample, goods_book)
