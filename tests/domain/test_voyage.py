"""Voyages: waiting for a vessel, weather, two ports and a carrier, and what the limit date does."""

from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.facts import Actor
from corridor.domain.movement.extending import ExtendLimit, days_in_port, latest_limit, may_extend
from corridor.domain.movement.overdue import MovementOverdue
from corridor.domain.movement.voyage import (
    STEPS_MAX,
    RecordVoyage,
    TellVoyage,
    VoyageTold,
    steps_here,
)
from tests.domain.movement_world import CARRIER, NOW, OSH, TODAY, World, after

CROSSED = 9
TURKMENBASHI = Actor("TMTURK01", "tm-border", "g", "checkpoint")
ALAT = Actor("AZALAT01", "az-border", "g", "checkpoint")
WAITING = RecordVoyage("TM-TURK", "waiting", office="TMTURK01", vessel="Berkarar", imo="9074729")
STORM = RecordVoyage(
    "TM-TURK",
    "delayed",
    office="TMTURK01",
    cause="weather",
    reason="Wind of 18 m/s, the port is closed.",
    expected="2026-12-03T06:00:00Z",
)
NEXT_WEEK = "2026-11-25T08:00:00.000Z"
TOLD = ("movement.voyage/1",)


def say(world: World, step: Any, office: str = "", **more: Any) -> tuple[str, ...]:
    if not office:
        return world.tell(TellVoyage("TM-TURK", step), CARRIER, **more)
    actor = replace(TURKMENBASHI, office=office)
    return world.tell(RecordVoyage("TM-TURK", step, office=office), actor, **more)


def test_a_voyage_from_the_quay_to_the_quay() -> None:
    world = after(CROSSED)
    assert world.tell(WAITING, TURKMENBASHI) == TOLD
    for step in ("loaded", "sailed"):
        assert say(world, step, "TMTURK01") == TOLD
    assert steps_here(world.now(), "TMTURK01") == (("TM-TURK", "delayed"),)
    for step in ("arrived", "unloaded"):
        assert say(world, step, "AZALAT01") == TOLD
    assert not steps_here(world.now(), "AZALAT01")
    assert not steps_here(world.now(), "GEPOTI01")
    assert [one.step for one in world.now().voyage][-1] == "unloaded"


def test_weather_moves_the_times_behind_the_voyage_and_not_the_limit_date() -> None:
    world = after(CROSSED)
    before = world.now()
    assert world.tell(STORM, TURKMENBASHI) == TOLD
    state = world.now()
    was, now = (
        {point.office: point.eta for point in one.dossier.route.points} for one in (before, state)
    )
    assert now["TMTURK01"] == was["TMTURK01"]
    assert now["AZALAT01"] == "2026-12-03T06:00:00Z"
    assert (was["GEPOTI01"], now["GEPOTI01"]) == (
        "2026-12-05T06:00:00Z",
        "2026-12-07T06:00:00.000Z",
    )
    assert state.limit_date == before.limit_date
    [delay] = state.delays
    assert delay.arrivals[0] == ("AZALAT01", "2026-12-01T06:00:00Z", "2026-12-03T06:00:00Z")


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (replace(WAITING, place="UZ-DUST"), ("voyage_place",)),
        (replace(WAITING, imo="9074720"), ("imo_digit",)),
        (replace(WAITING, step="arrived"), ("voyage_other_port",)),
        (replace(WAITING, cause="weather"), ("voyage_no_delay",)),
        (replace(WAITING, expected=STORM.expected), ("voyage_no_delay",)),
        (replace(WAITING, at=NEXT_WEEK), ("time_in_future",)),
        (replace(WAITING, office="AZALAT01"), ("not_your_office",)),
        (replace(WAITING, office="TMFARA01"), ("office_not_on_route",)),
        (replace(STORM, cause="", reason=" "), ("voyage_cause", "voyage_reason")),
        (replace(STORM, expected=None), ("voyage_expected",)),
        (replace(STORM, expected="2026-02-30T10:00:00Z"), ("voyage_expected",)),
        (replace(STORM, expected=NOW), ("expected_past",)),
    ],
)
def test_what_cannot_be_said_of_a_voyage(command: Any, told: tuple[str, ...]) -> None:
    assert after(CROSSED).tell(command, TURKMENBASHI) == told


