"""The state of a movement as every node on its route folds it from the same facts."""

from itertools import chain
from typing import Literal

from corridor.domain.attachments import Sent
from corridor.domain.codes import guarantor_of
from corridor.domain.consignment import Dossier, GuaranteeUse, under_tir
from corridor.domain.movement.carried import Extension, Part, Split, Transfer, VoyageStep
from corridor.domain.movement.costs import Cost
from corridor.domain.movement.departing import (
    NO_PLAN,
    ControlPlan,
    Correction,
    NoRelease,
    Superseded,
    paper_of,
)
from corridor.domain.movement.parts import (
    NO_GUARANTEE,
    ArrivalNotice,
    BrokenSeal,
    Change,
    Crossing,
    Delay,
    Destination,
    Discrepancy,
    Diversion,
    Exit,
    GuaranteeState,
    Incident,
    Leg,
    Message,
    Share,
    Simplified,
    StateStruct,
    Trouble,
    WagonsDone,
)
from corridor.domain.movement.pursuit import Pursuit
from corridor.domain.movement.seal_parts import NavigationSeal

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
    "closed",
]
OPEN: frozenset[str] = frozenset(
    {"submitted", "accepted", "under_control", "guarantee_registering", "released", "arrived"}
)
NEVER_LEFT: frozenset[str] = frozenset({"rejected", "cancelled", "not_released"})
"""It has ended and was never under way."""
BEFORE_RELEASE: frozenset[str] = frozenset(
    {"submitted", "accepted", "under_control", "guarantee_registering"}
)
UNDERWAY: frozenset[str] = frozenset({"released", "arrived"})


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
    present_by: str = ""
    """The last day for them, as the office of departure stated it."""
    warn_from: str = ""
    """The day from which the carrier is warned of that, until it was."""
    channel: str = ""
    channel_reasons: tuple[str, ...] = ()
    control_result: str = ""
    control: ControlPlan = NO_PLAN
    correction: Correction | None = None
    """The amendment that customs asked for last."""
    superseded: tuple[Superseded, ...] = ()
    """Until the release; only where its window and its office of departure are two nodes."""
    guarantee: GuaranteeState = NO_GUARANTEE
    entrusted: str = ""
    """GRN of the declared holder's guarantee, whose access code the filing broker has shown."""
    also_entrusted: tuple[str, ...] = ()
    """Of several guarantees, the others of the declared holder whose codes were shown."""
    shown: tuple[str, ...] = ()
    """GRN of guarantees in other states, once for each time that a code was given for it where it
    was filed: the code is on its way there."""
    further: tuple[GuaranteeState, ...] = ()
    """Where it has several guarantees, those after the first."""
    dropped: tuple[str, ...] = ()
    """GRN of those that the last change left out and that held something: to be freed."""
    papers_seen: tuple[str, ...] = ()
    """Guarantees that reserve nothing, and that departure has looked at: `type:reference`."""
    power: str = ""
    """The power of attorney by which a broker filed it for the declared holder."""
    seals: tuple[str, ...] = ()
    broken: tuple[BrokenSeal, ...] = ()
    """Seals found broken on the way that none was put in the place of: somebody has to do it."""
    navigation_seals: tuple[NavigationSeal, ...] = ()
    """Those of its seals that tell where they are, as their operators say."""
    released_at: str = ""
    limit_date: str = ""
    least_min: tuple[int, ...] = ()
    """Least minutes of travel to each point of the route from the one before, as stated by the
    release; nothing where it was said before releases stated it: its times are not judged."""
    clocks_min: int = 0
    """So far two right clocks may differ, as stated with them."""
    crossings: tuple[Crossing, ...] = ()
    exits: tuple[Exit, ...] = ()
    incidents: tuple[Incident, ...] = ()
    legs: tuple[Leg, ...] = ()
    """Where it was moved to other means as planned, in the order it was said."""
    voyage: tuple[VoyageStep, ...] = ()
    extensions: tuple[Extension, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    wagons: tuple[WagonsDone, ...] = ()
    """What offices said of single wagons, in the order it was said."""
    split: Split | None = None
    simplified: Simplified | None = None
    notices: tuple[ArrivalNotice, ...] = ()
    destination: Destination = Destination()
    written_off_at: str = ""
    reason: str = ""
    reason_code: NoRelease = ""
    """Why it was not released."""
    ended_by: Literal["", "customs", "time"] = ""
    """Who ended what is cancelled, if it was not its carrier."""
    overdue_at: str = ""
    pursuit: Pursuit = Pursuit()
    """Enquiry and recovery, where it did not end as it should."""
    passed: tuple[str, ...] = ()
    """Terms that were noted as passed, by `name_of` of what fell due."""
    withdrawn: tuple[str, ...] = ()
    """States that the route no longer touches: none is told more, but the guarantor's."""
    diversions: tuple[Diversion, ...] = ()
    shares: tuple[Share, ...] = ()
    delays: tuple[Delay, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    costs: tuple[Cost, ...] = ()
    changes: tuple[Change, ...] = ()
    driver: str = ""
    """The name that customs confirmed last: the dossier says who drives."""
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

    def exit_at(self, office: str) -> Exit | None:
        """When this office of exit saw it leave."""
        return next((one for one in self.exits if one.office == office), None)

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
    def is_enquired(self) -> bool:
        """Whether it is enquired after: until it arrives after all, or its results come."""
        pursuit = self.pursuit
        if not pursuit.opened_at or pursuit.ended or self.status != pursuit.opened_in:
            return False
        return pursuit.is_reopened or self.destination.status != "goods_released"

    @property
    def standing(self) -> str:
        """Its status as people read it: what is being done about it counts above where it is."""
        if self.status in UNDERWAY and self.pursuit.is_recovering:
            return "under_recovery"
        if self.status in UNDERWAY and self.pursuit.awaits_end:
            return "recovery_ended"
        if self.is_enquired:
            return "under_enquiry"
        waiting = self._waiting
        if not waiting and self.is_guarantee_under_amendment:
            return "guarantee_under_amendment"
        return waiting or self.status

    @property
    def _waiting(self) -> str:
        """Where it only waits for its carrier: for what; who ended it, if not its carrier."""
        if self.ended_by:
            return "invalidated" if self.ended_by == "customs" else "lapsed"
        if self.status == "submitted" and self.awaits_goods:
            return "prelodged"
        return "amendment_awaited" if self.pending_correction is not None else ""

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
        """What was called from its guarantee for debts, and its guarantor has not paid."""
        found = sum(d.amount_minor for d in self.discrepancies if d.settled == "called")
        recovery = self.pursuit.recovery
        return found + (recovery.called_minor(self.guarantee.grn) if recovery is not None else 0)

    @property
    def worst(self) -> str:
        """The worst that is true of it until it has ended; nothing where all is well."""
        if self.status in BEFORE_RELEASE and self.control_result == "B1":
            return "unsatisfactory"
        if self.status not in UNDERWAY:
            return ""
        if self.status == "released" and self.is_stopped:
            return "stopped"
        if self.is_held:
            return "held"
        if self.broken and self.status == "released":
            return "seals_broken"
        return "discrepancy" if self.open_discrepancies() else ""

    @property
    def arrival_notice(self) -> ArrivalNotice | None:
        """The word that it has arrived, as long as the office has not answered it."""
        last = self.notices[-1] if self.notices and self.status == "released" else None
        return last if last is not None and last.status == "waiting" else None

    @property
    def trader(self) -> str:
        """The firm that takes the goods in as an authorised consignee; empty where none does."""
        last = self.notices[-1] if self.notices else None
        is_theirs = last is not None and last.authorisation and last.status != "refused"
        return last.by if last is not None and is_theirs else ""

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
    def pending_correction(self) -> Correction | None:
        """The amendment that customs waits for; it lapses with whatever ends that time."""
        asked = self.correction if self.status in BEFORE_RELEASE else None
        return asked if asked is not None and asked.status == "asked" else None

    @property
    def declared_at(self) -> str:
        """When its data were declared as they stand now."""
        return self.amended_at or self.lodged_at

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
    def parts(self) -> tuple[Part, ...]:
        """The vehicles that carry it apart; none where it goes in one."""
        return () if self.split is None or self.split.joined_at else self.split.parts

    @property
    def pending_transfer(self) -> Transfer | None:
        """The transshipment that waits for an office; with the arrival it has lapsed."""
        asked = (one for one in self.transfers if one.status == "requested")
        return next(asked, None) if self.status == "released" else None

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
    def guarantees(self) -> tuple[GuaranteeState, ...]:
        """All that were asked for, in the order in which they were."""
        first = () if self.guarantee.status == "none" else (self.guarantee,)
        return (*first, *self.further)

    @property
    def guarantee_status(self) -> str:
        """The worst of them: one refusal is one too many, and all have to be reserved. `by_paper`:
        none has a ledger, and the office has looked at each.
        """
        if not self.further:
            has_ledger = any(use.grn for use in self.dossier.guarantees)
            is_by_paper = bool(self.papers_seen) and not has_ledger and self.is_secured
            return "by_paper" if is_by_paper else self.guarantee.status
        found = {one.status for one in self.guarantees}
        return next((s for s in ("refused", "requested", "reserved") if s in found), "none")

    @property
    def is_guarantee_under_amendment(self) -> bool:
        """Whether the carrier has to name another guarantee, or more, before it is released."""
        return self.status in BEFORE_RELEASE and self.guarantee_status == "refused"

    @property
    def reserved_minor(self) -> int:
        """Minor units that its guarantees in the currency of its debts hold for it together."""
        held = (one for one in self.guarantees if one.status == "reserved")
        return sum(one.amount_minor for one in held if one.currency == self.guarantee.currency)

    @property
    def is_secured(self) -> bool:
        """Whether duties are covered: by the carnet under TIR, else by what the guarantors hold."""
        if under_tir(self.dossier):
            return True
        uses = self.dossier.guarantees
        return bool(uses) and all(map(self._covers, uses))

    def _covers(self, use: GuaranteeUse) -> bool:
        if not use.grn:
            return paper_of(use) in self.papers_seen
        held = next((one for one in self.guarantees if one.grn == use.grn), NO_GUARANTEE)
        needed = held.amount_minor if use.amount_minor is None else use.amount_minor
        return held.status == "reserved" and held.amount_minor >= needed

    @property
    def guarantors(self) -> frozenset[str]:
        """The nodes that answer for its guarantees: not those that refused."""
        bound = (one for one in self.guarantees if one.status in ("requested", "reserved"))
        return frozenset(guarantor_of(one.grn) for one in bound)

    @property
    def reference(self) -> str:
        """MRN, or the LRN until there is one."""
        return self.mrn or self.dossier.lrn
