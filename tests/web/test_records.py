"""A truck that nobody announced, at the desks of two nodes: asked, answered, reported, diverted."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from corridor.domain.movement.state import Movement
from corridor.engine.core import Core
from corridor.engine.queries import Queries
from tests.support.engines import MOVEMENT, make_core
from tests.support.web import bearer, make_services, running
from tests.web.desk_world import (
    PLATE,
    Client,
    abroad,
    enter,
    pass_on,
    post,
    released,
    shown,
)

HERE, NEW = "/customs/requests", "/customs/requests/new"
WHY = {"purpose": "transit", "words": "It stands at the gate."}


@pytest.fixture
def core() -> Core:
    return released()


@pytest.fixture
def home(core: Core, tmp_path: Path) -> Iterator[Client]:
    with running(make_services(tmp_path, core, rules=())) as client:
        yield client


@pytest.fixture
def away(tmp_path: Path) -> Iterator[tuple[Core, Client]]:
    folder = tmp_path / "kz"
    folder.mkdir()
    with abroad("KZ", folder, make_core()) as (there, client):
        enter(client, "tazhen")
        yield there, client


def mrn_of(core: Core) -> str:
    state: Movement = Queries(core).get(MOVEMENT).state
    return state.mrn


def test_from_the_gate_to_the_record_and_on(
    core: Core, home: Client, away: tuple[Core, Client]
) -> None:
    there, client = away
    mrn = mrn_of(core)
    answer = post(client, "/customs/turned-up", mrn=mrn)
    assert answer.headers["location"] == f"{NEW}?number={mrn}"
    assert mrn in shown(client, answer.headers["location"])
    nothing = post(client, NEW, 422, by="mrn", number=mrn).text
    assert "Choose what the record is needed for." in nothing
    post(client, NEW, by="mrn", number=mrn, **WHY)
    assert "Waits for the node of departure" in shown(client, HERE)
    twice = post(client, NEW, 422, by="mrn", number=mrn, **WHY).text
    assert "has asked for" in twice
    pass_on(there, core)
    pass_on(core, there)
    page = shown(client, HERE)
    assert "Record given" in page
    assert "by rule" in page
    assert f'href="/customs/{mrn}"' in page
    assert f"/customs/{mrn}" in shown(client, "/customs?lane=expected")
    known = shown(client, f"/customs/{mrn}")
    assert "Not announced to this office" in known
    assert "Record given to another office" in known
    post(client, f"/customs/{mrn}/turned-up", reason="The ferry does not sail.")
    pass_on(there, core)
    enter(home, "osh")
    asked = shown(home, HERE)
    assert "It stands at the gate." in asked
    assert "by rule" in asked
    assert "A diversion was asked for" in shown(home, f"/customs/{mrn}")


def test_an_officer_of_departure_decides(
    core: Core, home: Client, away: tuple[Core, Client]
) -> None:
    there, client = away
    control = WHY | {"purpose": "control", "to": "KG"}
    post(client, NEW, by="plate", number=PLATE, **control)
    pass_on(there, core)
    enter(home, "osh")
    page = shown(home, HERE)
    assert "Waits for the office of departure" in page
    action = page.partition(f'href="{HERE}/rr-KZ-')[2].partition('"')[0]
    form = f"{HERE}/rr-KZ-{action}"
    assert "A control on the road" in shown(home, form)
    assert "Say whether" in post(home, form, 422).text
    assert "A refusal needs its reason." in post(home, form, 422, granted="no").text
    post(home, form, granted="no", reason="Write to the ministry.")
    assert "This cannot be done now" in shown(home, form)
    pass_on(core, there)
    page = shown(client, HERE)
    assert "Write to the ministry." in page
    assert "An officer refused" in page
    assert client.get(f"/customs/{mrn_of(core)}").status_code == 404


def test_the_same_by_api_and_for_nobody_else(home: Client) -> None:
    asks = {
        "do": "record.request",
        "office": "KGDOST01",
        "by": "plate",
        "number": "UZ1",
        "to": "UZ",
    }
    said = asks | {"purpose": "control", "words": "On the road."}
    mine, other = bearer("dostuk"), bearer("osh")
    made = home.post("/api/v1/subjects/new/commands", json=said, headers=mine)
    assert made.status_code == 200, made.text
    reference = made.json()["subject"]
    listed = home.get("/api/v1/requests", headers=mine).json()
    assert [one["id"] for one in listed["requests"]] == [reference]
    assert home.get(f"/api/v1/requests/{reference}", headers=mine).json()["number"] == "UZ1"
    assert home.get(f"/api/v1/requests/{reference}", headers=other).status_code == 404
    assert home.get("/api/v1/requests", headers=other).json() == {"requests": []}
