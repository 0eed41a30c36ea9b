"""The order of the route and of time: what cannot have been is refused, or marked elsewhere."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from corridor.domain.context import Parameters
from corridor.domain.facts import Actor, Fact
from corridor.domain.guarantees.freeing import ReleaseReservation
from corridor.domain.guarantees.kind import GUARANTEES
from corridor.domain.movement.arriving import GoodsArrived, RecordArrival
from corridor.domain.movement.crossing import (
    CrossingRefused,
    FrontierCrossed,
    RecordCrossing,
    RefuseCrossing,
)
from corridor.domain.movement.discrepancies import SolveDiscrepancy
from corridor.domain.movement.goods_release import GoodsReleased, Held, ReleaseGoods
from corridor.domain.movement.incident import RecordIncident
from corridor.domain.movement.kind import MOVEMENTS
from corridor.domain.movement.order import (
    earliest_at,
    least_between,
    place_of,
    sightings,
    span_between,
)
from corridor.domain.movement.overdue import MovementOverdue
from corridor.domain.movement.parts import Exit, GuaranteeState
from corridor.domain.movement.releasing import MovementReleased, ReleaseForTransit
from corridor.domain.movement.results import DestinationControlled, RecordResults
from corridor.domain.movement.sealing import AffixSeals
from corridor.domain.movement.state import Movement
from corridor.domain.movement.unloading import RecordUnloading, Remark, UnloadingRemarked
from corridor.domain.movement.writing_off import WriteOff
from corridor.domain.places import Place
from corridor.domain.refusals import Refused
from corridor.domain.routes import DEMO_ROUTES
from corridor.domain.routes.pace import (
    PACES,
    Pace,
    great_circle_km,
    least_km,
    least_minutes,
    pace_on,
)
from tests.domain.known import decide
from tests.domain.movement_world import (
    ALAT,
    DUSTLIK,
    FARAP,
    GUARANTEE,
    OSH,
    POTI,
    REFERENCE,
    SUBJECT,
    World,
    after,
    context,
    customs,
)
from tests.domain.test_tir import DOSSIER_TIR

SEALED, ARRIVED, UNLOADING, REMARKED = 6, 13, 14, 15
REAL = Parameters()
WEEK = "2026-11-28T08:00:00.000Z"
"""A week after the release: time enough for any way."""


def on_the_way() -> World:
    """Released on the day of the story at 08:00, in a world that goes as fast as its clock."""
    world = after(SEALED)
    assert world.tell(ReleaseForTransit(), OSH, parameters=REAL) == ("movement.released/1",)
    world.answers.clear()
    return world


def at(hours: int, minutes: int = 0) -> str:
    """An instant so long after the release, of 08:00."""
    return instant(60 * hours + minutes)


def instant(minutes: int) -> str:
    """So many minutes after 08:00 of the day of the story."""
    days, rest = divmod(8 * 60 + minutes, 24 * 60)
    return f"2026-11-{21 + days:02d}T{rest // 60:02d}:{rest % 60:02d}:00.000Z"


def crossed(world: World, office: str, when: str, **more: Any) -> tuple[str, ...]:
    return world.tell(RecordCrossing(office, crossed_at=when, **more), customs(office), now=WEEK)


def codes(world: World) -> list[str]:
    return [found.code for found in world.now().open_discrepancies()]


# --- the least travel time -------------------------------------------------------------------


def test_a_degree_of_the_equator_is_111_km() -> None:
    start = replace(REFERENCE.places["KG-OSH"], lat="0", lon="0")
    assert great_circle_km(start, replace(start, lon="1")) == 111
    assert great_circle_km(start, start) == 0


def test_the_way_takes_so_many_minutes_at_least() -> None:
    """Osh to Poti: kilometres of the great circle, rounded down, at 110 km/h and at sea at 50."""
    route, pace = DEMO_ROUTES["osh-poti"], Pace("2026-01-01", 110, 120, 50, 5)
    points = dict(zip((p.place for p in route.points), route.points, strict=True))
    by_sea = least_km(points["TM-TURK"], points["AZ-ALAT"], REFERENCE)
    assert by_sea == 292
    assert least_minutes(route, REFERENCE, pace) == (
        0,
        0,
        0,
        412,
        16,
        504,
        by_sea * 60 // 50,
        213,
        0,
        158,
    )
    assert least_minutes(route, REFERENCE, pace, 24 * 60) == (0,) * len(route.points)


def test_a_border_is_as_near_as_its_link_and_an_unsurveyed_place_as_near_as_it_may_be() -> None:
    start, end = DEMO_ROUTES["osh-poti"].points[:2]
    places: dict[str, Place] = dict(REFERENCE.places)
    places[start.place] = replace(places[start.place], lat="0", lon="0", quality="surveyed")
    for quality, km in (("surveyed", 111), ("approx", 106), ("proxy", 81)):
        places[end.place] = replace(places[end.place], lat="0", lon="1", quality=quality)
        far = type(REFERENCE)(
            **{n: getattr(REFERENCE, n) for n in REFERENCE.__slots__}
            | {"places": places, "links_at": {}}
        )
        assert least_km(start, end, far) == km
    assert least_km(replace(start, place="XX-NONE"), end, REFERENCE) == 0
    here, over = DEMO_ROUTES["osh-poti"].points[1:3]
    assert least_km(here, over, REFERENCE) <= 1


def test_a_pace_holds_from_its_day_on(monkeypatch: pytest.MonkeyPatch) -> None:
    later = Pace("2027-01-01", 90, 90, 40, 2)
    monkeypatch.setattr("corridor.domain.routes.pace.PACES", (*PACES, later))
    assert pace_on("2026-12-31") == PACES[0]
    assert pace_on("2027-01-01") == later
    assert pace_on("1999-01-01") == PACES[0]


# --- at the desk -----------------------------------------------------------------------------

DUSTLIK_TO_FARAP = 428
"""Minutes: Dustlik to the Uzbek side, and over the border."""


@pytest.mark.parametrize(
    ("minutes", "told"),
    [
        (DUSTLIK_TO_FARAP - 6, "seen_too_soon"),
        (DUSTLIK_TO_FARAP - 5, "movement.crossed/1"),
        (-5, "seen_too_soon"),
        (-6, "seen_out_of_order"),
    ],
)
def test_the_way_between_two_borders_takes_its_time(minutes: int, told: str) -> None:
    """To the minute: the least time, less what two right clocks may differ."""
    world = on_the_way()
    assert crossed(world, "UZDUST01", at(10)) == ("movement.crossed/1",)
    world.answers.clear()
    assert crossed(world, "TMFARA01", at(10, minutes)) == (told,)


def test_nobody_is_at_a_border_or_arrives_before_the_release() -> None:
    world = on_the_way()
    early = "2026-11-21T07:54:00Z"
    assert crossed(world, "UZDUST01", early) == ("seen_before_release",)
    assert crossed(world, "UZDUST01", "2026-11-21T07:55:00Z") == ("movement.crossed/1",)
    arrival = RecordArrival("GEPOTI01", early, remarks="It is here.")
    assert world.tell(arrival, POTI, now=WEEK) == ("seen_before_release",)
    incident = RecordIncident("UZDUST01", "5", "A flat tyre", happened_at=early)
    assert world.tell(incident, DUSTLIK, now=WEEK) == ("seen_before_release",)


def test_what_is_refused_says_since_when_it_could_be() -> None:
    world = on_the_way()
    crossed(world, "UZDUST01", at(10))
    crossed(world, "TMFARA01", at(11))
    [refusal] = world.answers[-1].refusals
    assert refusal.pointer == "/crossed_at"
    assert refusal.args == {
        "here": "TMFARA01",
        "office": "UZDUST01",
        "given": at(11),
        "seen": at(10),
        "least": str(DUSTLIK_TO_FARAP),
        "bound": "2026-11-22T01:08:00Z",
    }


def test_a_time_that_is_in_no_calendar_is_refused() -> None:
    assert crossed(on_the_way(), "UZDUST01", "2026-11-31T08:00:00Z") == ("time_in_future",)
    assert crossed(on_the_way(), "UZDUST01", "2026-02-31T08:00:00Z") == ("time_impossible",)


def test_an_entry_that_is_missing_before_is_asked_for_or_explained() -> None:
    world = on_the_way()
    assert crossed(world, "TMFARA01", at(20)) == ("crossing_missing",)
    assert crossed(world, "TMFARA01", at(20), remarks=" ") == ("crossing_missing",)
    told = crossed(world, "TMFARA01", at(20), remarks="The node of UZ is silent.")
    assert told == ("movement.crossed/1",)
    [found] = world.now().open_discrepancies()
    assert (found.code, found.about, found.other) == ("crossing_missing", "UZDUST01", "TMFARA01")


def test_recorded_after_all_in_time_it_is_missing_no_more() -> None:
    world = on_the_way()
    crossed(world, "TMFARA01", at(20), remarks="The node of UZ is silent.")
    late = at(20, 30)
    assert crossed(world, "UZDUST01", late) == ("seen_out_of_order",)
    assert crossed(world, "UZDUST01", at(19)) == ("seen_too_late",)
    assert crossed(world, "UZDUST01", at(9)) == ("movement.crossed/1",)
    assert codes(world) == []
    assert world.now().discrepancies[0].outcome == "recorded"


def test_it_may_be_recorded_even_when_it_has_arrived() -> None:
    world = on_the_way()
    silent = "All nodes on the way are silent."
    arrival = RecordArrival("GEPOTI01", at(100), remarks=silent)
    assert world.tell(arrival, POTI, now=WEEK) == ("movement.arrived/1",)
    assert codes(world) == ["crossing_missing"] * 4
    for hours, office in ((9, "UZDUST01"), (20, "TMFARA01"), (60, "AZALAT01"), (80, "GETSIT01")):
        assert crossed(world, office, at(hours)) == ("movement.crossed/1",)
    assert codes(world) == []
    assert world.now().status == "arrived"


def test_a_vehicle_may_always_be_stopped_and_does_not_go_on_unexplained() -> None:
    world = on_the_way()
    stop = RefuseCrossing("TMFARA01", "Too heavy")
    assert world.tell(stop, FARAP, now=at(0, 1)) == ("movement.crossing_refused/1",)
    assert codes(world) == ["crossing_missing", "seen_too_soon"]
    crossed(world, "UZDUST01", at(1))
    told = crossed(world, "AZALAT01", at(60))
    assert told == ("gone_on_though_stopped",)
    crossed(world, "AZALAT01", at(60), remarks="It stands here.")
    assert "gone_on_though_stopped" in codes(world)
    assert world.now().worst == "stopped"


# --- from another node -----------------------------------------------------------------------


def hears(world: World, payload: Any, office: str) -> None:
    """What another node says, whatever its program let through."""
    world.hear(payload, customs(office), at=WEEK)


@pytest.mark.parametrize(
    ("said", "office", "code"),
    [
        (FrontierCrossed("TMFARA01", at(10, 1)), "TMFARA01", "seen_too_soon"),
        (FrontierCrossed("TMFARA01", at(9)), "TMFARA01", "seen_out_of_order"),
        (FrontierCrossed("TMFARA01", at(-2)), "TMFARA01", "seen_before_release"),
        (FrontierCrossed("TMFARA01", at(9 * 24)), "TMFARA01", "seen_in_future"),
        (FrontierCrossed("TMFARA01", "2026-99-99T99:99:99Z"), "TMFARA01", "time_impossible"),
        (FrontierCrossed("AZALAT01", at(90)), "AZALAT01", "crossing_missing"),
        (GoodsArrived("GEPOTI01", at(-1)), "GEPOTI01", "seen_before_release"),
        (GoodsArrived("GEPOTI01", at(9 * 24)), "GEPOTI01", "seen_in_future"),
        (CrossingRefused("AZALAT01", "x"), "AZALAT01", "crossing_missing"),
    ],
)
def test_what_cannot_have_been_stands_and_is_marked_for_all(
    said: Any, office: str, code: str
) -> None:
    world = on_the_way()
    crossed(world, "UZDUST01", at(10))
    hears(world, said, office)
    assert code in codes(world)
    state = world.now()
    assert {seen.office for seen in sightings(state)} | {c.office for c in state.crossings} >= {
        office
    }
    assert all(
        row.data["trouble"]
        for node in ("KG", "UZ", "GE")
        for row in MOVEMENTS.listings(state, node)
        if row.data
    )


def test_what_was_released_before_its_terms_were_stated_folds_as_it_did() -> None:
    world = after(SEALED)
    world.hear(MovementReleased("2026-12-05"), OSH)
    for said, office in (
        (FrontierCrossed("AZALAT01", at(-9), seals_intact=False), "AZALAT01"),
        (GoodsArrived("GEPOTI01", "2026-99-99T99:99:99Z"), "GEPOTI01"),
        (UnloadingRemarked("GEPOTI01", False, False, (Remark("/x/count", "9", "4"),)), "GEPOTI01"),
        (GoodsReleased("GEPOTI01"), "GEPOTI01"),
    ):
        hears(world, said, office)
    assert [(d.code, d.text) for d in world.now().discrepancies] == [
        ("unloading_remark", "/x/count: 9 → 4")
    ]
    assert not world.now().broken
    assert not world.now().is_judged


# --- seals -----------------------------------------------------------------------------------

CUT = ("KG-778201",)


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (RecordCrossing("UZDUST01", False, "Cut"), "broken_seals_missing"),
        (RecordCrossing("UZDUST01", False, " ", None, CUT), "broken_seals_unexplained"),
        (RecordCrossing("UZDUST01", False, "Cut", None, ("NO",)), "seal_unknown"),
        (RecordCrossing("UZDUST01", True, "Cut", None, CUT), "seals_broken_but_intact"),
        (RecordCrossing("UZDUST01", False, "Cut", None, ("kg 778201",)), "movement.crossed/1"),
    ],
)
def test_who_finds_seals_broken_says_which_and_why(command: Any, told: str) -> None:
    assert after(SEALED + 1).tell(command, DUSTLIK) == (told,)


def test_a_broken_seal_is_in_force_no_more_and_departure_has_a_discrepancy() -> None:
    world = after(SEALED + 1)
    world.tell(RecordCrossing("UZDUST01", False, "Cut", None, CUT), DUSTLIK)
    state = world.now()
    assert state.seals == ("KG-778202",)
    assert [(one.seal, one.office) for one in state.broken] == [("KG-778201", "UZDUST01")]
    [found] = state.open_discrepancies()
    assert (found.code, found.about, found.text) == ("seals_broken", "UZDUST01", "KG-778201: Cut")
    assert state.worst == "seals_broken"
    resealed = RecordIncident("UZDUST01", "2", "Cut", CUT, ("UZ-1",))
    assert world.tell(resealed, DUSTLIK) == ("movement.incident/1",)
    assert (world.now().seals, world.now().broken) == (("KG-778202", "UZ-1"), ())
    assert world.now().worst == "discrepancy"
    assert world.tell(RecordCrossing("TMFARA01"), FARAP) == ("movement.crossed/1",)


def test_whoever_finds_them_intact_meanwhile_contradicts_that_and_says_why() -> None:
    world = after(SEALED + 1)
    world.tell(RecordCrossing("UZDUST01", False, "Cut", None, CUT), DUSTLIK)
    assert world.tell(RecordCrossing("TMFARA01"), FARAP) == ("seals_contradicted",)
    explained = RecordCrossing("TMFARA01", remarks="Both are whole.")
    assert world.tell(explained, FARAP) == ("movement.crossed/1",)
    found = world.now().open_discrepancies()[-1]
    assert (found.code, found.about, found.other) == ("seals_contradicted", "TMFARA01", "UZDUST01")
    again = RecordCrossing("AZALAT01", False, "Cut, as UZ said", None, CUT)
    assert world.tell(again, ALAT) == ("movement.crossed/1",)
    assert len(world.now().broken) == 1


def test_broken_seals_are_found_at_the_arrival_and_at_unloading_too() -> None:
    world = after(ARRIVED - 1)
    arrival = RecordArrival("GEPOTI01", None, False, ("AZ-1",), "Torn")
    assert world.tell(replace(arrival, remarks=""), POTI) == ("broken_seals_unexplained",)
    assert world.tell(arrival, POTI) == ("movement.arrived/1",)
    assert codes(world) == ["seals_broken"]
    world = after(UNLOADING)
    unloaded = RecordUnloading(True, False, (), "Torn", ("AZ-1",))
    assert world.tell(replace(unloaded, broken_seals=()), POTI) == ("broken_seals_missing",)
    assert world.tell(unloaded, POTI) == ("movement.unloading_remarks/1",)
    assert codes(world) == ["seals_broken"]


def test_the_same_seals_are_not_noted_twice_and_others_say_what_they_replace() -> None:
    world = after(SEALED)
    same = AffixSeals(("kg 778202", "KG778201"))
    assert world.tell(same, OSH) == ("seals_already",)
    assert world.tell(AffixSeals(("KG-778201", "KG-9")), OSH) == ("movement.sealed/1",)
    assert world.facts[-1].payload.replaces == ("KG-778201", "KG-778202")


# --- destination -----------------------------------------------------------------------------

ITEMS = "/consignment/houses/0/items"
SHORT = Remark(f"{ITEMS}/0/packages/0/count", "1240", "1235")
OTHERS_SHORT = replace(SHORT, pointer=f"{ITEMS}/1/packages/0/count")
LIGHT = Remark("/consignment/houses/0/items/0/gross_kg", "6200", "6100")


def test_what_does_not_conform_is_told_to_departure_at_once_each_by_its_kind() -> None:
    world = after(UNLOADING)
    world.tell(RecordUnloading(False, False, (SHORT, LIGHT), "Torn", ("AZ-1",)), POTI)
    assert codes(world) == ["packages_missing", "unloading_remark", "seals_broken"]
    world = after(UNLOADING)
    world.tell(RecordUnloading(False, True, (), "Five packages short"), POTI)
    assert codes(world) == ["unloading_nonconforming"]
    world = after(UNLOADING)
    more, none = replace(SHORT, found="1250"), replace(OTHERS_SHORT, found="none")
    world.tell(RecordUnloading(False, True, (more, none), ""), POTI)
    assert codes(world) == ["unloading_remark", "unloading_remark"]


def test_b1_holds_the_goods_until_departure_has_solved_all() -> None:
    world = after(REMARKED)
    world.tell(RecordResults("B1", "Five packages short"), POTI)
    assert world.now().worst == "held"
    assert world.tell(ReleaseGoods(), POTI) == ("goods_held",)
    world.tell(RecordResults("A1"), POTI)
    assert world.tell(ReleaseGoods(), POTI) == ("goods_held",)
    world.tell(SolveDiscrepancy("control_results_b1", "Found", "explained", "Act 1"), OSH)
    assert world.tell(ReleaseGoods(), POTI) == ("movement.goods_released/1",)


def part(*held: Held) -> ReleaseGoods:
    return ReleaseGoods("part", held)


def test_what_a_b1_does_not_dispute_may_go_and_the_rest_stays_whole() -> None:
    world = after(REMARKED)
    assert world.tell(RecordResults("B1", "Short", (9,)), POTI) == ("held_unknown",)
    world.tell(RecordResults("B1", "Item 2 is short", (2, 2)), POTI)
    assert world.now().destination.disputed == (2,)
    first, second = Held(1, 0, "other", "x"), Held(2, 0, "claim", "Short")
    assert world.tell(ReleaseGoods(), POTI) == ("goods_held",)
    assert world.tell(part(first), POTI) == ("goods_held",)
    assert world.tell(part(replace(second, packages=1)), POTI) == ("goods_held",)
    assert world.tell(part(second), POTI) == ("movement.goods_released/1",)
    assert world.now().destination.standing == "released_in_part"
    assert world.now().is_held
    world.tell(SolveDiscrepancy("control_results_b1", "Found", "explained", "Act 1"), OSH)
    assert world.tell(ReleaseGoods(), POTI) == ("movement.goods_released/1",)


def test_what_an_unsolved_b1_disputes_stays_disputed() -> None:
    world = after(REMARKED)
    world.tell(RecordResults("B1", "Item 2", (2,)), POTI)
    world.tell(RecordResults("A1"), POTI)
    assert world.now().destination.disputed == (2,)
    world.tell(RecordResults("B1", "Item 1 too", (1,)), POTI)
    assert world.now().destination.disputed == (1, 2)
    world.tell(RecordResults("B1", "All"), POTI)
    assert world.now().destination.disputed == ()
    assert world.tell(part(Held(1, 0, "claim", "x")), POTI) == ("goods_held",)
    world = after(REMARKED)
    world.tell(RecordResults("A1", "", (1,)), POTI)
    assert world.now().destination.disputed == ()


def test_goods_that_left_although_they_were_held_are_marked() -> None:
    world = after(REMARKED)
    world.tell(RecordResults("B1", "Short"), POTI)
    world.hear(GoodsReleased("GEPOTI01"), POTI)
    assert world.now().destination.status == "goods_released"
    assert "goods_held" in codes(world)


def test_results_follow_the_unloading_whatever_a_slow_clock_shows() -> None:
    """Ahead it makes nothing of what was left out; behind it undoes nothing."""
    world = after(UNLOADING)
    assert world.tell(RecordResults("A1"), POTI, now=WEEK) == ("wrong_stage",)
    world.tell(RecordUnloading(conforms=True, seals_intact=True), POTI, now=WEEK)
    before = "2026-11-27T08:00:00.000Z"
    assert world.tell(RecordResults("A1"), POTI, now=before) == ("movement.control_results/1",)
    assert codes(world) == []


def test_a_step_at_destination_that_was_left_out_is_marked() -> None:
    world = after(ARRIVED)
    world.hear(DestinationControlled("GEPOTI01", "A1"), POTI)
    assert codes(world) == ["stage_skipped"]
    world.hear(GoodsReleased("GEPOTI01"), POTI)
    assert codes(world) == ["stage_skipped"] * 2


# --- what came of it -------------------------------------------------------------------------


def short() -> World:
    """At destination, with packages missing, and the goods held."""
    world = found_short()
    world.answers.clear()
    return world


def found_short() -> World:
    """The same with what was answered on the way there."""
    world = after(UNLOADING)
    world.tell(RecordUnloading(False, True, (SHORT,), "Short"), POTI)
    world.tell(RecordResults("B1", "Short"), POTI)
    return world


def test_a_shortage_is_departures_to_solve_and_holds_the_goods() -> None:
    world = found_short()
    assert codes(world) == ["packages_missing", "control_results_b1"]
    assert world.now().is_held


DEBT = SolveDiscrepancy("packages_missing", "Never found", "debt", "", 25_000, "called")


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (SolveDiscrepancy("packages_missing", "All is well"), "outcome_missing"),
        (SolveDiscrepancy("packages_missing", "Found", "explained", " "), "document_missing"),
        (
            SolveDiscrepancy("packages_missing", "x", "explained", "Act 1", about="NO"),
            "discrepancy_unknown",
        ),
        (replace(DEBT, amount_minor=0), "debt_amount_missing"),
        (replace(DEBT, settled=None), "debt_not_settled"),
        (replace(DEBT, amount_minor=1_850_001), "debt_above_guarantee"),
        (replace(DEBT, settled="paid"), "document_missing"),
        (replace(DEBT, settled="paid", document="Receipt 4"), "movement.discrepancy_solved/1"),
        (replace(DEBT, amount_minor=1_850_000), "movement.discrepancy_solved/1"),
        (replace(DEBT, outcome="transferred"), "document_missing"),
        (
            replace(DEBT, outcome="transferred", document="4", transferred_to="KG"),
            "transfer_off_route",
        ),
        (
            replace(DEBT, outcome="transferred", document="4", transferred_to="GE"),
            "movement.discrepancy_solved/1",
        ),
    ],
)
def test_no_text_alone_closes_a_shortage(command: Any, told: str) -> None:
    assert short().tell(command, OSH) == (told,)


def test_a_debt_that_was_called_does_not_become_free() -> None:
    world = short()
    world.tell(DEBT, OSH)
    assert world.now().called_minor == 25_000
    rest = SolveDiscrepancy("control_results_b1", "As above", "debt", "", 1_825_001, "called")
    assert world.tell(rest, OSH) == ("debt_above_guarantee",)
    world.tell(SolveDiscrepancy("control_results_b1", "As above", "explained", "Act 1"), OSH)
    assert world.tell(ReleaseGoods(), POTI) == ("movement.goods_released/1",)
    assert world.tell(WriteOff(), OSH) == ("movement.written_off/1",)


def test_those_of_one_kind_are_solved_one_by_one_or_together() -> None:
    seen = [replace(SHORT, pointer=f"{ITEMS}/{at}/packages/0/count") for at in range(3)]
    world = after(UNLOADING)
    world.tell(RecordUnloading(False, True, tuple(seen), "Short"), POTI)
    texts = tuple(d.text for d in world.now().open_discrepancies())
    assert len(set(texts)) == 3
    one = SolveDiscrepancy("packages_missing", "Found", "explained", "Act 1", found=texts[1:2])
    assert world.tell(one, OSH) == ("movement.discrepancy_solved/1",)
    assert [d.text for d in world.now().open_discrepancies()] == [texts[0], texts[2]]
    for known in (texts[1:2], texts[:2], ("never seen",)):
        assert world.tell(replace(one, found=known), OSH) == ("discrepancy_unknown",)
    assert world.tell(replace(DEBT, found=(texts[0], texts[2])), OSH) == (
        "movement.discrepancy_solved/1",
    )
    assert codes(world) == []
    assert [d.outcome for d in world.now().discrepancies] == ["debt", "explained", "debt"]
    assert world.now().called_minor == 25_000


def test_several_of_one_kind_are_one_debt() -> None:
    world = after(UNLOADING)
    world.tell(RecordUnloading(False, True, (SHORT, OTHERS_SHORT), "Short"), POTI)
    world.tell(DEBT, OSH)
    assert codes(world) == []
    assert world.now().called_minor == 25_000


def test_what_was_transferred_frees_the_goods_and_not_the_guarantee() -> None:
    world = short()
    for code in ("packages_missing", "control_results_b1"):
        away = SolveDiscrepancy(
            code, "GE brings it in", "transferred", "Letter 4", transferred_to="GE"
        )
        world.tell(away, OSH)
    assert world.tell(ReleaseGoods(), POTI) == ("movement.goods_released/1",)
    assert world.tell(WriteOff(), OSH) == ("discrepancies_open",)
    for code in ("packages_missing", "control_results_b1"):
        paid = SolveDiscrepancy(code, "Paid", "debt", "Receipt 4", 25_000, "paid")
        assert world.tell(paid, OSH) == ("movement.discrepancy_solved/1",)
    assert world.tell(WriteOff(), OSH) == ("movement.written_off/1",)


# --- whatever is said ------------------------------------------------------------------------

MINUTES = st.integers(-2_000, 9_000)
OFFICES = ("UZDUST01", "TMFARA01", "AZALAT01", "GETSIT01")
WORDS = st.sampled_from(["", "It is here."])


@st.composite
def said(draw: st.DrawFn) -> tuple[str, Any]:
    """An office, and what it says: asked at its own desk, or heard from its node."""
    office = draw(st.sampled_from((*OFFICES, "GEPOTI01")))
    then, words = instant(draw(MINUTES)), draw(WORDS)
    if office == "GEPOTI01":
        asked: Any = RecordArrival(office, then, remarks=words)
        heard: Any = GoodsArrived(office, then)
    else:
        asked = RecordCrossing(office, remarks=words, crossed_at=then)
        heard = FrontierCrossed(office, then)
    return office, draw(st.sampled_from((asked, heard)))


LEAST = on_the_way().now()


@settings(max_examples=150, deadline=None)
@given(st.lists(said(), min_size=1, max_size=9))
def test_nothing_contradicts_order_or_time_without_an_open_discrepancy(
    acts: list[tuple[str, Any]],
) -> None:
    state: Movement = LEAST
    for number, (office, act) in enumerate(acts, 100):
        payloads: tuple[Any, ...] = (act,)
        if isinstance(act, RecordCrossing | RecordArrival):
            known = context(customs(office), now=WEEK, parameters=REAL)
            found = decide(MOVEMENTS, state, act, known)
            payloads = () if isinstance(found, Refused) else found
        for payload in payloads:
            clock = f"2026-11-28T08:00:00.{number:03d}Z-0000"
            fact = Fact(payload, office[:2], number, clock, WEEK, customs(office))
            state = MOVEMENTS.evolve(state, fact, SUBJECT) or state
    assert not is_contradictory(state) or state.open_discrepancies()


def is_contradictory(state: Movement) -> bool:
    """An own reckoning: any two sightings out of order or too near in time, one in the future, or
    one beyond an office that did not let it in.
    """
    seen = sorted(sightings(state))
    clocks = timedelta(minutes=state.clocks_min)
    for first in seen:
        ahead = span_between(WEEK, first.at)
        if ahead is None or ahead > clocks:
            return True
        for second in seen:
            took = span_between(first.at, second.at)
            least = timedelta(minutes=least_between(state, first.position, second.position))
            if first.position < second.position and (took is None or took + clocks < least):
                return True
    far = max(one.position for one in seen)
    at_all = {place_of(state, office) for office in OFFICES}
    return not {place for place in at_all if place < far} <= {one.position for one in seen}


def test_since_when_it_can_be_here_follows_from_the_last_sighting() -> None:
    world = on_the_way()
    assert earliest_at(world.now(), "UZDUST01") is None
    crossed(world, "UZDUST01", at(10))
    assert earliest_at(world.now(), "TMFARA01") == ((2, "UZDUST01", at(10)), DUSTLIK_TO_FARAP)
    assert list(sightings(after(1).now())) == []
    assert earliest_at(after(1).now(), "UZDUST01") is None


def test_nothing_is_called_where_no_guarantee_holds() -> None:
    world = short()
    world.state = replace(world.now(), guarantee=GuaranteeState())
    assert world.tell(DEBT, OSH) == ("debt_above_guarantee",)


def test_what_was_called_stays_taken_in_the_ledger() -> None:
    actor = Actor("", "KG", "", "system")
    held = replace(GUARANTEE, reserved={SUBJECT: 1_850_000})
    told = decide(GUARANTEES, held, ReleaseReservation(SUBJECT, 25_000), context(actor))
    assert not isinstance(told, Refused)
    freed = GUARANTEES.evolve(held, Fact(told[0], "KG", 1, "c", WEEK, actor), "gr")
    assert freed is not None
    assert (freed.reserved, freed.called) == ({}, {SUBJECT: 25_000})
    assert freed.available_minor() == GUARANTEE.reference_minor - 25_000


def test_a_kind_without_an_order_doubts_nothing() -> None:
    assert GUARANTEES.doubted(GUARANTEE, ()) is GUARANTEE
    assert GUARANTEES.against(None, GoodsReleased("GEPOTI01")) is None


def test_under_a_carnet_no_guarantee_is_called() -> None:
    world = short()
    world.state = replace(world.now(), dossier=DOSSIER_TIR)
    assert world.tell(DEBT, OSH) == ("debt_above_guarantee",)


def test_a_limit_date_that_passed_before_terms_were_stated_begins_none() -> None:
    world = on_the_way()
    world.hear(MovementOverdue(world.now().limit_date), OSH)
    assert world.now().is_overdue
    assert not world.now().pursuit.enquiry_from


def test_an_exit_is_seen_where_the_way_leads_out() -> None:
    state = on_the_way().now()
    out = next(one.office for one in state.dossier.route.points if one.role == "exit")
    seen = replace(state, exits=(Exit(out or "", at(1)), Exit("KGNONE01", at(2))))
    assert [one.office for one in sightings(seen)][1:] == [out]
