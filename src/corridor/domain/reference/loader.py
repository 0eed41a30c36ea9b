"""Reads the reference data that ships with the program."""

import csv
import io
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Literal, TypeVar

import msgspec

from corridor.domain.codes.iso import CURRENCY_MINOR_DIGITS
from corridor.domain.places import Link, Place
from corridor.domain.reference.code_rows import (
    CodeRow,
    CountryCode,
    CurrencyRow,
    DangerousRow,
    GoodsCode,
    PackageKind,
    UnitRow,
)
from corridor.domain.reference.index import build_reference
from corridor.domain.reference.model import Office, Reference
from corridor.domain.territories import BorderControls, ContractingParty, Country

_Row = TypeVar("_Row")
_MANY = frozenset(
    ("modes", "paired", "corridors", "roles", "controls", "countries", "subheadings", "names")
)
_OPTIONAL = frozenset(("valid_to",))


@cache
def load_reference() -> Reference:
    """The data files, read and indexed once in a process. Ask at the start and pass the value on.

    Raises ValueError or msgspec.ValidationError when a file is wrong: the program is broken then.
    """
    return build_reference(
        places=load_places(),
        links=_rows("links.csv", Link),
        countries=load_countries(),
        offices=_rows("offices.csv", Office),
        borders=_rows("borders.csv", BorderControls),
        contracting_parties=_rows("common_transit.csv", ContractingParty),
        lists=load_lists(),
    )


def load_places() -> list[Place]:
    """The places, each with its names in other languages."""
    names: dict[str, tuple[str, ...]] = {}
    for one in _rows("other_names.csv", OtherName):
        names[one.place] = (*names.get(one.place, ()), one.name)
    places = _rows("places.csv", Place)
    return [msgspec.structs.replace(p, names_other=names.get(p.id, ())) for p in places]


def load_lists() -> dict[str, list[CodeRow]]:
    """The lists of codes that come with the program, as they stood when it was first given out.

    They are the edition before all others: what judges in them never changes, and what comes later
    is issued. Names judge nothing; those that are lacking may still be written down.
    """
    return {
        "countries": [*map(_country, load_countries()), *_rows("country_names.csv", CountryCode)],
        "packages": [*_rows("package_kinds.csv", PackageKind)],
        "units": [*_rows("units.csv", UnitRow)],
        "currencies": [*map(_currency, _rows("currency_names.csv", CurrencyRow))],
        "dangerous": [*load_dangerous()],
        "goods": [*load_goods_codes()],
    }


def load_dangerous() -> list[DangerousRow]:
    """UN numbers of dangerous goods, by code."""
    return _rows("dangerous_goods.csv", DangerousRow)


def load_goods_codes() -> list[GoodsCode]:
    """Chapters and headings, by code."""
    return _rows("goods_codes.csv", GoodsCode)


def _country(state: Country) -> CountryCode:
    return CountryCode(state.code, state.name_en, state.name_ru)


def _currency(named: CurrencyRow) -> CurrencyRow:
    return msgspec.structs.replace(named, digits=CURRENCY_MINOR_DIGITS[named.code])


def load_countries() -> list[Country]:
    """The states alone, with their zones: for what is the same on every node (`domain.days`)."""
    return _rows("countries.csv", Country)


class Zone(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place whose clock is not that of its state's capital."""

    place: str
    time_zone: str


class CountrySpelled(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a country is called in languages of the corridor beside Russian and English."""

    code: str
    names: tuple[str, ...]


@cache
def load_country_spellings() -> Mapping[str, tuple[str, ...]]:
    """Country → its names in other languages, by which it is looked for."""
    rows = _rows("country_other_names.csv", CountrySpelled)
    return MappingProxyType({row.code: row.names for row in rows})


def load_zones() -> dict[str, str]:
    """Place or office → its zone, where that is not the one of its state."""
    places = {zone.place: zone.time_zone for zone in _rows("zones.csv", Zone)}
    offices = _rows("offices.csv", Office)
    return places | {o.code: places[o.place] for o in offices if o.place in places}


class OtherName(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a place is called in another language than Russian and English, or once was.

    ``language``  ISO 639-1
    ``source``    ``geonames``: a gazetteer has the same name at this place; ``manual``: the usual
                  spelling, held against none
    """

    place: str
    language: str
    name: str
    source: Literal["geonames", "manual"]


class StationCode(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A railway station of the 1520 mm network at a place of the corridor.

    ``code``    six digits, the last of which checks the others
    ``source``  ``two`` where two independent public sources say the same, else ``one``
    ``approx``  not held against a second source: check it in the tariff guide before use
    """

    code: str
    place: str
    name_en: str
    name_ru: str
    source: Literal["one", "two"]
    approx: bool

    def name(self, language: str) -> str:
        """The name for ``ru`` or, for any other language, the English one."""
        return self.name_ru if language == "ru" else self.name_en


@cache
def load_stations() -> tuple[StationCode, ...]:
    """The stations whose codes are known, of the places along the corridors."""
    return tuple(_rows("stations.csv", StationCode))


class Letter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A small letter of another script and what stands for it in Latin, by a named standard."""

    standard: str
    letter: str
    latin: str


def load_letters() -> tuple[Letter, ...]:
    """The tables of transliteration."""
    return tuple(_rows("letters.csv", Letter))


class GoodsSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A section of the Harmonized System, from its ``first`` chapter on. The titles are ours."""

    number: str
    first: str
    name_en: str
    name_ru: str


def load_goods_sections() -> tuple[GoodsSection, ...]:
    """Sections, by their chapters."""
    return tuple(_rows("goods_sections.csv", GoodsSection))


def _rows(file: str, shape: type[_Row]) -> list[_Row]:
    text = resources.files(__package__).joinpath(file).read_text(encoding="utf-8")
    lines = (line for line in io.StringIO(text) if not line.startswith("#"))
    return [msgspec.convert(row, shape, strict=False) for row in _cells(csv.DictReader(lines))]


def _cells(rows: Iterator[dict[str, str]]) -> Iterator[dict[str, object]]:
    """Cells with several values are separated by a bar; an empty optional cell is None."""
    for row in rows:
        yield {column: _cell(column, text) for column, text in row.items()}


def _cell(column: str, text: str) -> object:
    if column in _MANY:
        return tuple(text.split("|")) if text else ()
    return None if column in _OPTIONAL and not text else text
