"""What is not for the asker does not exist for them: every way to another's dossier answers 404."""

import secrets
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

import httpx
import msgspec
import pytest

from corridor.domain.checkpoints.arriving import RegisterArrival
from corridor.domain.movement.accepting import AcceptDeclaration
from corridor.domain.movement.amending import AmendDeclaration
from corridor.domain.movement.arriving import RecordArrival
from corridor.domain.movement.cancelling import CancelDeclaration
from corridor.domain.movement.control import DecideControl
from corridor.domain.movement.guarantee import AnswerGuarantee
from corridor.domain.movement.releasing import ReleaseForTransit
from corridor.domain.movement.writing_off import WriteOff
from corridor.domain.permits.granting import GrantPermit
from corridor.domain.permits.withdrawing import WithdrawPermit
from corridor.node.demo.dossiers import STORY_CARRIER
from corridor.node.demo.world import load_world
from corridor.node.system import today_in
from tests.acceptance.conftest import World
from tests.support.journeys import API, dossier_for
from tests.support.untouched import untouched

RIVAL = "KG20198807701"


def call(
    world: World, node: str, token: str, method: str, path: str, body: Any = None, lang: str = "en"
) -> httpx.Response:
    """One call of somebody."""
    headers = {"accept-language": lang, "idempotency-key": secrets.token_hex(8)}
    if token:
        headers["authorization"] = f"Bearer {token}"
    content = None
    if body is not None:
        content, headers["content-type"] = msgspec.json.encode(body), "application/json"
    client = world.network.client(node)
    return client.request(method, API + path, content=content, headers=headers)


def assert_unknown(answer: httpx.Response, other: httpx.Response) -> None:
    """The answer is letter for letter that to something that does not exist."""
    assert answer.status_code == 404, answer.text
    assert answer.content == other.content
    assert answer.json()["code"] == "not_found"
    assert answer.json()["remedy"]


class Way(NamedTuple):
    """A way to a dossier that is another's: who asks, where, what."""

    name: str
    node: str
    role: str
    place: str
    method: str
    path: str
    body: Any = None


NOWHERE = ("/movements/mv-KG-000000000000000000", "/permits/pm-KG-000000000000000000")
CANCEL = CancelDeclaration("Не моё.")
READS = (
    "/movements/{mv}",
    "/movements/{mv}/timeline",
    "/movements/{mv}/permits",
    "/movements/{mv}/evidence",
)


def ways() -> Iterator[Way]:
    """All of them. `{mv}`, `{mrn}` and `{pm}` are filled in by the test."""
    for path in (*READS, "/movements/{mrn}", "/permits/{pm}", "/permits/{pm}/timeline"):
        yield Way("another carrier", "KG", "carrier", RIVAL, "GET", path)
    for command in (CANCEL, AmendDeclaration(dossier_for("X", _day()))):
        yield Way(
            "another carrier", "KG", "carrier", RIVAL, "POST", "/subjects/{mv}/commands", command
        )
    withdraw = WithdrawPermit()
    yield Way(
        "another carrier", "KG", "carrier", RIVAL, "POST", "/subjects/{pm}/commands", withdraw
    )
    yield Way("another carrier", "KG", "carrier", RIVAL, "POST", "/permits", {"dossier": "{mv}"})
    for path in READS:
        yield Way("an officer elsewhere", "KG", "customs", "KGBISH01", "GET", path)
        yield Way("an office off the route", "GE", "customs", "GEBATU01", "GET", path)
    accept = AcceptDeclaration()
    yield Way(
        "an officer elsewhere",
        "KG",
        "customs",
        "KGBISH01",
        "POST",
        "/subjects/{mv}/commands",
        accept,
    )
    grant = GrantPermit(valid_from="2026-11-01", valid_to="2027-11-01")
    for path in ("/permits/{pm}", "/permits/{pm}/timeline"):
        yield Way("another authority", "UZ", "permit", "UZ-PLANT", "GET", path)
        yield Way("an authority of another state", "AZ", "permit", "AZ-ROAD", "GET", path)
    yield Way(
        "another authority", "UZ", "permit", "UZ-PLANT", "POST", "/subjects/{pm}/commands", grant
    )
    yield Way("a state off the route", "KZ", "customs", "KZKURY01", "GET", "/movements/{mv}")
    yield Way("another list", "KG", "carrier", RIVAL, "GET", f"/lists/carrier:{STORY_CARRIER}:open")
    yield Way(
        "another office's list",
        "KG",
        "customs",
        "KGBISH01",
        "GET",
        "/lists/customs:KGOSH001:decide",
    )
    yield Way("a list of nobody", "KG", "carrier", RIVAL, "GET", "/lists/carrier:%:open")
    yield Way(
        "another guarantee",
        "KG",
        "carrier",
        RIVAL,
        "GET",
        f"/lists/carrier:{STORY_CARRIER}:guarantees",
    )


def _day() -> date:
    return today_in("KG")


WAYS = tuple(ways())


def filled(text: str, world: World) -> str:
    """With the story's released movement and its Uzbek road permit."""
    names = {
        "mv": world.released.subject,
        "mrn": world.movement(world.released).mrn,
        "pm": world.permit(world.released, "UZ").id,
    }
    for name, value in names.items():
        text = text.replace(f"{{{name}}}", value)
    return text


@pytest.mark.parametrize("way", WAYS, ids=lambda way: f"{way.name} {way.method} {way.path}")
def test_what_is_anothers_is_not_there(settled: World, way: Way) -> None:
    token = settled.network.token(way.node, way.role, way.place)
    path = filled(way.path, settled)
    body = way.body
    if isinstance(body, dict):
        body = {name: filled(text, settled) for name, text in body.items()}
    with untouched(settled.network, way.node):
        answer = call(settled, way.node, token, way.method, path, body)
        nothing = call(settled, way.node, token, "GET", NOWHERE[way.role == "permit"])
        russian = call(settled, way.node, token, way.method, path, body, "ru")
    assert_unknown(answer, nothing)
    assert russian.json()["detail"] == "Здесь такого нет."


