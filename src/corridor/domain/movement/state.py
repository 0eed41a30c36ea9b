"""The state of a movement as every node on its route folds it from the same facts."""

from itertools import chain
from typing import Literal

import msgspec

from corridor.domain.attachments import Sent
from corridor.domain.codes import guarantor_of
from corridor.domain.consignment import Dossier, Means, Vehicle, under_tir

MovementStatus = Literal[
    "submitted",
    "rejected",
    "cancelled",
    "accepted",
    "under_control",
    "guarantee_registering",
    "not_released",
    "released",
    "arrived",
    "written_off",
]
OPEN: frozenset[str] = frozenset(
    {"submitted", "accepted", "under_control", "guarantee_registering", "released", "arrived"}
)
BEFORE_RELEASE: frozenset[str] = frozenset(
    {"submitted", "accepted", "under_control", "guarantee_registering"}
)
UNDERWAY: frozenset[str] = frozenset({"released", "arrived"})


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


class Crossing(StateStruct, frozen=True):
    """What happened at one office of transit."""

    office: str
    status: Literal["crossed", "stopped"]
    at: str
    seals_intact: bool = True
    remarks: str = ""
    broken_seals: tuple[str, ...] = ()


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

    @property
    def standing(self) -> str:
        """What is said of it: results that are there are not waited for."""
        return "results_known" if self.status == "results_due" and self.result else self.status


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


class Delay(StateStruct, frozen=True):
    """The holder's word that it comes at other times than it was expected."""

    at: str
    reason: str
    arrivals: tuple[tuple[str, str, str], ...] = ()
    """(office, expected before, expected now); before may be empty."""


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


