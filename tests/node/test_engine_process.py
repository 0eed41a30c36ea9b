"""The engine in a process of its own: the same answers, and nothing lost when one of them dies."""

import asyncio
import os
import signal
import time
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from corridor.domain.consignment import Party
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.domain.permit_types.request import PermitGoods, PermitRequest
from corridor.domain.permits.applying import ApplyForPermit
from corridor.engine.core import Core
from corridor.engine.jobs import Execute, PutDocument
from corridor.engine.outcome import Outcome, Published
from corridor.engine.ports import Document
from corridor.engine.queries import Queries
from corridor.engine.unit import Unit
from corridor.engine.writer import QUEUE_MAX, Overloaded
from corridor.node.engine_process import SENT_TOGETHER, EngineLost, EngineProcess
from corridor.stores.errors import StoreConflict
from corridor.stores.sqlite import SqliteStore
from tests.support.engines import CARRIER, DOSSIER, MOVEMENT, make_core, register_guarantee

PATIENCE_S = 20.0


class Fail(msgspec.Struct, frozen=True):
    """A job that raises after it wrote."""

    def run(self, unit: Unit) -> None:
        unit.tx.put_document("x", Document("1", "me", "", b""))
        raise StoreConflict("on purpose")


class Peers(msgspec.Struct, frozen=True):
    """Who the engine publishes to."""

    def run(self, unit: Unit) -> frozenset[str]:
        return unit.settings.peers


class Echo(msgspec.Struct, frozen=True):
    """Gives back what it was given."""

    data: bytes

    def run(self, unit: Unit) -> bytes:
        return self.data


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


@pytest.fixture
def engine(path: Path) -> Iterator[EngineProcess]:
    store = SqliteStore.open(path)
    made = EngineProcess.fork(_core(store), store)
    yield made
    made.stop()
    store.close()


