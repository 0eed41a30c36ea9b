"""Works that look again and again wake together, and none of them later than after its time."""

import asyncio

from corridor.engine.beat import beat, until_beat
from tests.simulation.loop import VirtualLoop

SECONDS = 2.0


def test_who_began_at_different_times_wakes_at_the_same() -> None:
    woken = list[float]()

    async def work(begins_after: float) -> None:
        await asyncio.sleep(begins_after)
        await beat(SECONDS)
        woken.append(asyncio.get_running_loop().time())

    async def works() -> None:
        await asyncio.sleep(0.3)
        await asyncio.gather(*map(work, (0, 0.4, 0.9, 1.6)))

    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        runner.run(works())
    assert woken == [SECONDS] * 4


async def test_nobody_sleeps_longer_than_his_time() -> None:
    for seconds in (0.25, 1.0, 300.0):
        assert 0 < until_beat(seconds) <= seconds
    assert until_beat(0.0) == 0.0
