"""Trains at an office: wagons of several movements acted on at once, on pages and by the API."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.codes import alternating_check_digit
from corridor.domain.consignment import Means
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.domain.movement.state import Movement
from corridor.engine.core import Core
from corridor.engine.hlc import DAY_MS
from corridor.engine.jobs import ForgetDocuments, PutDocument
from corridor.engine.queries import Queries
from corridor.node.demo.dossiers import story_dossier
from corridor.web.auth.accounts import ACCOUNT, TOKEN, Account, account_document, token_document
from corridor.web.trains.model import KEPT_DAYS, WORK, Order, order_document
from corridor.web.trains.model import TRAIN as TRAIN_KIND
from tests.support.engines import CARRIER, GRN, MOVEMENT, START, do, make_core, register_guarantee
from tests.support.web import bearer, csrf, put_people, token_of
from tests.web.desk_world import (
    ABROAD,
    OSH,
    STEPS_TO_RELEASE,
    Client,
    abroad,
    enter,
    post,
    shown,
)


def wagon(place: int) -> str:
    stem = f"5238{place:03d}"
    return stem + alternating_check_digit(stem)


TRAIN = tuple(wagon(place) for place in range(1, 58))
OTHER = "mv-KG-00000000000000000002"
PARTS = {MOVEMENT: TRAIN[:40], OTHER: TRAIN[40:]}


def by_rail(lrn: str, wagons: tuple[str, ...]) -> Any:
    """The dossier of the story on wagons."""
    said = story_dossier(lrn, GRN, date(2026, 11, 21))
    means = tuple(Means("departure", "20", one, "KG") for one in wagons)
    load = replace(said.consignment, means=means, inland_mode="2", border_mode="2")
    return replace(said, consignment=load)


def loaded() -> Core:
    """Two movements of one train, released at departure."""
    core = make_core()
    put_people(core)
    assert not register_guarantee(core).refusals
    for place, (subject, wagons) in enumerate(PARTS.items(), start=1):
        command = LodgeDeclaration(by_rail(f"OSH-2026-{place}", wagons), "A1B2")
        assert not do(core, command, CARRIER, subject).refusals
        for step in STEPS_TO_RELEASE:
            told = do(core, step, OSH, subject)
            assert not told.refusals, told
    return core


@pytest.fixture
def border(tmp_path: Path) -> Iterator[tuple[Core, Client]]:
    with abroad("UZ", tmp_path, loaded()) as (core, client):
        for account in ABROAD:
            token = token_document(token_of(account.login), account, "tests", START)
            core.run_one(PutDocument(TOKEN, token))
        yield core, enter(client, "dustlik")


def movement(core: Core, subject: str) -> Movement:
    state = Queries(core).get(subject).state
    assert isinstance(state, Movement)
    return state


def brought(client: Client, *more: str) -> str:
    """The address of the train of all wagons."""
    text = "\n".join((*TRAIN, *more))
    answer = post(client, "/customs/trains", 303, number="2405", wagons=text)
    return str(answer.headers["location"])


def carried_out(client: Client, train: str) -> str:
    """The page once nothing of the order is left."""
    for _ in range(200):
        text = shown(client, train)
        if 'id="progress"' not in text:
            return text
        time.sleep(0.05)
    raise AssertionError("the order is not carried out")


@contextmanager
def order_held(client: Client) -> Iterator[None]:
    """Nobody carries out orders meanwhile."""
    runner = client.app.state.trains
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(runner), "_found", lambda self: iter(()))
        yield


def test_a_train_of_two_movements_is_let_in_but_for_one_wagon(border: tuple[Core, Client]) -> None:
    core, client = border
    train = brought(client, "5238 001-0", "52380012")
    text = shown(client, train)
    assert "Wagons: 59, of movements: 2." in text
    assert text.count("none under way is known here") == 2
    assert text.count("The check digit does not fit") == 2
    assert re.findall(r"Wagons (\d+ to \d+)", text) == ["1 to 20", "21 to 40", "41 to 59"]
    kept = TRAIN[3]
    assert "mark at least one wagon." in post(client, train, 422, did="crossed").text
    assert "choose what was done" in post(client, train, 422, did="arrived", wagon=[kept]).text
    assert "give the reason." in post(client, train, 422, did="stopped", wagon=[kept]).text
    post(client, train, did="stopped", wagon=[kept], reason="Hot axle box", cause="safety")
    text = carried_out(client, train)
    assert "Kept at the frontier" in text
    assert "Passed here: 0. Stopped: 1." in text
    assert movement(core, MOVEMENT).is_stopped
    rest = [one for one in (*TRAIN, "52380010") if one != kept]
    post(client, train, did="crossed", wagon=rest)
    text = carried_out(client, train)
    assert "No movement known" in text
    assert "Passed here: 56. Stopped: 1." in text
    assert movement(core, MOVEMENT).is_stopped
    assert movement(core, OTHER).crossing_at("UZDUST01") is not None
    # The same again says nothing twice; the wagon that was kept completes its movement.
    post(client, train, did="crossed", wagon=[kept])
    assert "Passed here: 57. Stopped: 0." in carried_out(client, train)
    assert not movement(core, MOVEMENT).is_stopped
    said = [f.tag for f in Queries(core).timeline(MOVEMENT) if "wagons" in f.tag]
    assert len(said) == 3
    assert "Nothing can be said of these wagons here now" in shown(client, train)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "give the numbers of the wagons"),
        ("---", "is no number of a wagon"),
        ("9" * 36, "is too long for the number of a wagon"),
        ("\n".join(f"{k:08d}" for k in range(201)), "at most 200 wagons; 201 are given"),
    ],
)
def test_lists_that_are_none(border: tuple[Core, Client], typed: str, told: str) -> None:
    assert told in post(border[1], "/customs/trains", 422, wagons=typed).text


def test_what_was_typed_while_an_order_runs_stays_typed(border: tuple[Core, Client]) -> None:
    """And nothing can be typed on a page that would be fetched anew meanwhile."""
    core, client = border
    train = brought(client)
    assert 'name="wagon" value="52380012" checked' not in shown(client, f"{train}?mark=none")
    assert 'checked><label for="w-1"' in shown(client, train)
    running = Order(
        train=train.rpartition("/")[2],
        office="UZDUST01",
        login="nobody",
        did="crossed",
        wagons=TRAIN[:1],
        attempt="a",
        waits="disk_low",
    )
    with order_held(client):
        core.run_one(PutDocument(WORK, order_document(running, START)))
        page = shown(client, train)
        assert "<textarea" not in page
        assert 'http-equiv="refresh"' in page
        kept = post(
            client, train, 422, did="stopped", wagon=[TRAIN[3]], reason="Hot box", cause="safety"
        ).text
    assert "The order before is still being carried out." in kept
    assert ">Hot box</textarea>" in kept
    assert (kept.count("checked><label for"), 'checked><label for="w-4"' in kept) == (1, True)
    assert 'http-equiv="refresh"' not in kept
    assert "data-live-url" not in kept[kept.index("<main") :]


def test_a_train_is_of_its_office_alone(border: tuple[Core, Client]) -> None:
    core, client = border
    train = brought(client)
    assert "2405" in shown(client, "/customs/trains")
    enter(client, "alat")
    assert client.get(train).status_code == 404
    assert "2405" not in shown(client, "/customs/trains")
    assert movement(core, MOVEMENT).wagons == ()
    enter(client, "dustlik")
    mrn = movement(core, OTHER).mrn
    assert TRAIN[-1] in shown(client, f"/customs/trains?movement={mrn}")


def test_some_wagons_of_one_movement(border: tuple[Core, Client]) -> None:
    core, client = border
    here = f"/customs/{movement(core, OTHER).mrn}/wagons"
    assert "choose what was done" in post(client, here, 422, wagon=[TRAIN[40]]).text
    assert "mark at least one wagon." in post(client, here, 422, did="crossed").text
    post(client, here, did="crossed", wagon=[TRAIN[40], TRAIN[41]])
    text = shown(client, here)
    assert text.count("Let into the territory") == 3
    assert movement(core, OTHER).wagons[0].wagons == (TRAIN[40], TRAIN[41])


def _when_done(client: Client, train: str, head: dict[str, str]) -> dict[str, Any]:
    for _ in range(200):
        said: dict[str, Any] = client.get(f"/api/v1/trains/{train}", headers=head).json()
        if not said["left"]:
            return said
        time.sleep(0.05)
    raise AssertionError("the order is not carried out")


def test_a_program_does_the_same(border: tuple[Core, Client]) -> None:
    core, client = border
    head = bearer("dustlik")
    new = {"number": "2405", "wagons": [*TRAIN, "99999999"]}
    answer = client.post("/api/v1/trains", json=new, headers=head)
    assert answer.status_code == 201
    train, acts = answer.json()["id"], f"/api/v1/trains/{answer.json()['id']}/acts"
    assert answer.json()["may"] == ["crossed", "stopped"]
    assert answer.json()["wagons"][-1] == {"number": "99999999", "check_digit_fits": False}
    assert client.get("/api/v1/trains", headers=head).json() == {
        "trains": [{"id": train, "number": "2405"}]
    }
    keyed = head | {"Idempotency-Key": "one"}
    for _ in range(2):
        assert client.post(acts, json={"did": "crossed"}, headers=keyed).status_code == 202
        said = _when_done(client, train, head)
        assert [one["result"] for one in said["wagons"]] == ["done"] * 57 + ["unknown"]
    other = client.post(acts, json={"did": "crossed", "remarks": "Another"}, headers=keyed)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")
    assert client.post(acts, json={"did": "crossed"}, headers=head).status_code == 202
    said = _when_done(client, train, head)
    assert {one["result"] for one in said["wagons"]} == {"already", "unknown"}
    tags = [one.tag for one in Queries(core).timeline(MOVEMENT)]
    assert tags.count("movement.wagons_recorded/1") == 1


def test_a_train_is_brought_once_by_its_key(border: tuple[Core, Client]) -> None:
    client, head = border[1], bearer("dustlik") | {"Idempotency-Key": "train"}
    for wagons, status in ((TRAIN[:2], 201), (TRAIN[:2], 201), (TRAIN[:3], 409)):
        answer = client.post("/api/v1/trains", json={"wagons": wagons}, headers=head)
        assert answer.status_code == status
    assert len(client.get("/api/v1/trains", headers=head).json()["trains"]) == 1


def test_a_list_comes_as_a_file_and_the_gate_takes_the_train_as_one(
    border: tuple[Core, Client],
) -> None:
    core, client = border
    gate = Account("uz-gate", "Gate", "uz-border", "checkpoint", "UZDUST01")
    core.run_one(PutDocument(ACCOUNT, account_document(gate, START)))
    enter(client, "uz-gate")
    here = "/checkpoint/trains"

    def sent(data: bytes) -> Any:
        files = {"file": ("list.csv", data, "text/csv")}
        form = {"_csrf_token": csrf(client), "number": "2405", "wagons": ""}
        return client.post(here, data=form, files=files, follow_redirects=False)

    none = sent(b"Place;Owner\n1;KTZ\n2;KTZ\n")
    assert none.status_code == 422
    assert "No column of the table holds numbers of wagons" in none.text
    assert "This is no table" in sent(b"%PDF-1.7 nothing").text
    rows = "".join(f"{place};{one};KTZ\n" for place, one in enumerate(TRAIN, 1))
    answer = sent(f"No;Wagon;Owner\n{rows}".encode())
    assert answer.status_code == 303, answer.text
    train = str(answer.headers["location"])
    text = shown(client, train)
    assert "Wagons: 57, of movements: 2." in text
    assert f'href="/checkpoint/movements/{movement(core, OTHER).mrn}"' in text
    assert "#f-direction" in post(client, train, 422, direction="").text
    assert "Trains of this checkpoint" in shown(client, here)
    visit = str(post(client, train, 303, direction="entry").headers["location"])
    assert "2405" in shown(client, visit)
    again = post(client, train, 303, direction="exit", _attempt="another")
    assert again.headers["location"] == visit
    enter(client, "dustlik")
    assert "2405" in shown(client, "/customs/trains")
    kept, free = TRAIN[0], TRAIN[1]
    customs = brought(client)
    post(client, customs, did="stopped", wagon=[kept], reason="Hot axle box", cause="safety")
    assert "Stopped: 1." in carried_out(client, customs)
    enter(client, "uz-gate")
    for number, said in ((kept, "Customs keeps this wagon"), (free, "has said nothing of it yet")):
        spaced = f"{number[:4]} {number[4:]}"
        answer = post(client, "/checkpoint/arrivals", 303, plate=spaced, direction="entry")
        alone = shown(client, str(answer.headers["location"]))
        assert said in alone
        assert "wagons of this movement in all: 40" in alone
    stray = f"{free[:-1]}{(int(free[-1]) + 1) % 10}"
    answer = post(client, "/checkpoint/arrivals", 303, plate=stray, direction="entry")
    alone = shown(client, str(answer.headers["location"]))
    assert "No movement of the corridor is known for this wagon" in alone
    assert "The check digit of this wagon number is wrong" in alone


def test_a_wagon_without_a_number_is_refused_by_its_place(border: tuple[Core, Client]) -> None:
    client, head = border[1], bearer("dustlik")
    new = {"wagons": [TRAIN[0], " ", "-"]}
    answer = client.post("/api/v1/trains", json=new, headers=head)
    assert answer.status_code == 422
    assert [one["pointer"] for one in answer.json()["refusals"]] == ["/wagons/1", "/wagons/2"]
    assert answer.json()["refusals"][0]["code"] == "wagon_blank"


def test_a_list_that_nobody_used_for_long_is_forgotten(border: tuple[Core, Client]) -> None:
    core, client = border
    brought(client)
    forget: Any = ForgetDocuments(TRAIN_KIND, KEPT_DAYS)
    clock: Any = core.settings.clock
    clock.turn((KEPT_DAYS - 1) * DAY_MS)
    assert core.run_one(forget) == 0
    clock.turn(2 * DAY_MS)
    assert core.run_one(forget) == 1
    assert core.run_one(forget) == 0


def test_of_two_orders_at_once_one_is_refused(
    border: tuple[Core, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    core, client = border
    head = bearer("dustlik")
    train = client.post("/api/v1/trains", json={"wagons": TRAIN[:2]}, headers=head).json()["id"]
    told: list[int] = []

    def meanwhile(*_: object) -> None:  # both calls have looked before either order is kept
        first = Order(
            train=train,
            office="UZDUST01",
            login="nobody",
            did="crossed",
            wagons=(TRAIN[0],),
            attempt="to-1",
        )
        core.run_one(PutDocument(WORK, order_document(first, START)))
        told.append(1)

    monkeypatch.setattr("corridor.web.api.trains.order_on", meanwhile)
    asked = {"did": "crossed", "wagons": [TRAIN[1]]}
    answer = client.post(f"/api/v1/trains/{train}/acts", json=asked, headers=head)
    assert told
    assert (answer.status_code, answer.json()["code"]) == (422, "train_busy")


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({"did": "crossed", "wagons": ["11111111"]}, 422, "wagon_not_in_train"),
        ({"did": "derailed"}, 400, ""),
        ({"did": "crossed", "at": "soon"}, 400, ""),
        ({"did": "sealed", "seals": [{"wagon": "1", "seals": []}]}, 400, ""),
        ({"did": "crossed", "more": 1}, 400, ""),
    ],
)
def test_what_a_program_may_not_ask(
    border: tuple[Core, Client], asked: dict[str, Any], status: int, code: str
) -> None:
    client, head = border[1], bearer("dustlik")
    new = client.post("/api/v1/trains", json={"wagons": [TRAIN[0]]}, headers=head).json()
    answer = client.post(f"/api/v1/trains/{new['id']}/acts", json=asked, headers=head)
    assert answer.status_code == status, answer.text
    assert code in answer.text
    assert client.get(f"/api/v1/trains/{new['id']}", headers=bearer("alat")).status_code == 404


def test_of_a_train_the_list_names_what_it_lacks_and_lists_of_work_how_many_more(
    border: tuple[Core, Client],
) -> None:
    core, client = border
    answer = post(client, "/customs/trains", 303, number="7", wagons="\n".join(TRAIN[1:]))
    train = str(answer.headers["location"])
    assert f"</a>: {TRAIN[0]}" in shown(client, train)
    assert "and 35 more" in shown(client, "/customs?lane=expected")
    post(client, train, did="stopped", wagon=[TRAIN[3]], reason="Hot axle box", cause="safety")
    carried_out(client, train)
    path = f"/customs/{movement(core, MOVEMENT).mrn}"
    assert f"Wagons stopped: {TRAIN[3]}." in shown(client, path)
    assert "40 × wagon, Kyrgyzstan: " in shown(client, path)
