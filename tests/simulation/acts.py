"""What people of each desk may do about a movement, by command: what the simulation draws from.

Each command of people has its maker here, or a place among those that are made elsewhere: a test
names the others, so that a new act cannot be forgotten.
"""

import random
from collections.abc import Callable, Iterator
from typing import Any, Final, get_args

from msgspec.structs import replace

from corridor.domain.authorised.changing import ChangeAuthorisation
from corridor.domain.authorised.revoking import RevokeAuthorisation
from corridor.domain.authorised.suspending import ResumeAuthorisation, SuspendAuthorisation
from corridor.domain.commands import Command
from corridor.domain.consignment import Dossier, LegPlan, Means, items_of, vehicles_of
from corridor.domain.contacts.state import Ways, contact_id
from corridor.domain.contacts.stating import StateContact
from corridor.domain.contacts.withdrawing import WithdrawContact
from corridor.domain.facts import Actor
from corridor.domain.figures.publishing import PublishFigures
from corridor.domain.figures.revising import ReviseFigures
from corridor.domain.figures.state import FigureRow, figures_id
from corridor.domain.figures.voices import OBSERVATORY
from corridor.domain.guarantees.changing import ChangeTerms, GiveNewCode
from corridor.domain.movement.accepting import AcceptDeclaration, RejectDeclaration
from corridor.domain.movement.amending import AmendDeclaration
from corridor.domain.movement.answering import AnswerQuestions
from corridor.domain.movement.answering_enquiries import (
    AnswerEnquiry,
    AnswerEnquiryOfOffice,
    OfHolder,
    OfOffice,
)
from corridor.domain.movement.arriving import RecordArrival
from corridor.domain.movement.asking_transshipment import RefuseTransshipment, RequestTransshipment
from corridor.domain.movement.cancelling import CancelDeclaration
from corridor.domain.movement.carried import Part, PartGoods, Step
from corridor.domain.movement.changing import DecideChange, RequestChange
from corridor.domain.movement.closing import CloseMovement, ReopenMovement
from corridor.domain.movement.control import AnnounceControl, DecideControl, RecordControl
from corridor.domain.movement.correcting import AskForAmendment, DropAmendment
from corridor.domain.movement.crossing import RecordCrossing, RefuseCrossing
from corridor.domain.movement.demanding import DemandDebt, RecordPayment
from corridor.domain.movement.discrepancies import SolveDiscrepancy
from corridor.domain.movement.diverting import DecideDiversion, ReportDiversion, RequestDiversion
from corridor.domain.movement.enquiring import EndEnquiry, Enquire, JudgeProof
from corridor.domain.movement.extending import ExtendLimit, latest_limit
from corridor.domain.movement.following_parts import (
    MissPart,
    RecordPart,
    ReportPart,
    parts_ahead,
)
from corridor.domain.movement.goods_release import ReleaseGoods
from corridor.domain.movement.guarantee import RequestGuarantee
from corridor.domain.movement.incident import RecordIncident
from corridor.domain.movement.invalidating import InvalidateMovement
from corridor.domain.movement.leaving import RecordExit
from corridor.domain.movement.navigation import RaiseSealAlarm, ReportSeal
from corridor.domain.movement.notifying import NotifyArrival
from corridor.domain.movement.planning_legs import PlanLegs
from corridor.domain.movement.presenting import PresentGoods
from corridor.domain.movement.recovering import (
    DecideHandover,
    EndRecovery,
    HandOverRecovery,
    OpenRecovery,
)
from corridor.domain.movement.refusing_arrival import RefuseArrival
from corridor.domain.movement.releasing import RefuseRelease, ReleaseForTransit
from corridor.domain.movement.reporting import Arrival, ReportDelay, TellIncident
from corridor.domain.movement.results import RecordResults
from corridor.domain.movement.seal_parts import SealAlarm, SealWord
from corridor.domain.movement.sealing import AffixSeals
from corridor.domain.movement.splitting import JoinLoad, SplitLoad
from corridor.domain.movement.state import Movement
from corridor.domain.movement.stating_costs import StateCost, WithdrawCost
from corridor.domain.movement.taking_in import KeepForControl
from corridor.domain.movement.transshipping import RecordTransshipment
from corridor.domain.movement.unloading import (
    PermitUnloading,
    RecordUnloading,
    Remark,
    ReportUnloading,
)
from corridor.domain.movement.voyage import RecordVoyage, TellVoyage, steps_here
from corridor.domain.movement.wagons import RecordWagons
from corridor.domain.movement.writing import WriteToCarrier, WriteToOffice
from corridor.domain.movement.writing_off import WriteOff
from corridor.domain.permits.asking import RequestInformation
from corridor.domain.permits.revoking import RevokePermit
from corridor.domain.permits.state import Permit
from corridor.domain.permits.withdrawing import WithdrawPermit
from corridor.domain.records.asking import AskForRecord
from corridor.domain.records.state import By
from corridor.node.demo.world import load_world

