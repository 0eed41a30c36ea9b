"""One load on several vehicles: sums, each by itself, a missing one, and together again."""

from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.consignment import MEANS_MAX, Means, items_of, vehicles_of
from corridor.domain.facts import Actor
from corridor.domain.movement.arriving import RecordArrival
from corridor.domain.movement.by_vehicle import as_carried, missing_at_entry, standings_of
from corridor.domain.movement.carried import Part, PartGoods
from corridor.domain.movement.crossing import RecordCrossing
from corridor.domain.movement.following_parts import (
    MissPart,
    PartMissing,
    PartSeen,
    RecordPart,
    ReportPart,
    parts_ahead,
    plays,
)
from corridor.domain.movement.kind import MOVEMENTS
from corridor.domain.movement.leaving import RecordExit
from corridor.domain.movement.notifying import NotifyArrival
from corridor.domain.movement.splitting import JoinLoad, LoadJoined, SplitLoad, places_here
from corridor.domain.movement.taking_in import TakeIn
from corridor.domain.movement.together import parts_awaited
from corridor.domain.movement.unloading import PermitUnloading, RecordUnloading
from corridor.domain.permits.dossier import dossier_key
from corridor.domain.permits.requirements import request_for, requirements_of
from corridor.domain.permits.state import Permit
from corridor.domain.routes import Route, countries_of
from tests.domain.known import Known, reactions
from tests.domain.movement_world import (
    ALAT,
    DOSSIER,
    DUSTLIK,
    FARAP,
    NOW,
    POTI,
    REFERENCE,
    RULES,
    SUBJECT,
    TODAY,
    TSITELI,
    World,
    after,
    context,
    customs,
)
from tests.domain.test_authorised import C522, CONSIGNEE, POTI_CLOCK, consignee, knowing
from tests.domain.test_reactions import PERMIT

CROSSED_DUSTLIK = 8
HERE = tuple(one for one in DOSSIER.consignment.means if one.role == "departure")
SECOND = (Means("departure", "30", "10AB123", "UZ"),)
FIRST_GOODS = (PartGoods(1, 1240, "6200"), PartGoods(2, 216, "5400"))
SECOND_GOODS = (PartGoods(2, 100, "2500"), PartGoods(3, 58, "1450.5"))
PARTS = (
    Part(1, HERE, FIRST_GOODS, "CMR-1", ("UZ-1",)),
    Part(2, SECOND, SECOND_GOODS, "CMR-2", ("UZ-2",)),
)
SPLIT = SplitLoad("UZDUST01", "UZ-DUST", PARTS, ("KG-778201", "KG-778202"))
JOIN = JoinLoad("AZALAT01", "AZ-ALAT", HERE, "CMR-9", ("UZ-1", "UZ-2"), ("AZ-9",))
SEEN = "movement.part_seen/1"


def split() -> World:
    world = after(CROSSED_DUSTLIK)
    assert world.tell(SPLIT, DUSTLIK) == ("movement.split/1",)
    return world


def see(world: World, part: int, office: str, **more: Any) -> tuple[str, ...]:
    rules: dict[str, Any] = {"requirement_rules": RULES} if more.pop("known_rules", False) else {}
    return world.tell(RecordPart(office, part, **more), customs(office), **rules)


def test_every_package_and_kilogram_is_on_one_of_the_vehicles() -> None:
    declared = {item.declaration_number: item.gross_kg for item in items_of(DOSSIER)}
    assert declared == {1: "6200", 2: "7900", 3: "1450.5"}
    world = split()
    state = world.now()
    assert vehicles_of(state.dossier) == ("01KG777ABC", "01KG445TR", "10AB123")
    assert state.seals == ("UZ-1", "UZ-2")
    assert "10AB123" in MOVEMENTS.found_by(state, "UZ").ids
    assert world.tell(SPLIT, DUSTLIK) == ("split_already",)


