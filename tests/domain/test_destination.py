"""At destination: an arrival notified or refused, rounds of unloading, terms, and what is held."""

from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.facts import Actor
from corridor.domain.movement.arriving import GoodsArrived, RecordArrival
from corridor.domain.movement.falling_due import falling_due
from corridor.domain.movement.goods_release import Held, ReleaseGoods
from corridor.domain.movement.kind import MOVEMENTS
from corridor.domain.movement.listings import at_office, lanes
from corridor.domain.movement.notifying import NotifyArrival
from corridor.domain.movement.refusing_arrival import POINTERS, RefuseArrival
from corridor.domain.movement.results import RecordResults
from corridor.domain.movement.tables import marks
from corridor.domain.movement.terms import PassTerms, TermPassed
from corridor.domain.movement.unloading import RecordUnloading, Remark, UnloadingRemarked
from corridor.domain.movement.writing_off import WriteOff
from tests.domain.known import Known
from tests.domain.movement_world import (
    CARRIER,
    DOSSIER,
    DUSTLIK,
    NOW,
    OSH,
    OTHER_CARRIER,
    POTI,
    World,
    after,
)

RELEASED, CROSSED_ALL, ARRIVED, UNLOADING, REMARKED, RESULTS = 7, 12, 13, 14, 15, 16
LATER = "2026-11-25T08:00:00.000Z"
SHORT = Remark("/consignment/houses/0/items/0/packages/0/count", "1240", "1235")


def rows_of(world: World, node: str) -> dict[str, str]:
    """List → what it is sorted by."""
    return {row.list: row.due for row in MOVEMENTS.listings(world.now(), node)}


def test_whoever_brings_it_says_so_and_the_office_records_it() -> None:
    world = after(CROSSED_ALL)
    assert world.tell(NotifyArrival("GEPOTI01", NOW, "Gate 3"), CARRIER) == (
        "movement.arrival_notified/1",
    )
    assert dict(lanes(world.now()))["GEPOTI01"] == "decide"
    assert at_office(world.now(), "GEPOTI01") == {"notified": True}
    assert at_office(world.now(), "GETSIT01") == {}
    assert world.tell(NotifyArrival("GEPOTI01"), CARRIER) == ("arrival_notified",)
    assert world.tell(RecordArrival("GEPOTI01"), POTI) == ("movement.arrived/1",)
    (notice,) = world.now().notices
    assert (notice.status, notice.place, notice.by) == ("recorded", "Gate 3", "ala-too")
    assert world.now().arrival_notice is None


@pytest.mark.parametrize("code", sorted(POINTERS))
def test_an_arrival_is_refused_with_its_reason_and_where_it_lies(code: Any) -> None:
    world = after(CROSSED_ALL)
    world.tell(NotifyArrival("GEPOTI01"), CARRIER)
    assert world.tell(RefuseArrival("GEPOTI01", code, "Not here."), POTI) == (
        "movement.arrival_refused/1",
    )
    state = world.now()
    assert (state.status, state.notices[-1].code) == ("released", code)
    assert world.answers[-1][0].pointer == POINTERS[code]
    assert dict(lanes(state))["GEPOTI01"] == "expected"
    assert world.tell(NotifyArrival("GEPOTI01"), CARRIER) == ("movement.arrival_notified/1",)
    assert [notice.status for notice in world.now().notices] == ["refused", "waiting"]


ITEMS = "/consignment/houses/0/items"


@pytest.mark.parametrize(
    ("pointers", "code"),
    [
        ((f"{ITEMS}/0/gross_kg", f"{ITEMS}/0/net_kg"), ""),
        ((f"{ITEMS}/3/gross_kg",), ""),
        ((f"{ITEMS}/4/gross_kg",), "remark_not_declared"),
        (("/consignment/houses/1/gross_kg",), ""),
        (("/consignment/houses/1/items/0/hs",), ""),
        (("/consignment/houses/2",), "remark_not_declared"),
        ((f"{ITEMS}/0/hs", f"{ITEMS}/0/hs"), "remark_twice"),
        (("/consignment/houses/-/items/-", "/consignment/houses/-/items/-"), ""),
        (("/consignment/equipment/0/seals/0",), ""),
    ],
)
def test_a_difference_is_about_goods_that_were_declared(
    pointers: tuple[str, ...], code: str
) -> None:
    world = after(UNLOADING)
    assert len(world.now().dossier.consignment.houses[0].items) == 3
    remarks = tuple(Remark(one, "1", "2") for one in pointers)
    told = world.tell(RecordUnloading(False, True, remarks), POTI)
    assert told == ((code,) if code else ("movement.unloading_remarks/1",))
    if code:
        assert {one.rule for one in world.answers[-1].refusals} == {"R0055"}


