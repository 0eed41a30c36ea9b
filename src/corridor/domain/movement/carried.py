"""What a movement's state keeps of how it is carried: voyages, other means asked for, parts."""

from typing import Literal

from corridor.domain.consignment import Means
from corridor.domain.movement.parts import StateStruct

Step = Literal["waiting", "loaded", "sailed", "delayed", "arrived", "unloaded"]
Cause = Literal["", "weather", "vessel", "port", "other"]


class VoyageStep(StateStruct, frozen=True):
    """What was said of a voyage. `office`: the port's, that said it; empty: its carrier did."""

    place: str
    """Of the route, from which it goes by sea."""
    step: Step
    at: str
    office: str = ""
    vessel: str = ""
    imo: str = ""
    cause: Cause = ""
    reason: str = ""
    expected: str = ""


class Extension(StateStruct, frozen=True):
    """A later limit date for days that were lost in port."""

    before: str
    after: str
    reason: str
    at: str


class Transfer(StateStruct, frozen=True):
    """Other means at a place of the route, as the carrier asks for: an office looks and records."""

    office: str
    place: str
    onto: str
    means: tuple[Means, ...]
    document: str
    carrier: str = ""
    reason: str = ""
    asked_at: str = ""
    status: Literal["requested", "confirmed", "refused"] = "requested"
    answered_at: str = ""
    answer: str = ""
