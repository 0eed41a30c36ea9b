"""Enquiry, recovery, closure and reopening: who may ask, who answers, and what comes of it."""

from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.facts import Actor, Fact
from corridor.domain.guarantees.claiming import (
    ClaimNoted,
    ClaimOver,
    ClaimPaid,
    NoteClaim,
    NoteClaimOver,
    NoteClaimPaid,
)
from corridor.domain.guarantees.kind import GUARANTEES
from corridor.domain.guarantees.state import GuaranteeClaim
from corridor.domain.movement.answering_enquiries import (
    AnswerEnquiry,
    AnswerEnquiryOfOffice,
    EnquiryAnswered,
)
from corridor.domain.movement.arriving import RecordArrival
from corridor.domain.movement.closing import CloseMovement, ReopenMovement
from corridor.domain.movement.demanding import (
    DebtDemanded,
    DebtPaid,
    DemandDebt,
    RecordPayment,
)
from corridor.domain.movement.enquiring import (
    ENQUIRIES_MAX,
    EndEnquiry,
    Enquire,
    EnquiryMade,
    JudgeProof,
    open_enquiries,
)
from corridor.domain.movement.exchanging import claimables
from corridor.domain.movement.falling_due import falling_due
from corridor.domain.movement.goods_release import ReleaseGoods
from corridor.domain.movement.kind import MOVEMENTS
from corridor.domain.movement.recovering import (
    DecideHandover,
    EndRecovery,
    HandoverDecided,
    HandOverRecovery,
    OpenRecovery,
    RecoveryEnded,
    RecoveryHandedOver,
)
from corridor.domain.movement.stations import stations_of
from corridor.domain.movement.terms import PassTerms
from corridor.domain.movement.writing_off import WriteOff
from tests.domain.after_world import (
    ARRIVED,
    CLOCK,
    DEBT,
    FREED,
    HOLDER,
    MONTHS,
    OFFICE,
    RELEASED,
    WEEK,
    competent,
    enquired,
    failed,
    handed_over,
    ids,
    overdue,
    recovering,
)
from tests.domain.known import decide, reactions
from tests.domain.movement_world import (
    CARRIER,
    DUSTLIK,
    FARAP,
    GRN,
    GUARANTEE,
    NOW,
    OSH,
    OTHER_CARRIER,
    POTI,
    REFERENCE,
    TSITELI,
    World,
    after,
    context,
)


def test_an_office_may_be_asked_how_it_stands_at_any_time() -> None:
    world = after(RELEASED)
    ask = Enquire("Was it seen?", "UZDUST01", status=True)
    assert world.tell(ask, OSH) == ("movement.enquiry_made/1",)
    assert world.now().standing == "released"
    (one,) = open_enquiries(world.now(), "UZDUST01")
    assert one.answer_by == "2026-11-28"
    assert ("UZDUST01", "decide") in {
        tuple(row.list.split(":")[1:]) for row in MOVEMENTS.listings(world.now(), "UZ")
    }
    seen = AnswerEnquiryOfOffice("UZDUST01", one.id, "passed", on="2026-11-21")
    assert world.tell(seen, FARAP) == ("not_your_office",)
    assert world.tell(seen, DUSTLIK) == ("movement.enquiry_answered/1",)
    assert open_enquiries(world.now(), "UZDUST01") == ()


def test_the_enquiry_begins_a_week_after_the_limit_date() -> None:
    world = overdue()
    assert world.tell(HOLDER, OSH, now="2026-12-11T17:00:00.000Z") == ("enquiry_too_early",)
    assert world.tell(HOLDER, DUSTLIK, now=WEEK) == ("not_your_office",)
    assert world.tell(HOLDER, OSH, now=WEEK) == ("movement.enquiry_made/1",)
    state = world.now()
    assert (state.status, state.standing) == ("released", "under_enquiry")
    assert state.pursuit.enquiries[0].answer_by == "2027-01-09"  # 28 days
    assert world.tell(OFFICE, OSH, now=WEEK) == ("movement.enquiry_made/1",)
    assert world.now().pursuit.enquiries[1].answer_by == "2027-01-21"  # 40 days
    assert "state=under_enquiry" in MOVEMENTS.listings(world.now(), "KG")[0].marks
    assert MOVEMENTS.listings(world.now(), "KG")[0].data["status"] == "under_enquiry"
    assert stations_of(world.now())[0].state == "attention"


