"""The sample journeys of `examples/ncts`, each walked through one node, message by message."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from litestar import Litestar
from litestar.testing import TestClient
from lxml import etree

import journeys
from corridor.domain.kinds import COMMANDS
from corridor.domain.movement.state import Movement
from corridor.engine.core import Core
from corridor.engine.jobs import PutDocument
from corridor.engine.queries import Queries
from corridor.gateways.ncts.message import Message, read_message
from corridor.node.demo.dossiers import STORY_CARRIER
from corridor.node.demo.world import carrier_of, grn_of
from corridor.web.auth.accounts import ACCOUNT, TOKEN, Account, account_document, token_document
from journey_parts import FOLDER
from tests.support.engines import START, make_core, register_guarantee
from tests.support.web import bearer, make_services, put_people, running, token_of

API = "/api/v1"
BASE = f"{API}/customs/transits/movements"
ALL = sorted(path.parent for path in FOLDER.glob("*/journey.json"))
LOGINS = {"carrier": "trader", "KGOSH001": "osh", "KGBISH01": "bishkek"}


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Core, TestClient[Litestar]]]:
    """A node with the carrier of the examples, its guarantee, and officers at both offices."""
    core = make_core()
    put_people(core)
    trader = Account("trader", "Trader", STORY_CARRIER, "carrier", org_name="Ala-Too")
    core.run_one(PutDocument(ACCOUNT, account_document(trader, START)))
    token = token_document(token_of("trader"), trader, "tests", START)
    core.run_one(PutDocument(TOKEN, token))
    grn = grn_of("KG", carrier_of("KG", STORY_CARRIER))
    assert not register_guarantee(core, grn, STORY_CARRIER, "DEMO").refusals
    with running(make_services(tmp_path_factory.mktemp("node"), core)) as client:
        yield core, client


class Walk:
    """One journey on its way: the movement that it began, and the messages seen so far."""

    def __init__(self, core: Core, client: TestClient[Litestar], folder: Path, mrn: str) -> None:
        self.core, self.client, self.folder, self.stands_for = core, client, folder, mrn
        self.id, self.seen = "", list[str]()

    def take(self, step: dict[str, Any]) -> None:
        """Do a step; what is answered is what the journey says, no more and no less."""
        self.core.settings.clock.turn(1_000)  # type: ignore[attr-defined]
        if "send" in step:
            self._send(step)
        else:
            self._act(step)
        told = self._told()
        new = [one for one in told if one["id"] not in self.seen]
        self.seen += [one["id"] for one in new]
        answers = [one for one in new if one["id"] != self.last]
        assert [one["messageType"] for one in answers] == step["answers"], step
        for one in answers:
            self._look(one, step)

    def _send(self, step: dict[str, Any]) -> None:
        data = (self.folder / step["send"]).read_bytes()
        data = data.replace(self.stands_for.encode(), self.mrn.encode() or b"?")
        path = step["to"].format(id=self.id, MRN=self.mrn)
        answer = self._call("POST", f"{BASE}/{path}", step["by"], data, "application/xml")
        assert answer.status_code == step.get("http", 202), answer.text
        self.last = ""
        if answer.is_success:
            said = answer.json()
            assert said["status"] == step.get("status", "Success"), (step, self._told(said["id"]))
            self.id, self.last = said["id"], said["messageId"]

    def _act(self, step: dict[str, Any]) -> None:
        self.last = ""
        body = msgspec.json.encode(step["command"])
        path = f"{API}/subjects/{self.id}/commands"
        answer = self._call("POST", path, step["by"], body, "application/json")
        assert answer.status_code == 200, answer.text

    def _look(self, one: dict[str, Any], step: dict[str, Any]) -> None:
        """An answer is well built, and a rejection has the errors that are expected."""
        answer = self._call("GET", API + one["_links"]["self"]["href"] + "/body", "carrier")
        read = read_message(answer.content)
        assert isinstance(read, Message), read
        found = [
            [error.findtext("errorPointer"), error.findtext("errorCode")]
            for error in read.root.iterfind("FunctionalError")
        ]
        for error in step.get("errors", ()):
            assert error in found, etree.tostring(read.root, encoding="unicode")

    def _told(self, id: str = "") -> list[dict[str, Any]]:
        """All messages of both sides."""
        if not (id or self.id):
            return []
        found: list[dict[str, Any]] = []
        for side in ("departures", "arrivals"):
            path = f"{BASE}/{side}/{id or self.id}/messages"
            answer = self._call("GET", path, "carrier")
            found += answer.json()["messages"]
        return found

    @property
    def mrn(self) -> str:
        state = Queries(self.core).get(self.id).state if self.id else None
        return state.mrn if isinstance(state, Movement) else ""

    def _call(
        self, method: str, path: str, by: str, body: bytes = b"", kind: str = ""
    ) -> httpx.Response:
        headers = bearer(LOGINS[by]) | ({"content-type": kind} if kind else {})
        return self.client.request(method, path, content=body or None, headers=headers)


@pytest.mark.parametrize("folder", ALL, ids=lambda folder: folder.name)
def test_a_sample_journey_is_answered_as_it_says(
    node: tuple[Core, TestClient[Litestar]], folder: Path
) -> None:
    journey = msgspec.json.decode((folder / "journey.json").read_bytes())
    assert journey["invented"]
    walk = Walk(*node, folder, journey["mrn"])
    for step in journey["steps"]:
        walk.take(step)


def test_there_are_fifty_and_they_are_what_the_script_makes() -> None:
    assert len(ALL) == 50
    for path, data in journeys.files():
        assert path.read_bytes() == data, f"run scripts/journeys.py: {path.name}"


def test_what_officers_do_in_them_are_commands_of_the_product() -> None:
    known = {command.__struct_config__.tag for command in COMMANDS}
    for folder in ALL:
        for step in msgspec.json.decode((folder / "journey.json").read_bytes())["steps"]:
            assert step.get("command", {"do": "movement.accept"})["do"] in known
