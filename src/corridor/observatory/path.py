"""The critical path of one movement: what followed what, how long it took, who had it in hand.

The steps of a movement follow each other, from what was heard of it last to what happened next: so
every hour of one of them is an hour of the whole. Permits are decided beside them. Those that were
decided within a step are named with it: it may have waited for them.
"""

from typing import Any, Final

import msgspec

from corridor.observatory.measures.measure import MS_IN_HOUR
from corridor.observatory.store import Observatory

SECOND: Final = "authority"
"""Who decides beside the steps."""
_ROWS: Final = """
SELECT kind, office, holder, "before", "at", what FROM facts
WHERE movement = ? AND "before" IS NOT NULL AND holder <> '' ORDER BY "at", entry, part
"""


class Step(msgspec.Struct, frozen=True):
    """`hours`: since what was heard before; `share`: of the whole; `permits`: kinds of those that
    were decided meanwhile, with the hours since they were applied for.
    """

    kind: str
    office: str
    holder: str
    at: int
    hours: float
    share: float
    is_longest: bool
    permits: tuple[tuple[str, float], ...]


def path_of(observatory: Observatory, movement: str) -> list[Step]:
    """In their order; nothing where the node's log has none of it."""
    with observatory.opened() as db:
        rows = db.execute(_ROWS, [movement]).fetchall()
    names = ("kind", "office", "holder", "before", "at", "what")
    found = [dict(zip(names, one, strict=True)) for one in rows]
    steps = [one for one in found if one["holder"] != SECOND]
    whole = sum(map(_hours, steps))
    longest = max(map(_hours, steps), default=0.0)
    return [_step(one, found, whole, longest) for one in steps]


def _step(one: dict[str, Any], found: list[dict[str, Any]], whole: float, longest: float) -> Step:
    permits = tuple(
        (other["what"], round(_hours(other), 2))
        for other in found
        if other["holder"] == SECOND and one["before"] < other["at"] <= one["at"]
    )
    hours = _hours(one)
    return Step(
        one["kind"],
        one["office"],
        one["holder"],
        one["at"],
        round(hours, 2),
        round(hours / whole, 4) if whole else 0.0,
        hours == longest,
        permits,
    )


def _hours(one: dict[str, Any]) -> float:
    return float(one["at"] - one["before"]) / MS_IN_HOUR
