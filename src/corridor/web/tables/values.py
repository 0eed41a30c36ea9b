"""Codes that a table gives by their names: a country, a kind of packages, in any language known."""

from functools import cache
from typing import Final

from babel import Locale

from corridor.domain.codes import COUNTRY_CODES
from corridor.domain.reference import Reference
from corridor.domain.typed import latin, plain

LANGUAGES: Final = ("en", "ru", "kk", "ky", "uz", "az", "ka", "tr", "zh")
COUNTRIES: Final = frozenset(
    {"vehicle_country", "trailer_country", "consignor_country", "consignee_country", "country"}
)


def meant(field: str, text: str, reference: Reference) -> str:
    """The code that a cell means where it is a name; what is none stays as it was written."""
    if field in COUNTRIES:
        return _country(text)
    return _kind(text, reference) if field == "kind" else text


def _country(text: str) -> str:
    code = latin(text)
    return code if code in COUNTRY_CODES else _countries().get(_name(text), text)


def _kind(text: str, reference: Reference) -> str:
    code = latin(text)
    if code in reference.package_kinds:
        return code
    wanted = _name(text)
    for kind in reference.package_kinds.values():
        if wanted and wanted in (_name(kind.name("ru")), _name(kind.name("en"))):
            return kind.code
    return text


@cache
def _countries() -> dict[str, str]:
    return {
        _name(str(name)): code
        for lang in LANGUAGES
        for code, name in Locale.parse(lang).territories.items()
        if code in COUNTRY_CODES
    }


def _name(text: str) -> str:
    return plain(text).casefold()