Draw = random.Random
Maker = Callable[[Movement, str, Draw], Command | None]
LATER: Final = "2027-06-30"
ELSEWHERE: Final = ("GEBATU01", "AZBAKU01", "KZTAZH01", "TMASHG01")
WAYS: Final = Ways(phone="+996000000001", mail="road@kg.example")
WAGONS: Final = ("52387768", "52387750")
COUNT: Final = "/consignment/houses/0/items/0/packages/0/count"


def _seal(office: str, chance: Draw) -> tuple[str, ...]:
    return (f"{office[:2]}-S{chance.randrange(1_000_000)}",)


def _truck(chance: Draw) -> tuple[Means, ...]:
    return (Means("departure", "30", f"01KG{chance.randrange(100, 999)}SIM", "KG"),)


def _place(m: Movement, office: str) -> str:
    """Where an office lies on the route, or else where it begins."""
    found = (p.place for p in m.dossier.route.points if p.office == office)
    return next(found, m.dossier.route.points[0].place)


def _office(m: Movement, chance: Draw) -> str:
    return chance.choice([p.office for p in m.dossier.route.points if p.office])


def _split(m: Movement, office: str, chance: Draw) -> SplitLoad:
    """Half of each kind of goods on a second vehicle."""
    halves: tuple[list[PartGoods], list[PartGoods]] = [], []
    for item in items_of(m.dossier):
        count = sum(package.count or 0 for package in item.packages)
        half, kg = count // 2, int(item.gross_kg) // 2
        number = item.declaration_number
        halves[0].append(PartGoods(number, count - half, str(int(item.gross_kg) - kg)))
        halves[1].append(PartGoods(number, half, str(kg)))
    here = tuple(one for one in m.dossier.consignment.means if one.role == "departure")
    parts = (
        Part(1, here, tuple(halves[0]), "CMR-1", _seal(office, chance)),
        Part(2, _truck(chance), tuple(halves[1]), "CMR-2", _seal(office, chance)),
    )
    return SplitLoad(office, _place(m, office), parts, m.seals)


def _join(m: Movement, office: str, chance: Draw) -> JoinLoad:
    means = tuple(one for one in m.dossier.consignment.means if one.role == "departure")[:1]
    return JoinLoad(office, _place(m, office), means, "CMR-9", m.seals, _seal(office, chance))


def _part(m: Movement, office: str) -> int:
    return next((one.number for one in parts_ahead(m, office)), 1)


def _voyage(m: Movement, office: str, chance: Draw) -> RecordVoyage | None:
    found = steps_here(m, office)
    if not found:
        return None
    place, step = chance.choice(found)
    return RecordVoyage(place, step, **_why(step), office=office)


def _why(step: Step) -> dict[str, Any]:
    late = {"cause": "weather", "reason": "Storm.", "expected": f"{LATER}T08:00:00Z"}
    return late if step == "delayed" else {}


def _told_voyage(m: Movement, office: str, chance: Draw) -> TellVoyage:
    step = chance.choice(get_args(Step))
    return TellVoyage(chance.choice(m.dossier.route.points).place, step, **_why(step))


def _some_seal(m: Movement, chance: Draw) -> str:
    noted = (*m.seals, *(one.seal for one in m.broken), "X-1")
    return chance.choice((*(one.seal for one in m.navigation_seals), *noted[:2]))


def _wagons(m: Movement, office: str, chance: Draw) -> RecordWagons | None:
    """Of each wagon, or of the first alone; by the part that the office has."""
    wagons = tuple(one.id for one in m.dossier.consignment.means if one.role == "departure")
    roles = {p.role for p in m.dossier.route.points if p.office == office}
    did = {"departure": "sealed", "exit": "left", "transit": "crossed", "destination": "arrived"}
    words = [did[role] for role in sorted(roles & did.keys())]
    if not words:
        return None
    if "transit" in roles and chance.random() < 0.2:
        return RecordWagons(office, "stopped", wagons[:1], reason="A wheel.")
    some = wagons[: chance.randrange(1, len(wagons) + 1)]
    return RecordWagons(office, chance.choice(words), some)  # type: ignore[arg-type]


