"""Movements led by simulated people over HTTP, each act with a key and its answer kept.

An act that got no answer — the node was killed — is sent again with the same key until it gets one,
as any client would. What was answered is what the tests later ask the nodes about.
"""

import secrets
import threading
import time
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import httpx
import msgspec

from corridor.domain.consignment import Dossier
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.domain.movement.state import Movement
from corridor.domain.permits.state import Permit
from corridor.node.demo.actors import MovementView, PermitsView
from corridor.node.demo.client import plainly
from corridor.node.demo.dossiers import STORY_CARRIER, story_dossier
from corridor.node.demo.plan import next_acts
from corridor.node.demo.troubles import SMOOTH, Act, Troubles
from corridor.node.demo.world import carrier_of, grn_of
from corridor.node.system import present, today_in
from tests.support.real_nodes import RealNetwork

HOME, OSH = "KG", "KGOSH001"
API = "/api/v1"
NOT_YET = frozenset(
    {"not_found", "wrong_status", "wrong_stage", "permit_wrong_status", "crossing_missing"}
)
"""What a node answers that has not heard yet what came before: ask again later."""
ALREADY = frozenset({"already_crossed", "already_left", "seal_unknown", "voyage_order"})
"""What it answers when it is the carrier's node that has not heard yet."""
ROUND_S = 0.05
PATIENCE_S = 90.0


@dataclass(frozen=True)
class Answered:
    """One act that was answered with 2xx: what was sent under which key, and the answer's bytes."""

    node: str
    token: str
    path: str
    body: bytes
    key: str
    answer: bytes


@dataclass
class People:
    """Sends acts. Used by several threads, each with connections of its own."""

    network: RealNetwork
    answered: list[Answered] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    _local: threading.local = field(default_factory=threading.local)

    def today(self) -> date:
        """As its node counts it."""
        return today_in(HOME)

    def send(self, node: str, token: str, path: str, command: Any, key: str = "") -> httpx.Response:
        """Send until answered; a 2xx is kept."""
        key, body = key or secrets.token_hex(12), msgspec.json.encode(command)
        answer = self._until_answered(node, token, path, body, key)
        if answer.is_success:
            self.answered.append(Answered(node, token, path, body, key, answer.content))
        else:
            self.refused.append(str(answer.json()["code"]))
        return answer

    def again(self, said: Answered) -> httpx.Response:
        """Send the same once more."""
        return self._until_answered(said.node, said.token, said.path, said.body, said.key)

    def _until_answered(
        self, node: str, token: str, path: str, body: bytes, key: str
    ) -> httpx.Response:
        headers = {
            "authorization": f"Bearer {token}",
            "content-type": "application/json",
            "idempotency-key": key,
        }
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                answer = self._client(node).post(API + path, content=body, headers=headers)
                if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                    return answer
            except httpx.TransportError:
                pass
            assert time.monotonic() < deadline, f"{node} does not answer {path}"
            time.sleep(ROUND_S)

    def get(self, node: str, token: str, path: str) -> httpx.Response:
        """Ask until answered."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                headers = {"authorization": f"Bearer {token}"}
                return self._client(node).get(API + path, headers=headers)
            except httpx.TransportError:
                assert time.monotonic() < deadline, f"{node} does not answer {path}"
                time.sleep(ROUND_S)

    def _client(self, node: str) -> httpx.Client:
        clients: dict[str, httpx.Client] = self._local.__dict__.setdefault("clients", {})
        if node not in clients:
            url = self.network.url(node)
            clients[node] = httpx.Client(base_url=url, timeout=10.0, **plainly())
        return clients[node]

    def close(self) -> None:
        """End this thread's connections."""
        for client in self._local.__dict__.pop("clients", {}).values():
            client.close()


def dossier_for(lrn: str, today: date, route: str = "osh-poti") -> Dossier:
    """The story's load on a route that begins in the story carrier's state."""
    return story_dossier(lrn, grn_of(HOME, carrier_of(HOME, STORY_CARRIER)), today, route)


@dataclass
class Journey:
    """One movement from its filing on; of the story's carrier, unless another is named."""

    people: People
    route: str = "osh-poti"
    home: str = HOME
    org: str = STORY_CARRIER
    lrn: str = field(default_factory=lambda: f"ACC-{secrets.token_hex(5).upper()}")
    subject: str = ""

    @property
    def network(self) -> RealNetwork:
        """Where it happens."""
        return self.people.network

    @property
    def carrier(self) -> str:
        """The carrier's token."""
        return self.network.token(self.home, "carrier", self.org)

    def file(self, dossier: Dossier | None = None, code: str = "") -> "Journey":
        """File the dossier and apply for all permits. `code`: of another guarantee than its own."""
        self.lodge(dossier, code)
        asked = {"dossier": self.subject}
        applied = self.people.send(self.home, self.carrier, "/permits", asked)
        assert applied.is_success, applied.text
        return self

    def lodge(self, dossier: Dossier | None = None, code: str = "") -> None:
        """File the dossier alone."""
        code = code or carrier_of(self.home, self.org).guarantee.access_code
        dossier = dossier or dossier_for(self.lrn, self.people.today(), self.route)
        command = LodgeDeclaration(dossier, code)
        answer = self.people.send(self.home, self.carrier, "/declarations", command)
        assert answer.status_code == 201, answer.text
        self.subject = answer.json()["subject"]

    def state(self) -> Movement:
        """The movement as its carrier sees it."""
        answer = self.people.get(self.home, self.carrier, f"/movements/{self.subject}")
        return msgspec.json.decode(answer.content, type=MovementView).movement

    def permits(self) -> tuple[Permit, ...]:
        """Its permits as their carrier sees them."""
        answer = self.people.get(self.home, self.carrier, f"/movements/{self.subject}/permits")
        return msgspec.json.decode(answer.content, type=PermitsView).permits

    def lead(self, until: str, troubles: Troubles = SMOOTH) -> Movement:
        """Do what can be done until the movement has this status."""
        deadline = time.monotonic() + PATIENCE_S
        while (state := self.state()).status != until:
            assert time.monotonic() < deadline, (
                f"{self.lrn} stays {state.status}, not {until}: {state.guarantee}; "
                f"{self.people.refused[-3:]}, {[(p.id, p.status) for p in self.permits()]}"
            )
            for act in next_acts(state, self.permits(), troubles, present()):
                if state.status != until:
                    self.act(act)
            time.sleep(ROUND_S)
        return state

    def act(self, act: Act) -> None:
        """One act; a node that has not heard yet what came before is asked again later."""
        token = self.network.token(act.node, act.desk, act.place)
        path = f"/subjects/{act.subject}/commands"
        answer = self.people.send(act.node, token, path, act.command)
        if not answer.is_success:
            assert answer.json()["code"] in NOT_YET | ALREADY, answer.text