@pytest.mark.parametrize(
    ("ask", "code"),
    [
        (Enquire("?", "KGOSH001"), "office_not_on_route"),
        (Enquire("?", "TRKAPI01"), "office_not_on_route"),
        (Enquire("?", status=True), "enquiry_of_no_office"),
        (HOLDER, "enquiry_waits"),
    ],
)
def test_what_cannot_be_asked(ask: Enquire, code: str) -> None:
    assert code in enquired().tell(ask, OSH, now=WEEK)


def test_a_movement_holds_so_many_questions() -> None:
    world = enquired()
    pursuit = world.now().pursuit
    world.state = replace(
        world.now(), pursuit=replace(pursuit, enquiries=pursuit.enquiries * ENQUIRIES_MAX)
    )
    assert world.tell(OFFICE, OSH, now=WEEK) == ("enquiries_full",)


def test_what_arrived_is_enquired_after_when_its_results_are_late() -> None:
    """By the day that destination stated; where it stated none, by the node's own term."""
    world = after(ARRIVED)
    assert world.tell(OFFICE, OSH, now="2026-11-24T08:00:00.000Z") == ("enquiry_too_early",)
    assert world.tell(OFFICE, OSH, now="2026-11-25T08:00:00.000Z") == ("movement.enquiry_made/1",)
    assert world.now().standing == "under_enquiry"
    free = after(FREED)
    assert free.tell(OFFICE, OSH, now=WEEK) == ("enquiry_needless",)
    for arrived_at, told in ((NOW, "enquiry_too_early"), ("some day", "movement.enquiry_made/1")):
        older = after(ARRIVED)
        there = replace(older.now().destination, arrived_at=arrived_at, results_by="")
        older.state = replace(older.now(), destination=there)
        assert older.tell(OFFICE, OSH, now="2026-11-27T08:00:00.000Z") == (told,)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"answer": "arrived_elsewhere"}, "elsewhere_missing"),
        ({"answer": "delivered", "consignee": "Firm"}, "day_missing"),
        ({"answer": "delivered", "consignee": "Firm", "on": "2026-11-31"}, "day_impossible"),
        ({"answer": "delivered", "consignee": "Firm", "on": "2026-12-13"}, "day_in_future"),
        ({"answer": "delivered", "on": "2026-12-01"}, "consignee_missing"),
        ({"answer": "proof"}, "document_missing"),
        ({"answer": "not_arrived", "enquiry": "KG:999"}, "enquiry_unknown"),
    ],
)
def test_an_answer_has_to_say_what_it_means(changes: dict[str, Any], code: str) -> None:
    world = enquired()
    answer = AnswerEnquiry(**{"enquiry": ids(world)[0], **changes})
    assert world.tell(answer, CARRIER, now=WEEK) == (code,)
    assert world.tell(answer, OTHER_CARRIER, now=WEEK) == ("not_your_dossier",)


