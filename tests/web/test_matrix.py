"""State × person × act: a desk offers exactly what the rules allow, and else says who must act."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.acts import ROLES
from corridor.domain.checkpoints.gate import LeaveGate, OpenGate
from corridor.domain.checkpoints.state import Visit
from corridor.domain.checkpoints.turning_back import LeaveQueue
from corridor.domain.checkpoints.weighing import WeighVehicle
from corridor.domain.consignment import LegPlan, Means
from corridor.domain.facts import Actor
from corridor.domain.guarantees.freeing import ReleaseReservation
from corridor.domain.guarantees.registering import RegisterGuarantee
from corridor.domain.guarantees.reserving import ReserveAmount
from corridor.domain.guarantees.state import Guarantee
from corridor.domain.kind import Kind
from corridor.domain.kinds import KINDS, may_see
from corridor.domain.movement.accepting import AcceptDeclaration, RejectDeclaration
from corridor.domain.movement.amending import AmendDeclaration
from corridor.domain.movement.answering import AnswerQuestions
from corridor.domain.movement.answering_enquiries import AnswerEnquiry, AnswerEnquiryOfOffice
from corridor.domain.movement.arriving import RecordArrival
from corridor.domain.movement.asking_transshipment import RefuseTransshipment, RequestTransshipment
from corridor.domain.movement.cancelling import CancelDeclaration
from corridor.domain.movement.carried import VoyageStep
from corridor.domain.movement.changing import DecideChange, RequestChange, offices_to_show
from corridor.domain.movement.closing import CloseMovement, ReopenMovement
from corridor.domain.movement.control import AnnounceControl, DecideControl, RecordControl
from corridor.domain.movement.correcting import AskForAmendment, DropAmendment
from corridor.domain.movement.crossing import RecordCrossing, RefuseCrossing
from corridor.domain.movement.demanding import DemandDebt, RecordPayment
from corridor.domain.movement.departing import Correction
from corridor.domain.movement.discrepancies import SolveDiscrepancy
from corridor.domain.movement.diverting import DecideDiversion, ReportDiversion, RequestDiversion
from corridor.domain.movement.enquiring import (
    EndEnquiry,
    Enquire,
    JudgeProof,
    open_enquiries,
    proofs,
)
from corridor.domain.movement.extending import ExtendLimit, latest_limit
from corridor.domain.movement.following_parts import MissPart, RecordPart, ReportPart, parts_ahead
from corridor.domain.movement.goods_release import ReleaseGoods
from corridor.domain.movement.guarantee import RequestGuarantee
from corridor.domain.movement.incident import RecordIncident
from corridor.domain.movement.invalidating import InvalidateMovement
from corridor.domain.movement.leaving import RecordExit
from corridor.domain.movement.notifying import NotifyArrival
from corridor.domain.movement.offices import destination_office
from corridor.domain.movement.parts import BrokenSeal, Discrepancy, GuaranteeState, Share
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
from corridor.domain.movement.sealing import AffixSeals
from corridor.domain.movement.securing import ChangeGuarantees
from corridor.domain.movement.splitting import JoinLoad, places_of
from corridor.domain.movement.state import BEFORE_RELEASE, Movement
from corridor.domain.movement.stating_costs import StateCost, WithdrawCost
from corridor.domain.movement.taking_in import KeepForControl
from corridor.domain.movement.transshipping import RecordTransshipment
from corridor.domain.movement.unloading import PermitUnloading, RecordUnloading, ReportUnloading
from corridor.domain.movement.voyage import RecordVoyage, TellVoyage
from corridor.domain.movement.wagons import RecordWagons
from corridor.domain.movement.writing import WriteToCarrier, WriteToOffice
from corridor.domain.movement.writing_off import WriteOff
from corridor.domain.permits.appealing import AppealPermit, DecideAppeal
from corridor.domain.permits.applications import request_for
from corridor.domain.permits.applying import ApplyForPermit
from corridor.domain.permits.asking import ProvideInformation, RequestInformation
from corridor.domain.permits.assigning import (
    AssignPermit,
    CountForDossier,
    StopCounting,
    UnassignPermit,
)
from corridor.domain.permits.automatic import ReviewDecision
from corridor.domain.permits.brought import Brought
from corridor.domain.permits.changing import (
    AllowPermitChange,
    AskPermitChange,
    DenyPermitChange,
)
from corridor.domain.permits.granting import GrantPermit
from corridor.domain.permits.paying import RecordFeePayment
from corridor.domain.permits.proposing import (
    ConfirmProposal,
    ProposeGrant,
    ProposeRefusal,
    ProposeRevocation,
    ReturnProposal,
)
from corridor.domain.permits.refunding import RecordRefund
from corridor.domain.permits.refusing import RefusePermit
from corridor.domain.permits.requirements import questions_of
from corridor.domain.permits.revoking import RevokePermit
from corridor.domain.permits.state import Assigned, Change, FeeDue, Permit, PermitUse, Proposal
from corridor.domain.permits.waiving import WaiveFee
from corridor.domain.permits.withdrawing import WithdrawPermit
from corridor.domain.records.answering import AnswerRequest
from corridor.domain.records.state import RecordRequest
from corridor.domain.refusals import Refused
from corridor.engine.queries import Queries
from corridor.web.act import Act, Shown
from corridor.web.acts.registry import GUARANTEES, MOVEMENTS, PERMITS, RECORDS, VISITS, acts_at
from tests.domain.after_world import pursued
from tests.domain.known import decide
from tests.domain.movement_world import (
    CARRIER,
    DOSSIER,
    LIFE,
    OTHER_CARRIER,
    RULES,
    TODAY,
    after,
    context,
    customs,
)
from tests.domain.permit_cases import dossier, requirements
from tests.domain.test_splitting import SPLIT
from tests.support.engines import GRN, MOVEMENT
from tests.support.pages import attributes, check_page
from tests.support.web import sign_in
from tests.web.conftest import World
from tests.web.test_acts_complete import OTHER, REFERRED, commands_of
from tests.web.test_carrier_permits import hold

CANNOT = "Сейчас этого сделать нельзя"
Sample = Callable[[Any, Actor], Any]
QUESTION = questions_of(DOSSIER, RULES, TODAY)[0].question.code
SEALS = ("KG-778201", "KG-778202")
LATER = "2026-12-20T08:00:00.000Z"
FIRST, LAST = "2026-11-21", "2026-12-21"


def _solve(state: Movement, actor: Actor) -> SolveDiscrepancy:
    open_ones = state.open_discrepancies()
    code = open_ones[0].code if open_ones else "nothing"
    return SolveDiscrepancy(code, "said", "explained", "Act 1")


def _decide_diversion(state: Movement, actor: Actor) -> DecideDiversion:
    asked = state.pending_diversion
    return DecideDiversion(asked.to_office if asked else "GEBATU01", allowed=False, reason="No")


def _ask_diversion(state: Movement, actor: Actor) -> RequestDiversion:
    return RequestDiversion("GEPOTI01", "GEBATU01", "The ship is there.")


def _seen_by(state: Movement) -> str:
    return offices_to_show(state)[0]


def _asked(state: Movement, asked: str) -> str:
    return next((one.id for one in open_enquiries(state, asked)), "KG:0")


def _proof(state: Movement) -> str:
    return next((one.id for one in proofs(state)), "KG:0")


WAGON = (Means("departure", "30", "10AB123", "AZ"),)


def _transship(state: Movement, actor: Actor) -> RecordTransshipment:
    place = state.dossier.route.points[0].place
    return RecordTransshipment(actor.office, place, "road", WAGON, "CMR-1")


PORT = Actor("TMTURK01", "g", "o", "checkpoint")


def _sailing(actor: Actor) -> dict[str, Any]:
    """What each port can say at any time until the vessel has come in."""
    late = {"cause": "weather", "reason": "Storm.", "expected": LATER}
    landed = {"place": "TM-TURK", "step": "unloaded"}
    return landed if actor.office == "AZALAT01" else landed | late | {"step": "delayed"}


def at_sea() -> Iterator[Movement]:
    """A movement that has waited in port for days, and one whose vessel came in."""
    state = after(9).now()
    waits = VoyageStep("TM-TURK", "waiting", "2026-11-18T08:00:00.000Z", "TMTURK01")
    yield replace(state, voyage=(waits,))
    yield replace(state, voyage=(replace(waits, step="unloaded", office="AZALAT01"),))


def _part_ahead(state: Movement, actor: Actor) -> int:
    return next((one.number for one in parts_ahead(state, actor.office)), 1)


def _own_place(state: Movement, actor: Actor) -> str:
    return next((point.place for point in places_of(state, actor.office)), "")


SAMPLES: dict[str, Sample] = {
    "AnswerQuestions": lambda state, actor: AnswerQuestions({QUESTION: False}),
    "PresentGoods": lambda state, actor: PresentGoods(),
    "ChangeGuarantees": lambda state, actor: ChangeGuarantees(state.dossier.guarantees),
    "CancelDeclaration": lambda state, actor: CancelDeclaration("x"),
    "AcceptDeclaration": lambda state, actor: AcceptDeclaration(),
    "RejectDeclaration": lambda state, actor: RejectDeclaration("x"),
    "DecideControl": lambda state, actor: DecideControl("green"),
    "AnnounceControl": lambda state, actor: AnnounceControl(("physical",)),
    "AskForAmendment": lambda state, actor: AskForAmendment("x", "2026-12-01", ("/limit_date",)),
    "DropAmendment": lambda state, actor: DropAmendment(),
    "InvalidateMovement": lambda state, actor: InvalidateMovement("x"),
    "RecordControl": lambda state, actor: RecordControl("A1"),
    "RequestGuarantee": lambda state, actor: RequestGuarantee(),
    "AffixSeals": lambda state, actor: AffixSeals((*SEALS[:1], "KG-9")),
    "ReleaseForTransit": lambda state, actor: ReleaseForTransit(),
    "RefuseRelease": lambda state, actor: RefuseRelease("x"),
    "RecordTransshipment": _transship,
    "RecordWagons": lambda state, actor: RecordWagons(actor.office, "crossed", ("52387768",)),
    "RecordExit": lambda state, actor: RecordExit(actor.office, remarks="x"),
    "RecordCrossing": lambda state, actor: RecordCrossing(actor.office, remarks="x"),
    "RefuseCrossing": lambda state, actor: RefuseCrossing(actor.office, "x"),
    "RecordIncident": lambda state, actor: RecordIncident(actor.office, "1", "x"),
    "RequestDiversion": _ask_diversion,
    "ReportDiversion": lambda state, actor: ReportDiversion(actor.office, "x"),
    "DecideDiversion": _decide_diversion,
    "PlanLegs": lambda state, actor: PlanLegs((LegPlan(state.dossier.route.points[0].place, "x"),)),
    "RecordVoyage": lambda state, actor: RecordVoyage(office=actor.office, **_sailing(actor)),
    "TellVoyage": lambda state, actor: TellVoyage(**_sailing(PORT)),
    "ExtendLimit": lambda state, actor: ExtendLimit(
        latest_limit(state, "2026-11-21T08:00:00.000Z"), "x"
    ),
    "RequestTransshipment": lambda state, actor: RequestTransshipment(
        _seen_by(state), "KG-OSH", "road", WAGON, "CMR-1", "x"
    ),
    "RefuseTransshipment": lambda state, actor: RefuseTransshipment(actor.office, "x"),
    "SplitLoad": lambda state, actor: replace(
        SPLIT, office=actor.office, place=_own_place(state, actor), broken_seals=()
    ),
    "JoinLoad": lambda state, actor: JoinLoad(
        actor.office, _own_place(state, actor), WAGON, "CMR-2"
    ),
    "ReportPart": lambda state, actor: ReportPart(
        next((one.number for one in state.parts if not one.has_arrived), 1)
    ),
    "RecordPart": lambda state, actor: RecordPart(
        actor.office, _part_ahead(state, actor), remarks="x"
    ),
    "MissPart": lambda state, actor: MissPart(actor.office, _part_ahead(state, actor), "x"),
    "ReportDelay": lambda state, actor: ReportDelay((Arrival("GEPOTI01", LATER),), "Queue"),
    "TellIncident": lambda state, actor: TellIncident("5", "x", "km 3"),
    "StateCost": lambda state, actor: StateCost("official", 2500, "USD", "UZ-DUST"),
    "WithdrawCost": lambda state, actor: WithdrawCost(state.costs[0].id if state.costs else "x"),
    "RequestChange": lambda state, actor: RequestChange(_seen_by(state), "x", driver="Another"),
    "DecideChange": lambda state, actor: DecideChange(actor.office, confirmed=True),
    "NotifyArrival": lambda state, actor: NotifyArrival(destination_office(state.dossier)),
    "RefuseArrival": lambda state, actor: RefuseArrival(actor.office, "papers_missing"),
    "RecordArrival": lambda state, actor: RecordArrival(actor.office, remarks="x"),
    "KeepForControl": lambda state, actor: KeepForControl("x"),
    "ReportUnloading": lambda state, actor: ReportUnloading(True, True),
    "PermitUnloading": lambda state, actor: PermitUnloading(),
    "RecordUnloading": lambda state, actor: RecordUnloading(True, True),
    "RecordResults": lambda state, actor: RecordResults("A1"),
    "ReleaseGoods": lambda state, actor: ReleaseGoods(),
    "WriteOff": lambda state, actor: WriteOff(),
    "WriteToCarrier": lambda state, actor: WriteToCarrier(actor.office, "x"),
    "WriteToOffice": lambda state, actor: WriteToOffice("KGOSH001", "x"),
    "SolveDiscrepancy": _solve,
    "AnswerRequest": lambda state, actor: AnswerRequest(granted=False, reason="x"),
    "Enquire": lambda state, actor: Enquire("x", "GEPOTI01", status=True),
    "AnswerEnquiry": lambda state, actor: AnswerEnquiry(_asked(state, ""), "not_arrived"),
    "AnswerEnquiryOfOffice": lambda state, actor: AnswerEnquiryOfOffice(
        actor.office, _asked(state, actor.office), "not_seen"
    ),
    "JudgeProof": lambda state, actor: JudgeProof(_proof(state), accepted=True),
    "EndEnquiry": lambda state, actor: EndEnquiry("x"),
    "OpenRecovery": lambda state, actor: OpenRecovery("enquiry_failed", 100, "x"),
    "HandOverRecovery": lambda state, actor: HandOverRecovery(
        "GEPOTI01" if actor.office[:2] != "GE" else "KGOSH001", "x"
    ),
    "DecideHandover": lambda state, actor: DecideHandover(actor.office, accepted=True),
    "DemandDebt": lambda state, actor: DemandDebt("debtor", "2027-12-31"),
    "RecordPayment": lambda state, actor: RecordPayment("debtor", 1, "x"),
    "EndRecovery": lambda state, actor: EndRecovery("remitted", "x"),
    "CloseMovement": lambda state, actor: CloseMovement("x"),
    "ReopenMovement": lambda state, actor: ReopenMovement("x"),
    "GrantPermit": lambda state, actor: GrantPermit(FIRST, LAST),
    "ProposeGrant": lambda state, actor: ProposeGrant(FIRST, LAST),
    "ProposeRefusal": lambda state, actor: ProposeRefusal("other", "x"),
    "ProposeRevocation": lambda state, actor: ProposeRevocation("x"),
    "ConfirmProposal": lambda state, actor: ConfirmProposal(),
    "ReturnProposal": lambda state, actor: ReturnProposal("x"),
    "AppealPermit": lambda state, actor: AppealPermit("x"),
    "DecideAppeal": lambda state, actor: DecideAppeal("upheld", "1", "x"),
    "AskPermitChange": lambda state, actor: AskPermitChange("replaced", "x"),
    "AllowPermitChange": lambda state, actor: AllowPermitChange(),
    "DenyPermitChange": lambda state, actor: DenyPermitChange("x"),
    "RecordFeePayment": lambda state, actor: RecordFeePayment(1, "USD", FIRST, "B"),
    "WaiveFee": lambda state, actor: WaiveFee(1, "x"),
    "RecordRefund": lambda state, actor: RecordRefund(1, FIRST, "B9", "x"),
    "ReviewDecision": lambda state, actor: ReviewDecision("right", "x"),
    "AssignPermit": lambda state, actor: AssignPermit("mv-KG-9", "KG"),
    "CountForDossier": lambda state, actor: CountForDossier("mv-KG-9", "KG"),
    "StopCounting": lambda state, actor: StopCounting("mv-KG-1"),
    "UnassignPermit": lambda state, actor: UnassignPermit("mv-KG-1"),
    "RequestInformation": lambda state, actor: RequestInformation("Which?"),
    "RefusePermit": lambda state, actor: RefusePermit("other", "x"),
    "RevokePermit": lambda state, actor: RevokePermit("x"),
    "WeighVehicle": lambda state, actor: WeighVehicle("38200"),
    "OpenGate": lambda state, actor: OpenGate(),
    "LeaveGate": lambda state, actor: LeaveGate(),
    "LeaveQueue": lambda state, actor: LeaveQueue("x"),
}
"""Each act's command as somebody would give it who does all right."""


