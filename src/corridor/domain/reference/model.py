"""Reference data as one frozen value, with the indexes that make its questions cheap."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from corridor.domain.places import Link, Mode, Place
from corridor.domain.reference.code_rows import CodeRow, PackageKind
from corridor.domain.reference.mapping_rows import MappingRow
from corridor.domain.reference.nomenclature import Nomenclature
from corridor.domain.reference.permit_rows import PermitRule
from corridor.domain.territories import BorderControls, ContractingParty, Country

CurrencyCode = Annotated[str, Meta(pattern=r"\A[A-Z]{3}\Z")]
Days = Literal["", "workdays", "six", "every"]
OfficeRole = Literal["DEP", "TRA", "DES", "EXT"]


class Office(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A customs office.

    ``roles``     DEP departure, TRA transit, DES destination, EXT exit
    ``valid_to``  last day it is open, or None
    ``invented``  the code and the name are the demo's, no administration gave them
    ``name_own``  the name in the state's own language; empty where nobody said it
    ``days``, ``opens``, ``closes``  when it is open by its own clock; empty where nobody said it
    ``holidays``  days (ISO) on which it is closed
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
    name_own: str = ""
    days: Days = ""
    opens: str = ""
    closes: str = ""
    holidays: tuple[str, ...] = ()

    def name(self, language: str) -> str:
        """The name for ``ru`` or, for any other language, the English one."""
        return self.name_ru if language == "ru" else self.name_en

    def is_open(self, on_date: str) -> bool:
        """Whether it is open on a day (ISO date)."""
        return self.valid_from <= on_date and (self.valid_to is None or on_date <= self.valid_to)


class RateRow(
    msgspec.Struct, frozen=True, omit_defaults=True, tag="rate", forbid_unknown_fields=True
):
    """What units of a currency cost in a state's own, ``base``: 1 EUR = 98.4 KGS.

    ``rate``  a decimal in units of ``base``
    ``per``   of how many units the rate speaks
    """

    currency: CurrencyCode
    base: CurrencyCode
    rate: Annotated[str, Meta(pattern=r"\A\d{1,12}(\.\d{1,10})?\Z")]
    per: Annotated[int, Meta(ge=1, le=1_000_000)] = 1

    @property
    def key(self) -> str:
        """By which rows of two editions are held against each other."""
        return self.currency


class Editions:
    """All sets of the reference data by the day from which each counts; filled once.

    ``mark``  the same wherever the same lists were issued, and no other
    """

    __slots__ = ("_days", "_sets", "mark")

    def __init__(self, mark: str) -> None:
        self.mark = mark
        self._days: tuple[str, ...] = ()
        self._sets: tuple[Reference, ...] = ()

    def fill(self, days: tuple[str, ...], sets: "tuple[Reference, ...]") -> None:
        """Days in their order; the first is empty, so that some set counts on every day."""
        self._days, self._sets = days, sets

    def office(self, code: str) -> Office | None:
        """The newest word about an office."""
        named = (one.offices[code] for one in reversed(self._sets) if code in one.offices)
        return next(named, None)

    def sets(self) -> "tuple[tuple[str, Reference], ...]":
        """Each with the first day on which it counts."""
        return tuple(zip(self._days, self._sets, strict=True))

    def on(self, day: str) -> "Reference":
        """The set of a day."""
        return self._sets[bisect_right(self._days, day) - 1]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Reference:
    """All reference data. Build it with ``load_reference`` or ``build_reference``.

    ``lists``        list of codes to its rows by code; the next four are made from it
    ``bulk``         codes of the kinds of packages that are bulk
    ``unpacked``     codes of those that are pieces counted without packaging
    ``offices_at``   place id to its offices
    ``links_at``     place id to the open links that end there
    ``open_links``   (mode, place, place) of every open link, both directions
    ``mainland``     (mode, place) to a number that two places of one state share when open
                     links of that mode inside the state join them
    ``goods``        which codes of goods there are
    ``rates``        state to what currencies cost in its own, as it issued them last
    ``permit_rules`` state to the rules of its own list of permits that are needed
    ``mappings``     state to what it says of codes of its own that are in no list here
    ``issued``       of which lists of codes these are a state's own
    ``since``        state to its lists that count, each to the day (ISO) of its edition
    ``own``          state to the same with its own lists of codes; under "" without any
    ``editions``     the sets of all days, where states issued lists of their own
    """

    places: Mapping[str, Place]
    links: tuple[Link, ...]
    countries: Mapping[str, Country]
    offices: Mapping[str, Office]
    borders: tuple[BorderControls, ...]
    contracting_parties: tuple[ContractingParty, ...]
    lists: Mapping[str, Mapping[str, CodeRow]]
    package_kinds: Mapping[str, PackageKind]
    bulk: frozenset[str]
    unpacked: frozenset[str]
    goods: Nomenclature
    offices_at: Mapping[str, tuple[Office, ...]]
    links_at: Mapping[str, tuple[Link, ...]]
    open_links: frozenset[tuple[Mode, str, str]]
    mainland: Mapping[tuple[Mode, str], int]
    rates: Mapping[str, Mapping[str, RateRow]] = field(default_factory=lambda: MappingProxyType({}))
    permit_rules: Mapping[str, tuple[PermitRule, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    mappings: Mapping[str, tuple[MappingRow, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    issued: frozenset[str] = frozenset()
    since: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    own: "Mapping[str, Reference]" = field(default_factory=lambda: MappingProxyType({}))
    editions: Editions | None = None

    @property
    def mark(self) -> str:
        """Names all that states issued; empty where nothing counts but the program's data."""
        return "" if self.editions is None else self.editions.mark

    def of(self, state: str) -> "Reference":
        """The set with the lists of codes by which a state judges."""
        return self.own.get(state, self.own[""]) if self.own else self

    def on(self, day: str) -> "Reference":
        """The set that counts on a day (ISO): the one of the decisive date, not of today."""
        return self if self.editions is None else self.editions.on(day)

    def sets(self) -> "tuple[tuple[str, Reference], ...]":
        """The sets of all days, each with its first day; the first counts from ever."""
        return (("", self),) if self.editions is None else self.editions.sets()

    def office_ever(self, code: str) -> Office | None:
        """An office of this set, or, for what speaks of the past, of the newest that had it."""
        found = self.offices.get(code)
        if found is None and self.editions is not None:
            return self.editions.office(code)
        return found