def _goods(*rows: PartGoods) -> dict[str, Any]:
    return {"parts": (PARTS[0], replace(PARTS[1], goods=rows))}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (_goods(PartGoods(2, 100, "2500")), {"split_packages_under", "split_mass_under"}),
        (_goods(*SECOND_GOODS, PartGoods(1, 1, "1")), {"split_packages_over", "split_mass_over"}),
        (_goods(*SECOND_GOODS, PartGoods(9, 1, "1")), {"split_item"}),
        (
            _goods(PartGoods(2, 50, "1250"), PartGoods(2, 50, "1250"), SECOND_GOODS[1]),
            {"split_item_twice"},
        ),
        (_goods(*SECOND_GOODS, PartGoods(1, 0, "0")), {"split_nothing"}),
        (_goods(SECOND_GOODS[0], PartGoods(3, 58, "1e3")), {"split_mass", "split_mass_under"}),
        ({"parts": (PARTS[0], replace(PARTS[1], means=HERE[:1]))}, {"split_vehicle"}),
        ({"parts": (PARTS[0], replace(PARTS[1], number=3))}, {"split_number"}),
        ({"parts": (PARTS[0], replace(PARTS[1], seals=("UZ-1",)))}, {"seal_twice"}),
        ({"parts": (PARTS[0], replace(PARTS[1], seals=("KG-778201",)))}, {"seal_twice"}),
        ({"place": "KZ-AKTA"}, {"split_place"}),
        ({"place": "UZ-ALAT"}, {"split_other_office"}),
        ({"broken_seals": ("NO-1",)}, {"seal_unknown"}),
        ({"at": f"{TODAY}T23:00:00.000Z"}, {"time_in_future"}),
        ({"at": f"{TODAY}T01:00:00.000Z"}, {"seen_before_release"}),
    ],
)
def test_what_cannot_be_split_so(changes: dict[str, Any], told: set[str]) -> None:
    assert {*after(CROSSED_DUSTLIK).tell(replace(SPLIT, **changes), DUSTLIK)} == told


def test_vehicles_are_judged_by_the_rules_and_no_more_than_a_declaration_holds() -> None:
    many = tuple(replace(SECOND[0], id=f"10AB{n:03d}") for n in range(MEANS_MAX))
    wrong = (PARTS[0], replace(PARTS[1], means=many))
    world = after(CROSSED_DUSTLIK)
    assert "split_means" in world.tell(replace(SPLIT, parts=wrong), DUSTLIK)
    lower = (PARTS[0], replace(PARTS[1], means=(replace(SECOND[0], id="no plate!"),)))
    world.tell(replace(SPLIT, parts=lower), DUSTLIK)
    pointers = {refusal.pointer for refusal in world.answers[-1].refusals}
    assert all(pointer.startswith("/parts/1/means") for pointer in pointers)


def test_each_vehicle_goes_by_itself_and_the_first_is_the_movements_own() -> None:
    world = split()
    assert world.tell(RecordCrossing("TMFARA01"), FARAP) == ("split_by_parts",)
    assert world.tell(RecordArrival("GEPOTI01"), POTI) == ("split_by_parts",)
    out = customs("UZALAT01")
    assert world.tell(RecordExit("UZALAT01"), out) == ("split_by_parts",)
    assert see(world, 2, "UZALAT01") == ("movement.left/1", SEEN)
    assert see(world, 1, "UZALAT01") == (SEEN,)
    assert see(world, 1, "TMFARA01") == ("movement.crossed/1", SEEN)
    assert see(world, 1, "TMFARA01") == ("part_not_expected",)
    assert [one.number for one in parts_ahead(world.now(), "TMFARA01")] == [2]
    assert see(world, 2, "TMFARA01") == (SEEN,)
    assert not parts_ahead(world.now(), "KGOSH001")
    assert plays(world.now(), "KGOSH001") is None
    assert see(world, 1, "KGOSH001") == ("part_not_expected",)


