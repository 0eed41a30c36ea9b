"""Where a quota stands: with both ministries, and where it waits for one of them."""

from collections.abc import Iterator
from typing import Any, Final

from corridor.domain.listings import Row
from corridor.domain.quotas.numbers import count_of
from corridor.domain.quotas.state import Quota
from corridor.domain.quotas.voices import ministry_of

QUOTAS_OF: Final = "quotas:"
"""The lists of them: before the code of a ministry."""


def quotas_at(node: str, lane: str = "all") -> str:
    """A list of a state's ministry: `all`, `answer`, `low`, `disputed`."""
    return f"{QUOTAS_OF}{ministry_of(node)}:{lane}"


def listings(state: Quota, node: str) -> tuple[Row, ...]:
    """All rows at this node."""
    if node not in state.parties:
        return ()
    data, due = summary(state), f"{state.year}-12-31"
    return tuple(
        Row(quotas_at(node, lane), due, state.id, state.updated_at, data)
        for lane in _lanes(state, node)
    )


def _lanes(state: Quota, node: str) -> Iterator[str]:
    yield "all"
    if any(one.standing == "open" and one.node != node for one in state.offers):
        yield "answer"
    if state.terms is not None and node == state.holder and state.left <= state.rule.low_at:
        yield "low"
    if state.disputes:
        yield "disputed"


def summary(state: Quota) -> dict[str, Any]:
    """What a list shows of it."""
    return {
        "giver": state.giver,
        "holder": state.holder,
        "year": state.year,
        "type": state.type,
        "total": state.total,
        "delivered": state.delivered - state.given_back,
        "left": state.left,
        "issued": state.taken,
        "returned": count_of(state.replaced),
        "disputes": len(state.disputes),
        "at_once": state.rule.at_once,
    }