def test_a_question_is_answered_once_by_whom_it_was_put_to() -> None:
    world = enquired(HOLDER, OFFICE)
    mine, theirs = ids(world)
    no = AnswerEnquiryOfOffice("GEPOTI01", mine, "not_seen")
    assert world.tell(no, POTI, now=WEEK) == ("enquiry_unknown",)
    answer = AnswerEnquiry(mine, "not_arrived", "We search.")
    evening = "2026-12-12T20:00:00.000Z"  # past midnight in Osh
    assert world.tell(answer, CARRIER, now=evening) == ("movement.enquiry_answered/1",)
    assert world.tell(answer, CARRIER, now=evening) == ("enquiry_answered",)
    assert world.answers[-1].refusals[0].args == {"date": "2026-12-13"}
    no = replace(no, enquiry=theirs)
    assert world.tell(no, POTI, now=WEEK) == ("movement.enquiry_answered/1",)
    for said, actor in ((mine, DUSTLIK), (theirs, DUSTLIK), ("KG:1", CARRIER)):
        world.hear(EnquiryAnswered(said, "proof"), actor)
    world.hear(EnquiryAnswered(mine, "proof"), CARRIER)  # once more: kept, and changes nothing
    assert [one.answer for one in world.now().pursuit.enquiries] == ["not_arrived", "not_seen"]
    assert len(world.now().unheard) == 3


def test_an_arrival_after_all_ends_the_enquiry() -> None:
    world = enquired(HOLDER, OFFICE)
    assert world.tell(RecordArrival("GEPOTI01", remarks="Late."), POTI, now=WEEK) == (
        "movement.arrived/1",
    )
    assert (world.now().standing, open_enquiries(world.now(), "")) == ("arrived", ())
    assert not [due for due in falling_due(world.now()) if due.what == "answer"]
    answer = AnswerEnquiry(ids(world)[0], "not_arrived")
    assert world.tell(answer, CARRIER, now=WEEK) == ("enquiry_lapsed",)


@pytest.mark.parametrize(
    "answer",
    [
        {"answer": "proof", "document": "Certified copy 77 of 9 December"},
        {"answer": "delivered", "consignee": "Firm", "on": "2026-12-04"},
    ],
)
def test_proof_is_judged_by_departure(answer: dict[str, Any]) -> None:
    world = enquired()
    (mine,) = ids(world)
    accept, refuse = JudgeProof(mine, accepted=True), JudgeProof(mine, accepted=False)
    assert world.tell(accept, OSH, now=WEEK) == ("proof_not_waiting",)
    world.tell(AnswerEnquiry(mine, **answer), CARRIER, now=WEEK)
    lists = [row.list for row in MOVEMENTS.listings(world.now(), "KG")]
    assert "customs:KGOSH001:decide" in lists
    assert len(lists) == len(set(lists))
    assert world.tell(refuse, OSH, now=WEEK) == ("proof_reason_missing",)
    assert world.tell(accept, DUSTLIK, now=WEEK) == ("not_your_office",)
    other = replace(refuse, reason="No stamp.")
    goes_on = World()
    goes_on.state, goes_on.facts = world.state, list(world.facts)
    assert goes_on.tell(other, OSH, now=WEEK) == ("movement.proof_judged/1",)
    assert goes_on.now().standing == "under_enquiry"
    assert goes_on.tell(accept, OSH, now=WEEK) == ("proof_not_waiting",)
    told = world.tell(accept, OSH, now=WEEK)
    assert told == ("movement.proof_judged/1", "movement.written_off/1")
    assert world.now().status == "written_off"
    assert not world.now().discrepancies
    assert world.tell(accept, OSH, now=WEEK) == ("proof_not_waiting",)


def test_an_enquiry_can_be_ended_with_a_reason() -> None:
    world = enquired()
    assert world.tell(EndEnquiry("Found."), OSH, now=WEEK) == ("movement.enquiry_ended/1",)
    assert world.now().standing == "released"
    assert world.tell(EndEnquiry("Found."), OSH, now=WEEK) == ("enquiry_not_open",)
    assert world.tell(HOLDER, OSH, now=WEEK) == ("movement.enquiry_made/1",)
    assert world.now().standing == "under_enquiry"


def test_an_enquiry_can_be_ended_while_the_debt_is_recovered() -> None:
    world = recovering()
    assert world.now().is_enquired
    assert world.tell(EndEnquiry("Stolen."), OSH, now=WEEK) == ("movement.enquiry_ended/1",)
    assert (world.now().is_enquired, world.now().standing) == (False, "under_recovery")


