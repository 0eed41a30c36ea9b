"""What a node does by itself: a failure is said once in the log, and in health once it lasts."""

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