OFFICERS_ONLY = (
    AcceptDeclaration(),
    DecideControl("green"),
    ReleaseForTransit(),
    WriteOff(),
    RecordArrival("GEPOTI01"),
    GrantPermit(valid_from="2026-11-01", valid_to="2027-11-01"),
)


@pytest.mark.parametrize("command", OFFICERS_ONLY, ids=lambda c: type(c).__name__)
def test_a_carrier_may_not_do_an_officers_work(settled: World, command: Any) -> None:
    token = settled.network.token("KG", "carrier", STORY_CARRIER)
    path = f"/subjects/{settled.accepted.subject}/commands"
    with untouched(settled.network):
        answer = call(settled, "KG", token, "POST", path, command)
        russian = call(settled, "KG", token, "POST", path, command, "ru")
    assert answer.status_code == 403, answer.text
    assert answer.json()["code"] == "role_may_not"
    assert answer.json()["remedy"]
    assert russian.json()["remedy"] != answer.json()["remedy"]


def test_nobody_gives_the_guarantors_answer_by_hand(settled: World) -> None:
    command = AnswerGuarantee("GRN", 0, "EUR")
    path = f"/subjects/{settled.accepted.subject}/commands"
    with untouched(settled.network):
        for role, place in (("carrier", STORY_CARRIER), ("customs", "KGOSH001"), ("guarantor", "")):
            token = settled.network.token("KG", role, place)
            assert call(settled, "KG", token, "POST", path, command).status_code == 403


@pytest.mark.parametrize("token", ["", "nobody", "' OR 1=1 --", "é" * 20])
def test_without_a_right_token_there_is_nothing(settled: World, token: str) -> None:
    headers = [(b"authorization", f"Bearer {token}".encode())] if token else []
    with untouched(settled.network):
        for path in (f"/movements/{settled.released.subject}", "/events", "/search?q=x"):
            answer = settled.network.client("KG").get(API + path, headers=headers)
            assert answer.status_code == 401, answer.text
            assert answer.json()["code"] == "not_authenticated"
            assert answer.headers["www-authenticate"] == "Bearer"


def test_a_token_of_one_node_is_nothing_at_another(settled: World) -> None:
    token = settled.network.token("UZ", "customs", "UZDUST01")
    path = f"/movements/{settled.released.subject}"
    assert call(settled, "UZ", token, "GET", path).status_code == 200
    with untouched(settled.network):
        assert call(settled, "KG", token, "GET", path).status_code == 401


def test_a_movement_before_acceptance_is_for_its_own_office_alone(settled: World) -> None:
    path = f"/movements/{settled.filed.subject}"
    osh = settled.network.token("KG", "customs", "KGOSH001")
    assert call(settled, "KG", osh, "GET", path).status_code == 200
    for node, office in (("KG", "KGDOST01"), ("UZ", "UZDUST01"), ("GE", "GEPOTI01")):
        token = settled.network.token(node, "customs", office)
        assert call(settled, node, token, "GET", path).status_code == 404


def test_search_and_feed_show_only_what_one_may_see(settled: World) -> None:
    mrn = settled.movement(settled.released).mrn
    rival = settled.network.token("KG", "carrier", RIVAL)
    owner = settled.network.token("KG", "carrier", STORY_CARRIER)
    plate = "01KG777ABC"
    for text in (mrn, plate, "MSKU1234565", settled.permit_number("UZ")):
        assert call(settled, "KG", rival, "GET", f"/search?q={text}").json() == {"found": []}
        assert call(settled, "KG", owner, "GET", f"/search?q={text}").json()["found"]
    for role, place in (("carrier", RIVAL), ("permit", "KG-ROAD"), ("operator", "")):
        token = settled.network.token("KG", role, place)
        seen, after, more = [], "0", True
        while more:
            page = call(settled, "KG", token, "GET", f"/events?after={after}&limit=200").json()
            seen += [event["subject"] for event in page["events"]]
            after, more = page["next"], page["more"]
        assert not [subject for subject in seen if subject.startswith(("mv-", "pm-"))]


def test_each_trespass_is_noted(settled: World) -> None:
    carrier = load_world().nodes["KG"].carriers[2]
    token = settled.network.token("KG", "carrier", carrier.org)
    call(settled, "KG", token, "GET", f"/movements/{settled.released.subject}")
    call(settled, "KG", token, "GET", f"/lists/carrier:{STORY_CARRIER}:open")

    def noted() -> list[str]:
        with settled.network.reader("KG") as reader:
            tail = reader.log(max(0, reader.size() - 50), 50)
        said = [msgspec.json.decode(e.data) for e in tail if e.tag == "access.denied/1"]
        mine = [one for one in said if one["actor"]["org"] == carrier.org]
        return [one["payload"]["reason"] for one in mine]

    settled.network.until("both are noted", lambda: set(noted()) == {"not_for_you", "list"})


def test_a_gate_officer_registers_only_at_his_own_gate(settled: World) -> None:
    token = settled.network.token("UZ", "checkpoint", "UZDUST01")
    arrival = RegisterArrival("UZALAT01", "01KG777ABC", "entry")
    with untouched(settled.network, "UZ"):
        answer = call(settled, "UZ", token, "POST", "/subjects/new/commands", arrival)
    assert (answer.status_code, answer.json()["code"]) == (422, "visit_not_your_office")
