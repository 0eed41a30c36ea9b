"""What a node does by itself: a failure is said once in the log, and in health once it lasts."""

import asyncio
import logging
from types import SimpleNamespace
from typing import Any, cast

import pytest

from corridor.node.upkeep import FAILS_SECONDS, Upkeep


class Spoilt:
    """A gate that fails as long as it is told to."""

    def __init__(self) -> None:
        self.fails = True

    async def run(self, job: Any) -> int:
        if self.fails:
            raise KeyError("spoilt")
        return 0


async def test_an_index_that_fails_is_said_once_and_in_health_while_it_lasts(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.WARNING, "corridor")
    now, gate = [0.0], Spoilt()
    engine = SimpleNamespace(tip=SimpleNamespace(size=7), waiting=False)
    upkeep = Upkeep(cast(Any, engine), cast(Any, gate), lambda: now[0])
    for _ in range(3):
        assert not await upkeep.catch_up(7, gives_way=False)
    assert upkeep.failing() == ()
    now[0] = FAILS_SECONDS
    assert upkeep.failing() == ("search index",)
    gate.fails = False
    assert await upkeep.catch_up(7, gives_way=False)
    assert upkeep.failing() == ()
    said = [record.getMessage() for record in caplog.records]
    assert said == ["search index: the next turn tries again", "search index: it goes on again"]


async def test_what_is_done_once_at_the_start_is_tried_until_it_goes_well(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("corridor.node.upkeep.TIMER_SECONDS", 0.0)
    gate, done = Spoilt(), list[str]()

    async def run(job: Any) -> int:
        done.append(type(job).__name__)
        gate.fails = len(done) <= 1
        return await Spoilt.run(gate, job)

    monkeypatch.setattr(gate, "run", run)
    upkeep = Upkeep(cast(Any, None), cast(Any, gate))
    timers, *others = upkeep.works()
    for other in others:
        other.close()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(timers, 0.05)
    assert done[:4] == ["CompleteTimers", "FireTimers", "CompleteTimers", "CompleteLists"]
    assert {*done[4:]} == {"FireTimers"}
