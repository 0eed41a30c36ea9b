"""The rows of the lists: what a state says of an office of its own, of a rate, of a code."""

from typing import Annotated, Any, Final, Literal, get_args

import msgspec
from msgspec import Meta

from corridor.domain.contacts.state import Clock
from corridor.domain.refdata.way_rows import LinkRow, Name, PlaceRow
from corridor.domain.reference.code_rows import (
    CountryCode,
    CurrencyRow,
    DangerousRow,
    GoodsCode,
    PackageKind,
    UnitRow,
)
from corridor.domain.reference.mapping_rows import MappingRow
from corridor.domain.reference.model import Days, OfficeRole, RateRow
from corridor.domain.reference.permit_rows import PermitRule
from corridor.domain.values import Date

ListName = Literal[
    "offices",
    "rates",
    "countries",
    "packages",
    "units",
    "currencies",
    "dangerous",
    "goods",
    "permit_rules",
    "places",
    "links",
    "mappings",
]
LISTS: Final[tuple[ListName, ...]] = get_args(ListName)
CODE_LISTS: Final = LISTS[2:8]
"""Those of codes, which every state has: its own, or those that came with the program."""
ROWS_MAX: Final = 4_000

OfficeCode = Annotated[str, Meta(pattern=r"\A[A-Z]{2}[A-Z0-9]{6}\Z")]


class OfficeRow(
    msgspec.Struct, frozen=True, omit_defaults=True, tag="office", forbid_unknown_fields=True
):
    """A customs office: where it stands, what it may do, when it is open by its own clock.

    ``place``    the place of the corridor where it stands
    ``name_own`` its name in the state's own language
    ``holidays`` days (ISO) on which it is closed
    ``valid_to`` the last day on which it is an office; None while nobody knows of an end
    """

    code: OfficeCode
    place: Annotated[str, Meta(pattern=r"\A[A-Z]{2}-[A-Z0-9]{2,8}\Z")]
    name_en: Name
    name_ru: Name
    roles: Annotated[tuple[OfficeRole, ...], Meta(min_length=1, max_length=4)]
    name_own: Annotated[str, Meta(max_length=140)] = ""
    days: Days = ""
    opens: Clock = ""
    closes: Clock = ""
    holidays: Annotated[tuple[Date, ...], Meta(max_length=100)] = ()
    valid_from: Date = "2000-01-01"
    valid_to: Date | None = None
    invented: bool = False

    @property
    def key(self) -> str:
        """By which rows of two editions are held against each other."""
        return self.code


CodeOf = CountryCode | PackageKind | UnitRow | CurrencyRow | DangerousRow | GoodsCode
Row = OfficeRow | RateRow | CodeOf | PermitRule | PlaceRow | LinkRow | MappingRow
Rows = Annotated[tuple[Row, ...], Meta(min_length=1, max_length=ROWS_MAX)]
ROW_OF: Final[dict[ListName, type[Any]]] = {
    "offices": OfficeRow,
    "rates": RateRow,
    "countries": CountryCode,
    "packages": PackageKind,
    "units": UnitRow,
    "currencies": CurrencyRow,
    "dangerous": DangerousRow,
    "goods": GoodsCode,
    "permit_rules": PermitRule,
    "places": PlaceRow,
    "links": LinkRow,
    "mappings": MappingRow,
}
KEY_OF: Final[dict[ListName, str]] = dict.fromkeys(LISTS, "code") | {
    "rates": "currency",
    "permit_rules": "id",
    "links": "start",
    "mappings": "own",
}