class Movement(StateStruct, frozen=True):
    """A movement. `home` is the node the dossier was filed at, `owner` the firm that did."""

    id: str
    home: str
    owner: str
    dossier: Dossier
    rules_on: str
    lodged_at: str
    status: MovementStatus = "submitted"
    updated_at: str = ""
    mrn: str = ""
    accepted_at: str = ""
    amended_at: str = ""
    presented_at: str = ""
    """When the goods of a pre-lodged declaration were presented."""
    channel: str = ""
    channel_reasons: tuple[str, ...] = ()
    control_result: str = ""
    guarantee: GuaranteeState = GuaranteeState()
    entrusted: str = ""
    """GRN of the declared holder's guarantee, whose access code the filing broker has shown."""
    power: str = ""
    """The power of attorney by which a broker filed it for the declared holder."""
    seals: tuple[str, ...] = ()
    broken: tuple[BrokenSeal, ...] = ()
    """Seals found broken on the way that none was put in the place of: somebody has to do it."""
    released_at: str = ""
    limit_date: str = ""
    least_min: tuple[int, ...] = ()
    """Least minutes of travel to each point of the route from the one before, as stated by the
    release; nothing where it was said before releases stated it: its times are not judged."""
    clocks_min: int = 0
    """So far two right clocks may differ, as stated with them."""
    crossings: tuple[Crossing, ...] = ()
    incidents: tuple[Incident, ...] = ()
    destination: Destination = Destination()
    written_off_at: str = ""
    reason: str = ""
    overdue_at: str = ""
    withdrawn: tuple[str, ...] = ()
    """States that the route no longer touches: none is told more, but the guarantor's."""
    diversions: tuple[Diversion, ...] = ()
    delays: tuple[Delay, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    changes: tuple[Change, ...] = ()
    driver: str = ""
    """The name that customs confirmed last, as answers have always said it. Who drives is said by
    the dossier.
    """
    messages: tuple[Message, ...] = ()
    discrepancies: tuple[Discrepancy, ...] = ()
    sent: tuple[Sent, ...] = ()
    """The files that went with what was said of it."""
    unheard: tuple[str, ...] = ()
    """`node:number` of facts whose speaker had no right to state them: kept, never applied."""

    @property
    def driver_name(self) -> str:
        """The name of whoever drives; empty where nobody said."""
        return self.dossier.driver.name if self.dossier.driver is not None else ""

    def crossing_at(self, office: str) -> Crossing | None:
        """The last word of this office of transit."""
        return next((c for c in reversed(self.crossings) if c.office == office), None)

    def open_discrepancies(self) -> tuple[Discrepancy, ...]:
        """Those that keep the procedure from ending."""
        return tuple(d for d in self.discrepancies if d.is_open)

    @property
    def is_stopped(self) -> bool:
        """Whether it is the last word of an office of transit that it must not go on."""
        last = {crossing.office: crossing.status for crossing in self.crossings}
        return "stopped" in last.values()

    @property
    def is_overdue(self) -> bool:
        """Whether it is still on the way although its limit date has passed."""
        return bool(self.overdue_at) and self.status == "released"

    @property
    def is_judged(self) -> bool:
        """Whether what is said of it is judged by the order and the times of its release."""
        return bool(self.least_min)

    @property
    def is_held(self) -> bool:
        """Whether the goods stay where they are: a control was not satisfactory (B1), and the
        office of departure has not said yet what comes of it.
        """
        undecided = [d.code for d in self.discrepancies if d.is_undecided]
        is_unsatisfactory = self.destination.result == "B1" or "control_results_b1" in undecided
        return is_unsatisfactory and bool(undecided)

    @property
    def called_minor(self) -> int:
        """What was called from its guarantee for debts that stand."""
        return sum(d.amount_minor for d in self.discrepancies if d.settled == "called")

    @property
    def worst(self) -> str:
        """The worst that is true of it while it is under way; nothing where all is well."""
        if self.status not in UNDERWAY:
            return ""
        if self.status == "released" and self.is_stopped:
            return "stopped"
        if self.is_held:
            return "held"
        if self.broken and self.status == "released":
            return "seals_broken"
        return "discrepancy" if self.open_discrepancies() else ""

    def is_on_route(self, office: str) -> bool:
        """Whether the office has a part on the way as it is now."""
        return any(point.office == office for point in self.dossier.route.points)

    def diverted_from(self, *roles: str) -> frozenset[str]:
        """Offices of these roles, or of any, that it goes to no more; they may not know it yet."""
        if not self.diversions:
            return frozenset()
        on_route = {point.office for point in self.dossier.route.points}
        allowed = [d for d in self.diversions if d.status == "allowed"]
        gone = chain.from_iterable(((d.from_office, d.role), *d.left) for d in allowed)
        return frozenset(o for o, role in gone if not roles or role in roles) - on_route

    @property
    def pending_diversion(self) -> Diversion | None:
        """The one that waits for its decision; with the arrival it has lapsed."""
        waiting = (d for d in self.diversions if d.status == "requested")
        return next(waiting, None) if self.status == "released" else None

    @property
    def pending_change(self) -> Change | None:
        """The change of means that waits for its confirmation; with the arrival it has lapsed."""
        waiting = (c for c in self.changes if c.status == "requested")
        return next(waiting, None) if self.status == "released" else None

    def change_at(self, office: str) -> Change | None:
        """The one that waits for the confirmation of this office."""
        asked = self.pending_change
        return asked if asked is not None and asked.office == office else None

    @property
    def open_trouble(self) -> Trouble | None:
        """What the holder says happened last, until an office has recorded an incident."""
        last = self.troubles[-1] if self.troubles and self.status == "released" else None
        return last if last is not None and len(self.incidents) == last.incidents else None

    def diversion_at(self, office: str) -> str:
        """Why an office has it that is not on the route: asked, refused or elsewhere."""
        if not self.diversions or self.is_on_route(office):
            return ""
        pending = self.pending_diversion
        if pending is not None and pending.to_office == office:
            return "asked"
        is_refused = any((d.to_office, d.status) == (office, "refused") for d in self.diversions)
        return "refused" if is_refused and office not in self.diverted_from() else "elsewhere"

    @property
    def awaits_goods(self) -> bool:
        """Whether the declaration was lodged before its goods, and they have not come yet."""
        return self.dossier.additional_type == "D" and not self.presented_at

    @property
    def is_secured(self) -> bool:
        """Whether duties are covered: by the carnet under TIR, else by what the guarantor holds."""
        return under_tir(self.dossier) or self.guarantee.status == "reserved"

    @property
    def guarantor(self) -> str:
        """The node that answers for the guarantee; empty where none was asked, or it refused."""
        is_bound = self.guarantee.status in ("requested", "reserved")
        return guarantor_of(self.guarantee.grn) if is_bound else ""

    @property
    def reference(self) -> str:
        """MRN, or the LRN until there is one."""
        return self.mrn or self.dossier.lrn
