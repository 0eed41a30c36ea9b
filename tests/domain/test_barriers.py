"""Barriers: a state's own measures, complaints with evidence, sums of five, and being told."""

from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.acts import SYSTEM
from corridor.domain.barrier import Barrier, Cost, Notice, concerns
from corridor.domain.barriers.commenting import BarrierCommented, CommentOnBarrier
from corridor.domain.barriers.counting import COUNTED_MAX, BarrierCounted, CountBarrier
from corridor.domain.barriers.kind import BARRIERS
from corridor.domain.barriers.lifting import BarrierLifted, LiftBarrier
from corridor.domain.barriers.notifying import BarrierNotified, NotifyBarrier
from corridor.domain.checkpoints.state import Visit
from corridor.domain.complaints.answering import (
    AnswerComplaint,
    ComplaintAnswered,
    ComplaintOverdue,
    NoteLateAnswer,
)
from corridor.domain.complaints.complaining import ComplaintFiled, FileComplaint
from corridor.domain.complaints.evidence import is_own_movement
from corridor.domain.complaints.kind import COMPLAINTS
from corridor.domain.complaints.state import Complaint, Timing, evidence_key, open_key
from corridor.domain.complaints.timing import ComplaintTimed, TimeComplaint
from corridor.domain.complaints.withdrawing import ComplaintWithdrawn, WithdrawComplaint
from corridor.domain.facts import Actor, Fact
from corridor.domain.kind import TO_ALL
from corridor.domain.movement.parts import ArrivalNotice
from corridor.domain.refusals import Refused, refuse
from corridor.domain.reported import Said
from corridor.domain.watches.kind import WATCHES
from corridor.domain.watches.matching import TellOfBarrier, WatchMatched
from corridor.domain.watches.state import Watch, firm_key, watch_key
from corridor.domain.watches.watching import BarriersWatched, EndWatch, WatchBarriers, WatchEnded
from tests.domain.known import NOTHING, Known, decide, reactions
from tests.domain.movement_world import CARRIER, NOW, OTHER_CARRIER, SUBJECT, after, context
from tests.domain.test_access import PERMIT

REGISTRAR = Actor("", "AZ-REGISTRY", "registrar", "registrar")
CLOCK = Actor("", "", "", SYSTEM)
ID = "ba-AZ-B2"
NOTICE = Notice(
    Said("Взвешивание"),
    "transport",
    "adopted",
    Said("Порт"),
    Said("№ 9"),
    in_force_from="2026-05-01",
)
DRAFT = replace(
    NOTICE,
    stage="proposed",
    in_force_from="2027-03-01",
    comments_until="2027-01-15",
    goods=("0813",),
)
MOVEMENT = replace(after(8).now(), owner="ala-too")
MINE = "bc-KG-1"
FILE = FileComplaint("AZ", "transport", "Weighed twice.", movement=SUBJECT, barrier=ID)


def fact(payload: Any, actor: Actor, node: str = "AZ", number: int = 1, at: str = NOW) -> Fact[Any]:
    return Fact(payload, node, number, f"{NOW}-{number:04d}", at, actor)


def notified(notice: Notice = NOTICE, *later: Any) -> Barrier:
    told = [fact(BarrierNotified("B2", notice), REGISTRAR)]
    told += [fact(one, REGISTRAR, number=n) for n, one in enumerate(later, 2)]
    state = BARRIERS.fold(ID, told)
    assert state is not None
    return state


def measure(state: Barrier | None, command: Any, node: str = "AZ", subject: str = ID) -> Any:
    return decide(BARRIERS, state, command, context(REGISTRAR, subject=subject, node=node))


def codes(found: Any) -> list[tuple[str, str]]:
    assert isinstance(found, Refused)
    return [(one.code, one.pointer) for one in found.refusals]


