"""A ferry on the pages: the carrier's legs, the port's checkpoint, the strip, the limit date."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.movement.listings import sea_list
from corridor.domain.movement.state import Movement
from corridor.engine.core import Core
from corridor.engine.jobs import PutDocument
from corridor.engine.mending import CompleteLists
from corridor.engine.queries import Queries
from corridor.web.auth.accounts import ACCOUNT, Account, account_document
from tests.support.engines import MOVEMENT, START
from tests.support.web import make_services, running
from tests.web.desk_world import Client, abroad, enter, pass_on, post, released, shown

MINE = f"/carrier/dossiers/{MOVEMENT}"
AT_PORT = f"/checkpoint/movements/{MOVEMENT}"
PORT = Account("tm-gate", "Port officer", "tm-border", "checkpoint", "TMTURK01")


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


def test_legs_are_typed_leg_by_leg_and_read_by_all(
    core: Core, home: Client, tmp_path: Path
) -> None:
    form = shown(home, f"{MINE}/legs")
    assert "Alat, by sea" in form
    typed = {"l1_carrier": "Turkmen Lines", "l1_document": "ferry_ticket", "l1_number": "F-77"}
    typed |= {"l1_vehicle": "Berkarar", "l1_departs": "2026-11-29T10:00"}
    wrong = post(home, f"{MINE}/legs", 422, **typed, l1_imo="IMO 9074728").text
    assert "#f-l1_imo" in wrong
    assert 'value="Berkarar"' in wrong
    assert "#f-l1_arrives" in post(home, f"{MINE}/legs", 422, **typed, l1_arrives="soon").text
    post(home, f"{MINE}/legs", **typed, l1_imo="IMO 9074729")
    page = shown(home, MINE)
    assert "ferry ticket F-77" in page
    assert "IMO 9074729" in page
    with abroad("UZ", tmp_path / "uz", core) as (_, client):
        enter(client, "dustlik")
        assert "ferry ticket F-77" in shown(client, f"/customs/{state_of(core).mrn}")
        assert "ferry ticket F-77" in shown(client, f"/customs/{state_of(core).mrn}/print")


def test_a_port_records_and_all_see_why_it_waits(core: Core, home: Client, tmp_path: Path) -> None:
    post(home, f"{MINE}/voyage", 422, step="")
    post(home, f"{MINE}/voyage", step="TM-TURK waiting", vessel="Berkarar", imo="9074729")
    assert "Waits in port" in shown(home, MINE)
    with abroad("TM", tmp_path / "tm", core) as (port, client):
        port.run_one(PutDocument(ACCOUNT, account_document(PORT, START)))
        enter(client, "tm-gate")
        queue = sea_list("TMTURK01")
        assert [row.subject for row in Queries(port).rows(queue).rows] == [MOVEMENT]
        with port.store.write() as tx:  # as a store of an earlier version is
            tx.change_rows(MOVEMENT, [queue], ())
        assert (port.run_one(CompleteLists()), port.run_one(CompleteLists())) == (1, 0)
        board = shown(client, "/checkpoint")
        assert f'href="{AT_PORT}"' in board
        assert "waits in port for a vessel" in board
        assert "Berkarar" in shown(client, f"{AT_PORT}/voyage")
        post(client, f"{AT_PORT}/voyage", step="TM-TURK waiting")
        late = {"step": "TM-TURK delayed", "cause": "weather", "reason": "Wind of 18 m/s."}
        assert "#f-expected" in post(client, f"{AT_PORT}/voyage", 422, **late).text
        wrong = post(client, f"{AT_PORT}/voyage", 422, **late, expected="soon").text
        assert "Wind of 18 m/s." in wrong
        post(client, f"{AT_PORT}/voyage", **late, expected="2026-12-05T10:00")
        page = shown(client, AT_PORT)
        assert "weather. Wind of 18 m/s" in page
        assert page.count("delayed") >= 2
        assert "Wind of 18 m/s. Expected there 5 Dec 10:00 (UTC+4)" in page  # in Alat's time
        pass_on(port, core)
    seen = shown(home, MINE)
    assert "The voyage is delayed" in seen
    assert "now expected" in seen
    assert "By the times known now the goods come after it." in seen


def test_departure_sets_a_later_limit_date_for_days_in_port_alone(
    core: Core, home: Client, tmp_path: Path
) -> None:
    enter(home, "osh")
    path = f"/customs/{MOVEMENT}/extend"
    assert "The limit date stays" in shown(home, path)
    with abroad("TM", tmp_path / "tm", core) as (port, client):
        port.run_one(PutDocument(ACCOUNT, account_document(PORT, START)))
        enter(client, "tm-gate")
        post(client, f"{AT_PORT}/voyage", step="TM-TURK waiting")
        pass_on(port, core)
    assert "The limit date stays" in shown(home, path)
    first = state_of(core).limit_date
    clock: Any = core.settings.clock
    clock.turn(3 * 24 * 3_600_000)
    enter(home, "osh")
    assert "days of waiting" in shown(home, path)
    post(home, path, 422, limit_date="2027-01-30", reason="Storm.")
    post(home, path, 422, limit_date="", reason="")
    later = f"2026-12-{int(first[-2:]) + 3:02d}"
    post(home, path, limit_date=later, reason="Storm.")
    assert state_of(core).limit_date == later
    assert replace(state_of(core).extensions[0], at="", reason="").before == first


def test_a_carrier_asks_for_a_transshipment_and_the_office_records_it(
    core: Core, home: Client, tmp_path: Path
) -> None:
    said = {"place": "UZ-ALAT", "kind": "30", "means": "10 ab 123", "means_of": "AZ"}
    said |= {"document": "CMR-9", "office": "UZALAT01", "reason": "The truck is needed elsewhere."}
    wrong = post(home, f"{MINE}/transshipment", 422, **said | {"place": "", "kind": ""}).text
    assert "#f-place" in wrong
    assert "CMR-9" in wrong
    post(home, f"{MINE}/transshipment", **said)
    assert "A transshipment is asked for" in shown(home, MINE)
    assert "A transshipment was asked for" in shown(home, f"{MINE}/transshipment")
    with abroad("UZ", tmp_path / "uz", core) as (there, client):
        enter(client, "alat")
        mrn = state_of(core).mrn
        assert mrn in shown(client, "/customs?lane=decide")
        form = shown(client, f"/customs/{mrn}/transship")
        assert 'value="10AB123"' in form
        assert "The truck is needed elsewhere." in form
        post(client, f"/customs/{mrn}/no-transshipment", 422, reason="")
        post(client, f"/customs/{mrn}/no-transshipment", reason="No room in the yard.")
        pass_on(there, core)
    assert "No room in the yard." in shown(home, MINE)
