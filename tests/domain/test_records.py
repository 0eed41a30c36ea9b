"""A movement that nobody announced: its record asked of the node of departure, and the answers."""

from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.acts import SYSTEM
from corridor.domain.context import Parameters
from corridor.domain.facts import Actor, Fact
from corridor.domain.kinds import may_see
from corridor.domain.movement.kind import MOVEMENTS
from corridor.domain.movement.sharing import RecordShared, ShareRecord
from corridor.domain.movement.state import Movement
from corridor.domain.records.answering import (
    AnswerRequest,
    JudgeRequest,
    RecordGranted,
    RecordReferred,
    RecordRefused,
)
from corridor.domain.records.asking import AskForRecord, RecordRequested
from corridor.domain.records.kind import RECORDS
from corridor.domain.records.state import RecordRequest, asked_key, daily_key, number_key
from corridor.domain.refusals import Refused, refuse
from corridor.domain.telling import Change, News, news_of
from tests.domain.known import Known, decide, reactions
from tests.domain.movement_world import NOW, OSH, SUBJECT, after, context, customs

TAZHEN, HORGOS = customs("KZTAZH01"), customs("KZAKTA01")
ID = "rr-KZ-00000000000000000001"
PLATE = "01KG777ABC"
ASK = AskForRecord("KZTAZH01", "plate", "01 KG 777 abc", "transit", "It stands here.", "KG")
UNDER_WAY = after(8).now()
CLOCK = Actor("", "KG", "", SYSTEM)


def fact(payload: Any, actor: Actor = TAZHEN, number: int = 1, node: str = "KZ") -> Fact[Any]:
    return Fact(payload, node, number, f"{NOW}-{number:04d}", NOW, actor)


def asked(**changes: Any) -> RecordRequest:
    said = RecordRequested("KZTAZH01", "plate", PLATE, "KG", "transit", "It stands here.")
    state = RECORDS.fold(ID, [fact(said)])
    assert state is not None
    return replace(state, **changes)


def known(*movements: Movement, requests: int = 0, by: str = "plate") -> Known:
    named: dict[str, Any] = {f"mv-KG-{number}": one for number, one in enumerate(movements)}
    numbers = dict.fromkeys((PLATE, UNDER_WAY.mrn), tuple(named))
    keys: dict[str, tuple[str, ...]] = {number_key(by, one): numbers[one] for one in numbers}
    others = tuple(f"rr-KZ-{number}" for number in range(requests))
    keys[daily_key("KZTAZH01", NOW)] = (ID, *others)
    return Known(keys, named)


def ask(command: AskForRecord = ASK, actor: Actor = TAZHEN, among: Known | None = None) -> Any:
    return decide(RECORDS, None, command, context(actor, subject=ID), among or known())


def judge(state: RecordRequest, among: Known, **changes: Any) -> Any:
    given = context(CLOCK, node="KG", subject=ID, **changes)
    return decide(RECORDS, state, JudgeRequest(), given, among)


def answer(state: RecordRequest, command: AnswerRequest, among: Known, by: Actor = OSH) -> Any:
    return decide(RECORDS, state, command, context(by, subject=ID), among)


def test_an_office_asks_by_a_number_as_it_is_compared() -> None:
    said = RecordRequested("KZTAZH01", "plate", PLATE, "KG", "transit", "It stands here.")
    assert ask() == (said,)
    state = asked()
    assert (state.status, state.home, state.asked_by, state.reference) == (
        "asked",
        "KZ",
        "officer",
        PLATE,
    )
    assert RECORDS.audience(state) == {"KZ", "KG"}
    assert {row.list for row in RECORDS.listings(state, "KZ")} == {"customs:KZTAZH01:requests"}
    assert RECORDS.listings(state, "KG") == ()
    day = daily_key("KZTAZH01", NOW)
    assert RECORDS.keys(state, "KG") == (day, asked_key("KZTAZH01", PLATE))
    assert RECORDS.keys(replace(state, status="refused"), "KG") == (day,)
    assert RECORDS.found_by(state, "KZ").desks == frozenset()
    assert may_see(TAZHEN, state)
    assert not may_see(HORGOS, state)
    assert not may_see(OSH, state)
    assert not may_see(Actor("KZTAZH01", "kz", "x", "checkpoint"), state)


def test_an_mrn_names_the_state_of_departure_itself() -> None:
    by_mrn = replace(ASK, by="mrn", number=UNDER_WAY.mrn, to="")
    (said,) = ask(by_mrn)
    assert said.to == "KG"


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"office": "KZAKTA01"}, refuse("not_your_office", "/office", office="KZAKTA01")),
        ({"number": "--A"}, refuse("record_number", "/number", number="A")),
        ({"by": "mrn"}, refuse("record_number", "/number", number=PLATE)),
        ({"to": "KZ"}, refuse("record_here", "/to")),
        ({"to": "DE"}, refuse("record_no_node", "/to", country="DE")),
        (
            {"purpose": "destination"},
            refuse("record_wrong_part", "/purpose", office="KZTAZH01"),
        ),
    ],
)
def test_what_cannot_be_asked(changes: dict[str, Any], refusal: Refused) -> None:
    assert ask(replace(ASK, **changes)) == refusal