def test_a_state_notifies_changes_and_lifts_its_own_measures_alone() -> None:
    said = NotifyBarrier("B2", NOTICE)
    assert measure(None, said) == (BarrierNotified("B2", NOTICE),)
    assert notified().name == "AZ-B2"
    assert measure(None, said, "GE") == refuse("register_row_other", "/number")
    assert measure(notified(), said) == refuse("barrier_same")
    assert measure(notified(), NotifyBarrier("B2", DRAFT), "GE") == refuse("register_other_state")
    assert measure(None, LiftBarrier("2026-12-01", "Done.")) == refuse("barrier_unknown")
    lifted = BarrierLifted("2026-12-01", "Done.")
    assert measure(notified(), LiftBarrier("2026-12-01", "Done.")) == (lifted,)
    assert codes(measure(notified(NOTICE, lifted), LiftBarrier("2026-12-01", "x<y\u202e"))) == [
        ("barrier_lifted", "/on"),
        ("text_control", "/reason"),
    ]
    again = notified(NOTICE, lifted, BarrierNotified("B2", DRAFT))
    assert (again.lifted_on, again.notice) == ("", DRAFT)
    assert notified(NOTICE, BarrierNotified("B9", DRAFT)).notice == NOTICE
    foreign = fact(BarrierNotified("B2", NOTICE), REGISTRAR, "GE")
    assert BARRIERS.fold(ID, [foreign]) is None


@pytest.mark.parametrize(
    ("changes", "code", "pointer"),
    [
        ({"title": Said(" ")}, "register_text_missing", "/notice/title"),
        ({"effect": Said("x\u2067")}, "text_control", "/notice/effect/ru"),
        ({"in_force_from": "2026-02-30"}, "register_day", "/notice/in_force_from"),
        ({"in_force_from": ""}, "barrier_from", "/notice/in_force_from"),
        ({"comments_until": "2026-05-01"}, "barrier_comments", "/notice/comments_until"),
        ({"goods": ("08", "77")}, "register_goods", "/notice/goods"),
        ({"goods": ("\u0660\u0668",)}, "register_goods", "/notice/goods"),
    ],
)
def test_what_does_not_fit_is_refused(changes: dict[str, Any], code: str, pointer: str) -> None:
    found = measure(None, NotifyBarrier("B2", replace(NOTICE, **changes)))
    assert codes(found) == [(code, pointer)]


def test_how_it_stands_follows_from_its_days() -> None:
    days = ("2026-11-21", "2027-02-01")
    assert [notified(DRAFT).standing(day) for day in days] == ["commented", "proposed"]
    adopted = replace(DRAFT, stage="adopted")
    assert [notified(adopted).standing(day) for day in ("2027-02-28", "2027-03-01")] == [
        "coming",
        "in_force",
    ]
    lifted = notified(NOTICE, BarrierLifted("2026-12-01", "Done."))
    assert [lifted.standing(day) for day in ("2026-11-30", "2026-12-01")] == ["in_force", "lifted"]


def test_other_states_comment_as_long_as_comments_are_taken() -> None:
    said = CommentOnBarrier("Name the laboratories.")
    assert measure(notified(DRAFT), said, "KG") == (BarrierCommented("Name the laboratories."),)
    assert measure(notified(), said, "KG") == refuse("barrier_closed", until="—")
    full = notified(DRAFT, *[BarrierCommented("x")] * 201)
    assert len(full.comments) == 200
    assert measure(full, said, "KG") == refuse("register_full", limit=200)


def test_all_nodes_have_measures_and_anybody_reads_them() -> None:
    state = notified(DRAFT)
    assert {"KG", "UZ", "GE"} <= BARRIERS.audience(state)
    assert BARRIERS.sees(Actor(), state)
    assert BARRIERS.keys(state, "GE") == (TO_ALL,)
    assert not BARRIERS.found_by(state, "KG").ids
    [row] = BARRIERS.listings(state, "GE")
    assert row.marks == ("state=AZ", "kind=transport", "stage=proposed", "chapter=08")
    [row] = BARRIERS.listings(notified(NOTICE, BarrierLifted("2026-12-01", "x")), "GE")
    assert row.marks[2:] == ("stage=lifted", "chapter=all")
    assert BARRIERS.expects(state, BARRIERS.told[BarrierNotified], fact(None, REGISTRAR))
    assert concerns(DRAFT, ("08",))
    assert concerns(DRAFT, ("081310",))
    assert not concerns(DRAFT, ("0812",))
    assert concerns(DRAFT, ())


WITH: Any = Known(states={SUBJECT: MOVEMENT, ID: notified(), "pm-KG-1": PERMIT})


def told(
    state: Complaint | None,
    command: Any,
    actor: Actor = CARRIER,
    known: Any = WITH,
    **changes: Any,
) -> Any:
    at = {"subject": MINE, "node": "KG"} | changes
    return decide(COMPLAINTS, state, command, context(actor, **at), known)