def _question(m: Movement, asked: str, chance: Draw) -> str:
    """One that was put, most often to this one."""
    found = [one.id for one in m.pursuit.enquiries if one.asked == asked]
    found = found or [one.id for one in m.pursuit.enquiries]
    return chance.choice(found) if found else "KG:1"


def _answer(m: Movement, office: str, chance: Draw) -> AnswerEnquiry:
    answer = chance.choice(get_args(OfHolder))
    there: dict[str, Any] = {"elsewhere": "GEBATU01", "on": "2026-11-21", "document": "CMR"}
    return AnswerEnquiry(_question(m, "", chance), answer, "said", consignee="One", **there)


def _office_answer(m: Movement, office: str, chance: Draw) -> AnswerEnquiryOfOffice:
    answer = chance.choice(get_args(OfOffice))
    there: dict[str, Any] = {"elsewhere": "GEBATU01", "on": "2026-11-21"}
    return AnswerEnquiryOfOffice(office, _question(m, office, chance), answer, "said", **there)


def _solve(m: Movement, office: str, chance: Draw) -> SolveDiscrepancy:
    found = m.open_discrepancies()
    code, about = (found[0].code, found[0].about) if found else ("nothing", "")
    return SolveDiscrepancy(code, "said", "explained", "Act 1", about=about)


def _unloaded(m: Movement, chance: Draw) -> dict[str, Any]:
    """As declared, or with some packages missing."""
    intact = True if m.seals else None
    if chance.random() < 0.7:
        return {"conforms": True, "seals_intact": intact}
    count = m.dossier.consignment.houses[0].items[0].packages[0].count or 0
    short = Remark(COUNT, str(count), str(max(count - 3, 0)))
    return {"conforms": False, "seals_intact": intact, "remarks": (short,), "text": "Short."}


def _to_divert(m: Movement, office: str, chance: Draw) -> RequestDiversion:
    return RequestDiversion(_office(m, chance), chance.choice(ELSEWHERE), "The ship is there.")


def _decide_diversion(m: Movement, office: str, chance: Draw) -> DecideDiversion | None:
    asked = m.pending_diversion
    return DecideDiversion(asked.to_office, chance.random() < 0.7, "so") if asked else None


def _amended(m: Movement, office: str, chance: Draw) -> AmendDeclaration:
    day = chance.choice(("2026-12-30", "2027-01-15"))
    return AmendDeclaration(replace(m.dossier, limit_date=day))


def _legs(m: Movement, office: str, chance: Draw) -> PlanLegs:
    place = chance.choice(m.dossier.route.points[:-1]).place
    return PlanLegs((LegPlan(place, "A carrier", "cmr", "CMR-7", "01KG777SIM"),))


def _arrivals(m: Movement, office: str, chance: Draw) -> ReportDelay:
    there = m.dossier.route.points[-1].office or ""
    return ReportDelay((Arrival(there, f"2027-01-{chance.randrange(10, 28)}T08:00:00Z"),), "Queue")


def _cost(m: Movement, office: str, chance: Draw) -> StateCost:
    places = [point.place for point in m.dossier.route.points]
    start = chance.randrange(len(places))
    to = chance.choice(["", *places[start + 1 :]])
    cents, currency = chance.randrange(1, 50_000), chance.choice(("USD", "KGS"))
    return StateCost("official", cents, currency, places[start], to)


