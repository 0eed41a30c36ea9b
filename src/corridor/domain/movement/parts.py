"""What a movement's state is made of: one record for each thing that offices and carriers say."""

from typing import Final, Literal

import msgspec

from corridor.domain.consignment import Means, Vehicle
from corridor.domain.movement.endorsement import Endorsement


class StateStruct(msgspec.Struct, frozen=True, omit_defaults=True):
    """Base of the state's parts."""


class GuaranteeState(StateStruct, frozen=True):
    """What the guarantor said: requested → reserved | refused."""

    status: Literal["none", "requested", "reserved", "refused"] = "none"
    grn: str = ""
    amount_minor: int = 0
    currency: str = ""
    refusal: str = ""
    excluded_countries: tuple[str, ...] = ()
    """Where it is not valid, as the guarantor said when it reserved."""
    guarantor: str = ""
    """The organisation that answers for it, as its ledger said."""
    since: str = ""
    """When it was reserved."""


NO_GUARANTEE: Final = GuaranteeState()
"""None was asked for: it stands in no bytes of the state."""


class Crossing(StateStruct, frozen=True):
    """What happened at one office of transit."""

    office: str
    status: Literal["crossed", "stopped"]
    at: str
    seals_intact: bool = True
    remarks: str = ""
    broken_seals: tuple[str, ...] = ()
    cause: str = ""
    """Why it was stopped, as a code; nothing where it was let in, or stopped before codes were."""
    needed: str = ""
    """What has to be done or shown before it is let in."""


class Exit(StateStruct, frozen=True):
    """What an office of exit saw when it left the customs territory there."""

    office: str
    at: str
    seals_intact: bool = True
    remarks: str = ""
    broken_seals: tuple[str, ...] = ()


class Leg(StateStruct, frozen=True):
    """How it goes on from a place where it was moved to other means, and under which document."""

    place: str
    mode: str
    means: tuple[Means, ...]
    document: str
    carrier: str
    office: str
    at: str
    before: tuple[str, ...] = ()
    """Numbers of the means that brought it there."""


class WagonsDone(StateStruct, frozen=True):
    """What an office did with some of the wagons: sealed, left, crossed, stopped or arrived."""

    office: str
    did: str
    wagons: tuple[str, ...]
    at: str
    reason: str = ""
    train: str = ""
    seals: tuple[str, ...] = ()


class BrokenSeal(StateStruct, frozen=True):
    """A seal that was found broken, and that nothing was put in the place of yet."""

    seal: str
    office: str
    at: str


class Incident(StateStruct, frozen=True):
    """Something that happened en route."""

    office: str
    code: str
    at: str
    text: str
    broken_seals: tuple[str, ...] = ()
    new_seals: tuple[str, ...] = ()
    new_container: str = ""
    new_vehicle: str = ""
    place: str = ""
    """Where; nothing where it was at the office itself."""
    country: str = ""
    replaces: str = ""
    """The container in whose place the new one is."""
    before: tuple[str, ...] = ()
    """Numbers of the means that it had, where they changed with it."""
    endorsed: Endorsement | None = None
    """By whom, where the office that recorded it was not the first to."""


class ArrivalNotice(StateStruct, frozen=True):
    """The word of whoever brings the goods that they are there, and how the office answered it.

    An arrival that was refused without such a word has no `at`.
    """

    office: str
    at: str = ""
    arrived_at: str = ""
    place: str = ""
    """Where the goods stand, if not at the office."""
    by: str = ""
    """The firm."""
    authorisation: str = ""
    """The number of the authorised consignee's, where it is one."""
    part: int = 0
    """Of a split load, the vehicle that is there."""
    status: Literal["waiting", "recorded", "refused"] = "waiting"
    code: str = ""
    reason: str = ""
    answered_at: str = ""


class Simplified(StateStruct, frozen=True):
    """The simplified procedure of an authorised consignor, and why it was stopped if it was."""

    authorisation: str = ""
    decide_by: str = ""
    stopped: str = ""


class HeldGoods(StateStruct, frozen=True):
    """What of a goods item the office of destination does not release, and why."""

    item: int
    """Its number in the declaration; nil where it is all goods."""
    packages: int = 0
    """So many of its packages; nil where it is the whole item."""
    code: str = ""
    reason: str = ""