def filed(*later: tuple[Any, Actor, str], **changes: Any) -> Complaint:
    said = replace(
        ComplaintFiled("ala-too", "AZ", "transport", "Weighed twice.", SUBJECT, barrier=ID),
        **changes,
    )
    facts = [fact(said, CARRIER, "KG")]
    facts += [fact(p, who, node, n) for n, (p, who, node) in enumerate(later, 2)]
    state = COMPLAINTS.fold(MINE, facts)
    assert state is not None
    return state


ANSWERED = (ComplaintAnswered("removed", "Port", "Once is enough.", ID), REGISTRAR, "AZ")
TIMED = (ComplaintTimed(90, "visit", NOW, NOW), CLOCK, "AZ")
WITHDRAWN = (ComplaintWithdrawn(), CARRIER, "KG")


def test_a_carrier_complains_with_evidence_of_its_own() -> None:
    said = ComplaintFiled("ala-too", "AZ", "transport", "Weighed twice.", SUBJECT, barrier=ID)
    assert told(None, FILE) == (said,)
    by_permit = replace(FILE, movement="", permit="pm-KG-1", barrier="", against="UZ")
    own = Known(states={"pm-KG-1": replace(PERMIT, owner="ala-too")})
    assert isinstance(told(None, by_permit, known=own), tuple)
    assert told(None, replace(by_permit, against="GE"), known=own) == refuse(
        "complaint_elsewhere", "/against"
    )
    assert told(None, by_permit, OTHER_CARRIER, own) == refuse(
        "complaint_evidence_unknown", "/permit"
    )
    assert told(None, by_permit, known=NOTHING) == refuse("complaint_evidence_unknown", "/permit")


@pytest.mark.parametrize(
    ("changes", "actor", "code", "pointer"),
    [
        ({"movement": ""}, CARRIER, "complaint_evidence", "/movement"),
        ({"permit": "pm-KG-1"}, CARRIER, "complaint_evidence", "/movement"),
        ({}, OTHER_CARRIER, "complaint_evidence_unknown", "/movement"),
        ({"movement": "mv-KG-9"}, CARRIER, "complaint_evidence_unknown", "/movement"),
        ({"against": "KZ"}, CARRIER, "complaint_elsewhere", "/against"),
        ({"against": "GE"}, CARRIER, "complaint_barrier", "/barrier"),
        ({"barrier": "ba-AZ-B9"}, CARRIER, "complaint_barrier", "/barrier"),
        ({"what": "\u202ex"}, CARRIER, "text_control", "/what"),
        ({}, Actor("", "", "x", "carrier"), "complaint_not_yours", ""),
    ],
)
def test_other_complaints_are_refused(
    changes: dict[str, Any], actor: Actor, code: str, pointer: str
) -> None:
    assert codes(told(None, replace(FILE, **changes), actor)) == [(code, pointer)]


def test_one_complaint_for_one_evidence_and_so_many_at_a_time() -> None:
    assert told(filed(), FILE) == refuse("complaint_not_yours")
    assert told(None, FILE, nodes=frozenset({"KG"})) == refuse("complaint_no_node", "/against")
    states = {SUBJECT: MOVEMENT, ID: notified(), MINE: filed()}
    twice = Known({evidence_key("AZ", SUBJECT): (MINE,)}, states)
    assert told(None, FILE, known=twice) == refuse("complaint_twice", "/movement")
    by_permit = replace(FILE, movement="", permit="pm-KG-1", barrier="", against="UZ")
    states |= {"pm-KG-1": replace(PERMIT, owner="ala-too")}
    twice = Known({evidence_key("UZ", "pm-KG-1"): (MINE,)}, states)
    assert told(None, by_permit, known=twice) == refuse("complaint_twice", "/permit")
    many = Known({open_key("ala-too"): (MINE,) * 100}, states)
    assert told(None, FILE, known=many) == refuse("complaint_many", limit=100)


