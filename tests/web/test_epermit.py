"""Partners that run the e-permit server: the ministry's desk, the posts, the addresses."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from corridor.engine.core import Core
from corridor.engine.hlc import instant
from corridor.engine.jobs import PutDocument
from corridor.engine.queries import Queries
from corridor.gateways.epermit.answering import PartnerAnswers
from corridor.gateways.epermit.courier import Courier
from corridor.gateways.epermit.desk import PartnerDesk
from corridor.web.auth.accounts import ACCOUNT, Account, account_document
from tests.doubles.epermit import Authority, Key
from tests.gateways.epermit_world import URL, Direct, run, runner
from tests.support.engines import (
    MOVEMENT,
    RULES,
    START,
    FakeClock,
    lodge,
    make_core,
    register_guarantee,
)
from tests.support.web import csrf, make_services, put_people, running
from tests.web.desk_world import Client, enter, post, shown

HERE = "/permits/epermit"
NUMBER = "TR-KG-2026-1-1"
SECOND = Account("road2", "Second road desk", "kg-road", "permit", "KG-ROAD")


class World(NamedTuple):
    """A node with its web, and a partner."""

    client: Client
    core: Core
    clock: FakeClock
    courier: Courier
    double: Authority

    def settle(self) -> None:
        """What the node does by itself."""
        while run(self.courier.tell()):
            pass
        for line in self.courier.due():
            run(self.courier.bring(line.partner))

    def take(self, event: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """A message of the partner, over the node's own address."""
        kind = event["event_type"].lower().replace("_", "-")
        headers = {"authorization": f"Bearer {self.double.proof(event)}"}
        answer = self.client.post(f"/epermit/events/{kind}", json=event, headers=headers)
        return answer.status_code, answer.json() if answer.content else {}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    clock = FakeClock()
    core = make_core(clock=clock, rules=RULES)
    put_people(core)
    core.run_one(PutDocument(ACCOUNT, account_document(SECOND, START)))
    double = Authority("TR", clock.now_ms() // 1000, instant(clock.now_ms())[:10])
    line: Any = Direct(double)
    services = make_services(tmp_path, core)
    desk = PartnerDesk(core, services.writer.run, clock, tmp_path, line)
    answers = PartnerAnswers(core, services.writer.run, clock, "Kyrgyzstan")
    courier = Courier(core, runner(core), clock, desk, line)
    with running(replace(services, epermit=desk, epermit_answers=answers)) as client:
        yield World(client, core, clock, courier, double)


def opened(world: World) -> None:
    """Proposed by one officer, opened by another; the partner believes us likewise."""
    client = world.client
    enter(client, "road")
    assert "No partner yet" in shown(client, HERE)
    for wrong in ({"partner": "UZZ"}, {"url": ""}, {"partner": "AZ"}):
        assert post(client, HERE, 422, **{"partner": "TR", "url": URL} | wrong)
    post(client, HERE, partner="TR", url=URL)
    mine = shown(client, f"{HERE}/TR")
    assert "Another officer opens it" in mine
    assert "Open the line" not in mine
    seen = seen_on(mine)
    assert "another officer does" in post(client, f"{HERE}/TR", 422, do="open", seen=seen).text
    enter(client, "road2")
    assert "changed since" in post(client, f"{HERE}/TR", 422, do="open", seen="x").text
    post(client, f"{HERE}/TR", do="open", seen=seen)
    assert "None yet: without a quota" in shown(client, f"{HERE}/TR")
    world.double.shakes_hands(client.get("/epermit").json())


def seen_on(page: str) -> str:
    """What the form of the page says that its reader saw."""
    return page.partition('name="seen" value="')[2].partition('"')[0]


def test_two_officers_open_a_line_and_permits_pass_the_post(world: World) -> None:
    opened(world)
    client = world.client
    for wrong in ({"count": "0"}, {"count": "many"}, {"year": "1999"}, {"type": "9"}):
        post(
            client,
            f"{HERE}/TR",
            422,
            **{"do": "quota", "year": "2026", "type": "1", "count": "5"} | wrong,
        )
    post(client, f"{HERE}/TR", do="quota", year="2026", type="1", count="5")
    assert "What waits for the partner" in shown(client, f"{HERE}/TR")
    world.settle()
    assert world.take(world.double.permit("KG", 1)) == (200, {})
    status, said = world.take(world.double.permit("KG", 9))
    assert (status, said["error_code"]) == (422, "INVALID_PERMIT_QUOTA_RANGE")
    page = shown(client, f"{HERE}/TR")
    assert "Permit issued" in page
    assert "outside what was given" in page
    assert NUMBER in shown(client, f"/permits/pm-KG-{NUMBER}")
    assert "In operation" in shown(client, HERE)

    enter(client, "gate")
    shown(client, "/partner-permits")
    post(client, "/partner-permits", 422, text="")
    none = post(client, "/partner-permits", 200, text="34XYZ99")
    assert "No such permit" in none.text
    found = post(client, "/partner-permits", text="34 abc 123")
    at = found.headers["location"]
    assert at == f"/partner-permits/pm-KG-{NUMBER}"
    assert "Let in by this permit" in shown(client, at)
    base = f"/checkpoint/permits/pm-KG-{NUMBER}"
    shown(client, f"{base}/enter")
    post(client, f"{base}/enter", 422, plate="")
    post(client, f"{base}/enter", 422, plate="01KG777ABC")
    post(client, f"{base}/enter", plate="34abc123")
    assert "Let out by this permit" in shown(client, at)
    post(client, f"{base}/leave", plate="34abc123")
    assert "Where it was used" in shown(client, at)
    world.settle()
    assert [one["event_type"] for one in world.double.received] == [
        "QUOTA_CREATED",
        "PERMIT_USED",
        "PERMIT_USED",
    ]


def given_and_admitted(world: World) -> None:
    """Five permits, of which one is issued."""
    opened(world)
    post(world.client, f"{HERE}/TR", do="quota", year="2026", type="1", count="5")
    world.settle()
    assert world.take(world.double.permit("KG", 1)) == (200, {})


def test_the_code_of_a_partner_is_judged_like_any(world: World) -> None:
    given_and_admitted(world)
    client, core = world.client, world.core
    code = Queries(core).get(f"pm-KG-{NUMBER}").state.credential

    def verdict(text: str, plate: str = "") -> dict[str, Any]:
        data = {"text": text, "plate": plate, "_csrf_token": csrf(client)}
        found: dict[str, Any] = client.post("/verify/status", data=data).json()
        return found

    assert verdict(code)["word"] == "valid"
    assert verdict(f"0.{code}", "34ABC123")["word"] == "valid"
    assert verdict(code, "01KG777ABC")["word"] == "invalid"
    forged = Key("TR-1").jws(json.dumps({"id": NUMBER}).encode())
    assert verdict(forged)["reasons"][0].startswith("The signature is wrong")
    other = world.double.keys[0].jws(json.dumps({"id": "TR-KG-2026-1-4"}).encode())
    assert "knows of no such permit" in verdict(other)["reasons"][0]
    assert client.get(f"/epermit/verify/{code}").json()["permit_id"] == NUMBER
    assert world.take(world.double.revoke("KG", NUMBER)) == (200, {})
    assert "It was revoked." in verdict(code)["reasons"]
    assert client.get(f"/epermit/verify/{code}").status_code == 404


def test_customs_shows_it_for_a_movement(world: World) -> None:
    given_and_admitted(world)
    assert not register_guarantee(world.core).refusals
    assert not lodge(world.core).refusals
    enter(world.client, "osh")
    base = f"/customs/permits/pm-KG-{NUMBER}"
    shown(world.client, f"/partner-permits/pm-KG-{NUMBER}")
    shown(world.client, f"{base}/present")
    post(world.client, f"{base}/present", 422, mrn="")
    post(world.client, f"{base}/present", 422, mrn="26KG000000000000J0")
    post(world.client, f"{base}/present", mrn=MOVEMENT)
    assert "Permit shown for a movement" in shown(world.client, f"/partner-permits/pm-KG-{NUMBER}")


def test_what_a_partner_refuses_stands_on_its_page(world: World) -> None:
    opened(world)
    client = world.client
    world.double.down = 503
    post(client, f"{HERE}/TR", do="quota", year="2026", type="1", count="5")
    world.settle()
    page = shown(client, f"{HERE}/TR")
    assert "REMOTE_ERROR" in page
    assert "Leave the first message out" not in page
    assert "Does not go on" in shown(client, HERE)
    world.double.down = 0
    world.double.faults = [(422, {"details": {"errorCode": "KEY_NOTFOUND"}})]
    post(client, f"{HERE}/TR", do="try")
    world.settle()
    assert "The keys have to be compared" in shown(client, f"{HERE}/TR")
    shown(client, f"{HERE}/TR/leave-out")
    post(client, f"{HERE}/TR/leave-out")
    assert "left out" in shown(client, f"{HERE}/TR")
    shown(client, f"{HERE}/TR/stop")
    post(client, f"{HERE}/TR/stop")
    assert "Propose it anew" in shown(client, f"{HERE}/TR")
    post(client, f"{HERE}/TR", 422, do="quota", year="2026", type="1", count="5")


def test_own_keys_are_changed_at_the_desk(world: World) -> None:
    opened(world)
    client = world.client
    post(client, "/permits/epermit-keys")
    assert "Agree" not in shown(client, HERE), "whoever asked does not agree"
    post(client, "/permits/epermit-keys/new", do="agree")
    assert len(client.get("/epermit/").json()["keys"]) == 1
    enter(client, "road")
    assert "Agree" in shown(client, HERE)
    post(client, "/permits/epermit-keys/new", do="agree")
    first, second = (one["kid"] for one in client.get("/epermit/").json()["keys"])
    for kid in (first, second):
        shown(client, f"/permits/epermit-keys/{kid}")
        post(client, f"/permits/epermit-keys/{kid}")
    enter(client, "road2")
    post(client, f"/permits/epermit-keys/{second}", do="drop")
    assert "Revoke the key" in shown(client, HERE)
    post(client, f"/permits/epermit-keys/{first}", do="agree")
    assert "revoked" in shown(client, HERE)
    assert [one["kid"] for one in client.get("/epermit").json()["keys"]] == [second]


def test_nobody_else_has_these_pages(world: World) -> None:
    opened(world)
    client = world.client
    enter(client, "plant")
    for path in (HERE, f"{HERE}/TR", f"{HERE}/TR/stop", "/permits/epermit-keys/x"):
        assert client.get(path).status_code == 404
    assert "e-permit partners" not in shown(client, "/permits")
    enter(client, "road")
    for path in (f"{HERE}/UZ", f"{HERE}/TR/other", "/permits/epermit-keys/x"):
        assert client.get(path).status_code == 404
    assert post(client, f"{HERE}/TR", 404, do="other")
    assert post(client, f"{HERE}/TR/other", 404)


def test_a_declined_line_is_gone(world: World) -> None:
    enter(world.client, "road")
    post(world.client, HERE, partner="TR", url=URL)
    seen = seen_on(shown(world.client, f"{HERE}/TR"))
    found = post(world.client, f"{HERE}/TR", do="decline", seen=seen)
    assert found.headers["location"] == HERE
    assert world.client.get(f"{HERE}/TR").status_code == 404


def test_a_body_without_an_end_is_cut(world: World) -> None:
    answer = world.client.post("/epermit/events/permit-created", content=b"{" * 200_000)
    assert answer.status_code == 400
    assert world.client.get("/epermit/other").status_code == 404


def test_a_carrier_asks_out_of_what_the_partner_gave(world: World) -> None:
    """No way that is declared leads there: the application names the dossier that goes on."""
    opened(world)
    assert world.take(world.double.quota("KG", 3)) == (200, {})
    register_guarantee(world.core)
    lodge(world.core)
    client, form = world.client, "/carrier/permits/of-quota/qt-TR-KG-2026-1"
    enter(client, "aibek")
    assert form in shown(client, "/quotas/qt-TR-KG-2026-1")
    assert form in shown(client, "/carrier/permits/new")
    assert "01KG777ABC" in shown(client, form)
    post(client, form, 422, dossier="", wanted_from="soon")
    post(client, form, dossier=MOVEMENT)
    (permit,) = Queries(world.core).permits_of(MOVEMENT)
    assert (permit.request.country, permit.request.authority) == ("TR", "KG-ROAD")
    assert permit.request.countries[-1] == "TR"
    post(client, form, 422, dossier=MOVEMENT)
    enter(client, "road")
    post(client, "/quotas/qt-TR-KG-2026-1/issue", permits=[permit.id])
    world.settle()
    (told,) = world.double.received
    assert (told["permit_id"], told["plate_number"]) == ("KG-TR-2026-1-1", "01KG777ABC")
    enter(client, "aibek")
    assert "asks for no such permit" not in shown(client, f"/carrier/permits/{permit.id}")
    shown(client, "/carrier/permits/of-quota/qt-UZ-KG-2026-2", 404)