def test_the_unloading_is_complete_when_all_are_there() -> None:
    world = split()
    for office in ("TMFARA01", "AZALAT01", "GETSIT01"):
        assert see(world, 1, office) == ("movement.crossed/1", SEEN)
    assert see(world, 1, "GEPOTI01") == ("movement.arrived/1", SEEN)
    world.tell(PermitUnloading(), POTI)
    done = RecordUnloading(conforms=True, seals_intact=True)
    assert world.tell(done, POTI) == ("parts_awaited",)
    assert world.tell(replace(done, complete=False, new_seals=("UZ-2",)), POTI) == (
        "movement.unloading_remarks/1",
    )
    for office in ("TMFARA01", "AZALAT01", "GETSIT01", "GEPOTI01"):
        assert see(world, 2, office) == (SEEN,)
    assert world.tell(done, POTI) == ("movement.unloading_remarks/1",)


def test_a_missing_vehicle_is_a_discrepancy_until_it_turns_up() -> None:
    world = split()
    assert see(world, 1, "TMFARA01") == ("movement.crossed/1", SEEN)
    gone = MissPart("TMFARA01", 2, "Not here for two days.")
    assert world.tell(gone, FARAP) == ("movement.part_missing/1",)
    assert world.tell(gone, FARAP) == ("part_not_expected",)
    [doubt] = world.now().open_discrepancies()
    assert (doubt.code, doubt.about) == ("part_missing", "TMFARA01")
    assert doubt.text == "2: 10AB123. Not here for two days."
    assert see(world, 2, "TMFARA01") == (SEEN,)
    assert not world.now().open_discrepancies()
    assert not any(part.missing for part in world.now().parts)


def test_broken_seals_of_one_vehicle_are_found_at_it() -> None:
    world = split()
    see(world, 1, "TMFARA01")
    torn = {"seals_intact": False, "broken_seals": ("UZ-2",)}
    assert see(world, 2, "TMFARA01", **torn) == ("broken_seals_unexplained",)
    assert see(world, 2, "TMFARA01", **torn, remarks="Torn.") == (SEEN,)
    assert [one.seal for one in world.now().broken] == ["UZ-2"]
    first = split()
    assert see(first, 1, "TMFARA01", seals_intact=False, broken_seals=("UZ-1",), remarks="Torn.")
    assert [d.code for d in first.now().discrepancies] == ["seals_broken"]


def test_a_load_is_divided_only_where_it_is() -> None:
    alat = customs("UZALAT01")
    at_alat = replace(SPLIT, office="UZALAT01", place="UZ-ALAT")
    assert after(CROSSED_DUSTLIK - 1).tell(SPLIT, DUSTLIK) == ("split_not_here",)
    assert after(CROSSED_DUSTLIK).tell(at_alat, alat) == ("movement.split/1",)
    world = after(CROSSED_DUSTLIK)
    assert world.tell(RecordExit("UZALAT01"), alat) == ("movement.left/1",)
    assert world.tell(at_alat, alat) == ("split_not_here",)
    assert world.tell(SPLIT, DUSTLIK) == ("split_not_here",)
    state = after(CROSSED_DUSTLIK - 1).now()
    assert [point.place for point in places_here(state, "KGOSH001")] == ["KG-OSH"]
    points = state.dossier.route.points
    inland = (points[0], replace(points[1], office=None), *points[2:])
    free = replace(state, dossier=replace(state.dossier, route=Route(inland)))
    assert [p.place for p in places_here(free, "KGOSH001")] == ["KG-OSH", "KG-DOST"]


def awaited() -> World:
    """Two vehicles bound for an authorised consignee, both let in everywhere."""
    world = split()
    for office in ("TMFARA01", "AZALAT01", "GETSIT01"):
        for part in (1, 2):
            assert SEEN in see(world, part, office)
    return world


def consigned(world: World, command: Any, actor: Actor = CONSIGNEE) -> tuple[str, ...]:
    return world.tell(command, actor, knowing(consignee()), node="GE")


