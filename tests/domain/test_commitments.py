"""Commitments: stated in the register of one state, answered by its parties, never upgraded."""

from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.commitments.answering import SayStanding, StandingSaid
from corridor.domain.commitments.kind import COMMITMENTS
from corridor.domain.commitments.naming import NamePart, PartNamed
from corridor.domain.commitments.progressing import NoteProgress, ProgressNoted
from corridor.domain.commitments.schedule import due_of, needed_rate, schedule_of
from corridor.domain.commitments.state import Commitment, Measure, Progress, Promise
from corridor.domain.commitments.stating import CommitmentStated, StateCommitment
from corridor.domain.facts import Actor, Fact
from corridor.domain.kind import TO_ALL
from corridor.domain.refusals import Refused, refuse
from corridor.domain.reported import Said, Source, order_of_ref
from tests.domain.known import decide
from tests.domain.movement_world import NOW, context

REGISTRAR = Actor("", "KZ-REGISTRY", "registrar", "registrar")
SOURCE = Source(Said("пресса", "press"), "2025-08-22")
PROMISE = Promise(
    Said("Обновление восьми пунктов пропуска", "Renewal of 8 checkpoints"),
    ("KZ", "KG"),
    Said("запланировано", "planned"),
    "planned",
    "customs",
    SOURCE,
    due=Said("два года", "two years"),
    due_kind="span",
    due_last="2027-08-31",
    parts=8,
)
MEASURE = Measure("in-KZ-F14", "2024", "1700", "2030", "3000")
ID = "cm-KZ-C52"


def fact(payload: Any, node: str = "KZ", role: str = "registrar", number: int = 1) -> Fact[Any]:
    actor = replace(REGISTRAR, role=role)
    return Fact(payload, node, number, f"{NOW}-{number:04d}", NOW, actor)


def stated(promise: Promise = PROMISE, *said: tuple[Any, str]) -> Commitment:
    first = fact(CommitmentStated("C52", promise))
    later = [fact(payload, node, number=n) for n, (payload, node) in enumerate(said, 2)]
    state = COMMITMENTS.fold(ID, [first, *later])
    assert state is not None
    return state


def told(state: Commitment | None, command: Any, node: str = "KZ", subject: str = ID) -> Any:
    return decide(COMMITMENTS, state, command, context(REGISTRAR, subject=subject, node=node))


def codes(found: Any) -> list[tuple[str, str]]:
    assert isinstance(found, Refused)
    return [(one.code, one.pointer) for one in found.refusals]


def test_a_row_is_stated_and_corrected_by_its_own_state_alone() -> None:
    said = StateCommitment("C52", PROMISE)
    assert told(None, said) == (CommitmentStated("C52", PROMISE),)
    state = stated()
    assert told(state, said) == refuse("commitment_same")
    other = replace(PROMISE, status=Said("подписано"))
    assert told(state, StateCommitment("C52", other)) == (CommitmentStated("C52", other),)
    assert told(state, said, "KG") == refuse("register_other_state")
    assert told(None, said, "KG") == refuse("register_row_other", "/number")
    assert told(None, SayStanding("done")) == refuse("commitment_unknown")


def test_the_words_of_the_source_stay_and_the_history_of_the_row_is_kept() -> None:
    later = (CommitmentStated("C52", replace(PROMISE, verb="signed")), "KZ")
    foreign = (CommitmentStated("C53", replace(PROMISE, verb="done")), "KZ")
    assert stated(PROMISE, (StandingSaid("done"), "KG")).promise.verb == "planned"
    assert stated(PROMISE, later, foreign).promise.verb == "signed"


@pytest.mark.parametrize(
    ("changes", "code", "pointer"),
    [
        ({"parties": ("KG",)}, "register_not_party", "/promise/parties"),
        ({"by": "UZ"}, "commitment_by", "/promise/by"),
        ({"what": Said(" ")}, "register_text_missing", "/promise/what"),
        ({"what": Said("\u202ex")}, "text_control", "/promise/what/ru"),
        ({"due": Said("", "a\x07")}, "text_control", "/promise/due/en"),
        ({"due_last": "2027-02-30"}, "register_day", "/promise/due_last"),
        ({"due_last": ""}, "commitment_due", "/promise/due_last"),
        (
            {"source": replace(SOURCE, quotation="a " * 26)},
            "register_quotation",
            "/promise/source/quotation",
        ),
        (
            {"measure": replace(MEASURE, target_year="2024")},
            "commitment_years",
            "/promise/measure/target_year",
        ),
        ({"measure": replace(MEASURE, base="0")}, "commitment_base", "/promise/measure/base"),
    ],
)
def test_what_does_not_fit_is_refused(changes: dict[str, Any], code: str, pointer: str) -> None:
    assert codes(told(None, StateCommitment("C52", replace(PROMISE, **changes)))) == [
        (code, pointer)
    ]
    assert isinstance(told(None, StateCommitment("C52", replace(PROMISE, measure=MEASURE))), tuple)


def test_parties_say_how_it_stands_and_a_disagreement_is_seen() -> None:
    state = stated(PROMISE, (StandingSaid("done"), "KZ"))
    assert state.is_done
    assert not state.is_disputed
    assert told(state, SayStanding("done")) == refuse("commitment_said", "/word")
    assert told(state, SayStanding("not_done", "Two are closed."), "KG") == (
        StandingSaid("not_done", "Two are closed."),
    )
    assert told(state, SayStanding("done"), "UZ") == refuse("register_not_party")
    both = COMMITMENTS.evolve(state, fact(StandingSaid("not_done"), "KG", number=9), ID)
    assert both is not None
    assert both.is_disputed
    assert not both.is_done
    assert stated(replace(PROMISE, verb="done")).is_done


