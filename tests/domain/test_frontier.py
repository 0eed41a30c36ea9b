"""The two sides of a frontier: exit and entry recorded, compared, held to the order of things."""

from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.kinds import may_see
from corridor.domain.movement.crossing import RecordCrossing, RefuseCrossing
from corridor.domain.movement.frontier import Between, between
from corridor.domain.movement.kind import MOVEMENTS
from corridor.domain.movement.leaving import RecordExit, TerritoryLeft
from corridor.domain.movement.parts import Exit
from corridor.domain.movement.state import Movement
from corridor.domain.movement.stations import offices_ahead, reached, stations_of
from tests.domain.movement_world import DUSTLIK, NOW, TODAY, World, after, customs

RELEASED, CROSSED = 7, 8
DOSTUK, ALAT_UZ = customs("KGDOST01"), customs("UZALAT01")
EARLIER, LATER = f"{TODAY}T07:30:00.000Z", f"{TODAY}T07:50:00.000Z"


def lists(state: Movement, office: str) -> set[str]:
    rows = MOVEMENTS.listings(state, office[:2])
    return {row.list.rpartition(":")[2] for row in rows if f":{office}:" in row.list}


def test_an_office_of_exit_expects_it_from_the_release_on_and_lets_it_out() -> None:
    assert not lists(after(RELEASED - 1).now(), "KGDOST01")
    world = after(RELEASED)
    assert lists(world.now(), "KGDOST01") == {"expected"}
    assert may_see(DOSTUK, world.now())
    assert world.tell(RecordExit("KGDOST01"), DOSTUK) == ("movement.left/1",)
    state = world.now()
    assert state.exits == (Exit("KGDOST01", NOW),)
    assert reached(state) == 1
    assert offices_ahead(state)[0] == "UZDUST01"
    assert lists(state, "KGDOST01") == {"closed"}
    assert [(s.event, s.at) for s in stations_of(state)[:3]][1:] == [("left", NOW), ("", "")]
    assert world.tell(RecordExit("KGDOST01"), DOSTUK) == ("already_left",)


def test_it_may_be_said_after_the_entry_and_is_no_one_elses_to_say() -> None:
    world = after(CROSSED)
    assert world.tell(RecordExit("KGDOST01"), DUSTLIK) == ("not_your_office",)
    assert world.tell(RecordExit("UZDUST01"), DUSTLIK) == ("office_not_on_route",)
    assert world.tell(RecordExit("KGDOST01"), DOSTUK) == ("movement.left/1",)
    assert not lists(world.now(), "KGDOST01") - {"closed"}
    told = TerritoryLeft("UZALAT01", NOW)
    world.hear(told, DUSTLIK)
    assert world.now().exit_at("UZALAT01") is None


def test_an_office_with_another_part_has_it_on_its_desk_anyway() -> None:
    state = after(CROSSED).now()
    points = state.dossier.route.points
    both = tuple(replace(p, office="GETSIT01") if p.office == "UZALAT01" else p for p in points)
    dossier = replace(state.dossier, route=replace(state.dossier.route, points=both))
    assert lists(replace(state, dossier=dossier), "GETSIT01") == {"expected", "due"} & lists(
        state, "GETSIT01"
    ) | {"expected"}
    gone = replace(state, dossier=dossier, exits=(Exit("GETSIT01", NOW),))
    assert "closed" not in lists(gone, "GETSIT01")


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (RecordExit("KGDOST01", left_at=f"{TODAY}T09:00:00.000Z"), "time_in_future"),
        (RecordExit("KGDOST01", seals_intact=False), "broken_seals_missing"),
        (RecordExit("KGDOST01", left_at=f"{TODAY}T01:00:00.000Z"), "seen_before_release"),
    ],
)
def test_what_cannot_be_is_refused(command: RecordExit, told: str) -> None:
    assert after(RELEASED).tell(command, DOSTUK) == (told,)


def test_an_entry_that_was_never_recorded_is_missing_at_the_exit() -> None:
    assert after(RELEASED).tell(RecordExit("UZALAT01"), ALAT_UZ) == ("crossing_missing",)
    world = after(RELEASED)
    explained = RecordExit("UZALAT01", remarks="It came by Savay.")
    assert world.tell(explained, ALAT_UZ) == ("movement.left/1",)
    assert [d.code for d in world.now().open_discrepancies()] == ["crossing_missing"]


def test_an_exit_after_the_entry_is_refused_here_and_marked_from_another_node() -> None:
    world = World()
    world.state, world.facts = after(RELEASED).now(), after(RELEASED).facts
    judged = replace(world.now(), released_at=f"{TODAY}T05:00:00.000Z", clocks_min=5)
    world.state = judged
    crossed = RecordCrossing("UZDUST01", crossed_at=EARLIER)
    assert world.tell(crossed, DUSTLIK) == ("movement.crossed/1",)
    assert world.tell(RecordExit("KGDOST01", left_at=LATER), DOSTUK) == ("seen_out_of_order",)
    world.hear(TerritoryLeft("KGDOST01", LATER), DOSTUK)
    assert [d.code for d in world.now().open_discrepancies()] == ["seen_out_of_order"]
    assert tuple(between(world.now())) == (Between("UZDUST01", 20, "disagrees"),)


@pytest.mark.parametrize(
    ("left", "entered", "found"),
    [
        (EARLIER, LATER, ((20, "agrees"),)),
        (LATER, f"{TODAY}T07:46:00.000Z", ((0, "agrees"),)),
        ("2026-11-19T07:00:00.000Z", EARLIER, ((2910, "long"),)),
        ("never", EARLIER, ()),
    ],
)
def test_the_two_sides_compared(left: str, entered: str, found: Any) -> None:
    state = after(CROSSED).now()
    entry = replace(state.crossings[0], at=entered)
    stood = replace(state, exits=(Exit("KGDOST01", left),), crossings=(entry,), least_min=(0, 0, 9))
    assert tuple((one.minutes, one.standing) for one in between(stood)) == found
    assert not tuple(between(replace(stood, exits=())))
    stopped = replace(entry, status="stopped")
    assert not tuple(between(replace(stood, crossings=(stopped,))))


def test_at_sea_it_waits_for_its_ship() -> None:
    state = after(10).now()
    entry = replace(state.crossings[0], office="AZALAT01", at="2026-11-21T07:00:00.000Z")
    exits = (Exit("TMTURK01", "2026-11-16T07:00:00.000Z"),)
    stood = replace(state, exits=exits, crossings=(entry,))
    assert [one.standing for one in between(stood)] == ["agrees"]


def test_a_stop_says_its_cause_and_what_is_needed() -> None:
    world = after(RELEASED)
    stop = RefuseCrossing("UZDUST01", "No CMR.", "papers", "Bring the CMR consignment note.")
    assert world.tell(stop, DUSTLIK) == ("movement.crossing_refused/1",)
    seen = world.now().crossing_at("UZDUST01")
    assert seen is not None
    assert (seen.cause, seen.needed, seen.remarks) == (
        "papers",
        "Bring the CMR consignment note.",
        "No CMR.",
    )