def test_an_authorised_consignee_takes_in_one_vehicle_after_the_other() -> None:
    world, notify = awaited(), NotifyArrival("GEPOTI01", authorisation=C522)
    assert consigned(world, notify) == ("notify_which_vehicle",)
    assert consigned(world, replace(notify, part=2)) == ("movement.arrival_notified/1",)
    assert world.now().notices[-1].part == 2
    assert consigned(world, ReportPart(1)) == ("wrong_status",)
    assert consigned(world, TakeIn(), POTI_CLOCK) == (
        "movement.arrived/1",
        SEEN,
        "movement.consignee_term/1",
    )
    said = world.facts[-2].payload
    assert (said.part, said.first, said.seals_seen) == (2, True, False)
    assert consigned(world, ReportPart(2)) == ("part_not_expected",)
    assert consigned(world, ReportPart(1), replace(CONSIGNEE, org="another")) == (
        "not_your_arrival",
    )
    torn = ReportPart(1, seals_intact=False, broken_seals=("UZ-1",))
    assert consigned(world, torn) == ("broken_seals_unexplained",)
    assert parts_awaited(world.now()) == (1,)
    assert consigned(world, ReportPart(1)) == (SEEN,)
    assert not parts_awaited(world.now())
    assert not world.now().unheard
    assert not world.now().discrepancies


def test_of_a_vehicle_another_firm_or_another_office_is_not_heard() -> None:
    world = awaited()
    consigned(world, NotifyArrival("GEPOTI01", authorisation=C522, part=2))
    consigned(world, TakeIn(), POTI_CLOCK)
    world.hear(PartSeen("GEPOTI01", 1, "arrival", NOW), replace(CONSIGNEE, org="another"), "GE")
    world.hear(PartSeen("GETSIT01", 1, "entry", NOW), CONSIGNEE, "GE")
    assert len(world.now().unheard) == 2


def test_a_notice_that_names_no_vehicle_counts_as_before() -> None:
    world = after(CROSSED_DUSTLIK)
    assert consigned(world, NotifyArrival("GEPOTI01", authorisation=C522, part=7))
    assert world.now().notices[-1].part == 0
    assert consigned(world, TakeIn(), POTI_CLOCK) == (
        "movement.arrived/1",
        "movement.consignee_term/1",
    )


def test_it_is_joined_where_all_are_that_are_not_missing() -> None:
    world = split()
    assert after(CROSSED_DUSTLIK).tell(replace(JOIN, office="UZDUST01"), DUSTLIK) == ("split_not",)
    for office in ("TMFARA01", "AZALAT01"):
        see(world, 1, office)
    assert world.tell(JOIN, ALAT) == ("parts_not_here",)
    assert world.tell(replace(JOIN, broken_seals=("NO-1",)), ALAT) == ("seal_unknown",)
    world.tell(MissPart("AZALAT01", 2, "Not here."), ALAT)
    assert world.tell(replace(JOIN, new_seals=("UZ-1",)), ALAT) == ("seal_twice",)
    assert world.tell(JOIN, ALAT) == ("movement.joined/1",)
    state = world.now()
    assert (state.parts, vehicles_of(state.dossier), state.seals) == (
        (),
        ("01KG777ABC", "01KG445TR"),
        ("AZ-9",),
    )
    assert state.legs[-1].document == "CMR-9"
    assert world.tell(RecordCrossing("GETSIT01"), TSITELI) == ("movement.crossed/1",)
    assert [one.code for one in world.now().open_discrepancies()] == ["part_missing"]
    assert see(world, 1, "GEPOTI01") == ("part_not_expected",)
    assert see(world, 2, "GETSIT01") == (SEEN,)
    assert not world.now().open_discrepancies()


def test_it_is_not_joined_behind_a_vehicle_that_has_gone_on() -> None:
    world = split()
    for office in ("UZALAT01", "TMFARA01"):
        see(world, 1, office)
    see(world, 2, "UZALAT01")
    back = replace(JOIN, office="UZALAT01", place="UZ-ALAT")
    assert world.tell(back, customs("UZALAT01")) == ("parts_gone_on",)


