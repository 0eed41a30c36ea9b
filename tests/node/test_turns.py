"""Turns: who hangs or fails holds up nobody, is said in the log and is tried again."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


IDS = [f"d-{number}" for number in range(7)]
STEPS = st.lists(
    st.tuples(st.sets(st.sampled_from(IDS)), st.sets(st.integers(0, 3))), min_size=1, max_size=40
)
"""Who is due for nothing at a step, and which of those under way come to their end after it."""


@given(st.integers(1, 4), STEPS)
def test_nobodys_turn_comes_again_before_everybodys_has_come(
    most: int, steps: list[tuple[set[str], set[int]]]
) -> None:
    asyncio.run(_overload(most, steps))


async def _overload(most: int, steps: list[tuple[set[str], set[int]]]) -> None:
    under_way, begun, due = dict[str, asyncio.Event](), list[str](), list[str]()

    async def bring(one: Document) -> None:
        begun.append(one.id)
        under_way[one.id] = asyncio.Event()
        await under_way[one.id].wait()

    line = Turns("letters", most, lambda: [Document(id, "", "", b"") for id in due], bring)
    waits = dict.fromkeys(IDS, 0)
    """For how many begun by others each of them has been due without a pause."""
    for pause, ends in steps:
        due[:] = [id for id in IDS if id not in pause]
        known = len(begun)
        line._start()
        await asyncio.sleep(0)
        assert len(under_way) <= most
        new = begun[known:]
        for id in IDS:
            waits[id] = 0 if id in pause or id in new or id in under_way else waits[id] + len(new)
        assert max(waits.values()) < len(IDS)
        for id in [id for number, id in enumerate(list(under_way)) if number in ends]:
            under_way.pop(id).set()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    for one in line._running.values():
        one.cancel()
