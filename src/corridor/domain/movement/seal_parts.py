"""A navigation seal on a movement: what its operator has said of it, as every state sees it."""

from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from corridor.domain.movement.parts import StateStruct

Latitude = Annotated[str, Meta(pattern=r"\A-?(90(\.0{1,6})?|[1-8]?[0-9](\.[0-9]{1,6})?)\Z")]
Longitude = Annotated[
    str, Meta(pattern=r"\A-?(180(\.0{1,6})?|(1[0-7][0-9]|[1-9]?[0-9])(\.[0-9]{1,6})?)\Z")
]
Percent = Annotated[int, Meta(ge=0, le=100)]
SealWord = Literal["activated", "reading", "deactivated"]
SealAlarm = Literal["opened", "tampered", "battery", "signal"]
SEALS_MAX: Final = 99
GRAVE: Final = ("opened", "tampered")
"""Alarms of what somebody did to a seal; the others are of its battery and its signal."""
ALARMS_MAX: Final = 20


class Position(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Degrees, WGS 84, as decimal strings."""

    lat: Latitude
    lon: Longitude


class Alarm(StateStruct, frozen=True):
    """An alarm. `office`: of the route, that it lay at; empty on the way."""

    what: SealAlarm
    at: str
    office: str = ""


class NavigationSeal(StateStruct, frozen=True):
    """`operator`, `node`: whose words count about it. `at`, `position`, `battery_pct`: the last."""

    seal: str
    operator: str
    node: str
    activated_at: str
    deactivated_at: str = ""
    at: str = ""
    position: Position | None = None
    battery_pct: int | None = None
    said_at: str = ""
    """When its operator's last reading went to all states."""
    alarms: tuple[Alarm, ...] = ()
    raised: int = 0
    """So many alarms of it were said, also those that are no longer kept."""

    @property
    def is_active(self) -> bool:
        """Whether it still watches."""
        return not self.deactivated_at
