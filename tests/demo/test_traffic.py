"""The live traffic: it fills the pages, keeps its bounds, and leaves people's dossiers alone."""

import random
import threading
from collections import Counter
from typing import cast

import pytest

from corridor.domain.barrier import COUNT_STEP
from corridor.domain.complaints.state import Complaint
from corridor.domain.movement.state import Movement
from corridor.domain.routes import DEMO_ROUTES, countries_of
from corridor.node.demo import traffic as traffic_module
from corridor.node.demo.actors import Actors
from corridor.node.demo.loads import random_dossier
from corridor.node.demo.traffic import (
    FIRST_STAGES,
    OPEN_MAX,
    Traffic,
    carriers_in_traffic,
    departures,
    is_own,
    stage_of,
    troubles_of,
)
from corridor.node.demo.world import load_world
from tests.demo.one_world import TODAY, WorldActors
from tests.support.engines import START


class FakeClock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def _one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traffic_module, "present", lambda: START)
    monkeypatch.setattr(traffic_module, "today_in", lambda where: TODAY)


def make(seed: int = 7) -> tuple[Traffic, WorldActors, FakeClock]:
    actors, clock = WorldActors(), FakeClock()
    chance = random.Random(seed)
    traffic = Traffic(cast(Actors, actors), chance, threading.Event(), clock)
    return traffic, actors, clock


def movements(actors: WorldActors) -> list[Movement]:
    return [state for state in actors.world.states.values() if isinstance(state, Movement)]


def run(traffic: Traffic, clock: FakeClock, seconds: int) -> None:
    for _ in range(seconds):
        clock.now += 1
        traffic.tick()


def test_the_first_movements_stand_at_different_stages() -> None:
    traffic, actors, _ = make()
    traffic.begin()
    stages = Counter(stage_of(movement) for movement in movements(actors))
    assert stages.total() == len(FIRST_STAGES)
    assert len(stages) >= 6
    on_the_road = sum(count for stage, count in stages.items() if 2 <= stage <= 7)
    assert on_the_road == sum(2 <= target <= 7 for target in FIRST_STAGES)


def test_an_hour_of_it_keeps_moving_within_its_bound_and_some_of_it_goes_wrong() -> None:
    traffic, actors, clock = make()
    traffic.begin()
    for _ in range(12):
        run(traffic, clock, 300)
        assert len(traffic.travellers) <= OPEN_MAX
    found = movements(actors)
    assert sum(movement.status == "written_off" for movement in found) > 20
    assert len(traffic.travellers) > 10
    assert any(movement.incidents for movement in found)
    assert any(crossing.status == "stopped" for m in found for crossing in m.crossings)
    assert {movement.channel for movement in found} >= {"green", "yellow", "red"}
    for seen in ("split", "diversions", "changes", "delays", "voyage", "wagons", "messages"):
        assert any(getattr(movement, seen) for movement in found), seen
    assert any(movement.navigation_seals for movement in found)
    assert any(movement.pursuit.enquiries for movement in found)
    complaints = [one for one in actors.world.states.values() if isinstance(one, Complaint)]
    assert len(complaints) >= COUNT_STEP
    assert all("Вымышленная" in one.what for one in complaints)
    assert any(permit.applications > 1 for m in found for permit in actors.permits("", "", m.id))


def test_what_a_person_filed_is_left_to_that_person() -> None:
    traffic, actors, clock = make()
    node, carrier = next(carriers_in_traffic())
    dossier = random_dossier(random.Random(1), carrier, "osh-poti", "MINE-1", TODAY)
    mine = actors.file(node, carrier, dossier)
    actors.apply_for_all(node, carrier.org, mine)
    permits = {permit.id for permit in actors.permits(node, carrier.org, mine)}
    traffic.find_own()
    traffic.begin()
    run(traffic, clock, 1500)
    assert not {mine, *permits} & set(actors.acted_on)


def test_it_takes_up_its_own_after_a_restart() -> None:
    traffic, actors, clock = make()
    traffic.begin()
    before = {traveller.subject: traveller.troubles for traveller in traffic.travellers}
    again = Traffic(cast(Actors, actors), random.Random(2), threading.Event(), clock)
    again.find_own()
    after = {traveller.subject: traveller.troubles for traveller in again.travellers}
    assert after == {s: t for s, t in before.items() if s in after}
    assert len(after) >= len(FIRST_STAGES) - FIRST_STAGES.count(9)


def test_a_refusal_is_tried_again() -> None:
    traffic, actors, clock = make()
    actors.refuses_once.add("movement.accept")
    traffic.file()
    run(traffic, clock, 400)
    assert movements(actors)[0].mrn


@pytest.mark.parametrize("name", DEMO_ROUTES)
def test_troubles_follow_from_the_lrn_and_fit_the_route(name: str) -> None:
    route = DEMO_ROUTES[name]
    offices = {point.office for point in route.points if point.role == "transit"}
    for number in range(200):
        troubles = troubles_of(f"LIVE-{number}", route)
        assert troubles == troubles_of(f"LIVE-{number}", route)
        assert {troubles.broken_seal_at, troubles.stopped_at} <= offices | {""}
        assert troubles.refused_by in ("", *countries_of(route)[1:])


def test_the_carrier_of_the_story_is_left_to_newcomers() -> None:
    alatoo = load_world().nodes["KG"].carriers[0]
    assert alatoo not in [carrier for _, carrier in carriers_in_traffic()]
    assert {name for name, _, _ in departures()} == set(DEMO_ROUTES)
    assert is_own("LIVE-1")
    assert not is_own("STORY-1")
