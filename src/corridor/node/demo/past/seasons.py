"""How the invented years went: growth by mode, seasons, weekends, a slow checkpoint, a closure."""

import math
import random
from datetime import UTC, datetime
from typing import Final

from corridor.domain.days import clock_at
from corridor.engine.hlc import instant

HOUR_MS: Final = 3_600_000
A_MONTH: Final = {
    "osh-poti": 48,
    "bishkek-poti": 30,
    "bishkek-astana": 26,
    "almaty-batumi": 34,
    "almaty-poti-rail": 42,
    "tashkent-poti": 38,
    "andijan-baku": 26,
    "poti-osh": 24,
}
"""Movements that set out on each way in its first month."""
A_YEAR: Final = {"road": 1.12, "rail": 1.33}
"""By this factor they grow in a year."""
SEASON: Final = (0.82, 0.84, 0.97, 1.04, 1.10, 1.14, 1.08, 1.03, 1.06, 1.05, 0.98, 0.89)
WEEKDAY: Final = (1.15, 1.1, 1.1, 1.1, 1.2, 0.8, 0.55)
KMH: Final = {"road": 24.0, "rail": 19.0, "sea": 16.0}
"""With rest and stops, without frontiers."""
SAILING_H: Final = 26.0
"""So long a ferry is waited for, in the middle."""
WAIT_H: Final = 2.6
SLOW: Final = {"UZALAT01": 4.5, "TMFARA01": 1.8, "AZALAT01": 1.5}
"""Checkpoints at which one waits so many times as long."""
CLOSED: Final = ("AZKRAS01", "02-03", "02-21")
"""A checkpoint, and the days of a year between which nobody was let through."""
WINTER: Final = (12, 1, 2)


def expected(way: str, mode: str, months: float, at_ms: int) -> float:
    """Movements that set out on a way on the day of an instant, so many months after the start."""
    local = _local(at_ms, "KG")
    grown: float = A_YEAR[mode] ** (months / 12)
    return A_MONTH[way] / 30.4 * grown * SEASON[local.month - 1] * WEEKDAY[local.weekday()]


def wait_h(chance: random.Random, office: str, at_ms: int) -> float:
    """Hours in the queue of a checkpoint for one who joins it at an instant."""
    local = _local(at_ms, office)
    until_open = _closed_h(office, local)
    busy = 1.0 + 0.7 * math.exp(-(((local.hour - 10) / 4) ** 2))
    weekend = 1.35 if local.weekday() >= 5 else 1.0
    winter = 1.3 if local.month in WINTER else 1.0
    middle = WAIT_H * SLOW.get(office, 1.0) * busy * weekend * winter
    return until_open + chance.lognormvariate(math.log(middle), 0.55)


def travel_h(chance: random.Random, mode: str, km: int, at_ms: int) -> float:
    """Hours for a leg."""
    winter = 1.15 if _local(at_ms, "KZ").month in WINTER else 1.0
    ferry = chance.lognormvariate(math.log(SAILING_H), 0.6) if mode == "sea" else 0.0
    return ferry + km / KMH[mode] * winter * chance.lognormvariate(0.0, 0.18)


def _closed_h(office: str, local: datetime) -> float:
    place, first, last = CLOSED
    if office != place or not first <= local.strftime("%m-%d") <= last:
        return 0.0
    month, day = map(int, last.split("-"))
    opens = local.replace(month=month, day=day, hour=23, minute=59)
    return (opens - local).total_seconds() / 3600


def _local(at_ms: int, where: str) -> datetime:
    local = clock_at(instant(at_ms), where)
    return local if local is not None else datetime.fromtimestamp(at_ms / 1000, UTC)