def test_the_last_day_of_an_answer_is_noted_and_then_the_enquiry_has_failed() -> None:
    world = enquired()
    (due,) = (due for due in falling_due(world.now()) if due.what == "answer")
    assert (due.day, due.at) == ("2027-01-09", ("KGOSH001",))
    open_it = OpenRecovery("enquiry_failed", DEBT, "No answer.")
    assert world.tell(open_it, OSH, now=WEEK) == ("enquiry_not_failed",)
    over = "2027-01-09T18:00:00.000Z"
    assert "movement.term_passed/1" in world.tell(PassTerms(), CLOCK, now=over)
    lists = [row.list for row in MOVEMENTS.listings(world.now(), "KG")]
    assert "customs:KGOSH001:decide" in lists
    assert world.tell(open_it, OSH, now=over) == ("movement.recovery_opened/1",)


def test_recovery_begins_by_its_term_or_when_the_enquiry_failed() -> None:
    world = overdue()
    by_term = OpenRecovery("term", DEBT, "Seven months.")
    assert world.tell(by_term, OSH, now=WEEK) == ("recovery_too_early",)
    failing = replace(by_term, ground="enquiry_failed")
    assert world.tell(failing, OSH, now=WEEK) == ("enquiry_not_failed",)
    nothing = replace(by_term, amount_minor=0)
    assert world.tell(nothing, OSH, now=MONTHS) == ("debt_amount_missing",)
    assert world.tell(by_term, OSH, now=MONTHS) == ("movement.recovery_opened/1",)
    assert world.now().standing == "under_recovery"
    assert world.tell(by_term, OSH, now=MONTHS) == ("recovery_open",)
    done = after(FREED)
    assert "enquiry_needless" in done.tell(by_term, OSH, now=MONTHS)
    assert done.tell(WriteOff(), OSH) == ("movement.written_off/1",)


def test_nothing_is_written_off_while_its_debt_is_recovered() -> None:
    world = recovering()
    mine = ids(world)[0]
    again = AnswerEnquiry(mine, "not_arrived")
    assert world.tell(again, CARRIER, now=WEEK) == ("enquiry_answered",)
    world.tell(OFFICE, OSH, now=WEEK)
    proof = replace(
        world.now().pursuit.enquiries[0], answer="proof", answered_at=WEEK, document="x"
    )
    world.state = replace(world.now(), pursuit=replace(world.now().pursuit, enquiries=(proof,)))
    assert world.tell(JudgeProof(mine, accepted=True), OSH, now=WEEK) == ("recovery_open",)
    free = after(FREED)
    free.state = replace(free.now(), pursuit=world.now().pursuit)
    assert free.tell(WriteOff(), OSH, now=WEEK) == ("recovery_open",)


@pytest.mark.parametrize("office", ["TRKAPI01", "KGDOST01", "RUMOSC01"])
def test_a_state_off_the_route_cannot_be_asked_to_recover(office: str) -> None:
    told = recovering().tell(HandOverRecovery(office, "x"), OSH, now=WEEK)
    assert told == ("transfer_off_route",)