def test_it_goes_to_the_two_states_alone() -> None:
    state = filed()
    assert COMPLAINTS.audience(state) == {"KG", "AZ"}
    assert COMPLAINTS.sees(CARRIER, state)
    assert not COMPLAINTS.sees(OTHER_CARRIER, state)
    assert COMPLAINTS.sees(REGISTRAR, state)
    assert not COMPLAINTS.sees(Actor("KGOSH001", "", "x", "customs"), state)
    rows = {node: [row.list for row in COMPLAINTS.listings(state, node)] for node in ("KG", "AZ")}
    assert rows == {"KG": ["carrier:ala-too:complaints"], "AZ": ["registrar::open"]}
    assert COMPLAINTS.keys(state, "KG") == (evidence_key("AZ", SUBJECT), open_key("ala-too"))
    assert COMPLAINTS.keys(state, "AZ") == (f"complaints-of:{ID}",)
    over = filed(ANSWERED)
    assert [row.list for row in COMPLAINTS.listings(over, "AZ")] == ["registrar::over"]
    assert COMPLAINTS.keys(over, "KG") == (evidence_key("AZ", SUBJECT),)
    assert COMPLAINTS.keys(filed(WITHDRAWN), "KG") == ()
    assert not COMPLAINTS.found_by(state, "KG").ids
    assert COMPLAINTS.expects(state, COMPLAINTS.told[ComplaintTimed], fact(None, CLOCK))
    assert told(None, WithdrawComplaint()) == refuse("complaint_unknown")
    foreign = fact(ComplaintFiled("ala-too", "AZ", "fee", "x", SUBJECT), CARRIER, "GE")
    assert COMPLAINTS.fold(MINE, [foreign]) is None


def test_the_state_complained_of_answers_and_may_answer_anew() -> None:
    said = AnswerComplaint("removed", "Port", "Once is enough.", ID)
    here: Any = {"actor": REGISTRAR, "node": "AZ"}
    assert told(filed(), said, **here) == (ANSWERED[0],)
    assert told(filed(ANSWERED), said, **here) == (ANSWERED[0],)
    assert told(filed(), said, REGISTRAR, node="GE") == refuse("complaint_other_state")
    assert told(filed(WITHDRAWN), said, **here) == refuse("complaint_withdrawn")
    assert told(filed(), replace(said, body=" "), **here) == refuse("complaint_body", "/body")
    other = replace(said, barrier="ba-GE-B1")
    assert told(filed(), other, **here) == refuse("complaint_barrier", "/barrier")
    assert codes(told(filed(), replace(said, text="b\x00"), **here)) == [("text_control", "/text")]
    state = filed(ANSWERED, barrier="")
    assert (state.standing, state.barrier) == ("answered", ID)


def test_an_answer_that_is_late_is_marked_by_the_clock_of_its_state() -> None:
    [timer] = COMPLAINTS.timers.values()
    state = filed()
    assert (state.answer_due, timer.office(state)) == ("2026-12-21", "AZ")
    assert timer.due(state) == "2026-12-21T19:59:59.999Z"
    late: Any = {"actor": CLOCK, "node": "AZ", "now": "2026-12-21T20:00:00.000Z"}
    assert told(state, NoteLateAnswer(), **late) == (ComplaintOverdue("2026-12-21"),)
    assert told(state, NoteLateAnswer(), CLOCK, node="AZ") == ()
    assert told(state, NoteLateAnswer(), **(late | {"actor": REGISTRAR})) == ()
    assert told(filed(ANSWERED), NoteLateAnswer(), **late) == ()
    overdue = filed((ComplaintOverdue("2026-12-21"), CLOCK, "AZ"))
    assert (overdue.standing, timer.due(overdue), filed().standing) == ("overdue", "", "open")
    assert isinstance(timer.command(), NoteLateAnswer)


def test_a_carrier_withdraws_what_waits() -> None:
    assert told(filed(), WithdrawComplaint("Settled.")) == (ComplaintWithdrawn("Settled."),)
    assert told(filed(ANSWERED), WithdrawComplaint()) == refuse("complaint_over")
    assert told(filed(), WithdrawComplaint(), OTHER_CARRIER) == refuse("complaint_not_yours")
    state = filed(TIMED, WITHDRAWN)
    assert (state.standing, state.counts, state.minutes) == ("withdrawn", False, 90)


def visit(office: str, first: str, last: str = "", **more: str) -> Visit:
    at: Any = {"arrived_at": first, "gate_out_at": last, "movement": SUBJECT}
    return Visit(f"cp-{office[:2]}-{first}", office, "01KG777ABC", "entry", **(at | more))


