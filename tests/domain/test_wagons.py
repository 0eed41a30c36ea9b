"""Wagon by wagon: some at a time, each once, and the movement with the last of them."""

from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.codes import alternating_check_digit
from corridor.domain.consignment import MEANS_MAX, Means
from corridor.domain.facts import Actor
from corridor.domain.movement.crossing import RecordCrossing
from corridor.domain.movement.kind import MOVEMENTS
from corridor.domain.movement.sealing import AffixSeals
from corridor.domain.movement.state import Movement
from corridor.domain.movement.wagons import (
    RecordWagons,
    WagonSeals,
    WagonsRecorded,
    done_with,
    kept_at,
    standing_at,
)
from tests.domain.movement_world import DUSTLIK, FARAP, NOW, OSH, POTI, TODAY, World, after, customs

SEALING, RELEASED, AT_POTI = 5, 7, 12
OUT = customs("KGDOST01")


def _number(place: int) -> str:
    stem = f"5238{place:03d}"
    return stem + alternating_check_digit(stem)


TRAIN = tuple(_number(place) for place in range(1, 58))


def by_rail(steps: int) -> World:
    """A movement of the story on the fifty-seven wagons of a train."""
    world = after(steps)
    load = world.now().dossier.consignment
    means = tuple(Means("departure", "20", wagon, "KG") for wagon in TRAIN)
    load = replace(load, means=means, inland_mode="2", equipment=())
    world.state = replace(world.now(), dossier=replace(world.now().dossier, consignment=load))
    return world


def _at(office: str, did: Any, wagons: tuple[str, ...] = TRAIN, **more: Any) -> RecordWagons:
    return RecordWagons(office, did, wagons, **more)


def _cross(world: World, *wagons: str, **more: Any) -> tuple[str, ...]:
    return world.tell(_at("UZDUST01", "crossed", wagons or TRAIN, **more), DUSTLIK)


def test_the_movement_crosses_with_its_last_wagon() -> None:
    world = by_rail(RELEASED)
    assert _cross(world, *TRAIN[:56], train="2405") == ("movement.wagons_recorded/1",)
    assert world.now().crossing_at("UZDUST01") is None
    # Those that crossed already are passed over, however they are written; the last one completes.
    written = f"{TRAIN[0][:4]} {TRAIN[0][4:7]}-{TRAIN[0][7]}"
    assert _cross(world, written, TRAIN[56]) == (
        "movement.wagons_recorded/1",
        "movement.crossed/1",
    )
    state = world.now()
    assert state.wagons[1].wagons == (TRAIN[56],)
    assert len(done_with(state, "UZDUST01", "crossed")) == 57
    assert standing_at(state, "UZDUST01")[TRAIN[0]].train == "2405"
    crossing = state.crossing_at("UZDUST01")
    assert crossing is not None
    assert (crossing.status, crossing.at) == ("crossed", NOW)
    assert _cross(world) == ("wagons_already",)


def test_what_was_said_of_all_of_them_is_not_said_again() -> None:
    world = by_rail(RELEASED)
    _cross(world, TRAIN[3])
    assert _cross(world, TRAIN[3], TRAIN[3]) == ("wagons_already",)


def test_one_stopped_wagon_stops_the_movement_until_it_is_let_in() -> None:
    world = by_rail(RELEASED)
    stop = _at("UZDUST01", "stopped", TRAIN[:1], reason="axle box hot", cause="safety")
    assert world.tell(stop, DUSTLIK) == (
        "movement.wagons_recorded/1",
        "movement.crossing_refused/1",
    )
    assert world.now().is_stopped
    assert kept_at(world.now(), "UZDUST01") == TRAIN[:1]
    # The next one that is stopped says no more of the movement, and the others go on.
    assert world.tell(replace(stop, wagons=(TRAIN[1],)), DUSTLIK) == ("movement.wagons_recorded/1",)
    assert _cross(world, *TRAIN[2:]) == ("movement.wagons_recorded/1",)
    assert kept_at(world.now(), "UZDUST01") == TRAIN[:2]
    assert kept_at(world.now(), "AZALAT01") == ()
    assert world.tell(replace(stop, wagons=(TRAIN[2],)), DUSTLIK) == ("wagons_already",)
    assert _cross(world, *TRAIN[:2])[1:] == ("movement.crossed/1",)
    assert not world.now().is_stopped
    assert kept_at(world.now(), "UZDUST01") == ()