def test_progress_has_its_author_and_its_evidence() -> None:
    said = ProgressNoted("Two are open.", "https://example.org/a")
    state = stated(PROMISE, (said, "KG"))
    [entry] = state.progress
    assert (entry.node, entry.by, entry.evidence) == ("KG", "registrar", "https://example.org/a")
    assert told(state, NoteProgress("Open.")) == (ProgressNoted("Open."),)
    full = replace(state, progress=(Progress("KG", NOW, "x", "y"),) * 200)
    assert told(full, NoteProgress("Open.")) == refuse("register_full", limit=200)


def test_parts_are_named_one_by_one() -> None:
    state = stated(PROMISE, (PartNamed(2, Said("б")), "KZ"), (PartNamed(1, Said("а")), "KZ"))
    assert [one.number for one in state.parts] == [1, 2]
    assert told(state, NamePart(8, Said("ж"))) == (PartNamed(8, Said("ж")),)
    assert codes(told(state, NamePart(9, Said("з"), "2026-02-30"))) == [
        ("commitment_part", "/number"),
        ("register_day", "/done_on"),
    ]


@pytest.mark.parametrize(("node", "role"), [("UZ", "registrar"), ("KZ", "operator")])
def test_nobody_else_is_believed(node: str, role: str) -> None:
    said = fact(CommitmentStated("C52", PROMISE), node, role)
    assert COMMITMENTS.fold(ID, [said]) is None


def test_all_nodes_hear_of_it_and_anybody_may_read_it() -> None:
    state = stated()
    assert {"KG", "UZ", "GE"} <= COMMITMENTS.audience(state)
    assert COMMITMENTS.sees(Actor(), state)
    assert COMMITMENTS.keys(state, "KG") == (TO_ALL,)
    assert COMMITMENTS.keys(state, "GE") == ()
    assert COMMITMENTS.found_by(state, "KG").desks == frozenset()
    marked, paired = COMMITMENTS.listings(state, "GE")
    assert marked.list == "register:promised"
    assert marked.marks == (
        *("party=KZ", "party=KG", "verb=planned", "theme=customs"),
        "source=2025-08-22",
    )
    assert (paired.list, paired.marks) == ("register:paired", ("pair=KG-KZ",))
    many = replace(state, promise=replace(PROMISE, parties=("KG", "KZ", "UZ")))
    assert [one.list for one in COMMITMENTS.listings(many, "GE")] == ["register:promised"]
    assert order_of_ref("C9") < order_of_ref("C17")
    assert COMMITMENTS.expects(state, COMMITMENTS.told[CommitmentStated], fact(None))


@pytest.mark.parametrize(
    ("yearly", "verdict", "year"),
    [
        ({}, "not_measured", ""),
        ({"2024": "1700"}, "not_measured", ""),
        ({"2025": "1868.8"}, "on_schedule", "2025"),
        ({"2025": "1900", "2026": "1900"}, "behind", "2026"),
        ({"2025": "2100"}, "ahead", "2025"),
    ],
)
def test_an_even_pace_says_whether_it_is_on_schedule(
    yearly: dict[str, str], verdict: str, year: str
) -> None:
    state = stated(replace(PROMISE, measure=MEASURE))
    found = schedule_of(state, {y: Decimal(v) for y, v in yearly.items()}, "2026-11-30")
    assert (found.verdict, found.at, found.rule) == (verdict, year, "S1")
    assert needed_rate(MEASURE) == "9.9"


def test_an_even_pace_wants_by_hand() -> None:
    """1.7 -> 3 bn in six years: 1700 x (3000/1700)^(1/6) = 1868.8 after one."""
    state = stated(replace(PROMISE, measure=MEASURE))
    assert schedule_of(state, {"2025": Decimal(1900)}, "2026-11-30").wanted == "1868.8"


def test_parts_are_held_against_the_term_once_they_have_names() -> None:
    state = stated()
    assert schedule_of(state, {}, "2026-08-22").why == "no_names"
    named = stated(PROMISE, (PartNamed(1, Said("а"), "2026-05-01"), "KZ"))
    assert schedule_of(named, {}, "2026-08-22").verdict == "behind"  # 1 of 8, half of the term
    assert schedule_of(named, {}, "2025-10-01").verdict == "on_schedule"
    early = (
        (PartNamed(1, Said("а"), "2025-08-23"), "KZ"),
        (PartNamed(2, Said("б"), "2025-08-23"), "KZ"),
    )
    assert schedule_of(stated(PROMISE, *early), {}, "2025-08-24").verdict == "ahead"
    endless = replace(PROMISE, due_kind="soon", due_last="")
    assert schedule_of(stated(endless, *early), {}, "2025-08-24").why == "no_term"
    assert schedule_of(stated(replace(PROMISE, parts=0)), {}, "2025-08-24").why == "no_measure"


def test_a_term_is_over_only_where_one_was_reported_and_nobody_says_it_is_done() -> None:
    assert due_of(stated(), "2027-09-01") == "overdue"
    assert due_of(stated(), "2027-06-15") == "soon"
    assert due_of(stated(), "2026-11-30") == ""
    assert due_of(stated(PROMISE, (StandingSaid("done"), "KG")), "2027-09-01") == ""
    assert due_of(stated(replace(PROMISE, due_kind="happened")), "2027-09-01") == ""


def test_a_text_is_said_in_the_language_that_is_there() -> None:
    assert [Said("а", "a").in_language(one) for one in ("ru", "en")] == ["а", "a"]
    assert [Said("а").in_language("en"), Said("", "a").in_language("ru")] == ["а", "a"]