def movements() -> Iterator[Movement]:
    """All along a life, and what may come in between."""
    for steps in range(1, len(LIFE) + 1):
        yield after(steps).now()
    filed, released = after(1).now(), after(7).now()
    yield replace(filed, dossier=replace(DOSSIER, additional_type="D"))
    yield replace(after(2).now(), channel="red", status="under_control")
    asked = Correction("x", ("/limit_date",), "2026-12-01", FIRST)
    yield replace(after(2).now(), correction=asked)
    yield replace(after(4).now(), guarantee=GuaranteeState("refused", "26KG1"))
    for status in ("rejected", "cancelled", "not_released"):
        yield replace(filed, status=status)
    yield replace(released, overdue_at="2026-12-06T00:00:00.000Z")
    world = after(7)
    assert all("/" in told for told in world.tell(_ask_diversion(released, CARRIER), CARRIER))
    yield world.now()
    world = after(8)
    ask = RequestChange("UZDUST01", "x", driver="Another")
    assert all("/" in told for told in world.tell(ask, CARRIER))
    yield world.now()
    world = after(12)
    assert all("/" in told for told in world.tell(NotifyArrival("GEPOTI01"), CARRIER))
    yield world.now()
    yield replace(after(8).now(), broken=(BrokenSeal(SEALS[0], "UZDUST01", FIRST),))
    yield replace(after(8).now(), shares=(Share(OTHER, "rr-KZ-1", "transit", "now"),))
    yield from pursued()
    yield from at_sea()
    world = after(8)
    assert all("/" in told for told in world.tell(SPLIT, customs("UZDUST01")))
    yield world.now()
    for part in (1, 2):
        world.tell(RecordPart("TMFARA01", part), customs("TMFARA01"))
    yield world.now()
    world = after(8)
    move = RequestTransshipment("UZDUST01", "KG-OSH", "road", WAGON, "CMR-1", "x")
    assert all("/" in told for told in world.tell(move, CARRIER))
    yield world.now()
    yield replace(after(8).now(), discrepancies=(Discrepancy("cancelled_while_released", "now"),))


