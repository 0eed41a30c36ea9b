"""Works that look again and again wake together, and none of them later than after its time."""

import asyncio

from corridor.engine.beat import beat, until_beat

SECONDS = 0.05


async def test_who_began_at_different_times_wakes_at_the_same() -> None:
    loop, woken = asyncio.get_running_loop(), list[float]()

    async def work(begins_after: float) -> None:
        await asyncio.sleep(begins_after)
        await beat(SECONDS)
        woken.append(loop.time() // SECONDS)

    await beat(SECONDS)
    await asyncio.gather(*(work(SECONDS * share) for share in (0, 0.2, 0.4, 0.6)))
    assert len(set(woken)) == 1, woken


async def test_nobody_sleeps_longer_than_his_time() -> None:
    for seconds in (0.25, 1.0, 300.0):
        assert 0 < until_beat(seconds) <= seconds
    assert until_beat(0.0) == 0.0
