"""Navigation seals: who speaks of them, what all states hear, and what an opening comes to."""

from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from corridor.domain.facts import Actor
from corridor.domain.kinds import may_command, may_see
from corridor.domain.movement.discrepancies import SolveDiscrepancy
from corridor.domain.movement.kind import MOVEMENTS
from corridor.domain.movement.navigation import (
    READING_EVERY,
    RaiseSealAlarm,
    ReportSeal,
    SealAlarmRaised,
    SealReported,
    alarm_of,
    is_opening,
    watched,
)
from corridor.domain.movement.seal_parts import ALARMS_MAX, SEALS_MAX, NavigationSeal, Position
from corridor.domain.movement.seal_places import metres_between, office_near, place_near
from corridor.domain.routes import DEMO_ROUTES, Route
from tests.domain.movement_world import NOW, OSH, REFERENCE, TODAY, World, after

OPERATOR = Actor("", "KG-NAVI", "navi", "seals")
OTHER = Actor("", "KZ-NAVI", "navi", "seals")
SEAL = "KG-778201"
RELEASED = 7
DUSTLIK = Position("40.7046", "72.8667")
STEPPE = Position("40.1", "66.0")
ON = ReportSeal(SEAL, "activated", NOW, DUSTLIK, 96)
OPENED = RaiseSealAlarm(SEAL, "opened", NOW, STEPPE, 90)
SIX_LATER = f"{TODAY}T14:00:00.000Z"
LATER = f"{TODAY}T23:00:00.000Z"


def switched_on(steps: int = RELEASED) -> World:
    world = after(steps)
    assert world.tell(ON, OPERATOR) == ("movement.seal_reported/1",)
    return world


def seal_of(world: World) -> NavigationSeal:
    found = watched(world.now(), SEAL)
    assert found is not None
    return found


def test_it_is_switched_on_once_an_office_has_noted_it() -> None:
    assert after(5).tell(ON, OPERATOR) == ("not_your_seal",)
    world = switched_on(6)
    seal = seal_of(world)
    assert (seal.operator, seal.node, seal.is_active, seal.battery_pct) == (
        "KG-NAVI",
        "KG",
        True,
        96,
    )
    assert world.tell(ON, OPERATOR) == ("seal_active",)
    assert "navigation:KG-NAVI" in MOVEMENTS.keys(world.now(), "KG")
    assert "navigation:KG-NAVI" not in MOVEMENTS.keys(world.now(), "UZ")


@pytest.mark.parametrize("command", [ON, replace(ON, what="reading"), OPENED])
def test_nobody_else_speaks_of_it(command: Any) -> None:
    world = switched_on()
    assert world.tell(command, OTHER, node="KZ") == ("not_your_seal",)
    assert world.tell(command, OPERATOR, node="UZ") == ("not_your_seal",)
    assert world.tell(replace(command, seal="XX-1"), OPERATOR) == ("not_your_seal",)
    nameless = replace(OPERATOR, org="")
    assert after(RELEASED).tell(command, nameless) == ("not_your_seal",)
    assert not may_see(OPERATOR, world.now())
    assert may_command(OPERATOR, command)
    assert not may_command(OSH, command)
    assert after(RELEASED).tell(command, OSH) == ("not_your_seal",)


def test_what_another_says_of_it_is_kept_and_changes_nothing() -> None:
    world = switched_on()
    before = world.now().navigation_seals
    world.hear(SealAlarmRaised(SEAL, "opened", NOW), OTHER, "KZ")
    world.hear(SealAlarmRaised(SEAL, "opened", NOW), replace(OPERATOR, role="customs"), "KG")
    assert world.now().navigation_seals == before
    assert len(world.now().unheard) == 2
    assert not world.now().discrepancies


def test_all_states_have_one_reading_in_six_hours() -> None:
    world = switched_on()
    soon = ReportSeal(SEAL, "reading", f"{TODAY}T10:00:00.000Z", STEPPE, 90)
    assert world.tell(soon, OPERATOR, now=LATER) == ()
    due = replace(soon, at=SIX_LATER)
    assert world.tell(due, OPERATOR, now=LATER) == ("movement.seal_reported/1",)
    assert (seal_of(world).position, seal_of(world).said_at) == (STEPPE, SIX_LATER)
    assert READING_EVERY.total_seconds() == 6 * 3600
    assert world.tell(replace(due, at=None), OPERATOR, now=SIX_LATER) == ()