def permits() -> Iterator[Permit]:
    asked = request_for(requirements(dossier())[0], dossier(), "mv-KG-1")
    made = Permit("pm-KG-1", "KG", "ala-too", asked, applied_at="2026-11-21T08:00:00.000Z")
    used = (PermitUse("UZDUST01", "mv-KG-1", "2026-11-22T08:00:00.000Z"),)
    yield made
    for status in ("information_requested", "granted", "refused", "withdrawn", "revoked"):
        yield replace(made, status=status, number="N", valid_from=FIRST, valid_to=LAST)
    yield replace(made, status="granted", number="N", uses=used, uses_granted=2)
    yield replace(made, status="exhausted", number="N", uses=used, uses_granted=1)
    yield from life(made)


def life(made: Permit) -> Iterator[Permit]:
    """Two officers, an appeal, a change, a fee, a sample, a trip."""
    two, whole = replace(made, four_eyes=True), {"number": "N", "valid_to": LAST}
    yield from (two, replace(made, status="appealed"))
    for person in ("o", "another"):
        yield replace(two, proposal=Proposal("grant", person, "now", FIRST, LAST))
    yield replace(made, fee=FeeDue(100, "USD", "RF00", LAST))
    granted = replace(made, status="granted", valid_from=FIRST, **whole)
    two = replace(granted, four_eyes=True)
    yield from (two, replace(two, proposal=Proposal("revoke", "another", "now", reason="x")))
    yield from (replace(granted, review="due"), replace(granted, change=LOST))
    alone = replace(granted, request=replace(made.request, dossier=""), uses_granted=2)
    yield from (alone, replace(alone, assigned=(Assigned("mv-KG-1", "KG"),)))
    outside = replace(alone, brought=Brought(source="table", issuer="UZ"))
    counted = replace(outside, assigned=(Assigned("mv-KG-1", "KG"),))
    yield from (outside, counted, replace(counted, uses_granted=1))
    yield from (replace(outside, status="revoked"), replace(counted, status="revoked"))


