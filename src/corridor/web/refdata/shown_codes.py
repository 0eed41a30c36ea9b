"""A row of a list of codes on the screen: its names, and what else the list says of it."""

from collections.abc import Iterator
from typing import Any, Final

from corridor.domain.refdata.rows import CodeOf
from corridor.domain.reference.code_rows import (
    CurrencyRow,
    DangerousRow,
    GoodsCode,
    PackageKind,
    UnitRow,
)
from corridor.web.codes.dangerous import HAZARDS
from corridor.web.headings import title
from corridor.web.templating import Reader

ALWAYS: Final = "2000-01-01"
_OTHER: Final = {"ru": "en", "en": "ru"}


def code_view(reader: Reader, row: CodeOf) -> dict[str, Any]:
    """Its name in the reader's language, or else in the other one; the other one beside it."""
    lang, other = reader.lang, _OTHER[reader.lang]
    first, second = name_in(row, lang), name_in(row, other)
    if not first:
        lang, first, second = other, second, ""
    return {
        "kind": "code",
        "code": row.code,
        "name": first,
        "lang": lang,
        "also": second,
        "also_lang": other,
        "more": [*_more(reader, row)],
        "begins": "" if row.valid_from == ALWAYS else row.valid_from,
        "ends": row.valid_to,
    }


def name_in(row: CodeOf, lang: str) -> str:
    """As the list has it; titles of goods in English come with the program."""
    name = row.name(lang)
    return name or (title(row.code, lang) if isinstance(row, GoodsCode) else "")


def _more(reader: Reader, row: CodeOf) -> Iterator[str]:
    match row:
        case PackageKind(bulk=True):
            yield reader.words("goods in bulk")
        case PackageKind(unpacked=True):
            yield reader.words("unpacked pieces")
        case UnitRow():
            yield row.symbol
        case CurrencyRow():
            digits = reader.words.ngettext(
                "%(num)s digit behind the point", "%(num)s digits behind the point", row.digits
            )
            yield digits
        case DangerousRow():
            yield reader.words(HAZARDS[row.hazard])
            yield row.classification
        case GoodsCode():
            yield ", ".join(f"{row.code}\N{NO-BREAK SPACE}{end}" for end in row.subheadings)
