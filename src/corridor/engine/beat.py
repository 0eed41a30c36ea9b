"""The beat of a node: what looks again and again whether there is something to do looks together.

A processor that is woken ten times a second, for as many works, does little else than wake.
"""

import asyncio


async def beat(seconds: float) -> None:
    """Sleep until the next of the instants that lie so many seconds apart, the same for all."""
    await asyncio.sleep(until_beat(seconds))


def until_beat(seconds: float) -> float:
    """So long until then; never longer than the time between two."""
    return seconds - asyncio.get_running_loop().time() % seconds if seconds else 0.0