def test_another_state_takes_the_recovery_over_or_refuses() -> None:
    world = handed_over()
    ask = HandOverRecovery("GEPOTI01", "x")
    assert world.tell(ask, OSH, now=WEEK) == ("handover_waits",)
    assert world.tell(DemandDebt("debtor", "2027-02-01"), OSH, now=WEEK) == ("handover_waits",)
    assert world.tell(RecordPayment("debtor", 1, "x"), OSH, now=WEEK) == ("handover_waits",)
    assert world.tell(EndRecovery("remitted", "x"), OSH, now=WEEK) == ("handover_waits",)
    assert world.tell(DecideHandover("TMFARA01", True), FARAP, now=WEEK) == ("handover_not_asked",)
    no = DecideHandover("UZDUST01", accepted=False)
    assert world.tell(no, DUSTLIK, now=WEEK) == ("handover_reason_missing",)
    told = world.tell(replace(no, reason="Not here."), DUSTLIK, now=WEEK)
    assert told == ("movement.handover_decided/1",)
    assert competent(world) == "KGOSH001"
    world.tell(HandOverRecovery("UZDUST01", "Look again."), OSH, now=WEEK)
    world.tell(DecideHandover("UZDUST01", accepted=True), DUSTLIK, now=WEEK)
    demand = DemandDebt("debtor", "2027-02-01")
    assert world.tell(demand, OSH, now=WEEK) == ("not_your_office",)
    assert world.tell(demand, DUSTLIK, now=WEEK) == ("movement.debt_demanded/1",)
    assert MOVEMENTS.due(world.now(), "UZ") == (("terms_competent", "2027-02-01T18:59:59.999Z"),)
    clock = Actor("UZDUST01", "UZ", "", "system")
    over = "2027-02-01T19:00:00.000Z"
    assert world.tell(PassTerms(), clock, now=over) == ("movement.term_passed/1",)


def test_a_debt_is_demanded_paid_and_closed() -> None:
    world = recovering()
    late, gone = DemandDebt("debtor", "2026-12-11"), DemandDebt("debtor", "2027-02-30")
    assert world.tell(late, OSH, now=WEEK) == ("pay_by_past",)
    assert world.tell(gone, OSH, now=WEEK) == ("day_impossible",)
    pay = RecordPayment("guarantor", 200_000, "Receipt 1")
    assert world.tell(pay, OSH, now=WEEK) == ("guarantor_not_asked",)
    both: tuple[Any, ...] = ("debtor", "guarantor")
    for whom in both:
        told = world.tell(DemandDebt(whom, "2027-01-31"), OSH, now=WEEK)
        assert told == ("movement.debt_demanded/1",)
    assert [due.what for due in falling_due(world.now())].count("payment") == 2
    assert world.tell(pay, OSH, now=WEEK) == ("movement.debt_paid/1",)
    assert world.tell(EndRecovery("paid"), OSH, now=WEEK) == ("debt_left",)
    assert world.now().called_minor == DEBT - 200_000
    much = RecordPayment("debtor", DEBT, "Receipt 2")
    assert world.tell(much, OSH, now=WEEK) == ("paid_too_much",)
    assert world.tell(replace(much, amount_minor=0), OSH, now=WEEK) == ("debt_amount_missing",)
    assert world.tell(CloseMovement("x"), OSH, now=WEEK) == ("debt_not_dealt_with",)
    world.tell(replace(much, amount_minor=DEBT - 200_000), OSH, now=WEEK)
    assert world.tell(DemandDebt("debtor", "2027-01-31"), OSH, now=WEEK) == ("debt_paid_already",)
    assert world.tell(EndRecovery("paid"), OSH, now=WEEK) == ("movement.recovery_ended/1",)
    assert world.now().standing == "recovery_ended"
    assert "customs:KGOSH001:decide" in {row.list for row in MOVEMENTS.listings(world.now(), "KG")}
    for command in (pay, EndRecovery("paid"), HandOverRecovery("UZDUST01", "x")):
        assert world.tell(command, OSH, now=WEEK) == ("recovery_not_open",)
    assert world.tell(DemandDebt("debtor", "2027-01-31"), OSH, now=WEEK) == ("recovery_not_open",)
    assert world.tell(CloseMovement("Paid."), OSH, now=WEEK) == ("movement.closed/1",)
    assert (world.now().status, world.now().called_minor) == ("closed", 0)
    assert stations_of(world.now())[0].state == "attention"
    assert {row.list.split(":")[-1] for row in MOVEMENTS.listings(world.now(), "KG")} == {"closed"}


