"""The uses of tables: goods of a draft, many dossiers after one pattern, or a book."""

from collections.abc import Mapping
from typing import Final

from corridor.web.pages.carrier.book_tables import judged_book, take_book
from corridor.web.pages.carrier.dossiers_use import DOSSIERS
from corridor.web.pages.carrier.goods_use import GOODS
from corridor.web.pages.carrier.use import Use
from corridor.web.tables.matching import BOOKS, FIELDS, Purpose
from corridor.web.views.books.kept import ENTRIES_MAX

_OF_BOOK: Final = Use(
    rows=ENTRIES_MAX,
    back=lambda table: f"/carrier/books/{table.target}",
    fields=lambda request, table: FIELDS[table.purpose],
    judged=judged_book,
    take=take_book,
)
USES: Final[Mapping[Purpose, Use]] = {
    "goods": GOODS,
    "dossiers": DOSSIERS,
    **dict.fromkeys(BOOKS, _OF_BOOK),
}
