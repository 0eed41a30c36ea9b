"""Rows of a list by words: a code, or a name in whatever language."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.refdata.rows import OfficeRow, Row
from corridor.domain.refdata.way_rows import LinkRow, PlaceRow
from corridor.domain.reference import Reference
from corridor.domain.reference.code_rows import CountryCode, GoodsCode
from corridor.web.codes.spelling import fits, of_country, of_place
from corridor.web.refdata.shown_codes import name_in

NAMED_BY: Final = (
    "key",
    "place",
    "start",
    "end",
    "name_en",
    "name_ru",
    "name_own",
    "words_ru",
    "symbol",
    "title_en",
    "title_ru",
    "kind",
    "authority",
    "own",
)


def fitting(rows: tuple[Row, ...], text: str, reference: Reference) -> tuple[Row, ...]:
    """Those whose code or some name, in whatever language, holds all that is looked for."""
    words = text.casefold().split()
    return tuple(row for row in rows if _fits(row, text, words, reference))


def _fits(row: Row, text: str, words: list[str], reference: Reference) -> bool:
    plain = _plain(row, reference)
    if all(word in plain for word in words):
        return True
    other = (*_other_names(row, reference),)
    return bool(other) and fits(text, (plain, *other))


def _plain(row: Row, reference: Reference) -> str:
    plain = [getattr(row, one, "") for one in NAMED_BY]
    if isinstance(row, LinkRow):
        ends = [reference.places[one] for one in (row.start, row.end) if one in reference.places]
        plain += [name for place in ends for name in (place.name_en, place.name_ru)]
    if isinstance(row, GoodsCode):
        plain.append(name_in(row, "en"))
    return " ".join(plain).casefold()


def _other_names(row: Row, reference: Reference) -> Iterable[str]:
    if isinstance(row, PlaceRow):
        return row.names_other
    if isinstance(row, OfficeRow):
        return of_place(reference, row.place)
    if isinstance(row, LinkRow):
        return (*of_place(reference, row.start), *of_place(reference, row.end))
    return of_country(row.code) if isinstance(row, CountryCode) else ()