def test_an_arrival_that_nobody_notified_is_refused_too() -> None:
    world = after(CROSSED_ALL)
    assert world.tell(RefuseArrival("GEPOTI01", "other", " "), POTI) == ("arrival_reason_missing",)
    world.tell(RefuseArrival("GEPOTI01", "papers_missing"), POTI)
    assert [(one.status, one.at) for one in world.now().notices] == [("refused", "")]
    world.tell(RecordArrival("GEPOTI01"), POTI)
    assert world.now().notices[-1].status == "refused"
    assert world.tell(RefuseArrival("GEPOTI01", "wrong_mrn"), POTI) == ("wrong_status",)


@pytest.mark.parametrize(
    ("steps", "command", "actor", "code"),
    [
        (CROSSED_ALL, NotifyArrival("GEBATU01"), CARRIER, "arrival_elsewhere"),
        (RELEASED - 1, NotifyArrival("GEPOTI01"), CARRIER, "arrival_not_under_way"),
        (ARRIVED, NotifyArrival("GEPOTI01"), CARRIER, "arrival_recorded"),
        (CROSSED_ALL, NotifyArrival("GEPOTI01"), OTHER_CARRIER, "not_your_dossier"),
        (CROSSED_ALL, NotifyArrival("GEPOTI01", LATER), CARRIER, "time_in_future"),
        (CROSSED_ALL, RefuseArrival("GEPOTI01", "wrong_mrn"), DUSTLIK, "not_your_office"),
    ],
)
def test_what_cannot_be_notified_is_refused_by_name(
    steps: int, command: Any, actor: Actor, code: str
) -> None:
    assert after(steps).tell(command, actor) == (code,)


def test_rounds_are_kept_and_only_the_last_makes_discrepancies() -> None:
    world = after(UNLOADING)
    first = RecordUnloading(
        False, False, (SHORT,), "Half is out.", ("AZ-1",), complete=False, new_seals=("GE-1",)
    )
    assert world.tell(first, POTI) == ("movement.unloading_remarks/1",)
    there = world.now().destination
    assert (there.status, there.is_unloading) == ("unloading_permitted", True)
    assert world.now().seals == ("GE-1",)
    assert [found.code for found in world.now().discrepancies] == ["seals_broken"]
    last = RecordUnloading(False, True, (replace(SHORT, found="1238"),), "All is out.")
    assert world.tell(last, POTI) == ("movement.unloading_remarks/1",)
    there = world.now().destination
    said = [fact.payload for fact in world.facts if isinstance(fact.payload, UnloadingRemarked)]
    assert [(one.complete, one.remarks[0].found) for one in said] == [
        (False, "1235"),
        (True, "1238"),
    ]
    assert (there.status, there.rounds, there.is_unloading) == ("results_due", 1, False)
    assert [found.code for found in world.now().discrepancies] == [
        "seals_broken",
        "packages_missing",
    ]


def test_after_a_round_without_new_seals_there_are_none_to_look_at() -> None:
    world = after(UNLOADING)
    assert world.tell(RecordUnloading(True, True, complete=False), POTI)
    assert world.now().seals == ()
    assert world.tell(RecordUnloading(True), POTI) == ("movement.unloading_remarks/1",)
    assert not world.now().discrepancies


def test_seals_are_put_on_for_a_pause_alone() -> None:
    done = RecordUnloading(True, True, new_seals=("GE-1",))
    assert after(UNLOADING).tell(done, POTI) == ("new_seals_when_complete",)


@pytest.mark.parametrize(
    ("modes", "day"),
    [
        (("3", "3"), "2026-11-24"),
        (("2", "3"), "2026-12-03"),
        (("3", "2"), "2026-12-03"),
    ],
)
def test_the_day_of_the_results_is_stated_with_the_arrival(
    modes: tuple[str, str], day: str
) -> None:
    world, (border, inland) = after(CROSSED_ALL), modes
    load = replace(DOSSIER.consignment, border_mode=border, inland_mode=inland)
    world.state = replace(world.now(), dossier=replace(DOSSIER, consignment=load))
    world.tell(RecordArrival("GEPOTI01"), POTI)
    assert world.now().destination.results_by == day
    longer = Known(settings={"term.results": "5"})
    world = after(CROSSED_ALL)
    world.tell(RecordArrival("GEPOTI01"), POTI, longer)
    assert world.now().destination.results_by == "2026-11-26"


