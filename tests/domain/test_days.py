"""An instant is a day where it is judged, by the product's own tables and no others."""

import json
import os
import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.domain.days import (
    day_at,
    days_later,
    end_of_day,
    minutes_east,
    months_later,
    offsets_at,
    span_of_month,
    start_of_day,
    tables_known_to,
    tables_version,
    zone_at,
)
from corridor.domain.reference.loader import load_countries, load_reference, load_zones
from corridor.engine.hlc import instant, to_ms

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "days.json").read_text("utf-8"))
STATES = tuple(VECTORS["offsets"])
TO_2039 = 2_208_988_800_000


@pytest.mark.parametrize(("moment", "where", "day"), VECTORS["cases"])
def test_a_day_begins_at_midnight_where_it_is_judged(moment: str, where: str, day: str) -> None:
    assert day_at(moment, where) == day


@pytest.mark.parametrize("state", STATES)
def test_devices_are_given_the_zones_of_the_tables(state: str) -> None:
    assert [list(pair) for pair in offsets_at(state)] == VECTORS["offsets"][state]


@given(st.integers(1_704_067_200_000, TO_2039), st.sampled_from([c.code for c in load_countries()]))
def test_the_offsets_give_the_same_day(ms: int, country: str) -> None:
    minutes = [offset for since, offset in offsets_at(country) if since <= ms][-1]
    assert day_at(instant(ms), country) == instant(ms + minutes * 60_000)[:10]


@given(st.dates(), st.sampled_from(STATES))
def test_a_day_ends_a_millisecond_before_the_next(day: object, where: str) -> None:
    day = str(day)
    if not "1971" < day < "9999":
        return
    last = end_of_day(day, where)
    assert day_at(last, where) == day
    assert day_at(instant(to_ms(last) + 1), where) == days_later(day, 1)
    assert start_of_day(days_later(day, 1), where) == instant(to_ms(last) + 1)


def test_a_day_is_itself_everywhere() -> None:
    assert day_at("2026-11-26", "KG") == day_at("2026-11-26", "US") == "2026-11-26"


@pytest.mark.parametrize(
    "text",
    [
        "2026-13-45T99:00:00Z",
        "9999-12-31T23:59:59.999Z",
        "2026-11-26T23:59:61.000Z",
        "2026-11-26T23:61:00.000Z",
        "0001",
    ],
)
def test_what_is_no_instant_keeps_the_day_that_is_written(text: str) -> None:
    assert day_at(text, "KG") == text[:10]


@pytest.mark.parametrize("day", ["2026-02-31", "9999-12-31", "soon"])
def test_a_day_that_does_not_exist_ends_as_it_is_written(day: str) -> None:
    assert end_of_day(day, "KG") == f"{day}T23:59:59.999Z"


@pytest.mark.parametrize("day", ["2026-02-31", "soon"])
def test_a_day_that_does_not_exist_begins_as_it_is_written_and_stays(day: str) -> None:
    assert start_of_day(day, "KG") == f"{day}T00:00:00.000Z"
    assert days_later(day, 3) == day
    assert days_later("9999-12-30", 366) == "9999-12-30"
    assert months_later(day, 7) == day
    assert months_later("9998-12-30", 99) == "9998-12-30"


def test_the_machines_tables_are_never_read(tmp_path: Path) -> None:
    """A false table in the zone path says that Almaty is in New York; Python by itself believes."""
    false = tmp_path / "Asia" / "Almaty"
    false.parent.mkdir()
    false.write_bytes((resources.files("tzdata") / "zoneinfo/America/New_York").read_bytes())
    asked = (
        "from zoneinfo import ZoneInfo; from corridor.domain.days import day_at; import datetime;"
        "at = '2026-11-26T20:00:00+00:00'; almaty = ZoneInfo('Asia/Almaty');"
        "print(day_at(at, 'KZALTY01'), datetime.datetime.fromisoformat(at).astimezone(almaty))"
    )
    environment = {**os.environ, "PYTHONTZPATH": str(tmp_path)}
    said = subprocess.run(
        [sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True
    )
    assert said.stdout.split()[:2] == ["2026-11-27", "2026-11-26"]


def test_the_tables_tell_their_edition_and_grow_old() -> None:
    version = tables_version()
    assert version[:4].isdecimal()
    assert version[4:].isalpha()
    assert tables_known_to(f"{version[:4]}-01-01")
    assert not tables_known_to(f"{int(version[:4]) + 3}-01-01")


def test_a_place_far_from_its_capital_keeps_its_own_clock() -> None:
    midnight = "2026-11-26T20:30:00.000Z"
    assert (day_at(midnight, "RU-OREN"), day_at(midnight, "RU")) == ("2026-11-27", "2026-11-26")
    assert end_of_day("2026-11-26", "RU-ASTR") == "2026-11-26T19:59:59.999Z"
    assert [minutes for _, minutes in offsets_at("RU-OZIN")] == [240]


def test_a_clock_is_that_of_the_place_and_an_offices_that_of_where_it_stands() -> None:
    reference = load_reference()
    assert {where for where in load_zones() if "-" in where} <= {*reference.places}
    for office in reference.offices.values():
        assert zone_at(office.code) is zone_at(office.place)


def test_where_no_state_is_known_it_is_utc() -> None:
    assert zone_at("").key == zone_at("ZZ").key == "UTC"


def test_a_clock_is_so_far_ahead_of_utc() -> None:
    moment = "2026-11-26T08:00:00.000Z"
    assert [minutes_east(moment, where) for where in ("KG", "KZ", "GE", "")] == [360, 300, 240, 0]


def test_a_month_begins_and_ends_at_midnight_of_the_place() -> None:
    november = ("2026-10-31T18:00:00.000Z", "2026-11-30T18:00:00.000Z")
    assert span_of_month("2026-11", "KG") == november
    assert span_of_month("2026-12", "GE") == (
        "2026-11-30T20:00:00.000Z",
        "2026-12-31T20:00:00.000Z",
    )
    assert span_of_month("9999-12", "KG")[0] == "9999-11-30T18:00:00.000Z"
