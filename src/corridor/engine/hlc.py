"""The hybrid logical clock: sortable text that never runs backwards on a node.

A reading is `<instant>-<counter>`. It follows the wall clock while that moves forward, and counts
when it stands still, jumps back, or a peer's clock is ahead (Kulkarni et al., 2014).
"""

from datetime import UTC, datetime
from functools import lru_cache

from corridor.engine.ports import Clock

COUNTER_MAX = 9_999
DAY_MS = 24 * 3600 * 1000
AHEAD_MAX_MS = DAY_MS
"""A peer's clock further ahead than this does not move ours."""


def instant(ms: int) -> str:
    """Milliseconds since the epoch as `2026-11-21T22:51:00.123Z`."""
    seconds, rest = divmod(ms, 1000)
    return f"{_second(seconds)}.{rest:03d}Z"


@lru_cache(maxsize=64)
def _second(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}"


def to_ms(text: str) -> int:
    """The inverse of `instant`, and of instants that people and other systems gave: their seconds
    have fewer digits behind them, or none. ValueError for what is not of UTC.
    """
    if not text.endswith("Z"):
        raise ValueError(text)
    return round(datetime.fromisoformat(text).timestamp() * 1000)


class HybridClock:
    """One per node. `last` is the highest reading given or seen."""

    def __init__(self, clock: Clock, last: str = "") -> None:
        self._clock = clock
        self._ms, self._counter = (to_ms(last[:-5]), int(last[-4:])) if last else (0, 0)
        self._text_ms, self._text = -1, ""

    def now(self) -> str:
        """The wall clock as an instant."""
        return self._instant(self._clock.now_ms())

    def tick(self) -> str:
        """A reading higher than any before."""
        wall = self._clock.now_ms()
        if wall > self._ms:
            self._ms, self._counter = wall, 0
        else:
            self._count()
        return f"{self._instant(self._ms)}-{self._counter:04d}"

    def see(self, reading: str) -> bool:
        """Take a peer's reading into account; False when it is absurdly far ahead."""
        ms, counter = to_ms(reading[:-5]), int(reading[-4:])
        if ms > self._clock.now_ms() + AHEAD_MAX_MS:
            return False
        self._ms, self._counter = max((self._ms, self._counter), (ms, counter))
        return True

    def _count(self) -> None:
        self._counter += 1
        if self._counter > COUNTER_MAX:
            self._ms, self._counter = self._ms + 1, 0

    def _instant(self, ms: int) -> str:
        if ms != self._text_ms:
            self._text_ms, self._text = ms, instant(ms)
        return self._text
