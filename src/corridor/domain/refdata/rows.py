"""The rows of the lists: what a state says of an office of its own, and of a currency's rate."""

from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from corridor.domain.contacts.state import Clock
from corridor.domain.reference.model import Days, OfficeRole, RateRow
from corridor.domain.values import Date

ListName = Literal["offices", "rates"]
LISTS: Final[tuple[ListName, ...]] = ("offices", "rates")
ROWS_MAX: Final = 2_000

Name = Annotated[str, Meta(min_length=1, max_length=140)]
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


Row = OfficeRow | RateRow
Rows = Annotated[tuple[Row, ...], Meta(min_length=1, max_length=ROWS_MAX)]
ROW_OF: Final[dict[ListName, type[OfficeRow] | type[RateRow]]] = {
    "offices": OfficeRow,
    "rates": RateRow,
}
KEY_OF: Final[dict[ListName, str]] = {"offices": "code", "rates": "currency"}