def test_what_is_not_paid_needs_a_reason_and_may_be_withdrawn() -> None:
    world = recovering()
    assert world.tell(EndRecovery("remitted"), OSH, now=WEEK) == ("end_reason_missing",)
    world.tell(DemandDebt("guarantor", "2027-01-31"), OSH, now=WEEK)
    ended = world.tell(EndRecovery("withdrawn", "It came."), OSH, now=WEEK)
    assert ended == ("movement.recovery_ended/1",)
    assert world.now().called_minor == 0
    assert world.tell(CloseMovement("x"), OSH, now=WEEK) == ("debt_not_dealt_with",)


def test_without_a_reservation_nothing_is_claimed() -> None:
    world = recovering()
    world.state = replace(world.now(), guarantee=replace(world.now().guarantee, status="refused"))
    claim = DemandDebt("guarantor", "2027-01-31")
    assert world.tell(claim, OSH, now=WEEK) == ("nothing_to_claim",)
    assert claimables(after(RELEASED).now(), REFERENCE) == {}


@pytest.mark.parametrize("status", ["written_off", "closed"])
def test_what_ended_is_reopened_with_its_reason(status: Any) -> None:
    world = after(FREED)
    world.state = replace(world.now(), status=status, written_off_at=NOW)
    assert world.tell(ReopenMovement("A forged stamp."), DUSTLIK) == ("not_your_office",)
    assert world.tell(ReopenMovement("A forged stamp."), OSH) == ("movement.reopened/1",)
    state = world.now()
    assert (state.status, state.standing) == ("arrived", "under_enquiry")
    assert state.pursuit.reopened[0].was == status
    assert world.tell(HOLDER, OSH) == ("movement.enquiry_made/1",)
    assert world.tell(ReopenMovement("x"), OSH) == ("wrong_status",)
    assert world.tell(WriteOff(), OSH) == ("movement.written_off/1",)
    assert world.now().standing == "written_off"


def test_what_never_arrived_is_on_its_way_again_when_reopened() -> None:
    world = after(RELEASED)
    world.state = replace(world.now(), status="closed")
    world.tell(ReopenMovement("It was seen."), OSH)
    assert world.now().status == "released"
    assert world.tell(RecordArrival("GEPOTI01", remarks="x"), POTI) == ("movement.arrived/1",)


def test_what_is_said_of_a_recovery_that_nobody_opened_changes_nothing() -> None:
    world = overdue()
    before = world.now().pursuit
    for said in (
        HandoverDecided("UZDUST01", accepted=True),
        RecoveryHandedOver("UZDUST01", "x"),
        DebtPaid("debtor", 1, "EUR", "x"),
        RecoveryEnded("paid"),
    ):
        world.hear(said, DUSTLIK)
    assert world.now().pursuit == before
    world.state = replace(world.now(), pursuit=recovering().now().pursuit)
    world.hear(HandoverDecided("TMFARA01", accepted=True), FARAP)
    assert competent(world) == "KGOSH001"


def ledger(*commands: Any) -> Any:
    state: Any = GUARANTEE
    for number, command in enumerate(commands):
        actor = Actor("", "KG", "", "system")
        for said in decide(GUARANTEES, state, command, context(actor)):  # type: ignore[union-attr]
            fact = Fact(said, "KG", number, NOW, NOW, actor)
            state = GUARANTEES.evolve(state, fact, f"gr-{GRN}")
    return state


def test_the_guarantor_has_the_claim_with_its_last_day() -> None:
    note = NoteClaim("mv-1", "26KG1", "UZDUST01", DEBT, "2027-01-31")
    state = ledger(note, NoteClaimPaid("mv-1", 200_000), NoteClaimPaid("mv-2", 1))
    claim = GuaranteeClaim("26KG1", "UZDUST01", DEBT, "2027-01-31", NOW, 200_000)
    assert state.claims == {"mv-1": claim}
    assert claim.left_minor == DEBT - 200_000
    assert ledger(note, NoteClaimOver("mv-1"), NoteClaimOver("mv-1")).claims == {}
    assert {ClaimNoted, ClaimPaid, ClaimOver} <= set(GUARANTEES.told)