LOST = Change("replaced", "Lost.", "now")


def requests() -> Iterator[RecordRequest]:
    for status in ("asked", "referred", "granted", "refused"):
        yield replace(REFERRED, status=status)


def visits() -> Iterator[Visit]:
    waiting = Visit("cp-UZ-1", "UZDUST01", "01KG123ABC", "entry", arrived_at="2026-11-21T07:00:00Z")
    inside = replace(waiting, gate_in_at="2026-11-21T07:30:00Z")
    yield from (waiting, inside, replace(inside, gate_out_at="2026-11-21T07:45:00Z"))
    yield replace(waiting, queue_left_at="2026-11-21T07:45:00Z")


OFFICES = sorted(
    {point.office or "" for point in DOSSIER.route.points} | {"KGBISH01", "GEBATU01", OTHER}
)
PEOPLE = {
    "customs": [Actor(office, "c", "o", "customs") for office in OFFICES if office],
    "carrier": [CARRIER, OTHER_CARRIER],
    "permit": [Actor(desk, "p", "o", "permit") for desk in ("UZ-ROAD", "UZ-PLANT", "AZ-ROAD")],
    "checkpoint": [
        Actor("UZDUST01", "g", "o", "checkpoint"),
        PORT,
        replace(PORT, office="AZALAT01"),
    ],
}
ROOMS: list[tuple[str, tuple[Shown[Any], ...], Kind[Any], Callable[[], Iterator[Any]]]] = [
    ("customs", MOVEMENTS, KINDS[0], movements),
    ("customs", RECORDS, KINDS[6], requests),
    ("carrier", MOVEMENTS, KINDS[0], movements),
    ("checkpoint", MOVEMENTS, KINDS[0], movements),
    ("permit", PERMITS, KINDS[1], permits),
    ("checkpoint", VISITS, KINDS[3], visits),
]
LACKING = {"permit_missing_at_departure", "permit_missing_at_border"}
SAID_IN_THE_FORM: dict[str, set[str]] = {
    "release": {"guarantee_not_reserved", "seals_not_noted", *LACKING},
    "cross": LACKING,
    "part": LACKING,
}
"""What a form shows before it is sent, with who must act: an officer may come to read it."""

