"""The two sides of a frontier compared: when one saw it out, and when the other let it in."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from corridor.domain.movement.order import span_between, tolerance
from corridor.domain.movement.state import Movement

LONG_MIN: Final = {"sea": 10 * 24 * 60}
"""Minutes between exit and entry that somebody should look at: a ferry waits for its ship."""
LONG_LAND_MIN: Final = 24 * 60


class Between(NamedTuple):
    """`minutes`: from exit to entry, or how far the exit lies behind the entry where `agrees` is
    not so; `long`: more than the way and a usual wait explain.
    """

    office: str
    """That let it in."""
    minutes: int
    standing: Literal["agrees", "long", "disagrees"]


def between(state: Movement) -> Iterator[Between]:
    """Each frontier of which both sides have spoken, in the order of the route."""
    points = state.dossier.route.points
    for index, (before, after) in enumerate(pairwise(points)):
        out = state.exit_at(before.office or "") if before.role == "exit" else None
        entry = state.crossing_at(after.office or "") if after.role == "transit" else None
        if out is None or entry is None or entry.status != "crossed":
            continue
        took = span_between(out.at, entry.at)
        if took is not None:
            way = sum(state.least_min[index + 1 : index + 2])
            yield _judged(state, entry.office, took, way + _usual(before.mode))


def _usual(mode: str | None) -> int:
    return LONG_MIN.get(mode or "", LONG_LAND_MIN)


def _judged(state: Movement, office: str, took: timedelta, most_min: int) -> Between:
    minutes = int(took.total_seconds() // 60)
    if took + tolerance(state) < timedelta(0):
        return Between(office, -minutes, "disagrees")
    return Between(office, max(minutes, 0), "long" if minutes > most_min else "agrees")