def test_what_is_known_here_or_waits_is_not_asked_again() -> None:
    told = replace(UNDER_WAY, shares=())
    assert ask(among=known(told)) == (ask()[0],)
    given = MOVEMENTS.evolve(told, fact(shared(), OSH, 99, "KG"), SUBJECT)
    assert given is not None
    assert ask(among=known(given)) == refuse("record_known", "/number", number=PLATE)
    waiting = Known({asked_key("KZTAZH01", PLATE): (ID,)}, {ID: asked()})
    assert ask(among=waiting) == refuse("record_asked", "/number", number=PLATE)
    assert ask(among=known(requests=50)) == refuse("record_too_many", limit=50)
    night, morning = "2026-11-26T20:00:00.000Z", "2026-11-27T03:00:00.000Z"
    assert daily_key("KZTAZH01", night) == daily_key("KZTAZH01", morning)  # one day there
    unknown = customs("KZNONE01")
    by_unknown = replace(ASK, office="KZNONE01")
    assert ask(by_unknown, unknown) == refuse("record_wrong_part", "/purpose", office="KZNONE01")
    again = decide(RECORDS, asked(), ASK, context(TAZHEN, subject=ID), known())
    assert again == refuse("not_your_office", "/office", office="KZTAZH01")


def test_no_peer_asks_in_the_name_of_another() -> None:
    said = RecordRequested("KZTAZH01", "plate", PLATE, "KG", "transit", "x")
    assert RECORDS.fold(ID, [fact(said, node="UZ")]) is None
    assert RECORDS.fold(ID, [fact(said, customs("KZAKTA01"))]) is None
    assert RECORDS.fold("rr-UZ-1", [fact(said)]) is None
    again = RECORDS.evolve(asked(), fact(said, number=2), ID)
    assert again is not None
    assert again.unheard == ("KZ:2",)
    granted = RecordGranted("KGOSH001", SUBJECT, "M", by_rule=True)
    for wrong in (
        fact(granted, TAZHEN, 2),
        fact(replace(granted, office="UZDUST01"), OSH, 2, "KG"),
    ):
        heard = RECORDS.evolve(asked(), wrong, ID)
        assert heard is not None
        assert heard.status == "asked"


@pytest.mark.parametrize("office", ["KZTAZH01", "UZSAVA01"])
def test_the_rule_gives_it_to_a_state_on_the_way_or_beside_it(office: str) -> None:
    found = judge(asked(office=office), known(UNDER_WAY))
    assert found == (RecordGranted("KGOSH001", UNDER_WAY.id, UNDER_WAY.mrn, by_rule=True),)


@pytest.mark.parametrize(
    "changes", [{"office": "BYMINS01"}, {"purpose": "control"}, {"purpose": "enquiry"}]
)
def test_what_the_rule_does_not_answer_a_person_does(changes: dict[str, Any]) -> None:
    assert judge(asked(**changes), known(UNDER_WAY)) == (RecordReferred("KGOSH001"),)


def test_a_node_may_leave_all_of_them_to_people() -> None:
    by_hand = Parameters(records_by_rule=False)
    found = judge(asked(), known(UNDER_WAY), parameters=by_hand)
    assert found == (RecordReferred("KGOSH001"),)


@pytest.mark.parametrize(
    ("among", "why"),
    [
        (known(), "unknown"),
        (known(UNDER_WAY, UNDER_WAY), "several"),
        (known(replace(UNDER_WAY, status="written_off")), "not_under_way"),
        (known(UNDER_WAY, requests=50), "too_many"),
        (known(replace(UNDER_WAY, mrn="")), "unknown"),
    ],
)
def test_the_rule_refuses_what_names_no_single_movement(among: Known, why: Any) -> None:
    assert judge(asked(), among) == (RecordRefused(why),)


def test_only_the_node_itself_judges_and_once() -> None:
    assert decide(RECORDS, asked(), JudgeRequest(), context(OSH), known(UNDER_WAY)) == ()
    assert judge(asked(status="refused"), known(UNDER_WAY)) == ()
    nothing = decide(RECORDS, None, AnswerRequest(granted=True), context(OSH), Known())
    assert nothing == refuse("record_request_unknown")
    assert RECORDS.listings(asked(), "UZ") == ()
    assert RECORDS.listings(asked(departure="KGOSH001"), "KG")


