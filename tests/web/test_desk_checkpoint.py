"""The checkpoint: the board, arrivals, permits read at the gate."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corridor.domain.checkpoints.state import Visit
from corridor.domain.facts import Actor
from corridor.domain.permits.credentials import Credential
from corridor.domain.permits.granting import GrantPermit
from corridor.domain.permits.revoking import RevokePermit
from corridor.domain.permits.state import Permit
from corridor.domain.permits.verdict import Known, SignatureWord, known_of
from corridor.engine.core import Core
from corridor.engine.jobs import PutDocument
from corridor.engine.queries import Queries
from corridor.web.app import LOOKUPS_PER_MINUTE
from corridor.web.auth.accounts import ACCOUNT, account_document
from corridor.web.services import Looked, LookUpPermit
from tests.support.engines import MOVEMENT, RULES, START, do, make_core
from tests.support.pages import check_fragment
from tests.support.web import csrf, make_services, running
from tests.web.conftest import VISIT, World
from tests.web.desk_world import (
    ABROAD,
    PLATE,
    Client,
    abroad,
    enter,
    pass_on,
    post,
    ready,
    released,
    shown,
)
from tests.web.test_desk_permits import apply


@pytest.fixture
def gate(world: World) -> Client:
    """The gate at Dostuk, where one truck waits."""
    return enter(world.client, "gate")


@pytest.fixture
def border(tmp_path: Path) -> Iterator[tuple[Core, Client]]:
    with abroad("UZ", tmp_path, released()) as (core, client):
        yield core, enter(client, "uz-gate")


def visit_of(core: Core, subject: str = VISIT) -> Visit:
    state = Queries(core).get(subject).state
    assert isinstance(state, Visit)
    return state


def test_the_board(world: World, gate: Client) -> None:
    world.clock.turn(25 * 60_000)
    text = shown(gate, "/checkpoint")
    assert PLATE in text
    assert "waits 25 min" in text
    check_fragment(gate.get("/checkpoint?fragment=lists"))


def test_through_the_gate(world: World, gate: Client) -> None:
    here = f"/checkpoint/visits/{VISIT}"
    post(gate, f"{here}/gate-out", 422)
    answer = post(gate, f"{here}/gate-in")
    assert answer.headers["location"] == here
    assert "Inside" in shown(gate, "/checkpoint")
    shown(gate, f"{here}/gate-out")
    assert post(gate, f"{here}/gate-out").headers["location"] == "/checkpoint"
    assert visit_of(world.core).status == "left"
    assert "Check a permit of this vehicle" not in shown(gate, here)


def test_turned_back(world: World, gate: Client) -> None:
    here = f"/checkpoint/visits/{VISIT}"
    shown(gate, f"{here}/turn-back")
    text = post(gate, f"{here}/turn-back", 422, reason="x" * 600).text
    assert "At most 512 characters fit here; there are 600." in text
    post(gate, f"{here}/turn-back", reason="No papers")
    assert visit_of(world.core).reason == "No papers"
    assert "turned back" in shown(gate, "/checkpoint")


def test_an_arrival_must_say_which_and_where(world: World, gate: Client) -> None:
    text = post(gate, "/checkpoint/arrivals", 422).text
    assert "#f-plate" in text
    assert "#f-direction" in text
    post(gate, "/checkpoint/arrivals", 422, plate="x" * 40, direction="entry")
    text = post(gate, "/checkpoint/arrivals", 422, plate="01ABC", direction="up").text
    assert 'value="01ABC"' in text


def test_who_is_here_already_is_found(gate: Client) -> None:
    answer = post(gate, "/checkpoint/arrivals", plate="01kg 777 abc", direction="exit")
    assert answer.headers["location"] == f"/checkpoint/visits/{VISIT}"
    answer = post(gate, "/checkpoint/arrivals", plate="NEW 123", direction="entry")
    assert "No movement of the corridor" in shown(gate, answer.headers["location"])


@pytest.mark.parametrize("written", ["01 kg 777 abc", "01КG777АВС", "０１KG-777\u00a0ABC\r\n"])
def test_one_truck_is_one_truck_however_it_is_typed(gate: Client, written: str) -> None:
    answer = post(gate, "/checkpoint/arrivals", plate=written, direction="exit")
    assert answer.headers["location"] == f"/checkpoint/visits/{VISIT}"
    assert "This vehicle is already here" in shown(gate, answer.headers["location"])


def test_that_it_is_here_already_is_said_in_russian(gate: Client) -> None:
    gate.cookies.set("lang", "ru")
    answer = post(gate, "/checkpoint/arrivals", plate=PLATE, direction="exit")
    assert "Это транспортное средство уже здесь" in gate.get(answer.headers["location"]).text


def test_a_number_unlike_any_is_asked_about(world: World, gate: Client) -> None:
    typed = {"plate": "99xx", "direction": "exit"}
    asked = post(gate, "/checkpoint/arrivals", 422, **typed).text
    assert "99XX is unlike the number of a vehicle" in asked
    assert 'name="as_written"' in asked
    answer = post(gate, "/checkpoint/arrivals", as_written="1", **typed)
    assert visit_of(world.core, answer.headers["location"].rpartition("/")[2]).plate == "99XX"


def test_expected_trucks_by_the_hour(border: tuple[Core, Client]) -> None:
    core, client = border
    text = shown(client, "/checkpoint")
    assert "Expected by the hour" in text
    assert "11:00" in text, "06:00 UTC at UTC+5"
    answer = post(client, "/checkpoint/arrivals", plate="01kg 777abc", direction="entry")
    subject = answer.headers["location"].rpartition("/")[2]
    assert visit_of(core, subject).movement == Queries(core).get(MOVEMENT).state.mrn
    text = shown(client, answer.headers["location"])
    assert "MSKU1234565" in text
    assert "KG-778201" in text
    assert "Nothing is expected" in shown(client, "/checkpoint")


def test_a_truck_that_is_expected_is_known_though_it_is_not_released_yet(tmp_path: Path) -> None:
    with abroad("UZ", tmp_path, ready()) as (core, client):
        enter(client, "uz-gate")
        board = shown(client, "/checkpoint")
        assert PLATE in board
        assert "not released yet" in board
        answer = post(client, "/checkpoint/arrivals", plate=PLATE, direction="entry")
        subject = answer.headers["location"].rpartition("/")[2]
        assert visit_of(core, subject).movement == Queries(core).get(MOVEMENT).state.mrn
        text = shown(client, answer.headers["location"])
        assert "cannot cross before that" in text
        assert "No movement of the corridor is known" not in text


def test_an_exit_office_expects_what_has_set_out(tmp_path: Path) -> None:
    with running(make_services(tmp_path, released(), rules=())) as client:
        assert PLATE in shown(enter(client, "gate"), "/checkpoint")


def test_others_gates_know_nothing(world: World, border: tuple[Core, Client]) -> None:
    core, client = border
    pass_on(world.core, core)
    assert client.get(f"/checkpoint/visits/{VISIT}").status_code == 404
    enter(world.client, "osh")
    assert world.client.get("/checkpoint").status_code == 403


def permit_core() -> tuple[Core, str, str]:
    """A node with a gate, a granted permit, and the vehicle it is for; number and QR text."""
    core = make_core(rules=RULES)
    desk = Actor("KG-ROAD", "kg-road", "road", "permit")
    apply(core, "pm-KG-00000000000000000011", MOVEMENT)
    grant = GrantPermit("2026-11-21", "2026-12-31", ("By day",))
    assert not do(core, grant, desk, "pm-KG-00000000000000000011").refusals
    permit = Queries(core).get("pm-KG-00000000000000000011").state
    assert isinstance(permit, Permit)
    return core, permit.number, permit.credential


def trusting(credential: Credential, at: str) -> SignatureWord:
    """A trust list that believes all but signatures of zeros."""
    is_good = credential.signature.strip(b"\0") != b""
    return SignatureWord("" if is_good else "altered")


@pytest.fixture
def scanning(tmp_path: Path) -> Iterator[tuple[Core, Client, str, str]]:
    core, number, text = permit_core()
    account = next(a for a in ABROAD if a.login == "uz-gate")
    here = type(account)("kg-gate", "Gate", "kg-border", "checkpoint", "KGDOST01")
    core.run_one(PutDocument(ACCOUNT, account_document(here, START)))
    services = make_services(
        tmp_path, core, verify_signature=trusting, look_up_permit=in_the_case(core)
    )
    with running(services) as client:
        yield core, enter(client, "kg-gate"), number, text


def in_the_case(core: Core) -> LookUpPermit:
    """The issuer is this node."""

    async def look(credential: Credential, text: str) -> Looked:
        permit = Queries(core).get("pm-KG-00000000000000000011").state
        return Looked(known_of(permit, text), START)

    return look


def told_device(client: Client, text: str) -> Any:
    """What a device is told that has judged a text by itself."""
    form = {"_csrf_token": csrf(client), "text": text}
    return client.post("/verify/status", data=form)


def come(client: Client, plate: str = PLATE) -> str:
    answer = post(client, "/checkpoint/arrivals", plate=plate, direction="entry")
    return str(answer.headers["location"])


def test_a_good_permit(scanning: tuple[Core, Client, str, str]) -> None:
    core, client, number, text = scanning
    here = come(client)
    answer = post(client, f"{here}/scan", 200, text=text).text
    assert "verdict--valid" in answer
    assert "By day" in answer
    post(client, f"{here}/scan", 200, text=text)
    [scan] = visit_of(core, here.rpartition("/")[2]).scans
    assert (scan.number, scan.verdict) == (number, "valid")
    assert "permit valid" in shown(client, "/checkpoint")


@pytest.mark.parametrize(
    ("plate", "alter", "word"),
    [
        ("02KG999XYZ", lambda text: text, "It is for another vehicle"),
        (PLATE, lambda text: f"{text.rpartition('.')[0]}.{'A' * 86}", "The signature is wrong"),
        (PLATE, lambda text: text[:-4], "damaged or was altered"),
        (PLATE, lambda text: "hello", "not a permit of the corridor"),
    ],
)
def test_a_bad_permit(
    scanning: tuple[Core, Client, str, str], plate: str, alter: "object", word: str
) -> None:
    core, client, _, text = scanning
    here = come(client, plate)
    assert callable(alter)
    answer = post(client, f"{here}/scan", 200, text=alter(text)).text
    assert "verdict--invalid" in answer
    assert word in answer
    assert visit_of(core, here.rpartition("/")[2]).scans[0].verdict == "invalid"


def test_a_revoked_one_is_known_online(scanning: tuple[Core, Client, str, str]) -> None:
    core, client, _, text = scanning
    desk = Actor("KG-ROAD", "kg-road", "road", "permit")
    revoked = RevokePermit("False papers")
    assert not do(core, revoked, desk, "pm-KG-00000000000000000011").refusals
    assert "It was revoked" in post(client, f"{come(client)}/scan", 200, text=text).text


def test_nothing_scanned(scanning: tuple[Core, Client, str, str]) -> None:
    _, client, _, _ = scanning
    assert "#f-text" in post(client, f"{come(client)}/scan", 422).text


def test_the_reasons_are_words_on_the_open_page_too(
    scanning: tuple[Core, Client, str, str],
) -> None:
    _, client, _, text = scanning
    answer = post(client, "/verify", 200, text=text, plate="02KG999XYZ").text
    assert "It is for another vehicle" in answer


def looked(found: Looked) -> LookUpPermit:
    """What comes of asking the issuer."""

    async def look(credential: Credential, text: str) -> Looked:
        return found

    return look


LOOKED = [
    (Looked(Known("in_force"), "2026-11-21T09:00:00.000Z"), "valid", "asked on 21 Nov 2026, 15:00"),
    (Looked(Known("revoked"), "2026-11-21T09:00:00.000Z"), "invalid", "It was revoked"),
    (Looked(Known("replaced"), "2026-11-21T09:00:00.000Z"), "invalid", "replaced by another"),
    (Looked(), "valid", "Revocation not checked: no connection with Kyrgyzstan"),
    (
        Looked(since="2026-11-21T07:21:00.000Z"),
        "valid",
        "Kyrgyzstan does not answer, last heard on 21 Nov 2026, 13:21 (UTC+6)",
    ),
    (Looked(Known("revoked"), since="2026-11-21T07:21:00.000Z"), "invalid", "It was revoked"),
]


@pytest.mark.parametrize(("found", "word", "said"), LOOKED)
def test_the_issuer_is_asked_and_what_it_could_not_be_asked_is_said(
    tmp_path: Path, found: Looked, word: str, said: str
) -> None:
    core, _, text = permit_core()
    services = make_services(
        tmp_path, core, verify_signature=trusting, look_up_permit=looked(found)
    )
    with running(services) as client:
        client.cookies.set("lang", "en")
        shown_page = post(client, "/verify", 200, text=text).text
        told = told_device(client, text).json()
    assert f"verdict--{word}" in shown_page
    assert said in shown_page
    assert told["word"] == word
    assert said in " ".join((told["beside"], *told["reasons"]))
    assert bool(told["beside"]) == (word == "valid" and not found.at)


def test_nobody_is_asked_about_what_is_no_permit_nor_too_often(tmp_path: Path) -> None:
    core, _, text = permit_core()
    asked: list[str] = []

    async def look(credential: Credential, text: str) -> Looked:
        asked.append(text)
        return Looked(Known("in_force"), START)

    services = make_services(tmp_path, core, verify_signature=trusting, look_up_permit=look)
    with running(services) as client:
        forged = f"{text.rpartition('.')[0]}.{'A' * 86}"
        for wrong in ("", "hello", forged, text[:-4]):
            assert told_device(client, wrong).json()["word"] == "invalid"
        assert not asked
        for _ in range(LOOKUPS_PER_MINUTE - 4):
            told_device(client, f" {text[:40]}\n{text[40:]} ")
        assert set(asked) == {text}
        assert told_device(client, text).status_code == 429