def test_waiting_is_measured_by_the_events_of_the_state_complained_of() -> None:
    """By hand: 3 h 10 min at Alat, 50 min still waiting, another state's visit not: 240 min."""
    visits = [
        visit("AZALAT01", "2026-11-20T01:00:00.000Z", "2026-11-20T04:10:00.000Z"),
        visit("AZALAT01", "2026-11-21T07:10:00.000Z"),
        visit("GETSIT01", "2026-11-20T01:00:00.000Z", "2026-11-20T09:00:00.000Z"),
    ]
    keys = {f"movement-visits:{SUBJECT}": [one.id for one in visits]}
    states: dict[str, Any] = {one.id: one for one in visits}
    here: Any = {"actor": CLOCK, "node": "AZ", "known": Known(keys, states | {SUBJECT: MOVEMENT})}
    [said] = told(filed(), TimeComplaint(), **here)
    assert said == ComplaintTimed(240, "visit", "2026-11-20T01:00:00.000Z", NOW, SUBJECT)
    elsewhere = Known(keys, states | {SUBJECT: replace(MOVEMENT, home="UZ")})
    assert told(filed(), TimeComplaint(), **(here | {"known": elsewhere})) == ()
    assert told(filed(TIMED), TimeComplaint(), **here) == ()
    assert told(filed(), TimeComplaint(), **(here | {"actor": REGISTRAR})) == ()
    assert told(filed(), TimeComplaint(), **(here | {"known": NOTHING})) == ()
    others = Known(keys, states | {SUBJECT: replace(MOVEMENT, owner="ipak-yuli")})
    assert told(filed(), TimeComplaint(), **(here | {"known": others})) == ()
    coded = {"movement-visits:26KG01": [one.id for one in visits]}
    keyed = Known(coded, states | {SUBJECT: replace(MOVEMENT, mrn="26KG01")})
    assert told(filed(), TimeComplaint(), **(here | {"known": keyed})) == (said,)


def test_waiting_for_a_permit_runs_from_the_application_to_the_decision() -> None:
    state = filed(movement="", permit="pm-KG-1", against="UZ", barrier="")
    permit = replace(
        PERMIT,
        owner="ala-too",
        applied_at="2026-11-20T08:00:00.000Z",
        decided_at="2026-11-20T12:30:00Z",
    )
    here: Any = {"actor": CLOCK, "node": "UZ"}
    other = Known(states={"pm-KG-1": replace(permit, owner="ipak-yuli")})
    assert told(state, TimeComplaint(), known=other, **here) == ()
    [said] = told(state, TimeComplaint(), known=Known(states={"pm-KG-1": permit}), **here)
    assert (said.minutes, said.basis) == (270, "permit")
    for wrong in ("2026-11-19T08:00:00.000Z", "2026-13-41T08:00:00.000Z"):
        odd = Known(states={"pm-KG-1": replace(permit, decided_at=wrong)})
        assert told(state, TimeComplaint(), known=odd, **here) == ()
    by_quota = replace(permit, request=replace(permit.request, quota="qt-UZ-KG-2026-2"))
    for odder in (replace(permit, status="withdrawn"), by_quota):
        assert told(state, TimeComplaint(), known=Known(states={"pm-KG-1": odder}), **here) == ()


def test_what_an_authorised_consignee_takes_in_is_its_evidence_where_it_does() -> None:
    notice = ArrivalNotice("GEPOTI01", NOW, by="kolkheti", authorisation="GE-1")
    there = replace(MOVEMENT, notices=(notice,))
    assert is_own_movement(there, "kolkheti", "GE")
    assert not is_own_movement(there, "kolkheti", "KG")
    assert not is_own_movement(there, "ala-too", "GE")
    assert not is_own_movement(MOVEMENT, "", "GE")


def test_the_state_of_the_measure_is_moved_to_measure_and_to_count() -> None:
    here = context(CLOCK, node="AZ", subject=MINE)
    said = ComplaintFiled("ala-too", "AZ", "fee", "x", SUBJECT)
    [first] = reactions(fact(said, CARRIER, "KG"), filed(), here)
    assert first.command == TimeComplaint()
    timed = filed(TIMED)
    for payload in (TIMED[0], ANSWERED[0]):
        [then] = reactions(fact(payload, CLOCK), timed, here)
        assert (then.subject, then.command) == (ID, CountBarrier())
    assert reactions(fact(TIMED[0], CLOCK), replace(timed, barrier=""), here) == ()


def timed(number: int, minutes: int = 60) -> Complaint:
    at = f"2026-11-{10 + number:02d}T08:00:00.000Z"
    timing = Timing(minutes, "visit", at, at)
    return replace(
        filed(), id=f"bc-KG-{number}", movement=f"mv-KG-{number}", filed_at=at, timing=timing
    )


