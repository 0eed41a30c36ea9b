"""What the holder says from the way: new times, an incident, another vehicle; and who confirms."""

from datetime import datetime
from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.consignment import AtTheWheel, Means, Vehicle, plates_of, vehicles_of
from corridor.domain.facts import Actor, Fact
from corridor.domain.movement.amending import AmendDeclaration
from corridor.domain.movement.arriving import GoodsArrived
from corridor.domain.movement.cancelling import DeclarationCancelled
from corridor.domain.movement.changing import (
    ChangeConfirmed,
    ChangeRefused,
    DecideChange,
    RequestChange,
    offices_to_show,
    with_means,
)
from corridor.domain.movement.crossing import RecordCrossing
from corridor.domain.movement.incident import RecordIncident
from corridor.domain.movement.judging import dossier_refusals
from corridor.domain.movement.kind import MOVEMENTS
from corridor.domain.movement.listings import UNKNOWN, reported
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.domain.movement.order import NO_TIME
from corridor.domain.movement.preflight import verdicts
from corridor.domain.movement.releasing import ReleaseForTransit, overtaken
from corridor.domain.movement.reporting import (
    Arrival,
    DelayReported,
    ReportDelay,
    TellIncident,
    expected_anew,
)
from corridor.domain.movement.state import Movement
from corridor.domain.movement.stations import stations_of
from corridor.domain.permits.requirements import standings
from corridor.domain.refusals import Refused
from corridor.domain.routes import Route
from corridor.domain.searching import identifier
from tests.domain.movement_world import (
    ALAT,
    CARRIER,
    DOSSIER,
    DUSTLIK,
    FARAP,
    NOW,
    OSH,
    OTHER_CARRIER,
    REFERENCE,
    RULES,
    SUBJECT,
    TODAY,
    World,
    after,
    customs,
)
from tests.domain.permit_cases import YARN, dossier, requirements
from tests.domain.test_requirements import KAZAKH_TRANSIT

UNDER_WAY = 8
"""Steps of the story after which it has crossed at Dustlik and nowhere else."""
TRUCK = Means("departure", "30", "01KG555XYZ", "KG")
TRAILER = Means("departure", "31", "01KG902TR", "KG")
OTHER_TRUCK = RequestChange("UZDUST01", "The engine failed.", (TRUCK, TRAILER), place="km 312")


def etas(state: Movement) -> dict[str, str]:
    return {p.office: p.eta for p in state.dossier.route.points if p.office and p.eta}


def delayed(*arrivals: tuple[str, str], reason: str = "Queue at the border.") -> Any:
    return ReportDelay(tuple(Arrival(*one) for one in arrivals), reason)


def test_offices_ahead_see_the_new_times_and_what_lies_between_moves_with_them() -> None:
    world = after(UNDER_WAY)
    before = etas(world.now())
    later = {office: eta.replace("2026", "2027") for office, eta in before.items()}
    late = later["TMFARA01"]
    ahead = ("TMFARA01", "AZALAT01", "GETSIT01", "GEPOTI01")
    told = world.tell(delayed(*((office, later[office]) for office in ahead)), CARRIER)
    assert told == ("movement.delayed/1",)
    state = world.now()
    assert etas(state)["TMFARA01"] == late
    expected = {station.office: station.expected for station in stations_of(state)}
    assert expected["TMFARA01"] == late
    assert expected["UZDUST01"] == before["UZDUST01"]
    points = [p for p in state.dossier.route.points[2:] if p.eta]
    assert [p.eta for p in points] == sorted(p.eta or "" for p in points)
    rows = [row for row in MOVEMENTS.listings(state, "TM") if row.list.startswith("customs:TMFAR")]
    assert {row.data["expected"]["TMFARA01"] for row in rows} == {late}
    [delay] = state.delays
    assert delay.arrivals[0] == ("TMFARA01", before["TMFARA01"], late)


