"""A node and a double of a partner, with the line between them open."""

import asyncio
import json
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, NamedTuple

from corridor.domain.facts import Actor
from corridor.domain.permits.listings import number_key
from corridor.domain.permits.state import Permit
from corridor.engine.core import Core
from corridor.engine.epermit import Line
from corridor.engine.hlc import instant
from corridor.engine.queries import Queries
from corridor.gateways.epermit.answering import PartnerAnswers
from corridor.gateways.epermit.courier import Courier
from corridor.gateways.epermit.desk import PartnerDesk
from corridor.gateways.epermit.partner_line import Said
from tests.doubles.epermit import Authority
from tests.support.engines import RULES, FakeClock, make_core

MINISTRY = Actor("KG-ROAD", "kg-road", "road", "permit")
SECOND = Actor("KG-ROAD", "kg-road", "road-2", "permit")
POST = Actor("KGDOST01", "kg-border", "gate", "checkpoint")
URL = "https://epermit.example.org"


class Direct:
    """The way to the double, without a line between."""

    def __init__(self, double: Authority) -> None:
        self.double = double
        self.posted = 0

    async def read(self, url: str) -> Said:
        """Its public page."""
        return Said(200, json.dumps(self.double.config()).encode())

    async def post(self, url: str, proof: str, body: bytes) -> Said:
        """Hand over one message."""
        self.posted += 1
        kind = url.rpartition("/")[2]
        status, content = self.double.receive(kind, f"Bearer {proof}", body)
        return Said(status, json.dumps(content).encode())


class World(NamedTuple):
    """What the tests ask about."""

    core: Core
    clock: FakeClock
    desk: PartnerDesk
    answers: PartnerAnswers
    courier: Courier
    double: Authority
    line: Direct

    def take(self, event: dict[str, Any], kind: str = "", **more: Any) -> tuple[int, str]:
        """Status and code of the answer to a message of the double."""
        body = json.dumps(event, ensure_ascii=False).encode()
        proof = more.get("proof") or self.double.proof(event)
        return self.post(kind or event["event_type"].lower().replace("_", "-"), proof, body)

    def post(self, kind: str, proof: str, body: bytes) -> tuple[int, str]:
        """The same, with a proof and body as they are."""
        answer = run(self.answers.answer("POST", f"/events/{kind}", f"Bearer {proof}", body))
        said = json.loads(answer.body) if answer.body else {}
        return answer.status, said.get("details", {}).get("errorCode", "")

    def settle(self) -> None:
        """Tell the partner what the log says, and bring what waits."""
        while run(self.courier.tell()):
            pass
        for line in self.courier.due():
            run(self.courier.bring(line.partner))

    def now(self) -> Line:
        """The line as it stands."""
        found = self.desk.line("TR")
        assert found is not None
        return found

    def permit(self, number: str) -> Permit:
        """The permit of a number."""
        queries = Queries(self.core)
        state = queries.get(queries.holding(number_key(number), 1)[0]).state
        assert isinstance(state, Permit)
        return state


def run(doing: Coroutine[Any, Any, Any]) -> Any:
    """What comes of it."""
    return asyncio.run(doing)


def runner(core: Core) -> Any:
    """Jobs, one after another."""

    async def once(job: Any) -> Any:
        return core.run_one(job)

    return once


def make_world(folder: Path, opened: bool = True) -> World:
    """KG and its partner TR; with the line open, both know each other's keys."""
    clock = FakeClock()
    core = make_core(clock=clock, rules=RULES)
    double = Authority("TR", clock.now_ms() // 1000, instant(clock.now_ms())[:10])
    line: Any = Direct(double)
    desk = PartnerDesk(core, runner(core), clock, folder, line)
    answers = PartnerAnswers(core, runner(core), clock, "Kyrgyzstan")
    courier = Courier(core, runner(core), clock, desk, line)
    world = World(core, clock, desk, answers, courier, double, line)
    if opened:
        open_line(world)
    return world


def open_line(world: World) -> None:
    """Proposed by one, agreed to by another; then the partner does likewise."""
    found = run(world.desk.fetch(URL))
    assert run(world.desk.propose("TR", "Türkiye", URL, found, MINISTRY)) == ""
    assert run(world.desk.decide(world.now(), True, SECOND)) == ""
    config = json.loads(run(world.answers.answer("GET", "/", "", b"")).body)
    world.double.shakes_hands(config)
