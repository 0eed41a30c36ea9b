"""What a movement's state keeps of how it is carried: voyages, other means asked for, parts."""

from typing import Annotated, Literal

from msgspec import Meta

from corridor.domain.consignment import MEANS_MAX, Means
from corridor.domain.movement.parts import StateStruct
from corridor.domain.values import Count, Instant, Kilograms, Line, Number, Office, SealId, Text

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


class PartGoods(StateStruct, frozen=True):
    """What of a goods item is on one vehicle: `item` is its number in the declaration."""

    item: Number
    packages: Count = 0
    gross_kg: Kilograms = "0"


class Seen(StateStruct, frozen=True):
    """Where and when a vehicle of a split load was seen."""

    office: Office
    seen_as: Literal["exit", "entry", "arrival"]
    at: Instant


class Part(StateStruct, frozen=True):
    """One vehicle of a split load, with its goods, document and seals."""

    number: Number
    means: Annotated[tuple[Means, ...], Meta(min_length=1, max_length=MEANS_MAX)]
    goods: Annotated[tuple[PartGoods, ...], Meta(min_length=1, max_length=1999)]
    document: Annotated[str, Meta(max_length=70)] = ""
    seals: Annotated[tuple[SealId, ...], Meta(max_length=99)] = ()
    carrier: Line = ""
    seen: Annotated[tuple[Seen, ...], Meta(max_length=200)] = ()
    missing: Text = ""
    """The office that said so."""

    def was_seen_at(self, office: str) -> bool:
        """Whether this office has recorded it."""
        return any(one.office == office for one in self.seen)

    def was_let_in(self, country: str) -> bool:
        """Whether an office of this state has let it in."""
        return any(one.seen_as == "entry" and one.office[:2] == country for one in self.seen)

    @property
    def has_arrived(self) -> bool:
        """Whether the office of destination has recorded it."""
        return any(one.seen_as == "arrival" for one in self.seen)


class Split(StateStruct, frozen=True):
    """A load that went on in several vehicles from a place of the route."""

    office: str
    place: str
    at: str
    parts: tuple[Part, ...]
    before: tuple[str, ...] = ()
    """Numbers of the means that brought it there."""
    joined_at: str = ""
    joined_by: str = ""