def test_who_awaits_it_has_it_in_the_order_of_its_coming_and_the_newest_word_counts() -> None:
    def due_at(office: str, node: str) -> dict[str, str]:
        rows = [row for row in MOVEMENTS.listings(world.now(), node) if row.data]
        return {row.list: row.due for row in rows if row.list.startswith(f"customs:{office}")}

    world = after(UNDER_WAY)
    planned = etas(world.now())["GEPOTI01"]
    assert due_at("GEPOTI01", "GE")["customs:GEPOTI01:expected"] == planned
    for late in ("2027-01-05T08:00:00.000Z", "2026-12-25T08:00:00.000Z"):
        world.tell(delayed(("GEPOTI01", late)), CARRIER)
        assert due_at("GEPOTI01", "GE") == {
            "customs:GEPOTI01:expected": late,
            "customs:GEPOTI01:due": world.now().limit_date,
        }
    [row, *_] = [row for row in MOVEMENTS.listings(world.now(), "GE") if "expected" in row.list]
    assert row.data["reported"] == {"GEPOTI01": world.now().delays[-1].at}
    assert "customs:KGOSH001:underway" in due_at("KGOSH001", "KG")
    assert due_at("KGOSH001", "KG")["customs:KGOSH001:underway"] == world.now().limit_date


@pytest.mark.parametrize("said", [None, "0001-01-01T00:00:00Z", "2026-02-31T10:00:00Z"])
def test_what_nobody_named_a_time_for_comes_after_all_that_has_one(said: str | None) -> None:
    state = after(UNDER_WAY).now()
    points = tuple(replace(point, eta=said) for point in state.dossier.route.points)
    dossier = replace(state.dossier, route=replace(state.dossier.route, points=points))
    rows = MOVEMENTS.listings(replace(state, dossier=dossier), "GE")
    assert {row.due for row in rows if "expected" in row.list} == {UNKNOWN}
    assert UNKNOWN > "2099-12-31T23:59:59.000Z"


def test_permits_are_judged_by_the_day_on_which_it_comes_now() -> None:
    def entry(state: Movement) -> str:
        found = standings(state.dossier, RULES, (), REFERENCE, NOW)
        return next(one.requirement.entry_on for one in found if one.requirement.country == "GE")

    world = after(UNDER_WAY)
    assert entry(world.now()) < "2026-12-24"
    late = "2026-12-24T08:00:00.000Z"
    world.tell(delayed(("GETSIT01", late), ("GEPOTI01", "2026-12-25T08:00:00.000Z")), CARRIER)
    assert entry(world.now()) == "2026-12-24"


WRONG: list[tuple[tuple[str, ...], Any, Actor]] = [
    (("delay_not_ahead",), delayed(("UZDUST01", "2026-12-01T08:00:00Z")), CARRIER),
    (("delay_not_ahead",), delayed(("KGOSH001", "2026-12-01T08:00:00Z")), CARRIER),
    (("expected_past",), delayed(("GEPOTI01", "2026-11-20T08:00:00Z")), CARRIER),
    (("expected_impossible",), delayed(("GEPOTI01", "2026-11-31T08:00:00Z")), CARRIER),
    (("expected_out_of_order",), delayed(("TMFARA01", "2027-12-01T08:00:00Z")), CARRIER),
    (("not_your_dossier",), delayed(("GEPOTI01", "2026-12-01T08:00:00Z")), OTHER_CARRIER),
    (("change_office",), replace(OTHER_TRUCK, office="KGOSH001"), CARRIER),
    (("change_nothing",), RequestChange("UZDUST01", "x"), CARRIER),
    (
        ("change_role",),
        RequestChange("UZDUST01", "x", (TRUCK, replace(TRAILER, role="border"))),
        CARRIER,
    ),
    (("rule.R0473",), RequestChange("UZDUST01", "x", (replace(TRUCK, id="01kg555xyz"),)), CARRIER),
    (("not_your_dossier",), OTHER_TRUCK, OTHER_CARRIER),
    (("change_not_asked",), DecideChange("UZDUST01", confirmed=True), DUSTLIK),
    (
        ("time_in_future",),
        TellIncident("5", "x", "km 3", happened_at="2027-01-01T00:00:00Z"),
        CARRIER,
    ),
    (
        ("time_impossible",),
        TellIncident("5", "x", "km 3", happened_at="2026-02-31T00:00:00Z"),
        CARRIER,
    ),
]


@pytest.mark.parametrize(("codes", "command", "actor"), WRONG)
def test_what_cannot_be_is_refused(codes: tuple[str, ...], command: Any, actor: Actor) -> None:
    assert after(UNDER_WAY).tell(command, actor) == codes


def test_the_same_times_again_are_no_delay() -> None:
    world = after(UNDER_WAY)
    same = delayed(("GEPOTI01", etas(world.now())["GEPOTI01"]))
    assert world.tell(same, CARRIER) == ("delay_unchanged",)


