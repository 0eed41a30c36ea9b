"""Closed lists by typing, by code or name: packages, units, countries, dangerous goods, offices ….

A name is looked for in every language of the pages, whatever the reader's own is.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final, NamedTuple

import msgspec

from corridor.domain.reference import Office
from corridor.domain.reference.code_rows import UnitRow
from corridor.domain.searching import PART_MIN
from corridor.web.codes.dangerous import hazard_of
from corridor.web.codes.spelling import of_country, of_office, of_place, spellings
from corridor.web.i18n import words_in
from corridor.web.labels.documents import DOCUMENT_TYPES
from corridor.web.labels.labels import OFFICE_ROLES_OF
from corridor.web.names import Names
from corridor.web.services import Services
from corridor.web.templating import Reader


class Option(msgspec.Struct, frozen=True):
    """What may be chosen: its code, its name in the reader's language, and more about it.

    `lang`: of `more`, where it is not the reader's.
    """

    value: str
    label: str
    more: str = ""
    lang: str = ""


class _List(NamedTuple):
    """Its codes, what each is called, and what else tells one from another."""

    codes: Callable[[Services], Iterable[str]]
    named: Callable[[Names, str], str]
    more: Callable[[Reader, Services, str], str] = lambda *_: ""
    own: Callable[[Services, str], Iterable[str]] = lambda *_: ()
    """Names in languages of no page, by which it is found too."""


def _countries(services: Services) -> list[str]:
    return Names("en", services.node, lambda: services.reference, ()).countries


def _of(name: str) -> _List:
    """A list of codes as the reference data have it."""
    return _List(
        lambda services: services.reference.lists[name],
        lambda names, code: names.of_list(name, code),
    )


def _symbol(_: Reader, services: Services, code: str) -> str:
    row = services.reference.lists["units"].get(code)
    return row.symbol if isinstance(row, UnitRow) else ""


def _package(names: Names, code: str) -> str:
    name = names.package(code)
    return "" if name == code else name.removesuffix(f" ({code})")


def _document(names: Names, code: str) -> str:
    return words_in(names.lang).gettext(DOCUMENT_TYPES.get(code, ""))


def _offices(services: Services) -> Iterable[str]:
    return (*services.reference.offices, *(one.code for one in services.authorities))


def office_hint(reader: Reader, services: Services, code: str) -> str:
    """State, what the office is for, and its clock against that of Greenwich."""
    known = services.reference.offices.get(code)
    return _hint(reader, services, code, (known,) if known else ())


def _place_hint(reader: Reader, services: Services, id: str) -> str:
    """What the place is called in its state, where the label says something else, and the rest."""
    said = _hint(reader, services, id, services.reference.offices_at.get(id, ()))
    own = next(iter(of_place(services.reference, id)), "")
    return f"{own} · {said}" if own not in ("", reader.names.place(id)) else said


def _hint(reader: Reader, services: Services, where: str, offices: Iterable[Office]) -> str:
    roles = dict.fromkeys(OFFICE_ROLES_OF[role] for office in offices for role in office.roles)
    said = (reader.labels(role, "office_role") for role in roles)
    zone = reader.formats.moment(services.now(), where).zone
    return " · ".join((reader.names.country(where[:2]), *said, zone))


_LISTS: Final[Mapping[str, _List]] = {
    "packages": _List(lambda services: services.reference.package_kinds, _package),
    "countries": _List(
        _countries,
        lambda names, code: names.country(code),
        own=lambda _, code: of_country(code),
    ),
    "currencies": _of("currencies"),
    "dangerous": _of("dangerous")._replace(
        more=lambda reader, _, code: hazard_of(reader, code),
    ),
    "units": _of("units")._replace(more=_symbol),
    "documents": _List(lambda _: DOCUMENT_TYPES, _document),
    "offices": _List(
        _offices,
        lambda names, code: names.office(code),
        office_hint,
        lambda services, code: of_office(services.reference, code),
    ),
    "places": _List(
        lambda services: services.reference.places,
        lambda names, id: names.place(id),
        _place_hint,
        lambda services, id: of_place(services.reference, id),
    ),
}
LISTS: Final = tuple(_LISTS)


def found(
    name: str, asked: str, lang: str, readers: Mapping[str, Reader], services: Services
) -> list[Option]:
    """What fits, by its code first, then by the beginning of a word, then by a part of one, short
    names before long ones; found by its name in each language, and told in that of who asks.
    """
    table, reader = _LISTS[name], readers[lang]
    start, words = asked.strip().upper(), spellings(asked)[-1]
    fitting = []
    for code in table.codes(services):
        said = {one: table.named(other.names, code) for one, other in readers.items()}
        names = (*said.values(), *table.own(services, code))
        rank = _rank(start, words, code, names)
        if rank is not None:
            name = said[lang].casefold()
            fitting.append((rank, len(name.split()), name, code))
    return [_option(table, code, readers, reader, services) for *_, code in sorted(fitting)]


def _option(
    table: _List, code: str, readers: Mapping[str, Reader], reader: Reader, services: Services
) -> Option:
    """A code without a name in the reader's language is told apart by one in another."""
    label, more = table.named(reader.names, code), table.more(reader, services, code)
    if label:
        return Option(code, label, more)
    said = ((lang, table.named(other.names, code)) for lang, other in readers.items())
    lang, name = next(((lang, name) for lang, name in said if name), ("", ""))
    return Option(code, more, name, lang)


def _rank(start: str, words: tuple[str, ...], code: str, names: Iterable[str]) -> int | None:
    """How near a code is to what is typed, 0 the nearest; None where it does not fit."""
    if start and code.startswith(start):
        return 0
    ranks = (_answers(words, known) for name in names for known in spellings(name))
    return min(filter(None, ranks), default=None)


def _answers(words: tuple[str, ...], known: tuple[str, ...]) -> int:
    """1 where each word asked for begins a word of the name, 2 where it is in one, else 0."""
    if words and all(any(one.startswith(word) for one in known) for word in words):
        return 1
    parts = words and all(len(word) >= PART_MIN for word in words)
    return 2 if parts and all(any(word in one for one in known) for word in words) else 0