SHORTCUTS = {"new-seals", "look-at-guarantee"}
"""Acts that do what another one does, where that is called otherwise or comes next."""
SAYS_WHY_ITSELF = {"answer-enquiry", "change", "diversion", "answers", "extend"}
"""Acts with words of their own for having nothing to do."""


def sign(message: bytes) -> tuple[str, str]:
    return "UZ-key-1", "A" * 86


def allowed(kind: Kind[Any], state: Any, act: Act[Any], actor: Actor) -> tuple[str, ...]:
    """Why the rules do not allow it, given as it should be; nothing where they do."""
    (name,) = commands_of(act)
    command = SAMPLES[name](state, actor)
    given = context(actor, requirement_rules=RULES, sign=sign, subject=state.id)
    found = decide(kind, state, command, given)
    return tuple(r.code for r in found.refusals) if isinstance(found, Refused) else ()


@pytest.mark.parametrize(
    ("role", "room", "kind", "states"), ROOMS, ids=[f"{r[0]}-{r[2].prefix}" for r in ROOMS]
)
def test_a_desk_offers_what_the_rules_allow_and_nothing_else(
    role: str, room: Any, kind: Kind[Any], states: Callable[[], Iterator[Any]]
) -> None:
    def strange() -> Iterator[str]:
        for state in states():
            for actor in PEOPLE[role]:
                if not may_see(actor, state):
                    continue
                for act in acts_at(room, role).values():
                    why = set(allowed(kind, state, act, actor))
                    is_offered = act.offered(state, actor) is not None
                    told = why - SAID_IN_THE_FORM.get(act.name, set())
                    if is_offered and told:
                        yield f"{act.name} offered at {actor.office} in {_named(state)}: {told}"
                    if not is_offered and not why and act.name not in SHORTCUTS:
                        yield f"{act.name} not offered at {actor.office} in {_named(state)}"

    assert not (found := "\n".join(dict.fromkeys(strange()))), found