def test_times_that_another_state_calls_so_and_are_none_move_nothing() -> None:
    state = after(UNDER_WAY).now()
    arrivals = (Arrival("TMFARA01", "2026-11-31T08:00:00Z"), Arrival("NOWHERE1", NOW))
    before = [point.eta for point in state.dossier.route.points if point.office != "TMFARA01"]
    route = expected_anew(state, arrivals)
    assert [point.eta for point in route.points if point.office != "TMFARA01"] == before


def test_points_without_a_time_stay_without_one() -> None:
    state = after(UNDER_WAY).now()
    points = tuple(replace(p, eta=None) for p in state.dossier.route.points)
    bare = replace(
        state, dossier=replace(state.dossier, route=replace(state.dossier.route, points=points))
    )
    route = expected_anew(bare, (Arrival("GEPOTI01", "2026-12-01T08:00:00Z"),))
    assert [point.eta for point in route.points if point.eta] == ["2026-12-01T08:00:00Z"]


def test_the_holders_word_of_an_incident_stands_until_an_office_records_one() -> None:
    world = after(UNDER_WAY)
    told = world.tell(TellIncident("5", "A tyre burst.", "km 312"), CARRIER)
    assert told == ("movement.incident_told/1",)
    trouble = world.now().open_trouble
    assert trouble is not None
    assert (trouble.text, trouble.happened_at, trouble.place) == ("A tyre burst.", NOW, "km 312")
    row = MOVEMENTS.listings(world.now(), "UZ")[0]
    assert row.data["told"]
    assert "needs=1" in row.marks
    world.tell(RecordIncident("UZDUST01", "5", "Seen, the tyre was changed."), DUSTLIK)
    assert world.now().open_trouble is None
    assert len(world.now().incidents) == 1


def asked(command: RequestChange = OTHER_TRUCK) -> World:
    world = after(UNDER_WAY)
    assert world.tell(command, CARRIER) == ("movement.change_requested/1",)
    return world


def test_confirmed_it_is_the_new_vehicle_that_all_offices_look_for() -> None:
    world = asked()
    before = vehicles_of(DOSSIER)
    lists = {row.list: row.data for row in MOVEMENTS.listings(world.now(), "UZ")}
    assert lists["customs:UZDUST01:decide"]["change"] == "decide"
    assert plates_of(world.now().dossier) == before
    told = world.tell(DecideChange("UZDUST01", confirmed=True), DUSTLIK)
    assert told == ("movement.changed/1",)
    state = world.now()
    assert plates_of(state.dossier) == ("01KG555XYZ", "01KG902TR")
    assert "plate:01KG555XYZ" in MOVEMENTS.keys(state, "GE")
    assert {"01KG555XYZ", *map(identifier, before)} <= MOVEMENTS.found_by(state, "GE").ids
    assert "customs:UZDUST01:decide" not in {r.list for r in MOVEMENTS.listings(state, "UZ")}
    assert world.tell(RecordCrossing("TMFARA01"), FARAP) == ("movement.crossed/1",)


def test_refused_it_goes_on_as_it_was_and_may_be_asked_again() -> None:
    world = asked()
    dossier = world.now().dossier
    assert world.tell(OTHER_TRUCK, CARRIER) == ("change_pending",)
    assert world.tell(DecideChange("TMFARA01", confirmed=True), FARAP) == ("change_not_asked",)
    blank = DecideChange("UZDUST01", confirmed=False, reason=" \u200b")
    assert world.tell(blank, DUSTLIK) == ("change_reason_missing",)
    told = world.tell(DecideChange("UZDUST01", confirmed=False, reason="Not here."), DUSTLIK)
    assert told == ("movement.change_refused/1",)
    assert world.now().dossier == dossier
    assert [(c.status, c.answer) for c in world.now().changes] == [("refused", "Not here.")]
    assert world.tell(OTHER_TRUCK, CARRIER) == ("movement.change_requested/1",)


def test_a_driver_alone_changes_no_vehicle() -> None:
    world = asked(RequestChange("UZDUST01", "Illness.", driver="Bakyt Osmonov"))
    world.tell(DecideChange("UZDUST01", confirmed=True), DUSTLIK)
    assert world.now().driver == "Bakyt Osmonov"
    assert world.now().dossier.driver == AtTheWheel("Bakyt Osmonov")
    assert plates_of(world.now().dossier) == plates_of(DOSSIER)
    again = RequestChange("UZDUST01", "x", driver="Bakyt Osmonov")
    assert world.tell(again, CARRIER) == ("change_nothing",)


