"""An authority behind X-Road is asked through a security server, over real HTTP."""

import msgspec
import pytest

from corridor.domain.permits.asking import ProvideInformation
from corridor.domain.permits.state import Permit
from corridor.engine.core import Core
from corridor.engine.queries import Queries
from corridor.gateways.xroad.server import ANSWER_BYTES_MAX, SecurityServer
from corridor.gateways.xroad.settings import Behind, XRoad
from corridor.node.xroad import Asker
from corridor.web.services import Services
from corridor.web.xroad.line import Line, line_of
from tests.support.engines import CARRIER, MOVEMENT, RULES, FakeClock, do, make_core
from tests.support.security_server import ME, SERVICE, SecurityServerDouble
from tests.support.web import make_services
from tests.web.conftest import fill
from tests.web.test_desk_permits import FIRST, apply

OFFICE = "KG-ROAD"
BEHIND = Behind(OFFICE, SERVICE)
GRANT = {"state": "granted", "valid_from": "2026-11-22", "valid_to": "2026-12-20", "uses": 2}

DEEP = b'{"a":' + b"[" * 9_000 + b"]" * 9_000 + b"}"


class Node:
    """A node with one application, its clock, and the double it asks."""

    def __init__(self, tmp_path: object, answers: list[tuple[int, object]]) -> None:
        self.clock = FakeClock()
        self.core: Core = make_core(clock=self.clock, rules=RULES)
        fill(self.core)
        apply(self.core, FIRST, MOVEMENT)
        self.answers = answers
        self.heard: list[dict[str, object]] = []
        self.double = SecurityServerDouble(self._service)
        self.services: Services = make_services(tmp_path, self.core)  # type: ignore[arg-type]
        self.services.writer.start()

    def _service(self, path: str, body: dict[str, object]) -> tuple[int, object]:
        self.heard.append({"path": path, **body})
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    async def ask(self, url: str, seconds: int = 5) -> Line:
        settings = XRoad(url, ME, (BEHIND,), seconds=seconds)
        await Asker(self.services, settings, SecurityServer(settings)).ask(BEHIND)
        line = line_of(self.services, OFFICE)
        assert line is not None
        return line

    def permit(self) -> Permit:
        state = Queries(self.core).get(FIRST).state
        assert isinstance(state, Permit)
        return state

    def wait(self, seconds: int = 61) -> None:
        self.clock.turn(seconds * 1_000)


async def test_it_is_sent_asked_for_again_answered_and_granted(tmp_path: object) -> None:
    question = {"state": "question", "question": "Which axles?"}
    node = Node(tmp_path, [(202, {"state": "pending"}), (200, question), (200, GRANT)])
    async with node.double.running() as url:
        line = await node.ask(url)
        assert (line.asked[FIRST].said, line.since) == ("pending", "")
        await node.ask(url)
        assert len(node.heard) == 1
        node.wait()
        await node.ask(url)
        assert node.permit().question == "Which axles?"
        node.wait()
        await node.ask(url)
        assert len(node.heard) == 2
        node.wait(1)
        do(node.core, ProvideInformation("Three."), CARRIER, FIRST)
        await node.ask(url)
    permit = node.permit()
    assert (permit.status, permit.uses_granted, permit.valid_to) == ("granted", 2, "2026-12-20")
    assert node.heard[-1]["answer"] == "Three."
    assert node.heard[0]["path"] == f"/applications/{FIRST}"
    target, headers = node.double.calls[0]
    assert target == f"PUT /r1/{SERVICE}/applications/{FIRST}"
    assert (headers["x-road-client"], headers["x-road-issue"]) == (ME, FIRST)
    assert headers["x-road-id"].startswith(FIRST)


async def test_a_refusal_has_its_reason(tmp_path: object) -> None:
    node = Node(tmp_path, [(200, {"state": "refused", "code": "odd", "reason": "Too wide."})])
    async with node.double.running() as url:
        await node.ask(url)
    assert (node.permit().refusal_code, node.permit().reason) == ("other", "Too wide.")


async def test_days_without_an_answer_lose_nothing(tmp_path: object) -> None:
    node = Node(tmp_path, [(200, GRANT)])
    async with node.double.running() as url:
        node.double.fault = "Server.ServerProxy.NetworkError"
        line = await node.ask(url)
        first = line.since
        assert (line.fails, "NetworkError" in line.error) == (1, True)
        assert (await node.ask(url)).fails == 1
        node.double.fault = ""
    for _ in range(12):
        node.wait(3_600)
        line = await node.ask(url)
    assert (line.since, line.fails) == (first, 13)
    assert node.permit().status == "applied"
    node.double.is_mute = True
    async with node.double.running():
        node.wait(3_600)
        assert (await node.ask(url, seconds=1)).error == "timeout"
    node.double.is_mute = False
    async with node.double.running():
        node.wait(3_600)
        line = await node.ask(url)
    assert (line.since, line.fails, line.error) == ("", 0, "")
    assert node.permit().status == "granted"


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ((500, {"title": "Out of order"}), "Out of order"),
        ((404, b"no"), "status 404"),
        ((200, b"no json"), "malformed"),
        ((200, DEEP), "recursion"),
        ((500, DEEP), "status 500"),
        ((200, {"state": "perhaps"}), "Invalid enum value"),
        ((200, {**GRANT, "valid_from": "2026-02-30"}), "permit_day_impossible"),
        ((200, b"x" * (ANSWER_BYTES_MAX + 1)), "too long"),
    ],
)
async def test_what_cannot_be_taken_is_kept_to_be_read(
    tmp_path: object, answer: tuple[int, object], error: str
) -> None:
    node = Node(tmp_path, [answer])
    async with node.double.running() as url:
        line = await node.ask(url)
    asked = line.asked[FIRST]
    assert error in (asked.error or asked.refused[0].code)
    assert (line.since, node.permit().status) == ("", "applied")


def test_settings_name_clients_and_services_as_x_road_does() -> None:
    good = {"server": "https://ss.example", "client": ME}
    assert msgspec.convert(good, XRoad).client == ME
    for wrong in (
        {"client": "KG"},
        {"callers": {"KG/..": OFFICE}},
        {"authorities": [{"authority": OFFICE, "service": "a/b"}]},
        {"server": "https://ss.example/path"},
    ):
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert({**good, **wrong}, XRoad)
