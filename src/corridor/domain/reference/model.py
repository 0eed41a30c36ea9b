"""Reference data as one frozen value, with the indexes that make its questions cheap."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import msgspec

from corridor.domain.places import Link, Mode, Place
from corridor.domain.territories import BorderControls, ContractingParty, Country

OfficeRole = Literal["DEP", "TRA", "DES", "EXT"]


class Office(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A customs office.

    ``roles``     DEP departure, TRA transit, DES destination, EXT exit
    ``valid_to``  last day it is open, or None
    ``invented``  the code and the name are the demo's, no administration gave them
    """

    code: str
    country: str
    place: str
    name_en: str
    name_ru: str
    roles: tuple[OfficeRole, ...]
    valid_from: str
    valid_to: str | None
    invented: bool

    def name(self, language: str) -> str:
        """The name for ``ru`` or, for any other language, the English one."""
        return self.name_ru if language == "ru" else self.name_en

    def is_open(self, on_date: str) -> bool:
        """Whether it is open on a day (ISO date)."""
        return self.valid_from <= on_date and (self.valid_to is None or on_date <= self.valid_to)


class PackageKind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of package, UNECE Recommendation 21.

    ``name_en``, ``name_ru``  given for the kinds in common use, empty for the rest
    ``bulk``      no packages to count nor marks to give (NCTS code list 181)
    ``unpacked``  pieces counted without packaging (NCTS code list 182)
    """

    code: str
    name_en: str
    name_ru: str
    bulk: bool
    unpacked: bool

    def name(self, language: str) -> str:
        """The name for ``ru`` or, for any other language, the English one; may be empty."""
        return self.name_ru if language == "ru" else self.name_en


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Reference:
    """All reference data. Build it with ``load_reference`` or ``build_reference``.

    ``bulk``         codes of the kinds of packages that are bulk
    ``unpacked``     codes of those that are pieces counted without packaging
    ``offices_at``   place id to its offices
    ``links_at``     place id to the open links that end there
    ``open_links``   (mode, place, place) of every open link, both directions
    ``mainland``     (mode, place) to a number that two places of one state share when open
                     links of that mode inside the state join them
    """

    places: Mapping[str, Place]
    links: tuple[Link, ...]
    countries: Mapping[str, Country]
    offices: Mapping[str, Office]
    borders: tuple[BorderControls, ...]
    contracting_parties: tuple[ContractingParty, ...]
    package_kinds: Mapping[str, PackageKind]
    bulk: frozenset[str]
    unpacked: frozenset[str]
    offices_at: Mapping[str, tuple[Office, ...]]
    links_at: Mapping[str, tuple[Link, ...]]
    open_links: frozenset[tuple[Mode, str, str]]
    mainland: Mapping[tuple[Mode, str], int]