def test_exit_and_arrival_are_of_the_whole_with_the_last_wagon() -> None:
    world = by_rail(RELEASED)
    exits = [p.office for p in world.now().dossier.route.points if p.role == "exit" and p.office]
    office = exits[0]
    out = _at(office, "left", TRAIN[1:])
    assert world.tell(out, customs(office)) == ("movement.wagons_recorded/1",)
    told = world.tell(replace(out, wagons=TRAIN), customs(office))
    assert told == ("movement.wagons_recorded/1", "movement.left/1")
    assert world.tell(out, customs(office)) == ("wagons_already",)
    there = by_rail(AT_POTI)
    assert there.tell(_at("GEPOTI01", "arrived", TRAIN[:9]), POTI) == (
        "movement.wagons_recorded/1",
    )
    last = there.tell(_at("GEPOTI01", "arrived"), POTI)
    assert last == ("movement.wagons_recorded/1", "movement.arrived/1")
    assert there.tell(_at("GEPOTI01", "arrived"), POTI) == ("wrong_status",)


def _sealed(*pairs: tuple[str, str]) -> RecordWagons:
    seals = tuple(WagonSeals(wagon, (seal,)) for wagon, seal in pairs)
    return _at("KGOSH001", "sealed", tuple(wagon for wagon, _ in pairs), seals=seals)


def test_each_wagon_has_seals_of_its_own() -> None:
    world = by_rail(SEALING)
    pairs = [(wagon, f"KG-{place}") for place, wagon in enumerate(TRAIN)]
    assert world.tell(_sealed(*pairs[:56]), OSH) == ("movement.wagons_recorded/1",)
    assert world.now().seals == ()
    assert world.tell(_sealed((TRAIN[56], "kg 3")), OSH) == ("seal_twice",)
    told = world.tell(_sealed(*pairs[56:]), OSH)
    assert told == ("movement.wagons_recorded/1", "movement.sealed/1")
    assert world.now().seals == tuple(seal for _, seal in pairs)


def test_a_wagon_without_a_seal_is_named() -> None:
    world = by_rail(SEALING)
    asked = replace(_sealed((TRAIN[0], "KG-1")), wagons=TRAIN[:2])
    assert world.tell(asked, OSH) == ("wagon_seals_missing",)
    assert world.answers[-1].refusals[0].args == {"wagon": TRAIN[1]}


WRONG: list[tuple[dict[str, Any], Actor, tuple[str, ...]]] = [
    ({"wagons": (TRAIN[0], "99999999", "00000000")}, DUSTLIK, ("wagon_unknown", "wagon_unknown")),
    ({"at": f"{TODAY}T23:00:00.000Z"}, DUSTLIK, ("time_in_future",)),
    ({"at": "2026-02-30T08:00:00.000Z"}, DUSTLIK, ("time_impossible",)),
    ({"at": f"{TODAY}T01:00:00.000Z"}, DUSTLIK, ("seen_before_release",)),
    ({"did": "stopped", "reason": " "}, DUSTLIK, ("wagon_reason_missing",)),
    (
        {"did": "stopped", "reason": "x", "at": f"{TODAY}T01:00:00.000Z"},
        DUSTLIK,
        ("seen_before_release",),
    ),
    ({"wagons": TRAIN[:3], "at": f"{TODAY}T01:00:00.000Z"}, DUSTLIK, ("seen_before_release",)),
    ({"did": "sealed"}, DUSTLIK, ("office_not_on_route",)),
    ({"did": "arrived"}, DUSTLIK, ("office_not_on_route",)),
    ({"office": "TMFARA01"}, DUSTLIK, ("not_your_office",)),
    ({"office": "KGOSH001", "did": "sealed"}, OSH, ("wrong_status",)),
    ({"office": "TMFARA01"}, FARAP, ("crossing_missing",)),
]


@pytest.mark.parametrize(("changes", "actor", "told"), WRONG)
def test_what_cannot_be(changes: dict[str, Any], actor: Actor, told: tuple[str, ...]) -> None:
    asked = replace(_at("UZDUST01", "crossed"), **changes)
    world = by_rail(RELEASED)
    assert world.tell(asked, actor) == told


def test_who_has_no_part_in_it_is_not_believed() -> None:
    world = by_rail(RELEASED)
    world.hear(WagonsRecorded("UZDUST01", "arrived", TRAIN[:1], NOW), DUSTLIK)
    assert world.now().wagons == ()
    assert len(world.now().unheard) == 1


def test_the_order_of_arrival_does_not_matter() -> None:
    world = by_rail(RELEASED)
    base: Movement = world.now()
    said = [WagonsRecorded("UZDUST01", "crossed", (TRAIN[k],), NOW) for k in range(2)]
    for one in said:
        world.hear(one, DUSTLIK)
    facts = world.facts[-2:]
    state: Movement | None = base
    for fact in sorted(facts, key=lambda one: one.clock):
        state = MOVEMENTS.evolve(state, fact, base.id)
    assert state == world.now()


def test_the_limits_hold() -> None:
    assert len(TRAIN) < MEANS_MAX
    world = by_rail(RELEASED)
    assert world.tell(RecordCrossing("UZDUST01"), DUSTLIK) == ("movement.crossed/1",)
    assert _cross(world) == ("already_crossed",)
    assert world.tell(AffixSeals(("KG-1",)), OSH) == ("wrong_status",)