MOVEMENT_MAKERS: Final[dict[type[Command], Maker]] = {
    AmendDeclaration: _amended,
    AnswerQuestions: lambda m, o, c: AnswerQuestions({"live_animals": False}),
    PresentGoods: lambda m, o, c: PresentGoods(),
    CancelDeclaration: lambda m, o, c: CancelDeclaration("changed my mind"),
    RequestTransshipment: lambda m, o, c: RequestTransshipment(
        (at := _office(m, c)), _place(m, at), "road", _truck(c), "CMR-3", "Broken down."
    ),
    TellVoyage: _told_voyage,
    RequestDiversion: _to_divert,
    PlanLegs: _legs,
    ReportDelay: _arrivals,
    TellIncident: lambda m, o, c: TellIncident("5", "It burnt.", "km 3"),
    StateCost: _cost,
    WithdrawCost: lambda m, o, c: WithdrawCost(c.choice(m.costs).id) if m.costs else None,
    RequestChange: lambda m, o, c: RequestChange(_office(m, c), "Broken down.", driver="Another"),
    NotifyArrival: lambda m, o, c: NotifyArrival(m.dossier.route.points[-1].office or ""),
    ReportPart: lambda m, o, c: ReportPart(_part(m, o)),
    ReportUnloading: lambda m, o, c: ReportUnloading(**_unloaded(m, c)),
    AnswerEnquiry: _answer,
    WriteToOffice: lambda m, o, c: WriteToOffice(_office(m, c), "How long?", asks=True),
    AskForAmendment: lambda m, o, c: AskForAmendment("the mass", "2027-01-31", ("/limit_date",)),
    DropAmendment: lambda m, o, c: DropAmendment(),
    AcceptDeclaration: lambda m, o, c: AcceptDeclaration(),
    RejectDeclaration: lambda m, o, c: RejectDeclaration("false papers"),
    AnnounceControl: lambda m, o, c: AnnounceControl(("physical",)),
    DecideControl: lambda m, o, c: DecideControl(c.choice(("green", "yellow")), ("why",)),
    RecordControl: lambda m, o, c: RecordControl(c.choice(("A1", "A2", "A5"))),
    RequestGuarantee: lambda m, o, c: RequestGuarantee(),
    AffixSeals: lambda m, o, c: AffixSeals(_seal(o, c)),
    ReleaseForTransit: lambda m, o, c: ReleaseForTransit(),
    RefuseRelease: lambda m, o, c: RefuseRelease("false papers"),
    InvalidateMovement: lambda m, o, c: InvalidateMovement("false papers"),
    RecordExit: lambda m, o, c: RecordExit(o),
    RecordCrossing: lambda m, o, c: RecordCrossing(o),
    RefuseCrossing: lambda m, o, c: RefuseCrossing(o, "too heavy"),
    RecordWagons: _wagons,
    RecordIncident: lambda m, o, c: RecordIncident(o, "5", "Something happened."),
    RecordTransshipment: lambda m, o, c: RecordTransshipment(
        o, _place(m, o), "road", _truck(c), "CMR-4", broken_seals=m.seals, new_seals=_seal(o, c)
    ),
    RefuseTransshipment: lambda m, o, c: RefuseTransshipment(o, "no crane"),
    SplitLoad: _split,
    JoinLoad: _join,
    RecordPart: lambda m, o, c: RecordPart(o, _part(m, o)),
    MissPart: lambda m, o, c: MissPart(o, _part(m, o), "never came"),
    ExtendLimit: lambda m, o, c: ExtendLimit(latest_limit(m, "2026-12-20T08:00:00.000Z"), "Storm."),
    ReportDiversion: lambda m, o, c: ReportDiversion(o, "turned up here"),
    DecideDiversion: _decide_diversion,
    DecideChange: lambda m, o, c: DecideChange(o, c.random() < 0.7, "so"),
    RefuseArrival: lambda m, o, c: RefuseArrival(o, "papers_missing"),
    RecordArrival: lambda m, o, c: RecordArrival(o),
    KeepForControl: lambda m, o, c: KeepForControl("scan"),
    PermitUnloading: lambda m, o, c: PermitUnloading(),
    RecordUnloading: lambda m, o, c: RecordUnloading(**_unloaded(m, c)),
    RecordResults: lambda m, o, c: RecordResults(c.choice(("A1", "A2", "B1")), "said"),
    SolveDiscrepancy: _solve,
    ReleaseGoods: lambda m, o, c: ReleaseGoods(),
    WriteOff: lambda m, o, c: WriteOff(),
    Enquire: lambda m, o, c: Enquire(
        "Did it come?", c.choice(("", _office(m, c))), c.random() < 0.3
    ),
    JudgeProof: lambda m, o, c: JudgeProof(_question(m, "", c), c.random() < 0.5, "so"),
    EndEnquiry: lambda m, o, c: EndEnquiry("It came."),
    AnswerEnquiryOfOffice: _office_answer,
    OpenRecovery: lambda m, o, c: OpenRecovery(
        c.choice(("enquiry_failed", "term")), 100, "never came", difference="a part is due"
    ),
    HandOverRecovery: lambda m, o, c: HandOverRecovery(_office(m, c), "it arose there"),
    DecideHandover: lambda m, o, c: DecideHandover(o, c.random() < 0.7, "so"),
    EndRecovery: lambda m, o, c: EndRecovery(c.choice(("paid", "remitted", "withdrawn")), "so"),
    DemandDebt: lambda m, o, c: DemandDebt(c.choice(("debtor", "guarantor")), "2027-09-30"),
    RecordPayment: lambda m, o, c: RecordPayment(
        c.choice(("debtor", "guarantor")), c.choice((40, 60, 100)), "Receipt 7"
    ),
    CloseMovement: lambda m, o, c: CloseMovement("nothing is owed"),
    ReopenMovement: lambda m, o, c: ReopenMovement("a forged stamp"),
    WriteToCarrier: lambda m, o, c: WriteToCarrier(o, "Where are the papers?", asks=True),
    ReportSeal: lambda m, o, c: ReportSeal(_some_seal(m, c), c.choice(get_args(SealWord))),
    RaiseSealAlarm: lambda m, o, c: RaiseSealAlarm(_some_seal(m, c), c.choice(get_args(SealAlarm))),
    RecordVoyage: _voyage,
}
"""A movement, an office of it, chance → what somebody there might ask."""
ARRIVALS: Final[frozenset[type[Command]]] = frozenset({RecordArrival, NotifyArrival, RecordWagons})
"""What is not said of goods that never come."""
ENDS: Final[tuple[type[Command], ...]] = (
    CancelDeclaration,
    RejectDeclaration,
    RefuseRelease,
    InvalidateMovement,
    RefuseArrival,
    EndEnquiry,
    EndRecovery,
    CloseMovement,
)
"""After these little more happens: rarely asked. In an order, since chance is drawn for each: a
seed makes one run in every process.
"""