def test_a_claim_reaches_the_guarantors_ledger_alone() -> None:
    world = recovering()
    state = world.now()
    system = context(Actor("", "KG", "", "system"), node="KG")

    def follows(said: Any, node: str = "KG") -> list[Any]:
        fact = Fact(said, "KG", 99, NOW, NOW, OSH)
        found = reactions(fact, world.now(), replace(system, node=node))
        return [one.command for one in found]

    claim = DebtDemanded("guarantor", DEBT, "EUR", "2027-01-31", GRN)
    assert follows(claim) == []  # nobody demanded it
    world.tell(DemandDebt("guarantor", "2027-01-31"), OSH, now=WEEK)
    note = NoteClaim(state.id, state.reference, "KGOSH001", DEBT, "2027-01-31")
    assert follows(claim) == [note]
    assert follows(claim, "UZ") == []
    assert follows(replace(claim, grn="26KG00000100000A0")) == []
    assert follows(replace(claim, of="debtor", grn="")) == []
    paid = DebtPaid("guarantor", 5, "EUR", "x", GRN)
    assert follows(paid) == [NoteClaimPaid(state.id, 5)]
    assert follows(paid, "UZ") == []
    assert follows(RecoveryEnded("paid")) == [NoteClaimOver(state.id)]
    world.tell(RecordPayment("guarantor", DEBT, "x"), OSH, now=WEEK)
    assert follows(claim) == [NoteClaimOver(state.id)]  # it was paid before it was heard of
    world.tell(EndRecovery("paid"), OSH, now=WEEK)
    assert follows(claim) == []


def test_a_debt_is_recovered_although_it_arrived_late() -> None:
    world = recovering()
    world.tell(RecordArrival("GEPOTI01", remarks="Late."), POTI, now=WEEK)
    assert (world.now().status, world.now().standing) == ("arrived", "under_recovery")
    assert world.tell(ReleaseGoods(), POTI, now=WEEK) == ("wrong_stage",)
    assert world.tell(EndEnquiry("x"), TSITELI, now=WEEK) == ("not_your_office",)


def heard(world: World) -> list[tuple[str, str]]:
    """The offices that are told of the last event, whatever their lists say."""
    payload = world.facts[-1].payload
    return list(MOVEMENTS.told[type(payload)].heard.offices(world.now(), payload))


def waits(world: World, event: Any) -> bool:
    """Whether such an event waits for the carrier."""
    return MOVEMENTS.told[event].heard.firms["carrier"](world.now())


def test_who_is_asked_is_told_and_who_owes_is_waited_for() -> None:
    assert heard(enquired()) == []
    assert heard(enquired(OFFICE)) == [("customs:GEPOTI01", "customs:GEPOTI01:decide")]
    assert waits(enquired(), EnquiryMade)
    assert not waits(failed(), EnquiryMade)
    world = handed_over()
    assert heard(world) == [("customs:UZDUST01", "customs:UZDUST01:decide")]
    assert "customs:UZDUST01:decide" in {row.list for row in MOVEMENTS.listings(world.now(), "UZ")}
    world.tell(DecideHandover("UZDUST01", accepted=True), DUSTLIK, now=WEEK)
    assert heard(world) == [("customs:KGOSH001", "")]
    assert not waits(world, DebtDemanded)
    world.tell(DemandDebt("debtor", "2027-02-01"), DUSTLIK, now=WEEK)
    assert waits(world, DebtDemanded)
    world.tell(RecordPayment("debtor", DEBT, "x"), DUSTLIK, now=WEEK)
    assert not waits(world, DebtDemanded)
    assert not waits(overdue(), DebtDemanded)