def test_it_goes_forward_only_and_its_clock_too() -> None:
    world = after(CROSSED)
    assert say(world, "sailed", "TMTURK01") == TOLD
    assert say(world, "waiting", "TMTURK01") == ("voyage_order",)
    early = RecordVoyage("TM-TURK", "arrived", office="AZALAT01", at=f"{TODAY}T01:00:00.000Z")
    assert world.tell(early, ALAT) == ("voyage_time",)
    full = world.now().voyage * STEPS_MAX
    world.state = replace(world.now(), voyage=full)
    assert say(world, "arrived", "AZALAT01") == ("voyage_too_much",)


def test_a_port_records_what_its_carrier_has_told_before() -> None:
    world = after(CROSSED)
    assert say(world, "sailed") == TOLD
    assert say(world, "waiting") == ("voyage_order",)
    assert say(world, "waiting", "TMTURK01") == TOLD


def test_only_the_checkpoint_of_a_port_and_the_holder_are_believed() -> None:
    world = after(CROSSED)
    said = VoyageTold("TM-TURK", "waiting", NOW, "TMTURK01")
    for actor in (replace(TURKMENBASHI, role="customs"), ALAT):
        world.hear(said, actor)
    world.hear(replace(said, office=""), TURKMENBASHI)
    assert (len(world.now().unheard), world.now().voyage) == (3, ())
    world.hear(said, TURKMENBASHI)
    world.hear(replace(said, office=""), CARRIER)
    assert len(world.now().voyage) == 2


def test_what_a_port_says_of_a_way_that_is_no_more_moves_nothing() -> None:
    world = after(CROSSED)
    world.tell(STORM, TURKMENBASHI)
    said = world.facts[-1].payload
    route = world.now().dossier.route
    points = tuple(replace(p, office=None) if p.place == "AZ-ALAT" else p for p in route.points)
    bare = after(CROSSED)
    bare.state = replace(bare.now(), dossier=replace(bare.now().dossier, route=type(route)(points)))
    bare.hear(said, TURKMENBASHI)
    assert (len(bare.now().voyage), bare.now().delays) == (1, ())
    assert say(bare, "loaded", "TMTURK01") == TOLD
    assert bare.tell(STORM, TURKMENBASHI) == TOLD


def test_days_in_port_move_the_limit_date_as_far_as_they_go() -> None:
    world = after(CROSSED)
    first = world.now().limit_date
    later = ExtendLimit("2026-12-09", "Storm.")
    assert world.tell(later, OSH, now=NEXT_WEEK) == ("limit_too_late",)
    world.tell(WAITING, TURKMENBASHI)
    assert (days_in_port(world.now(), NEXT_WEEK), first) == (4, "2026-12-05")
    assert latest_limit(world.now(), NEXT_WEEK) == "2026-12-09"
    assert (may_extend(world.now(), NEXT_WEEK), may_extend(world.now(), NOW)) == (True, False)
    world.hear(MovementOverdue(first, "2026-12-12", "2027-07-05"), OSH, at=NEXT_WEEK)
    assert world.now().is_overdue
    assert world.tell(later, OSH, now=NEXT_WEEK) == ("movement.limit_extended/1",)
    state = world.now()
    assert (state.limit_date, state.is_overdue, state.pursuit.enquiry_from) == (
        "2026-12-09",
        False,
        "",
    )
    assert world.tell(later, OSH, now=NEXT_WEEK) == ("limit_not_later",)
    assert world.tell(replace(later, limit_date="2026-12-10"), OSH, now=NEXT_WEEK) == (
        "limit_too_late",
    )


def test_the_clock_of_the_port_stops_when_it_has_sailed() -> None:
    world = after(CROSSED)
    world.tell(WAITING, TURKMENBASHI)
    assert say(world, "sailed", now="2026-11-23T08:00:00.000Z") == TOLD
    assert days_in_port(world.now(), NEXT_WEEK) == 2
    world = after(CROSSED)
    say(world, "waiting")
    assert days_in_port(world.now(), NEXT_WEEK) == 0


@pytest.mark.parametrize(
    ("day", "told"), [("2026-02-30", "day_impossible"), ("2026-11-20", "limit_date_past")]
)
def test_a_limit_date_is_a_day_to_come(day: str, told: str) -> None:
    assert after(CROSSED).tell(ExtendLimit(day, "x"), OSH) == (told,)


def test_what_is_enquired_after_gets_no_later_limit_date() -> None:
    world = after(CROSSED)
    pursuit = replace(world.now().pursuit, opened_at=NOW)
    world.state = replace(world.now(), pursuit=pursuit, limit_date="no day")
    assert world.tell(ExtendLimit("2026-12-09", "x"), OSH) == ("limit_enquired",)
    assert latest_limit(world.now(), NOW) == ""
