"""The writer's thread: who waits how, and what it survives."""

import asyncio
import threading
import time
from collections.abc import Iterator, Sequence
from typing import Any, cast

import pytest

from corridor.engine import writer as module
from corridor.engine.core import Core, Failed, Job
from corridor.engine.writer import Overloaded, Writer


class _Core:
    """Answers each job with itself, once it is let."""

    def __init__(self) -> None:
        self.may_go = threading.Event()
        self.may_go.set()
        self.batches: list[int] = []

    def run(self, jobs: Sequence[Any]) -> list[Any]:
        self.may_go.wait()
        self.batches.append(len(jobs))
        return [Failed(job) if isinstance(job, Exception) else job for job in jobs]


@pytest.fixture
def core() -> _Core:
    return _Core()


@pytest.fixture
def writer(core: _Core) -> Iterator[Writer]:
    made = Writer(cast(Core, core))
    made.start()
    yield made
    core.may_go.set()
    made.stop()


def _job(value: object) -> Job:
    return cast(Job, value)


async def test_each_gets_its_own_answer(writer: Writer) -> None:
    answers = await asyncio.gather(*(writer.run(_job(number)) for number in range(200)))
    assert answers == list(range(200))


async def test_what_a_job_raised_comes_to_who_asked(writer: Writer) -> None:
    with pytest.raises(KeyError):
        await writer.run(_job(KeyError("x")))
    with pytest.raises(KeyError):
        await asyncio.to_thread(writer.submit(_job(KeyError("x"))).result)


async def test_who_stops_waiting_stops_nobody_else(writer: Writer, core: _Core) -> None:
    core.may_go.clear()
    gone = asyncio.ensure_future(writer.run(_job("gone")))
    stays = asyncio.ensure_future(writer.run(_job("stays")))
    await asyncio.sleep(0)
    gone.cancel()
    future = writer.submit(_job("thread"))
    assert not future.cancel()
    core.may_go.set()
    assert await stays == "stays"
    assert await asyncio.to_thread(future.result, 5) == "thread"
    assert await writer.run(_job("later")) == "later"
    assert sum(core.batches) == 4


async def test_what_waits_is_carried_out_together(writer: Writer, core: _Core) -> None:
    core.may_go.clear()
    waiting = [writer.submit(_job(number)) for number in range(module.BATCH_MAX + 10)]
    core.may_go.set()
    assert [await asyncio.to_thread(f.result, 5) for f in waiting] == list(range(len(waiting)))
    assert max(core.batches) <= module.BATCH_MAX
    assert len(core.batches) <= 4


def test_more_than_the_queue_holds_is_refused(
    writer: Writer, core: _Core, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "QUEUE_MAX", 3)
    core.may_go.clear()
    for number in range(4):  # one is taken at once, three wait
        writer.submit(_job(number))
        time.sleep(0.05)
    with pytest.raises(Overloaded):
        writer.submit(_job("too many"))


def test_a_loop_that_is_gone_does_not_stop_the_thread(writer: Writer, core: _Core) -> None:
    core.may_go.clear()

    async def ask() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(writer.run(_job("gone")), 0.01)

    asyncio.run(ask())
    core.may_go.set()
    assert writer.submit(_job("later")).result(5) == "later"