def who(role: str, node: str, office: str, movement: Movement) -> Actor:
    """Whoever of a desk may ask it."""
    match role:
        case "carrier":
            return Actor("", movement.trader or movement.owner, "somebody", "carrier")
        case "seals":
            return Actor("", f"{node}-NAVI", "somebody", "seals")
        case _:
            return Actor(office, role, "somebody", role)


def besides(
    node: str, movement: Movement, permits: tuple[Permit, ...], chance: Draw
) -> Iterator[tuple[Command, Actor, str]]:
    """(command, actor, subject) of what is done about permits, guarantees, records, contacts
    and figures."""
    for permit in (one for one in permits if one.request.country == node):
        desk = Actor(permit.request.authority, "p", "somebody", "permit")
        yield RequestInformation("Which vehicle?"), desk, permit.id
        if chance.random() < 0.05:
            yield RevokePermit("false papers"), desk, permit.id
    for permit in (one for one in permits if one.home == node and chance.random() < 0.05):
        yield WithdrawPermit(), Actor("", permit.owner, "somebody", "carrier"), permit.id
    grn = movement.dossier.guarantees[0].grn
    terms = ChangeTerms(chance.choice((2_500_000, 150_000_000)), "2028-12-31", "more trade")
    guarantor = Actor("", f"{grn[2:4]}-guarantor", "somebody", "guarantor")
    if grn[2:4] == node:
        for change in (terms, GiveNewCode("DEMO")):
            yield change, guarantor, f"gr-{grn}"
    officer = Actor(f"{node}HEAD01", "customs", "somebody", "customs")
    operator = Actor("", node, "somebody", "operator")
    place = next(iter(load_world().nodes[node].customs))
    contact = contact_id(place)
    yield StateContact(place, WAYS), operator, contact
    yield WithdrawContact(), operator, contact
    month, n = "2026-01", chance.randrange(5, 99)
    figures = (FigureRow("tonnes", n, {"sum": f"{20 * n}"}),)
    yield PublishFigures(month, figures), OBSERVATORY, figures_id(node, month)
    yield ReviseFigures(figures), OBSERVATORY, figures_id(node, month)
    given = f"au-{node}-0001"
    yield ResumeAuthorisation(), officer, given
    if chance.random() < 0.1:
        yield SuspendAuthorisation("a doubt"), officer, given
        yield RevokeAuthorisation("it was misused"), officer, f"au-{node}-0003"
    yield ChangeAuthorisation("2028-12-31", "a longer term"), officer, given


def on_wagons(dossier: Dossier) -> Dossier:
    """The same load on two wagons."""
    means = tuple(Means("departure", "20", number, "KG") for number in WAGONS)
    load = replace(dossier.consignment, means=means, inland_mode="2", equipment=())
    return replace(dossier, consignment=replace(load, containerised=False))


def request(node: str, office: str, movement: Movement, chance: Draw) -> AskForRecord:
    """For a vehicle that nobody announced there."""
    plates = vehicles_of(movement.dossier)
    number = chance.choice((movement.mrn or "26KG000000000000J0", *plates))
    by: By = "mrn" if number not in plates else "plate"
    to = movement.dossier.route.points[0].country
    return AskForRecord(office, by, number, "control", "On the road.", to)
