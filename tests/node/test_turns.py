"""Turns: who hangs or fails holds up nobody, is said in the log and is tried again."""

import asyncio

import pytest

from corridor.engine.ports import Document
from corridor.node.telling import turns
from corridor.node.telling.turns import Turns


async def test_one_that_fails_is_said_and_tried_again_and_one_that_hangs_is_not_begun_twice(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(turns, "LOOK_SECONDS", 0.0)
    due = [Document(id, "", "", b"{}") for id in ("fails", "hangs", "arrives", "too many")]
    begun: list[str] = []
    enough = asyncio.Event()

    async def bring(one: Document) -> None:
        begun.append(one.id)
        if begun.count("fails") == 3:
            enough.set()
        if one.id == "fails":
            raise ValueError("no")
        if one.id == "hangs":
            await asyncio.Event().wait()

    task = asyncio.create_task(Turns("letters", 3, lambda: due, bring).run())
    await asyncio.wait_for(enough.wait(), 10)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert begun.count("hangs") == 1
    assert begun.count("arrives") > 1
    assert "letters: the next turn tries again" in caplog.text