def test_who_drives_is_who_was_declared_until_customs_confirms_another() -> None:
    declared = AtTheWheel("Asan Usenov", "AN123")
    state = replace(after(7).now(), dossier=replace(DOSSIER, driver=declared))
    assert state.driver_name == "Asan Usenov"
    assert replace(state, dossier=DOSSIER).driver_name == ""


def test_a_driver_that_an_older_node_kept_beside_the_dossier_is_found_in_it() -> None:
    driven = replace(DOSSIER, driver=AtTheWheel("Bakyt Osmonov"))
    state = replace(after(7).now(), dossier=driven, driver="Bakyt Osmonov")
    assert MOVEMENTS.brought_up(replace(state, dossier=DOSSIER)) == state
    assert MOVEMENTS.brought_up(state) is state


def test_the_truck_is_named_at_the_border_too() -> None:
    old = DOSSIER.consignment.means[0]
    at_border = replace(old, role="border", office="UZDUST01")
    elsewhere = replace(at_border, id="SHIP 1", kind="11")
    load = replace(DOSSIER.consignment, means=(old, at_border, elsewhere))
    changed = with_means(replace(DOSSIER, consignment=load), (TRUCK,)).consignment.means
    assert [(one.role, one.id) for one in changed] == [
        ("departure", "01KG555XYZ"),
        ("border", "01KG555XYZ"),
        ("border", "SHIP 1"),
    ]
    unnamed = replace(DOSSIER, consignment=replace(load, means=(at_border,)))
    assert with_means(unnamed, (TRUCK,)).consignment.means == (TRUCK, at_border)


def test_it_can_be_shown_where_it_is_and_further_on() -> None:
    offices = offices_to_show(after(UNDER_WAY).now())
    assert offices[0] == "UZDUST01"
    assert "KGOSH001" not in offices
    assert offices[-1] == "GEPOTI01"
    assert offices_to_show(after(7).now())[0] == "KGOSH001"


def test_a_request_that_nobody_decided_lapses_with_the_arrival() -> None:
    world = asked()
    world.hear(GoodsArrived("GEPOTI01", NOW), customs("GEPOTI01"))
    assert world.now().pending_change is None
    assert world.tell(DecideChange("UZDUST01", confirmed=True), DUSTLIK) == ("wrong_status",)


@pytest.mark.parametrize(
    ("payload", "actor"),
    [
        (ChangeConfirmed("TMFARA01", (TRUCK,)), DUSTLIK),
        (ChangeRefused("KZTAZH01", "x"), customs("KZTAZH01")),
        (DelayReported((Arrival("GEPOTI01", NOW),), "x"), OTHER_CARRIER),
        (DelayReported((Arrival("GEPOTI01", NOW),), "x"), OSH),
    ],
)
def test_who_has_no_right_to_it_changes_nothing(payload: Any, actor: Actor) -> None:
    world = asked()
    before = world.now()
    world.hear(payload, actor)
    assert world.now().dossier == before.dossier
    assert world.now().changes == before.changes
    assert len(world.now().unheard) == 1


def test_a_decision_that_comes_before_its_request_stands_by_itself() -> None:
    world = after(UNDER_WAY)
    world.hear(ChangeConfirmed("UZDUST01", (TRUCK,)), DUSTLIK)
    assert plates_of(world.now().dossier) == ("01KG555XYZ",)
    assert [c.status for c in world.now().changes] == ["confirmed"]


def test_what_is_said_after_it_was_cancelled_is_kept_as_a_discrepancy() -> None:
    world = after(2)
    world.hear(DeclarationCancelled("x"), CARRIER)
    world.hear(DelayReported((Arrival("GEPOTI01", NOW),), "x"), CARRIER)
    assert [d.code for d in world.now().open_discrepancies()] == ["delayed_while_cancelled"]


def test_any_order_gives_the_same_state() -> None:
    world = asked()
    world.tell(DecideChange("UZDUST01", confirmed=True), DUSTLIK)
    world.tell(delayed(("GEPOTI01", "2026-12-25T08:00:00.000Z")), CARRIER)
    world.tell(TellIncident("5", "x", "km 3"), CARRIER)
    world.tell(RecordCrossing("TMFARA01"), FARAP)
    world.tell(RecordCrossing("AZALAT01"), ALAT)
    facts: list[Fact[Any]] = list(reversed(world.facts))
    assert MOVEMENTS.fold(SUBJECT, facts) == world.now()