def test_results_are_awaited_until_a_day_and_noted_once_when_it_passes() -> None:
    world, clock = after(ARRIVED), Actor("GEPOTI01", "GE", "", "system")
    (due,) = falling_due(world.now())
    assert (due.what, due.day, due.at) == ("results", "2026-11-24", ("GEPOTI01", "KGOSH001"))
    assert "term=results" in marks(world.now())
    assert rows_of(world, "GE")["customs:GEPOTI01:due"] == "2026-11-24"
    assert rows_of(world, "KG")["customs:KGOSH001:due"] == "2026-11-24"
    assert MOVEMENTS.due(world.now(), "GE") == (("terms_destination", "2026-11-24T19:59:59.999Z"),)
    assert world.tell(PassTerms(), clock) == ()
    assert world.tell(PassTerms(), clock, now=LATER) == ("movement.term_passed/1",)
    assert world.tell(PassTerms(), clock, now=LATER) == ()
    heard = MOVEMENTS.told[TermPassed].heard.offices
    assert list(heard(world.now(), TermPassed("GEPOTI01", "results", "2026-11-24"))) == [
        ("customs:GEPOTI01", ""),
        ("customs:KGOSH001", ""),
    ]
    assert list(heard(world.now(), TermPassed("KGOSH001", "enquiry", "2026-11-24"))) == [
        ("customs:KGOSH001", ""),
    ]


def test_an_arrival_of_an_earlier_version_has_no_term() -> None:
    world = after(CROSSED_ALL)
    world.hear(GoodsArrived("GEPOTI01", NOW), POTI)
    assert falling_due(world.now()) == ()


WHOLE, SOME = Held(1, 0, "permit", "Certificate"), Held(1, 40, "sanitary", "Samples")


def test_goods_are_released_in_part_and_the_rest_later() -> None:
    world = after(RESULTS)
    assert world.tell(ReleaseGoods("part", (SOME,)), POTI) == ("movement.goods_released/1",)
    there = world.now().destination
    assert (there.status, there.standing, there.is_all_held) == (
        "results_due",
        "released_in_part",
        False,
    )
    assert world.tell(WriteOff(), OSH) == ("goods_not_released",)
    assert world.tell(ReleaseGoods("none", (Held(0, 0, "claim", "Court"),)), POTI)
    assert world.now().destination.standing == "goods_not_released"
    assert world.tell(ReleaseGoods(), POTI) == ("movement.goods_released/1",)
    assert (world.now().destination.status, world.now().destination.held) == ("goods_released", ())
    assert world.tell(WriteOff(), OSH) == ("movement.written_off/1",)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (ReleaseGoods("full", (SOME,)), "release_extent"),
        (ReleaseGoods("part"), "release_extent"),
        (ReleaseGoods("part", (Held(0, 0, "other", "x"),)), "release_extent"),
        (ReleaseGoods("none", (SOME,)), "release_extent"),
        (ReleaseGoods("none"), "release_extent"),
        (ReleaseGoods("part", (SOME, WHOLE)), "held_twice"),
        (ReleaseGoods("part", (replace(SOME, reason=" "),)), "held_unexplained"),
        (ReleaseGoods("none", (Held(0),)), "held_unexplained"),
        (ReleaseGoods("part", (replace(SOME, item=99),)), "held_unknown"),
        (ReleaseGoods("part", (replace(SOME, packages=99_999),)), "held_too_many"),
    ],
)
def test_what_is_held_has_to_be_a_part_of_the_load(command: Any, code: str) -> None:
    assert code in after(RESULTS).tell(command, POTI)


def test_all_items_cannot_be_the_part_that_is_held() -> None:
    items = [item for house in DOSSIER.consignment.houses for item in house.items]
    held = tuple(Held(item.declaration_number, 0, "permit", "x") for item in items)
    assert after(RESULTS).tell(ReleaseGoods("part", held), POTI) == ("nothing_released",)


def test_after_an_unsatisfactory_control_only_nothing_may_be_released() -> None:
    world = after(REMARKED)
    world.tell(RecordResults("B1", "Five are missing."), POTI)
    assert "goods_held" in world.tell(ReleaseGoods("part", (SOME,)), POTI)
    all_held = ReleaseGoods("none", (Held(0, 0, "control", "B1"),))
    assert world.tell(all_held, POTI) == ("movement.goods_released/1",)


def test_small_differences_are_said_here_or_were_by_the_unloading() -> None:
    whole = after(REMARKED)
    assert whole.tell(RecordResults("A5"), POTI) == ("remarks_missing",)
    assert whole.tell(RecordResults("A5", "A box is wet."), POTI) == ("movement.control_results/1",)
