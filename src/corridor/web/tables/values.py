"""Codes that a table gives by their names: a country, a kind of packages, in any language known."""

from functools import cache
from typing import Final

from babel import Locale

from corridor.domain.codes import COUNTRY_CODES
from corridor.domain.reference import Reference
from corridor.domain.reference.loader import load_country_spellings
from corridor.domain.typed import latin, listed, one_line, plain, tidy

LANGUAGES: Final = ("en", "ru")
COUNTRIES: Final = frozenset(
    {"vehicle_country", "trailer_country", "consignor_country", "consignee_country", "country"}
    | {"dispatch", "destination"}
)

LISTS: Final = frozenset(
    {"seals", "un", "box", "invoice", "waybill", "trailer", "trailer_country", "container"}
    | {"container_size"}
)
"""In these a line is an entry."""


def written(field: str, text: str) -> str:
    """A cell as it is seen: on one line, unless its lines are entries."""
    return tidy(text) if field in LISTS else one_line(text)


def meant(field: str, text: str, reference: Reference) -> str:
    """The code that a cell means where it is a name; what is none stays as it was written."""
    if field in COUNTRIES:
        return _country(text) if field not in LISTS else _several(text)
    return _kind(text, reference) if field == "kind" else text


def _several(text: str) -> str:
    """One country, or several of which each is one."""
    whole = _country(text)
    is_one = whole in COUNTRY_CODES or len(listed(text)) < 2
    return whole if is_one else ", ".join(map(_country, listed(text)))


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
    """By their names in the languages of the pages, and in those of the corridor."""
    named = [item for lang in LANGUAGES for item in Locale.parse(lang).territories.items()]
    named += [(code, name) for code, them in load_country_spellings().items() for name in them]
    return {_name(str(name)): code for code, name in reversed(named) if code in COUNTRY_CODES}


def _name(text: str) -> str:
    return plain(text).casefold()