def test_what_is_said_of_parts_that_nobody_knows_changes_nothing() -> None:
    world = after(CROSSED_DUSTLIK)
    world.hear(PartSeen("UZDUST01", 1, "entry", NOW), DUSTLIK)
    world.hear(PartMissing("UZDUST01", 1, "x"), DUSTLIK)
    world.hear(LoadJoined("UZDUST01", "KZ-AKTA", HERE, "CMR-9", NOW), DUSTLIK)
    assert world.now().split is None
    assert [one.code for one in world.now().discrepancies] == []
    world = split()
    world.hear(PartMissing("UZDUST01", 9, "x"), DUSTLIK)
    assert world.now().discrepancies[-1].text == "9: . x"
    world.hear(LoadJoined("UZDUST01", "KZ-AKTA", HERE, "CMR-9", NOW), DUSTLIK)
    assert world.now().legs[-1].mode == "road"


def test_each_vehicle_uses_the_permits_that_name_it() -> None:
    world = split()
    see(world, 1, "TMFARA01")
    see(world, 2, "TMFARA01")
    said, state = world.facts[-1], world.now()
    here = replace(PERMIT.request, country="TM", plates=("10AB123",))
    mine = replace(PERMIT, request=here)
    other = replace(PERMIT, id="pm-KG-2", request=replace(here, plates=("01KG777ABC",)))
    anyone = replace(PERMIT, id="pm-KG-3", request=replace(here, plates=()))
    permits = (mine, other, anyone)
    known = Known({dossier_key(SUBJECT): [p.id for p in permits]}, {p.id: p for p in permits})
    there = context(Actor(), node="TM")
    [reaction] = reactions(said, state, there, known)
    assert reaction.subject == mine.id
    left = replace(said, payload=replace(said.payload, seen_as="exit"))
    assert not reactions(left, state, there, known)
    assert not reactions(said, replace(state, split=None), there, known)


def test_a_vehicle_without_its_permit_is_not_let_in() -> None:
    world = split()
    see(world, 1, "TMFARA01")
    told = see(world, 2, "TMFARA01", known_rules=True)
    assert all(code.startswith("permit_missing_at_") for code in told)
    assert told


def test_permits_are_held_against_each_vehicle_by_itself() -> None:
    """The truck has its own; the other vehicle needs none at home, and its own abroad."""
    world = split()
    needs = requirements_of(DOSSIER, RULES, REFERENCE, TODAY)
    roads = [one for one in needs if one.kind == "road_transit" and one.country in ("UZ", "TM")]
    own = tuple(replace(PERMIT, request=request_for(one, DOSSIER, SUBJECT)) for one in roads)
    found = standings_of(world.now(), RULES, own, REFERENCE, NOW)
    by_state = {one.requirement.country: one for one in found if "road" in one.requirement.kind}
    assert by_state["UZ"].state == "have"
    assert (by_state["TM"].code, by_state["TM"].declared) == ("permit_other_plate", ("10AB123",))
    assert [one.requirement.country for one in found] == sorted(
        (one.requirement.country for one in found), key=countries_of(DOSSIER.route).index
    )
    assert _roads(world, own, "TMFARA01")
    assert not _roads(world, own, "UZDUST01")
    for part in (1, 2):
        see(world, part, "TMFARA01")
    assert len(as_carried(world.now())) == len(world.now().parts)
    assert _roads(world, own, "TMFARA01"), "of what went on alone, as it was declared"


def _roads(world: World, permits: tuple[Permit, ...], office: str) -> list[str]:
    """Road permits that are lacking at an office."""
    found = missing_at_entry(world.now(), RULES, permits, REFERENCE, NOW, office)
    return [one.args["kind"] for one in found if "road" in one.args["kind"]]
