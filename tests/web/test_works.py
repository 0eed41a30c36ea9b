"""Works that go on by themselves: one that cannot read its list goes on when it can."""

import asyncio
import logging
from collections.abc import Iterator
from typing import Any, cast

import pytest

from corridor.web.works import Works


class Errands(Works[str]):
    """Its list cannot be read the first two times."""

    look_seconds = 0.0

    def __init__(self) -> None:
        super().__init__(cast(Any, None))
        self.looks, self.done = 0, asyncio.Event()

    def _found(self) -> Iterator[str]:
        self.looks += 1
        if self.looks < 3:
            raise OSError("unreadable")
        yield "errand"

    def _id(self, work: str) -> str:
        return work

    async def _work(self, work: str) -> None:
        self.done.set()

    async def _wait(self, work: str, illness: str) -> None:
        raise AssertionError(illness)


async def test_a_list_that_cannot_be_read_is_said_once_and_read_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.ERROR, "corridor")
    errands = Errands()
    work = asyncio.create_task(errands.run())
    await asyncio.wait_for(errands.done.wait(), 5)
    work.cancel()
    assert [one.getMessage() for one in caplog.records] == ["Errands: its list"]
