"""Which codes of a list a dossier names, and which codes a new list leaves out.

Nothing is refused by it: what was judged by the list of its day stays as it was judged. Who brings
a list in is told.
"""

from collections.abc import Iterator

from corridor.domain.consignment import Dossier, items_of
from corridor.domain.movement.rules.code_lists import countries_in
from corridor.domain.refdata.rows import ListName, Row
from corridor.domain.reference.code_rows import CodeRow, GoodsCode


def left_out(before: tuple[Row, ...], after: tuple[Row, ...], day: str) -> frozenset[str]:
    """Codes that counted and do not from a day (ISO) on; of goods subheadings as well."""
    return frozenset(_codes(before, day)) - frozenset(_codes(after, day))


def _codes(rows: tuple[Row, ...], day: str) -> Iterator[str]:
    for row in rows:
        if isinstance(row, CodeRow) and row.counts_on(day):
            yield row.code
            if isinstance(row, GoodsCode):
                yield from (row.code + end for end in row.subheadings)


def codes_in(dossier: Dossier, name: ListName) -> frozenset[str]:
    """Codes of a list that a dossier names; nothing of lists that are no lists of codes."""
    items = items_of(dossier)
    match name:
        case "countries":
            return frozenset(code for _, code in countries_in(dossier) if code)
        case "packages":
            return frozenset(one.kind for item in items for one in item.packages)
        case "currencies":
            named = [item.currency for item in items] + [g.currency for g in dossier.guarantees]
            return frozenset(one for one in named if one)
        case "dangerous":
            return frozenset(number for item in items for number in item.dangerous_goods)
        case "goods":
            return frozenset(item.hs[:digits] for item in items for digits in (4, 6) if item.hs)
    return frozenset()
