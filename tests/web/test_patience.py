"""Work that has to be done within a time."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from corridor.web.patience import within


async def _after(waits: int, seconds: float = 0) -> str:
    try:
        for _ in range(waits):
            await asyncio.sleep(seconds)
    except asyncio.CancelledError:
        raise LookupError("told in time") from None
    return "done"


async def _raises(waits: int) -> None:
    await _after(waits)
    raise ValueError("of its own")


def _run(seconds: float, work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(within(seconds, work))


@pytest.mark.parametrize("waits", [0, 1, 3])
def test_what_it_comes_to_is_given_and_so_is_what_it_raises(waits: int) -> None:
    assert _run(9, _after(waits)) == "done"
    assert _run(9, _after(waits, 0.001)) == "done"
    with pytest.raises(ValueError, match="of its own"):
        _run(9, _raises(waits))


def test_what_need_not_wait_needs_no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(asyncio, "timeout")
    assert _run(9, _after(0)) == "done"


def test_what_takes_too_long_ends_and_hears_of_it() -> None:
    with pytest.raises(TimeoutError):
        _run(0.001, asyncio.sleep(9))
    with pytest.raises(LookupError, match="told in time"):
        _run(0.001, _after(1, 9))