def test_an_opening_off_an_office_is_a_discrepancy_for_all() -> None:
    world = switched_on()
    assert world.tell(OPENED, OPERATOR) == ("movement.seal_alarm/1",)
    [found] = world.now().discrepancies
    assert (found.code, found.text, found.is_open) == ("seal_opened", SEAL, True)
    assert world.now().worst == "discrepancy"
    assert [one.what for one in seal_of(world).alarms] == ["opened"]
    assert world.tell(SolveDiscrepancy("seal_opened", "Seen", "explained", "Act 1"), OSH) == (
        "movement.discrepancy_solved/1",
    )
    assert not world.now().open_discrepancies()


@pytest.mark.parametrize(
    ("steps", "position"),
    [(6, STEPPE), (RELEASED, DUSTLIK), (13, STEPPE)],
    ids=["before the release", "at an office of the route", "after the arrival"],
)
def test_an_opening_before_customs_is_none(steps: int, position: Position) -> None:
    world = switched_on(steps) if steps < 13 else switched_on()
    if steps == 13:
        world.state = replace(world.now(), status="arrived")
    assert world.tell(replace(OPENED, position=position), OPERATOR) == ("movement.seal_alarm/1",)
    assert not world.now().discrepancies


def test_damage_and_switching_off_on_the_way_are_looked_at_too() -> None:
    world = switched_on()
    assert world.tell(replace(OPENED, what="tampered"), OPERATOR) == ("movement.seal_alarm/1",)
    off = ReportSeal(SEAL, "deactivated", NOW, STEPPE)
    assert world.tell(off, OPERATOR) == ("movement.seal_reported/1",)
    codes = [one.code for one in world.now().discrepancies]
    assert codes == ["seal_tampered", "seal_switched_off"]
    for command in (off, OPENED, ReportSeal(SEAL, "reading", NOW)):
        assert world.tell(command, OPERATOR) == ("seal_not_active",)
    assert world.tell(ON, OPERATOR) == ("movement.seal_reported/1",)
    assert [one.is_active for one in world.now().navigation_seals] == [False, True]


def test_switched_off_at_an_office_is_as_it_should_be() -> None:
    world = switched_on()
    assert world.tell(ReportSeal(SEAL, "deactivated", NOW, DUSTLIK), OPERATOR)
    assert not world.now().discrepancies
    assert not seal_of(world).is_active


def test_the_same_alarm_is_said_once_in_an_hour_and_a_battery_is_no_discrepancy() -> None:
    world = switched_on()
    low = replace(OPENED, what="battery")
    assert world.tell(low, OPERATOR) == ("movement.seal_alarm/1",)
    assert world.tell(low, OPERATOR) == ()
    assert world.tell(replace(low, at=SIX_LATER), OPERATOR, now=LATER) == ("movement.seal_alarm/1",)
    assert world.tell(low, OPERATOR, now=LATER) == ()
    assert not world.now().discrepancies
    told = MOVEMENTS.told[SealAlarmRaised].heard.offices
    assert list(told(world.now(), SealAlarmRaised(SEAL, "battery", NOW))) == []
    assert ("customs:KGOSH001", "") in told(world.now(), SealAlarmRaised(SEAL, "opened", NOW))


def test_what_is_said_late_does_not_move_it_back() -> None:
    world = switched_on()
    early = f"{TODAY}T07:00:00.000Z"
    assert world.tell(replace(OPENED, at=early), OPERATOR) == ("movement.seal_alarm/1",)
    assert (seal_of(world).at, seal_of(world).position) == (NOW, DUSTLIK)


def test_an_opening_before_the_release_is_none_though_it_is_told_after_it() -> None:
    world = switched_on()
    early = f"{TODAY}T01:00:00.000Z"
    assert world.tell(replace(OPENED, at=early), OPERATOR) == ("movement.seal_alarm/1",)
    assert not world.now().discrepancies


def test_it_is_off_no_earlier_than_on() -> None:
    world = switched_on()
    off = ReportSeal(SEAL, "deactivated", f"{TODAY}T07:59:00.000Z")
    assert world.tell(off, OPERATOR) == ("seal_too_early",)


def test_long_before_the_goods_were_declared_nothing_was_said_of_it() -> None:
    old = "1999-01-01T00:00:00.000Z"
    world = after(RELEASED)
    assert world.tell(replace(ON, at=old), OPERATOR) == ("seal_before_movement",)
    assert world.tell(replace(ON, at="2026-11-20T08:00:00.000Z"), OPERATOR)
    assert world.tell(replace(OPENED, at=old), OPERATOR) == ("seal_before_movement",)