def _served(engine: EngineProcess, work: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    async def served() -> Any:
        engine.start()
        try:
            return await work()
        finally:
            engine.stop()

    return asyncio.run(served())


def test_a_command_that_breaks_its_own_limits_is_refused_and_ends_nothing(
    engine: EngineProcess,
) -> None:
    # A struct made by hand is not checked: what is too long shows only where it is decoded.
    goods = tuple(PermitGoods(1, f"good {n}", "080929") for n in range(2_000))
    holder = Party("Ala-Too")
    asked = PermitRequest(MOVEMENT, "road", "UZ", "UZ-ROAD", "road-1", holder, goods=goods)

    async def work() -> None:
        job = Execute(ApplyForPermit(asked), CARRIER, "pm-KG-00000000000000001")
        [refusal] = (await engine.run(job)).refusals
        assert (refusal.code, refusal.pointer) == ("command_shape", "/request/goods")
        good = await engine.run(Execute(LodgeDeclaration(DOSSIER, "A1B2"), CARRIER, MOVEMENT))
        assert not good.refusals

    _served(engine, work)


def test_an_answer_is_durable_and_seen_by_readers(engine: EngineProcess) -> None:
    heard: list[Published] = []
    engine.listeners.append(heard.append)

    async def work() -> None:
        outcome: Outcome = await engine.run(
            Execute(LodgeDeclaration(DOSSIER, "A1B2"), CARRIER, MOVEMENT)
        )
        assert outcome.refusals == ()
        assert Queries(engine).get(MOVEMENT).state.dossier == DOSSIER
        assert engine.tip.size == outcome.position > 0
        assert MOVEMENT in frozenset().union(*(news.subjects for news in heard))

    _served(engine, work)


def test_jobs_before_the_start_are_waited_for(engine: EngineProcess) -> None:
    engine.set_peers(frozenset({"UZ", engine.node}))
    assert engine.run_one(Peers()) == {"UZ"} == engine.settings.peers


def test_an_error_comes_back_as_it_was_and_keeps_nothing(engine: EngineProcess) -> None:
    async def work() -> None:
        answers: tuple[Any, Any] = await asyncio.gather(
            engine.run(Fail()),
            engine.run(PutDocument("x", Document("2", "me", "", b""))),
            return_exceptions=True,
        )
        assert isinstance(answers[0], StoreConflict)
        assert answers[0].detail == "on purpose"
        assert answers[1] is True
        assert Queries(engine).document("x", "1") is None

    _served(engine, work)


def test_large_jobs_go_through_whole_and_in_order(engine: EngineProcess) -> None:
    async def work() -> None:
        sent = [bytes([number]) * 3_000_000 for number in range(8)]
        assert await asyncio.gather(*(engine.run(Echo(data)) for data in sent)) == sent

    _served(engine, work)


def test_a_queue_without_end_is_refused(engine: EngineProcess) -> None:
    async def work() -> None:
        waiting = [engine.submit(Echo(b"")) for _ in range(QUEUE_MAX)]
        with pytest.raises(Overloaded):
            engine.submit(Echo(b""))
        await asyncio.gather(*waiting)
        assert await engine.run(Echo(b"again")) == b"again"

    _served(engine, work)


def test_what_was_taken_is_finished_at_the_stop(engine: EngineProcess, path: Path) -> None:
    async def work() -> "asyncio.Future[Any]":
        return engine.submit(PutDocument("x", Document("1", "me", "", b"kept")))

    _served(engine, work)
    engine.store.close()
    again = SqliteStore.open(path)
    with again.read() as reader:
        kept = reader.document("x", "1")
    again.close()
    assert kept is not None
    assert kept.body == b"kept"


def test_a_lost_engine_is_told_to_all_who_wait(engine: EngineProcess) -> None:
    lost: list[bool] = []
    engine.on_lost = lambda: lost.append(True)

    async def work() -> None:
        os.kill(engine._pid, signal.SIGSTOP)
        waiting = engine.submit(Echo(b""))
        await asyncio.sleep(0)
        os.kill(engine._pid, signal.SIGKILL)
        with pytest.raises(EngineLost):
            await waiting
        with pytest.raises(EngineLost):
            await engine.run(Echo(b""))

    _served(engine, work)
    assert lost == [True]


def test_a_job_at_whose_sending_the_loss_shows_is_failed_with_the_others(
    engine: EngineProcess,
) -> None:
    async def work() -> None:
        os.kill(engine._pid, signal.SIGKILL)
        os.waitid(os.P_PID, engine._pid, os.WEXITED | os.WNOWAIT)  # noqa: ASYNC222 - no turn before
        handed = [engine.submit(Echo(b"")) for _ in range(SENT_TOGETHER)]
        found = asyncio.gather(*handed, return_exceptions=True)
        assert {type(one) for one in await asyncio.wait_for(found, PATIENCE_S)} == {EngineLost}

    _served(engine, work)


def test_the_store_is_free_soon_after_the_parent_was_killed(path: Path) -> None:
    parent = os.fork()
    if parent == 0:
        store = SqliteStore.open(path)
        engine = EngineProcess.fork(_core(store), store)
        engine.run_one(PutDocument("x", Document("1", "me", "", b"")))
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(parent, 0)
    store = SqliteStore.open(path)
    with store.read() as reader:
        assert reader.document("x", "1") is not None
    store.close()


def _core(store: SqliteStore) -> Core:
    core = make_core(store=store)
    register_guarantee(core)
    return core


def test_it_begins_while_the_loop_that_hands_in_jobs_still_reads_others(
    engine: EngineProcess,
) -> None:
    def kept() -> int:
        with engine.store.read() as reader:
            return len(reader.documents("x", None, QUEUE_MAX))

    async def work() -> None:
        for n in range(SENT_TOGETHER):
            engine.submit(PutDocument("x", Document(str(n), "me", "", b"")))
        until = time.monotonic() + PATIENCE_S
        while kept() < SENT_TOGETHER and time.monotonic() < until:
            time.sleep(0.01)  # noqa: ASYNC251 - the loop has to be busy
        assert kept() == SENT_TOGETHER

    _served(engine, work)
