"""From the way, at the desks of two nodes: new times, an incident, another vehicle confirmed."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from corridor.domain.consignment import plates_of
from corridor.domain.movement.changing import DecideChange, RequestChange
from corridor.domain.movement.incident import RecordIncident
from corridor.domain.movement.state import Movement
from corridor.engine.core import Core
from corridor.engine.queries import Queries
from tests.support.engines import CARRIER, MOVEMENT, customs, do
from tests.support.web import make_services, running
from tests.web.desk_world import Client, abroad, enter, pass_on, post, released, shown

MINE = f"/carrier/dossiers/{MOVEMENT}"
NEW = {
    "truck": "01 kg 555 xyz",
    "truck_of": "KG",
    "trailer": "",
    "office": "UZDUST01",
    "place": "km 312",
    "reason": "The engine failed.",
}
SHOWN = {"permits_shown": "01KG555XYZ"}


@pytest.fixture
def core() -> Core:
    return released()


@pytest.fixture
def home(core: Core, tmp_path: Path) -> Iterator[Client]:
    with running(make_services(tmp_path, core, rules=())) as client:
        yield enter(client, "aibek")


def state_of(core: Core) -> Movement:
    state: Movement = Queries(core).get(MOVEMENT).state
    return state


def test_new_times_are_on_the_strip_and_in_the_lists_of_the_offices_ahead(
    core: Core, home: Client, tmp_path: Path
) -> None:
    assert f"{MINE}/delay" in shown(home, MINE)
    form = shown(home, f"{MINE}/delay")
    assert "Expected at Dustlik customs post" in form
    assert 'value="2026-11-' in form
    post(home, f"{MINE}/delay", later="36", reason="Queue at the border.")
    [delay] = state_of(core).delays
    assert len(delay.arrivals) == 5
    page = shown(home, MINE)
    assert "It comes at other times" in page
    assert "Queue at the border." in page
    assert "now expected" in page
    folder = tmp_path / "uz"
    folder.mkdir()
    with abroad("UZ", folder, core) as (_, client):
        enter(client, "dustlik")
        row = shown(client, "/customs?lane=expected")
        cell = row.partition('data-label="Expected here"')[2].partition("</td>")[0]
        assert "26 Nov 23:00 (UTC+5)" in cell
        assert "reported 0 min ago" in cell
        assert "planned, not reported" not in row
        banner = shown(client, f"/customs/{state_of(core).mrn}")
        banner = banner.partition("It comes at other times")[2].partition("Said by")[0]
        assert "Dustlik" in banner
        assert "Poti" not in banner  # what others have to expect stands in the timeline


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"later": "soon"}, "Give a number of hours"),
        ({"later": "1", "reason": ""}, "Give the reason."),
        ({"at_0": "yesterday"}, "Write a day of the calendar and a time"),
        ({"at_0": "2026-11-20T10:00"}, "it cannot be expected then"),
        ({"at_4": "2026-11-22T10:00"}, "out of the order of the route"),
        ({}, "at which it is expected already"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    home: Client, given: dict[str, str], said: str
) -> None:
    answer = post(home, f"{MINE}/delay", 422, **{"reason": "Queue."} | given)
    assert said in answer.text


def test_the_carriers_word_waits_for_an_office_that_records_it(core: Core, home: Client) -> None:
    happened = {"code": "5", "text": "A tyre burst.", "place": "km 312"}
    assert "Choose what happened." in post(home, f"{MINE}/happened", 422, text="x").text
    post(home, f"{MINE}/happened", **happened)
    assert "No office has recorded it yet" in shown(home, MINE)
    enter(home, "osh")
    assert "the carrier tells of an incident" in shown(home, "/customs?lane=underway")
    assert "A tyre burst." in shown(home, f"/customs/{state_of(core).mrn}")
    form = shown(home, f"/customs/{state_of(core).mrn}/incident")
    assert 'value="km 312"' in form
    assert "As the carrier told it" in form
    assert re.search(r'value="5"[^>]* checked', form)
    assert not do(core, RecordIncident("KGOSH001", "5", "Seen."), customs("KGOSH001")).refusals
    assert "No office has recorded it yet" not in shown(home, f"/customs/{state_of(core).mrn}")


def test_another_vehicle_is_shown_confirmed_and_known_to_all(
    core: Core, home: Client, tmp_path: Path
) -> None:
    preview = post(home, f"{MINE}/vehicle", 200, **NEW).text
    assert "None is missing." in preview
    assert not state_of(core).changes
    post(home, f"{MINE}/vehicle", **NEW, **SHOWN)
    assert "A change of vehicle or driver is asked for" in shown(home, MINE)
    assert f"{MINE}/vehicle" not in shown(home, MINE)
    assert "A change was asked for" in shown(home, f"{MINE}/vehicle")
    folder = tmp_path / "uz"
    folder.mkdir()
    with abroad("UZ", folder, core) as (there, client):
        enter(client, "dustlik")
        desk = f"/customs/{state_of(core).mrn}"
        assert "a change of vehicle is to be confirmed" in shown(client, "/customs?lane=decide")
        asked = shown(client, f"{desk}/change")
        for said in ("01KG555XYZ (Kyrgyzstan)", "km 312", "The engine failed."):
            assert said in asked
        waiting = state_of(there).changes[-1]
        drawn = {"shown": f"{waiting.asked_at} {waiting.office}"}
        assert "Say whether" in post(client, f"{desk}/change", 422, **drawn).text
        stale = post(client, f"{desk}/change", 422, shown="before", confirmed="yes").text
        assert "look at it anew" in stale
        post(client, f"{desk}/change", confirmed="yes", **drawn)
        over = post(client, f"{desk}/change", 409, confirmed="yes", **drawn).text
        assert "No change waits for a decision." in over
        assert "Vehicle or driver changed" in over
        pass_on(there, core)
    assert plates_of(state_of(core).dossier) == ("01KG555XYZ",)
    page = shown(home, MINE)
    assert "Vehicle or driver changed" in page
    assert "print the document anew" in page


def test_permits_that_the_new_vehicle_lacks_are_named_before_it_is_asked_for(
    core: Core, tmp_path: Path
) -> None:
    with running(make_services(tmp_path, core)) as client:
        enter(client, "aibek")
        preview = post(client, f"{MINE}/vehicle", 200, **NEW).text
        assert 'data-label="Country">Uzbekistan' in preview
        assert "None is missing." not in preview


def test_masses_of_the_new_vehicle_are_asked_for_shown_and_their_permits_looked_at(
    core: Core, tmp_path: Path
) -> None:
    heavy = NEW | {"vehicle_gross": "52 000", "axle": "12500", "height": "4,35"}
    with running(make_services(tmp_path, core)) as client:
        enter(client, "aibek")
        form = shown(client, f"{MINE}/vehicle")
        assert 'name="vehicle_gross"' in form
        wrong = post(client, f"{MINE}/vehicle", 422, **heavy | {"height": "high"}).text
        assert "Write metres" in wrong
        preview = post(client, f"{MINE}/vehicle", 200, **heavy).text
        token = re.search(r'name="permits_shown" value="([^"]+)"', preview)
        assert token
        here = heavy | {"office": "KGOSH001"}
        post(client, f"{MINE}/vehicle", permits_shown=token[1], **here)
        asked = state_of(core).changes[-1].vehicle
        assert asked is not None
        assert (asked.gross_kg, asked.height_mm) == ("52000", 4350)
        enter(client, "osh")
        desk = f"/customs/{state_of(core).mrn}/change"
        decide = shown(client, desk)
        assert "mass 52,000 kg" in decide
        assert "height 4.35 m" in decide
        drawn = {"shown": f"{state_of(core).changes[-1].asked_at} KGOSH001"}
        post(client, desk, confirmed="yes", **drawn)
    assert state_of(core).dossier.vehicle == asked


def test_not_confirmed_the_carrier_reads_why(core: Core, home: Client) -> None:
    ask = RequestChange("KGOSH001", "Illness.", driver="Bakyt")
    assert not do(core, ask, CARRIER).refusals
    no = DecideChange("KGOSH001", confirmed=False, reason="Another person is at the wheel.")
    assert not do(core, no, customs("KGOSH001")).refusals
    page = shown(home, MINE)
    assert "The change was not confirmed" in page
    assert "Another person is at the wheel." in page
    assert f"{MINE}/vehicle" in page
