"""Nodes are killed and stopped while people work and the exchange flows; nothing is lost.

Seeded: `CORRIDOR_SEED=n` draws other moments.
"""

import os
import random
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime

import httpx
import msgspec
import pytest

from corridor.domain.movement.accepting import AcceptDeclaration
from corridor.domain.movement.control import DecideControl
from corridor.domain.movement.guarantee import RequestGuarantee
from corridor.engine.outcome import Outcome
from corridor.node.demo.dossiers import STORY_CARRIER
from corridor.node.demo.world import carrier_of
from tests.acceptance.conftest import World
from tests.support.journeys import HOME, Journey, People, dossier_for
from tests.support.ledgers import broken, read_ledger, read_ledgers
from tests.support.real_nodes import RealNetwork

SEED = int(os.environ.get("CORRIDOR_SEED", "20261121"))
KILLS = 12
JOURNEYS = 4
APART_S = (0.05, 1.2)
DOWN_S = (0.0, 0.6)
EVENTS_MISSED = 300
HELD_S = 0.3
"""Everybody who files has handed something in by then."""


@pytest.fixture(scope="module")
def people(network: RealNetwork) -> Iterator[People]:
    """Their acts are those whose answers are asked for again at the end."""
    people = People(network)
    yield people
    people.close()


@pytest.fixture(scope="module")
def survived(world: World, people: People) -> list[Journey]:
    """Journeys led from filing to discharge while KG and UZ are killed again and again."""
    network, chance = world.network, random.Random(SEED)
    enough = threading.Event()
    with ThreadPoolExecutor(JOURNEYS) as pool:
        going = [pool.submit(_travel, people, enough) for _ in range(JOURNEYS)]
        for _ in range(KILLS):
            enough.wait(chance.uniform(*APART_S))
            node = chance.choice(("KG", "UZ"))
            network.kill(node)
            enough.wait(chance.uniform(*DOWN_S))
            network.start(node)
        enough.set()
        found = [journey for future in going for journey in _result(future)]
    network.settle()
    return found


def _travel(people: People, enough: threading.Event) -> list[Journey]:
    """One movement after the other, until there was enough trouble; the last is led to its end."""
    found: list[Journey] = []
    try:
        while not (found and enough.is_set()):
            journey = Journey(people).file()
            journey.lead("written_off")
            found.append(journey)
    finally:
        people.close()
    return found


def _result(future: "Future[list[Journey]]") -> list[Journey]:
    return future.result(timeout=120)


def test_everybody_arrived(survived: list[Journey]) -> None:
    assert len(survived) >= JOURNEYS
    assert {journey.state().status for journey in survived} == {"written_off"}


def test_every_acknowledged_act_has_the_same_answer_again(
    survived: list[Journey], people: People
) -> None:
    assert len(people.answered) > 20 * JOURNEYS
    for said in people.answered:
        again = people.again(said)
        assert again.content == said.answer, f"{said.node} {said.path}"


def test_every_acknowledged_act_exists(survived: list[Journey], people: People) -> None:
    ledgers = read_ledgers(people.network)
    held = {
        (node, entry.number): (entry.tag, entry.subject)
        for node, ledger in ledgers.items()
        for entry in ledger.log
        if entry.node == node
    }
    for node, outcome in _outcomes(people):
        for said in outcome.events:
            assert held[node, said.number] == (said.tag, said.subject)


def _outcomes(people: People) -> Iterator[tuple[str, Outcome]]:
    for said in people.answered:
        if said.path != "/permits":
            yield said.node, msgspec.json.decode(said.answer, type=Outcome)


def test_logs_chains_deliveries_audiences_and_states(survived: list[Journey], world: World) -> None:
    assert not broken(world.network, read_ledgers(world.network))


def test_nothing_was_done_twice(survived: list[Journey], world: World) -> None:
    """One movement per LRN, one reservation each, all of them free again."""
    ledger = read_ledger(world.network, "KG")
    lodged = [e.said()["dossier"]["lrn"] for e in ledger.log if e.tag == "movement.lodged/1"]
    assert len(lodged) == len(set(lodged))
    subjects = {journey.subject for journey in survived}
    for tag in ("guarantee.reserved/1", "guarantee.released/1"):
        taken = [e.said()["movement"] for e in ledger.log if e.tag == tag]
        mine = [subject for subject in taken if subject in subjects]
        assert sorted(mine) == sorted(subjects), tag