def of_firms(*owners: str) -> list[Complaint]:
    return [replace(timed(n), owner=owner) for n, owner in enumerate(owners, 1)]


@pytest.mark.parametrize(
    ("owners", "told", "vehicles"),
    [
        ("aaaab", 0, 0),
        ("aaaabbbb", 0, 0),
        ("aaaaabbbbb", 0, 10),
        ("abcdefghij", 0, 10),
        ("aaaaaabbbb", 0, 5),
        ("aaaaaaaaab", 5, 5),
        ("aaaaabcdefghijk", 5, 15),
    ],
)
def test_no_firm_takes_its_own_hours_off_and_reads_those_of_fewer_than_five_others(
    owners: str, told: int, vehicles: int
) -> None:
    cost = Cost(told, 300, "2026-11-15") if told else None
    found = counted(of_firms(*owners), replace(notified(), cost=cost))
    assert [one.vehicles for one in found] == ([vehicles] if vehicles > told else [])


def test_a_dossier_and_its_permits_are_one_vehicle() -> None:
    timing = Timing(60, "permit", NOW, NOW, "mv-KG-1")
    papers = [
        replace(timed(n), movement="", permit=f"pm-KG-{n}", timing=timing) for n in range(2, 6)
    ]
    assert counted([timed(1), *papers], notified()) == ()


def counted(some: list[Complaint], state: Barrier, actor: Actor = CLOCK, node: str = "AZ") -> Any:
    known = Known({f"complaints-of:{ID}": [one.id for one in some]}, {one.id: one for one in some})
    return decide(BARRIERS, state, CountBarrier(), context(actor, subject=ID, node=node), known)


def test_sums_are_told_of_five_vehicles_and_never_of_fewer_or_of_a_difference_of_fewer() -> None:
    complaints = [timed(n, 60 * n) for n in range(1, 9)]
    assert counted(complaints[:4], notified()) == ()
    first = BarrierCounted(5, 60 * 15, "2026-11-15")
    assert counted(complaints[:5], notified()) == (first,)
    assert counted(complaints, notified()) == (first,)
    said = BARRIERS.evolve(notified(), fact(first, CLOCK, number=9), ID)
    assert said is not None
    assert said.cost is not None
    assert counted(complaints, said) == ()
    full = replace(said, cost=Cost(COUNTED_MAX, 300, "2026-11-15"))
    many = [timed(n) for n in range(1, COUNTED_MAX + 6)]
    assert counted(many, full) == ()
    (most,) = counted(many, notified())
    assert most.vehicles == COUNTED_MAX
    assert counted([*complaints, timed(9, 540), timed(10, 600)], said) == (
        BarrierCounted(10, 60 * 55, "2026-11-20"),
    )
    assert counted(complaints[:5], notified(), REGISTRAR) == ()
    assert counted(complaints[:5], notified(), node="GE") == ()
    twice = replace(complaints[0], id="bc-KG-9", filed_at=complaints[7].filed_at)
    assert counted([*complaints[:4], twice], notified()) == ()


def watch(state: Watch | None, command: Any, actor: Actor = CARRIER, known: Any = NOTHING) -> Any:
    return decide(WATCHES, state, command, context(actor, subject="bw-KG-1"), known)


def watched(*later: tuple[Any, Actor], goods: tuple[str, ...] = ("08",)) -> Watch:
    facts = [fact(BarriersWatched("ala-too", ("AZ", "GE"), goods), CARRIER, "KG")]
    facts += [fact(p, who, "KG", n) for n, (p, who) in enumerate(later, 2)]
    state = WATCHES.fold("bw-KG-1", facts)
    assert state is not None
    return state