def _named(state: Any) -> str:
    if isinstance(state, Movement):
        return f"{state.status}/{state.destination.status}/{state.channel}/{len(state.crossings)}"
    return str(state.status)


def guarantees() -> Iterator[Guarantee | None]:
    """None yet; free, taken in part and wholly, called for a debt, ended."""
    free = Guarantee(GRN, "KG", "ala-too", "kg-guarantor", "1", 100, "EUR", FIRST, LAST)
    yield from (None, free, replace(free, valid_to=FIRST))
    for minor in (50, 100):
        yield replace(free, reserved={"mv-KG-1": minor})
        yield replace(free, called={"mv-KG-1": minor})


@pytest.mark.parametrize("role", [*ROLES, "system"])
def test_a_guarantee_is_begun_by_its_guarantor_and_moved_by_the_ledger_alone(role: str) -> None:
    """Its guarantor changes its terms and its code; what takes of it and frees it is a movement."""
    register = RegisterGuarantee(GRN, "ala-too", "1", 100, "EUR", FIRST, LAST, "Z9y8")
    reserve = ReserveAmount("mv-KG-2", 10, "EUR", "ala-too")
    assert set(acts_at(GUARANTEES, role)) == ({"terms", "code"} if role == "guarantor" else set())
    actor = Actor("KG", "kg-guarantor", "g", role)
    for state in guarantees():
        for command in (register, reserve, ReleaseReservation("mv-KG-1")):
            if state is None and command is not register:
                continue
            found = decide(KINDS[2], state, command, context(actor, subject=f"gr-{GRN}"))
            by = "guarantor" if command is register and state is None else ""
            by = "system" if command is not register else by
            is_asked = KINDS[2].asked[type(command)].by == role
            assert (is_asked and not isinstance(found, Refused)) == (by == role)