def test_a_reading_that_is_open_counts_on_the_way_and_away_from_customs() -> None:
    state = switched_on().now()
    assert is_opening(state, NOW, STEPPE, REFERENCE)
    assert is_opening(state, NOW, None, REFERENCE)
    assert not is_opening(state, NOW, DUSTLIK, REFERENCE)
    assert not is_opening(state, f"{TODAY}T01:00:00.000Z", STEPPE, REFERENCE)
    assert not is_opening(replace(state, status="arrived"), NOW, STEPPE, REFERENCE)


def test_a_movement_takes_so_many_alarms_and_grave_ones_longest() -> None:
    world = switched_on()
    [one] = world.now().navigation_seals
    low = replace(OPENED, what="battery")
    world.state = replace(world.now(), navigation_seals=(replace(one, raised=49),))
    assert world.tell(low, OPERATOR) == ("movement.seal_alarm/1",)
    assert seal_of(world).raised == 50
    assert world.tell(replace(low, what="signal"), OPERATOR) == ("alarms_too_many",)
    assert world.tell(OPENED, OPERATOR) == ("movement.seal_alarm/1",)
    full = replace(seal_of(world), raised=100)
    world.state = replace(world.now(), navigation_seals=(full,))
    assert world.tell(replace(OPENED, what="tampered"), OPERATOR) == ("alarms_too_many",)


@pytest.mark.parametrize(
    ("at", "code"), [(LATER, "time_in_future"), ("2026-02-30T08:00:00.000Z", "time_impossible")]
)
def test_a_time_that_cannot_be_is_refused(at: str, code: str) -> None:
    world = switched_on()
    assert world.tell(ReportSeal(SEAL, "reading", at), OPERATOR) == (code,)
    assert world.tell(replace(OPENED, at=at), OPERATOR) == (code,)


def test_counts_are_bounded() -> None:
    world = switched_on()
    [one] = world.now().navigation_seals
    off = replace(one, deactivated_at=NOW)
    world.state = replace(world.now(), navigation_seals=(off,) * SEALS_MAX)
    assert world.tell(ON, OPERATOR) == ("seals_too_many",)
    world = switched_on()
    for number in range(ALARMS_MAX + 5):
        world.hear(SealAlarmRaised(SEAL, "battery", f"{TODAY}T08:{number:02}:00.000Z"), OPERATOR)
    assert len(seal_of(world).alarms) == ALARMS_MAX


def test_what_was_never_switched_on_is_not_invented_by_a_reading() -> None:
    world = after(RELEASED)
    world.hear(SealReported(SEAL, "reading", NOW), OPERATOR, "KG")
    world.hear(SealAlarmRaised(SEAL, "opened", NOW), OPERATOR, "KG")
    assert not world.now().navigation_seals
    assert not world.now().discrepancies
    assert watched(world.now(), SEAL) is None


@pytest.mark.parametrize("bad", ["91", "-90.1", "40,7", "4e1", "", "٤٠", "90.0\n", "0.1234567"])
def test_a_latitude_is_one(bad: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"lat": bad, "lon": "0"}, Position)


@pytest.mark.parametrize("bad", ["180.1", "-181", "1e2", " 5", "nan"])
def test_a_longitude_is_one(bad: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"lat": "-90", "lon": bad}, Position)


def test_places_of_the_route_are_found_by_distance() -> None:
    route = DEMO_ROUTES["osh-poti"]
    osh = REFERENCE.places["KG-OSH"]
    assert metres_between(osh, Position(osh.lat, osh.lon)) == 0
    assert round(metres_between(osh, Position("41.52828", "72.7985")) / 1000) == 111
    assert office_near(route, DUSTLIK, REFERENCE) in ("KGDOST01", "UZDUST01")
    assert office_near(route, STEPPE, REFERENCE) == ""
    assert office_near(route, None, REFERENCE) == ""
    assert place_near(route, Position(osh.lat, osh.lon), REFERENCE) == ("KG-OSH", 0)
    assert place_near(Route(()), STEPPE, REFERENCE) == ("", 0)


def test_an_open_reading_makes_its_operator_say_that_it_was_opened() -> None:
    said = alarm_of("NS-1", "2026-11-26T08:00:00.000Z", None, 40)
    assert (said.seal, said.what, said.battery_pct) == ("NS-1", "opened", 40)