class Destination(StateStruct, frozen=True):
    """What the office of destination did."""

    status: Literal[
        "expected", "arrived", "unloading_permitted", "results_due", "goods_released"
    ] = "expected"
    office: str = ""
    arrived_at: str = ""
    conforms: bool | None = None
    seals_intact: bool | None = None
    remarks: str = ""
    result: str = ""
    released_at: str = ""
    results_by: str = ""
    """The last day for the results, as the arrival stated it."""
    permit_at: str = ""
    """When the unloading is permitted by itself, at an authorised consignee's."""
    kept: str = ""
    """Why it is not permitted by itself after all."""
    rounds: int = 0
    """Of the unloading, that were not the last."""
    held: tuple[HeldGoods, ...] = ()
    """Goods that were not released with the others."""
    disputed: tuple[int, ...] = ()
    """Of a B1: the items that it is about; none: all of them."""

    @property
    def standing(self) -> str:
        """What is said of it: results that are there are not waited for."""
        if self.held:
            return "goods_not_released" if self.is_all_held else "released_in_part"
        return "results_known" if self.status == "results_due" and self.result else self.status

    @property
    def is_all_held(self) -> bool:
        """Whether nothing of the load was released."""
        return any(not one.item for one in self.held)

    @property
    def is_unloading(self) -> bool:
        """Whether a round of the unloading was recorded that was not the last."""
        return self.status == "unloading_permitted" and self.rounds > 0


class Diversion(StateStruct, frozen=True):
    """Another office than declared: asked for by the holder or where it turned up, and decided."""

    from_office: str
    to_office: str
    role: str = ""
    """What the office declared was to do: `transit` or `destination`."""
    reason: str = ""
    asked_at: str = ""
    asked_by: str = ""
    """The role: `carrier` or `customs`."""
    status: Literal["requested", "allowed", "refused"] = "requested"
    decided_at: str = ""
    answer: str = ""
    left: tuple[tuple[str, str], ...] = ()
    """(office, role) of all that dropped out of the route with it, `from_office` among them."""


class Share(StateStruct, frozen=True):
    """An office off the route that asked for the record, and was given it."""

    office: str
    request: str
    purpose: str
    at: str


class Delay(StateStruct, frozen=True):
    """That it comes at other times than it was expected: said by the holder or a port, or since its
    release came late.
    """

    at: str
    reason: str
    arrivals: tuple[tuple[str, str, str], ...] = ()
    """(office, expected before, expected now); before may be empty."""
    office: str = ""
    """The port that said so, or the office that released it late; nothing where the holder did."""

    @property
    def is_said(self) -> bool:
        """Whether somebody said so, with a reason; a late release moves times without one."""
        return bool(self.reason)


class Trouble(StateStruct, frozen=True):
    """The holder's word that something happened on the way."""

    code: str
    happened_at: str
    text: str
    place: str = ""
    at: str = ""
    """When it was said."""
    incidents: int = 0
    """So many incidents offices had recorded before it was said."""
    country: str = ""
    new_seals: tuple[str, ...] = ()
    new_container: str = ""
    new_vehicle: str = ""
    new_nationality: str = ""
    endorsed: Endorsement | None = None


class Change(StateStruct, frozen=True):
    """Other means of transport, or another driver: asked for, and confirmed by customs or not."""

    office: str
    """Where the vehicle is shown, which decides."""
    means: tuple[Means, ...] = ()
    """All means at departure as they would be; nothing where only the driver changes."""
    driver: str = ""
    reason: str = ""
    place: str = ""
    asked_at: str = ""
    before: tuple[str, ...] = ()
    """Numbers of the means that it had."""
    status: Literal["requested", "confirmed", "refused"] = "requested"
    decided_at: str = ""
    answer: str = ""
    vehicle: Vehicle | None = None
    """Masses and sizes with the new means; nothing where they stay as declared."""


class Message(StateStruct, frozen=True):
    """What an office and the carrier wrote to each other. `by`: who wrote it."""

    id: str
    """`node:number` of its event."""
    office: str
    by: Literal["customs", "carrier"]
    at: str
    text: str
    asks: bool = False
    answers: str = ""
    answered_at: str = ""


class Discrepancy(StateStruct, frozen=True):
    """Facts that contradict each other or the declaration; a person solves it."""

    code: str
    at: str
    text: str = ""
    solution: str = ""
    about: str = ""
    """The office it is about, where there may be one of the kind for each."""
    other: str = ""
    """The office with which that one does not agree."""
    said: str = ""
    """The instant that was stated, and cannot have been."""
    seen: str = ""
    """The instant at the other office."""
    least_min: int = 0
    """The way between the two takes so long at least."""
    outcome: Literal["", "recorded", "explained", "debt", "transferred"] = ""
    """`recorded`: what was missing was said after all, so that nobody had to solve it."""
    document: str = ""
    amount_minor: int = 0
    currency: str = ""
    settled: Literal["", "called", "paid"] = ""
    transferred_to: str = ""
    solve_by: str = ""
    """The last day to solve it, as departure stated it; nothing until it has."""

    @property
    def is_open(self) -> bool:
        """Whether the procedure cannot end with it: nothing came of it yet, or another state has
        to bring in the debt.
        """
        return self.outcome == "transferred" or self.is_undecided

    @property
    def is_undecided(self) -> bool:
        """Whether the office of departure still has to say what comes of it."""
        return not (self.outcome or self.solution)