def test_a_guarantee_that_is_there_offers_its_terms_and_its_code(world: World) -> None:
    sign_in(world.client, "gulnara")
    page = check_page(world.client.get(f"/guarantor/{GRN}"), "ru")
    actions = {attributes(form)["action"] for form in page.query("main form[method=post]")}
    assert actions == set()
    for name in acts_at(GUARANTEES, "guarantor"):
        assert f'href="/guarantor/{GRN}/{name}"' in world.client.get(f"/guarantor/{GRN}").text
    assert 'action="/guarantor/new"' in world.client.get("/guarantor/new").text


DUE: dict[str, Callable[[Permit], Any]] = {
    "withdraw": lambda permit: WithdrawPermit(),
    "answer": lambda permit: ProvideInformation("x"),
    "again": lambda permit: ApplyForPermit(permit.request),
}
"""What a carrier does with an application: pages of their own."""


def test_a_carrier_can_do_with_a_permit_what_the_rules_allow(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(world.client, "aibek")
    for permit in permits():
        hold(monkeypatch, permit)
        page = world.client.get(f"/carrier/permits/{permit.id}").text
        for name, command in DUE.items():
            given = context(CARRIER, requirement_rules=RULES, subject=permit.id)
            found = decide(KINDS[1], permit, command(permit), given)
            is_allowed = not isinstance(found, Refused)
            path = f"/carrier/permits/{permit.id}/{name}"
            assert (f'href="{path}' in page) == is_allowed, (permit.status, name)
            form = world.client.get(path).text
            assert (f'action="{path}"' in form) == is_allowed, (permit.status, name)
            assert (CANNOT in form) != is_allowed, (permit.status, name)


def test_an_old_link_to_an_act_says_how_it_stands_instead_of_a_form(world: World) -> None:
    for login, office in (("osh", "KGOSH001"), ("dostuk", "KGDOST01")):
        sign_in(world.client, login)
        state = Queries(world.core).get(MOVEMENT).state
        officer = Actor(office, role="customs")
        for act in acts_at(MOVEMENTS, "customs").values():
            page = world.client.get(f"/customs/{world.mrn}/{act.name}").text
            is_offered = act.offered(state, officer) is not None
            assert (f'action="/customs/{world.mrn}/{act.name}?' in page) == is_offered, act.name
            if act.name not in SAYS_WHY_ITSELF:
                assert (CANNOT in page) != is_offered, act.name
                assert is_offered or "Кто действует:" in page


def test_a_dossier_can_be_amended_as_long_as_the_rules_allow() -> None:
    for state in movements():
        found = decide(KINDS[0], state, AmendDeclaration(state.dossier), context(CARRIER))
        assert (state.status in BEFORE_RELEASE) == (not isinstance(found, Refused))