def test_an_officer_of_departure_answers() -> None:
    referred = RECORDS.evolve(asked(), fact(RecordReferred("KGOSH001"), CLOCK, 2, "KG"), ID)
    assert referred is not None
    assert {row.list for row in RECORDS.listings(referred, "KG")} == {
        "customs:KGOSH001:requests",
        "customs:KGOSH001:answer",
    }
    assert may_see(OSH, referred)
    yes, no = AnswerRequest(granted=True), AnswerRequest(granted=False, reason="No.")
    given = RecordGranted("KGOSH001", UNDER_WAY.id, UNDER_WAY.mrn)
    assert answer(referred, yes, known(UNDER_WAY)) == (given,)
    assert answer(referred, no, known()) == (RecordRefused("person", "KGOSH001", "No."),)
    blank = AnswerRequest(granted=False, reason=" ")
    assert answer(referred, blank, known()) == refuse("record_reason_missing", "/reason")
    gone = refuse("record_gone", "/granted", number=PLATE)
    assert answer(referred, yes, known()) == gone
    assert answer(referred, yes, known(replace(UNDER_WAY, status="written_off"))) == gone
    assert answer(referred, yes, known(), TAZHEN) == refuse("not_your_office", office="KGOSH001")
    granted = RECORDS.evolve(referred, fact(given, OSH, 3, "KG"), ID)
    assert granted is not None
    assert (granted.status, granted.mrn, granted.by_rule) == ("granted", UNDER_WAY.mrn, False)
    refused = RECORDS.evolve(
        referred, fact(RecordRefused("person", "KGOSH001", "No."), OSH, 3, "KG"), ID
    )
    assert refused is not None
    assert (refused.status, refused.by_rule, refused.answer, refused.answered_by) == (
        "refused",
        False,
        "No.",
        "officer",
    )
    assert answer(refused, no, known()) == refuse("record_answered", status="refused")
    late = RECORDS.evolve(refused, fact(given, OSH, 4, "KG"), ID)
    assert late is not None
    assert late.status == "refused"


def shared() -> RecordShared:
    return RecordShared("KGOSH001", "KZTAZH01", ID, "transit")


def test_what_follows_happens_at_departure_alone() -> None:
    said = fact(RecordRequested("KZTAZH01", "plate", PLATE, "KG", "transit", "x"))
    [judged] = reactions(said, asked(), context(CLOCK, node="KG"))
    assert (judged.subject, judged.command) == (ID, JudgeRequest())
    granted = fact(RecordGranted("KGOSH001", SUBJECT, "M"), OSH, 2, "KG")
    [given] = reactions(granted, asked(), context(CLOCK, node="KG"))
    share = ShareRecord("KGOSH001", "KZTAZH01", ID, "transit")
    assert (given.subject, given.command) == (SUBJECT, share)
    assert reactions(granted, asked(), context(CLOCK, node="KZ")) == ()
    assert decide(MOVEMENTS, UNDER_WAY, share, context(CLOCK, node="KG")) == (shared(),)
    assert decide(MOVEMENTS, UNDER_WAY, share, context(OSH)) == ()


def at_customs(state: Movement) -> set[str]:
    rows = MOVEMENTS.listings(state, "KZ")
    return {row.list for row in rows if row.list.startswith("customs:")}


def test_whoever_was_given_it_expects_it_until_it_is_elsewhere() -> None:
    state = MOVEMENTS.evolve(UNDER_WAY, fact(shared(), OSH, 99, "KG"), SUBJECT)
    assert state is not None
    assert "KZ" in MOVEMENTS.audience(state)
    assert "KZ" in MOVEMENTS.audience(replace(state, withdrawn=("KZ",)))
    assert at_customs(state) == {"customs:KZTAZH01:expected"}
    arrived = replace(state, status="arrived")
    assert at_customs(arrived) == {"customs:KZTAZH01:closed"}
    assert may_see(TAZHEN, state)
    assert not may_see(HORGOS, state)
    there = replace(state, shares=(replace(state.shares[0], office="UZDUST01"),))
    assert "customs:UZDUST01:expected" not in {row.list for row in MOVEMENTS.listings(there, "UZ")}
    by_another = MOVEMENTS.evolve(UNDER_WAY, fact(shared(), TAZHEN, 99), SUBJECT)
    assert by_another is not None
    assert not by_another.shares


def test_who_is_told() -> None:
    referred = RecordReferred("KGOSH001")
    state = RECORDS.evolve(asked(), fact(referred, CLOCK, 2, "KG"), ID)
    assert state is not None
    lists = frozenset(row.list for row in RECORDS.listings(state, "KG"))
    change = Change(fact(referred, CLOCK, 2, "KG"), state, frozenset(), lists)
    assert news_of(change, "KG") == (
        News("customs:KGOSH001", "desk.decide", "customs:KGOSH001:answer"),
    )
    refused = fact(RecordRefused("unknown"), CLOCK, 2, "KG")
    after_it = RECORDS.evolve(asked(), refused, ID)
    told = news_of(Change(refused, after_it, frozenset(), frozenset()), "KZ")
    assert told == (News("customs:KZTAZH01", "desk.changed"),)