def test_a_firm_chooses_states_and_goods_to_be_told_of() -> None:
    begun = BarriersWatched("ala-too", ("AZ", "GE"), ("08",))
    assert watch(None, WatchBarriers(("GE", "AZ", "GE"), ("08",))) == (begun,)
    assert watch(watched(), WatchBarriers(("AZ",))) == refuse("watch_not_yours")
    assert watch(None, WatchBarriers(("AZ",)), Actor("", "", "x", "carrier")) == refuse(
        "watch_not_yours"
    )
    assert codes(watch(None, WatchBarriers(("AZ", "RU"), ("0877",)))) == [
        ("watch_no_node", "/states"),
        ("register_goods", "/goods"),
    ]
    one = Known({firm_key("ala-too"): ("bw-KG-1",)}, {"bw-KG-1": watched()})
    assert watch(None, WatchBarriers(("AZ", "GE"), ("08",)), known=one) == refuse("watch_same")
    many = Known({firm_key("ala-too"): ("bw-KG-1",) * 20}, {"bw-KG-1": watched()})
    assert watch(None, WatchBarriers(("AZ",)), known=many) == refuse("watch_many", limit=20)
    assert watch(watched(), EndWatch()) == (WatchEnded(),)
    assert watch(watched(), EndWatch(), OTHER_CARRIER) == refuse("watch_not_yours")
    assert watch(None, EndWatch()) == refuse("watch_unknown")
    ended = watched((WatchEnded(), CARRIER))
    assert watch(ended, EndWatch()) == refuse("watch_over")
    assert (WATCHES.keys(ended, "KG"), WATCHES.listings(ended, "KG")) == ((), ())
    assert WATCHES.keys(watched(goods=()), "KG") == (
        "watches-by:ala-too",
        "watches-on:AZ",
        "watches-on:GE",
    )
    assert WATCHES.keys(watched(goods=("0809", "080910", "27")), "KG") == (
        "watches-by:ala-too",
        *(
            f"watches-on-goods:{state}:{part}"
            for state in ("AZ", "GE")
            for part in ("", "08", "27")
        ),
    )
    [row] = WATCHES.listings(watched(), "KG")
    assert row.list == "carrier:ala-too:watches"
    assert WATCHES.firms(watched(), "KG") == {"carrier": "ala-too"}
    assert WATCHES.sees(CARRIER, watched())
    assert not WATCHES.sees(OTHER_CARRIER, watched())
    assert not WATCHES.found_by(watched(), "KG").ids
    assert WATCHES.expects(watched(), WATCHES.told[WatchMatched], fact(None, CLOCK))
    foreign = fact(BarriersWatched("ala-too", ("AZ",)), CARRIER, "GE")
    assert WATCHES.fold("bw-KG-1", [foreign]) is None


def test_on_every_node_firms_are_told_of_what_fits_their_choice() -> None:
    fruit, fuel = watched(), replace(watched(goods=("27",)), id="bw-KG-2")
    pear = replace(watched(goods=("0808",)), id="bw-KG-3")
    any_goods = replace(watched(goods=()), id="bw-KG-4")
    ended = replace(watched((WatchEnded(), CARRIER)), id="bw-KG-5")
    every = {"bw-KG-1": fruit, "bw-KG-2": fuel, "bw-KG-3": pear, "bw-KG-4": any_goods}
    keys = dict.fromkeys(key for one in every.values() for key in WATCHES.keys(one, "KG"))
    kept = {
        key: [name for name, one in every.items() if key in WATCHES.keys(one, "KG")] for key in keys
    }

    def told(notice: Notice, kept: dict[str, list[str]]) -> list[str]:
        known = Known(kept, every | {ended.id: ended})
        said = fact(BarrierNotified("B2", notice), REGISTRAR)
        found = reactions(said, notified(notice), context(CLOCK, subject=ID), known)
        assert {one.command for one in found} <= {TellOfBarrier(ID)}
        return [one.subject for one in found]

    assert told(replace(DRAFT, goods=("0809",)), kept) == ["bw-KG-4", "bw-KG-1"]
    assert told(replace(DRAFT, goods=("27", "0808")), kept) == [
        "bw-KG-4",
        "bw-KG-2",
        "bw-KG-1",
        "bw-KG-3",
    ]
    assert told(replace(DRAFT, goods=()), kept) == ["bw-KG-4", "bw-KG-1", "bw-KG-2", "bw-KG-3"]
    # As an earlier version kept them: all of a state under one key, one that has ended as well.
    before = {watch_key("AZ"): [*every, ended.id]}
    assert told(replace(DRAFT, goods=("0809",)), before) == ["bw-KG-1", "bw-KG-4"]
    assert told(replace(DRAFT, goods=()), kept | before) == [*every]
    assert watch(fruit, TellOfBarrier(ID), CLOCK) == (WatchMatched(ID),)
    assert watch(fruit, TellOfBarrier(ID)) == ()
    assert watch(watched((WatchEnded(), CARRIER)), TellOfBarrier(ID), CLOCK) == ()
    told_twice = watched((WatchMatched(ID), CLOCK), (WatchMatched(ID), CLOCK))
    assert [one.barrier for one in told_twice.seen] == [ID]