def test_a_node_that_was_away_catches_up(world: World) -> None:
    """UZ is stopped while more than 300 events happen that it may see."""
    network, people = world.network, People(world.network)
    network.settle()
    network.stop("UZ")
    before = network.size("KG")
    osh = network.token("KG", "customs", "KGOSH001")
    journeys = []
    while _published(network) < EVENTS_MISSED:
        journey = Journey(people).file()
        for command in (AcceptDeclaration(), DecideControl("green"), RequestGuarantee()):
            path = f"/subjects/{journey.subject}/commands"
            assert people.send("KG", osh, path, command).is_success
        journeys.append(journey)
    assert network.size("KG") - before > EVENTS_MISSED
    network.start("UZ")
    network.settle(60)
    people.close()
    ledgers = read_ledgers(network)
    assert not broken(network, ledgers)
    for journey in journeys:
        assert journey.subject in ledgers["UZ"].states


def test_a_killed_engine_is_replaced_and_nobody_files_twice(world: World) -> None:
    """Under filing, the engine's process is killed three times; the node itself stays.

    Who is not answered is invited to come again, and under the same key it is done once.
    """
    network = world.network
    pid, stop = network.child("KG").pid, threading.Event()
    with ThreadPoolExecutor(JOURNEYS) as pool:
        filing = [pool.submit(_file_on, network, n, stop) for n in range(JOURNEYS)]
        for held_s in (0.0, 0.0, HELD_S):
            stop.wait(0.7)
            network.kill_engine("KG", held_s)
        stop.wait(0.7)
        stop.set()
        sent = [one for future in filing for one in future.result(timeout=60)]
    assert network.child("KG").pid == pid
    assert network.is_running("KG")
    answers = [answer for _, _, answer in sent if answer is not None]
    assert {answer.status_code for answer in answers} == {201, 503}
    for answer in answers:
        if answer.status_code == 503:
            assert answer.json()["code"] == "restarting"
            assert int(answer.headers["retry-after"]) > 0
    for headers, body, first in sent:
        again = network.client("KG").post("/api/v1/declarations", content=body, headers=headers)
        assert again.status_code == 201
        assert first is None or first.status_code == 503 or first.content == again.content
    ledger = read_ledger(network, "KG")
    lodged = [e.said()["dossier"]["lrn"] for e in ledger.log if e.tag == "movement.lodged/1"]
    assert len(lodged) == len(set(lodged))


def _file_on(
    network: RealNetwork, number: int, stop: threading.Event
) -> list[tuple[dict[str, str], bytes, httpx.Response | None]]:
    """One declaration after the other; each with its key, what was sent, and the answer."""
    carrier = carrier_of(HOME, STORY_CARRIER)
    token, code = network.token(HOME, "carrier", STORY_CARRIER), carrier.guarantee.access_code
    sent: list[tuple[dict[str, str], bytes, httpx.Response | None]] = []
    with httpx.Client(base_url=network.url("KG"), timeout=30.0, trust_env=False) as client:
        while not stop.is_set():
            lrn = f"ENGINE-{number}-{len(sent)}"
            dossier = dossier_for(lrn, datetime.now(UTC).date())
            body = msgspec.json.encode({"dossier": dossier, "access_code": code})
            headers = {
                "authorization": f"Bearer {token}",
                "content-type": "application/json",
                "idempotency-key": lrn,
            }
            try:
                answer = client.post("/api/v1/declarations", content=body, headers=headers)
            except httpx.TransportError:  # an open connection ends with the server that held it
                answer = None
            sent.append((headers, body, answer))
    return sent


def _published(network: RealNetwork) -> int:
    """Events of KG that wait for UZ."""
    with network.reader("KG") as reader:
        return reader.channel_end("UZ")[0] - reader.cursor("receipts:UZ").position
