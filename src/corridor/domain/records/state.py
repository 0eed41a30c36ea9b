"""The state of a request: an office asks the node of departure for the record of a movement."""

from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from corridor.domain.days import day_at
from corridor.domain.searching import identifier

By = Literal["mrn", "plate", "container", "seal"]
Purpose = Literal["transit", "destination", "incident", "control", "enquiry"]
Status = Literal["asked", "referred", "granted", "refused"]
Why = Literal["", "unknown", "several", "too_many", "not_under_way", "person"]
"""Why it was refused: nothing under way has the number, more than one has it, the office asks too
often, it ended meanwhile; or a person says why."""
BYS: Final[tuple[By, ...]] = ("mrn", "plate", "container", "seal")
PURPOSES: Final[tuple[Purpose, ...]] = ("transit", "destination", "incident", "control", "enquiry")
Number = Annotated[str, Meta(min_length=3, max_length=35)]


class RecordRequest(msgspec.Struct, frozen=True, omit_defaults=True):
    """asked → granted | refused, by rule; or → referred to a person of the office of departure."""

    id: str
    home: str
    office: str
    """Which asks."""
    by: By
    number: str
    to: str
    """The state of departure, whose node is asked."""
    purpose: Purpose
    words: str
    asked_at: str
    asked_by: str = ""
    status: Status = "asked"
    departure: str = ""
    """The office of departure, once its node has found the movement."""
    movement: str = ""
    mrn: str = ""
    answered_at: str = ""
    answered_by: str = ""
    by_rule: bool = False
    why: Why = ""
    answer: str = ""
    updated_at: str = ""
    unheard: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it still waits for its answer."""
        return self.status in ("asked", "referred")

    @property
    def reference(self) -> str:
        """The number by which the movement is asked for."""
        return self.number


def number_key(by: str, number: str) -> str:
    """The key under which a movement has a number of this kind."""
    return f"{by}:{identifier(number)}"


def asked_key(office: str, number: str) -> str:
    """Under what the requests of an office for one number are found."""
    return f"record-asked:{office}:{identifier(number)}"


def daily_key(office: str, at: str) -> str:
    """Under what the requests of an office of one day there are counted."""
    return f"record-asks:{office}:{day_at(at, office)}"
