"""Closed lists by typing: kinds of packages, countries, currencies, offices, by code or name.

A name is looked for in every language of the pages, whatever the reader's own is.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

import msgspec
from babel import Locale

from corridor.domain.codes import CURRENCY_MINOR_DIGITS
from corridor.domain.searching import words_of
from corridor.web.i18n import LANGUAGES
from corridor.web.names import Names
from corridor.web.services import Services
from corridor.web.views.books.shown import CHOSEN


class Option(msgspec.Struct, frozen=True):
    """What may be chosen: its code, its name in the reader's language, and more about it."""

    value: str
    label: str
    more: str = ""


_Named = Callable[[Names, str], str]


def _currency(names: Names, code: str) -> str:
    return str(Locale.parse(names.lang).currencies.get(code, ""))


def _package(names: Names, code: str) -> str:
    name = names.package(code)
    return "" if name == code else name.removesuffix(f" ({code})")


_NAMED: Final[Mapping[str, _Named]] = {
    "packages": _package,
    "countries": lambda names, code: names.country(code),
    "currencies": _currency,
    "offices": lambda names, code: names.office(code),
}
LISTS: Final = tuple(_NAMED)


def _codes(name: str, services: Services) -> Iterator[str]:
    match name:
        case "packages":
            yield from services.reference.package_kinds
        case "countries":
            yield from CHOSEN
        case "currencies":
            yield from CURRENCY_MINOR_DIGITS
        case _:
            yield from services.reference.offices


def found(name: str, asked: str, lang: str, services: Services) -> list[Option]:
    """What fits, by its code first, then by name in the reader's alphabet."""
    named, words = _NAMED[name], words_of(asked)
    speakers = {one: Names(one, services) for one in LANGUAGES}
    fitting = []
    for code in _codes(name, services):
        said = {one: named(names, code) for one, names in speakers.items()}
        is_code = bool(asked.strip()) and code.startswith(asked.strip().upper())
        if is_code or (words and any(_answers(words, text) for text in said.values())):
            fitting.append((not is_code, said[lang].casefold(), Option(code, said[lang])))
    return [option for _, _, option in sorted(fitting, key=lambda one: (*one[:2], one[2].value))]


def _answers(words: tuple[str, ...], name: str) -> bool:
    """Whether each word asked for begins a word of the name."""
    known = words_of(name)
    return all(any(one.startswith(word) for one in known) for word in words)