def test_what_was_wrong_with_the_load_before_stands_in_no_vehicles_way() -> None:
    world = after(UNDER_WAY)
    dossier = world.now().dossier
    light = replace(dossier.consignment, gross_kg="1")
    world.state = replace(world.now(), dossier=replace(dossier, consignment=light))
    assert dossier_refusals(world.state.dossier, REFERENCE, TODAY)
    assert world.tell(OTHER_TRUCK, CARRIER) == ("movement.change_requested/1",)


def test_a_heavier_vehicle_needs_the_permits_of_a_heavy_one() -> None:
    declared = dossier(YARN, over=KAZAKH_TRANSIT)
    heavy = with_means(declared, (), Vehicle(height_mm=4_350))
    assert "R051" not in {one.rule for one in requirements(declared)}
    assert "R051" in {one.rule for one in requirements(heavy)}


def test_masses_that_are_none_are_refused_at_their_field() -> None:
    asked = replace(OTHER_TRUCK, vehicle=Vehicle(axle_kg="twelve"))
    state, world = after(UNDER_WAY).now(), after(UNDER_WAY)
    assert state.dossier.vehicle.axle_kg != "twelve"
    assert world.tell(asked, CARRIER)[0].startswith("rule.")


def test_a_late_release_makes_what_it_overtook_later_by_as_much() -> None:
    """NCTS R0004: no office of transit is expected to see it before it was released."""
    world, late = after(6), "2026-11-27T20:30:00.000Z"
    before = etas(world.now())
    planned = world.now().dossier.route.points[0].eta or ""
    assert planned < before["UZDUST01"] < late
    world.tell(ReleaseForTransit(), OSH, now=late)
    by = datetime.fromisoformat(late) - datetime.fromisoformat(planned)
    told = {one.office: one.expected for one in world.facts[-1].payload.arrivals}
    assert list(told) == ["UZDUST01", "TMFARA01", "AZALAT01", "GETSIT01", "GEPOTI01"]
    for office, expected in etas(world.now()).items():
        moved = datetime.fromisoformat(expected) - datetime.fromisoformat(before[office])
        assert moved == (NO_TIME if office == "KGOSH001" else by), office
    [delay] = world.now().delays
    assert (delay.reason, delay.office, delay.at) == ("", "KGOSH001", late)
    assert reported(world.now()) == {}, "nobody said so: it is planned"


def test_a_release_in_time_moves_nothing() -> None:
    world = after(6)
    before = etas(world.now())
    world.tell(ReleaseForTransit(), OSH)
    assert world.facts[-1].payload.arrivals == ()
    assert (etas(world.now()), world.now().delays) == (before, ())


@pytest.mark.parametrize(
    ("start", "least", "first"),
    [
        (None, (0, 0, 30), "2026-11-21T08:30:00.000Z"),
        (None, (0, 0, 0), "2026-11-21T08:01:00.000Z"),
        ("2026-11-21T07:00:00.000Z", (0, 0, 5), "2026-11-21T08:05:00.000Z"),
    ],
)
def test_where_no_departure_was_planned_the_least_way_counts(
    start: str | None, least: tuple[int, ...], first: str
) -> None:
    points = DOSSIER.route.points[:3]
    times = (start, None, "2026-11-21T07:00:00.000Z")
    timed = tuple(replace(p, eta=eta) for p, eta in zip(points, times, strict=True))
    timed = (*timed[:2], replace(timed[2], role="transit", office="UZDUST01"))
    assert overtaken(Route(timed), NOW, least) == (Arrival("UZDUST01", first),)


@pytest.mark.parametrize(("eta", "found"), [(NOW, True), ("2026-11-21T08:00:01.000Z", False)])
def test_a_time_at_an_office_of_transit_lies_after_the_declaration(eta: str, found: bool) -> None:
    """NCTS R0005, of a declaration and of its amendment."""
    points = DOSSIER.route.points
    timed = tuple(replace(p, eta=eta if p.office == "UZDUST01" else None) for p in points)
    dossier = replace(DOSSIER, route=Route(timed))
    codes = ("route.eta_past",) if found else ("movement.lodged/1",)
    assert World().tell(LodgeDeclaration(dossier), CARRIER) == codes
    world = after(2)
    world.tell(AmendDeclaration(dossier), CARRIER)
    assert isinstance(world.answers[-1], Refused) is found
    [state] = [one for one in verdicts(dossier, (), (), REFERENCE, NOW) if one.country == "UZ"]
    assert [stop.refusal.rule for stop in state.wrong] == (["R0005"] if found else [])
