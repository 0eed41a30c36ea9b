"""Where a quota stands: with both ministries, and where it waits for one of them."""

from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from corridor.domain.days import end_of_day
from corridor.domain.listings import Row
from corridor.domain.permits.stopped import STOPPED_LIST, digest_of
from corridor.domain.quota import Quota, permit_number
from corridor.domain.reference.authorities import ministry_of
from corridor.domain.reference.loader import load_countries
from corridor.domain.searching import Findable, findable
from corridor.domain.serials import count_of

QUOTAS_OF: Final = "quotas:"
"""The lists of them: before the code of a ministry."""


def quotas_at(node: str, lane: str = "all") -> str:
    """A list of a state's ministry: `all`, `answer`, `low`, `disputed`."""
    return f"{QUOTAS_OF}{ministry_of(node)}:{lane}"


def desk_at(node: str) -> str:
    """The desk of a state's ministry, as news name it."""
    return f"permits:{ministry_of(node)}"


def listings(state: Quota, node: str) -> tuple[Row, ...]:
    """All rows at this node."""
    if node not in state.parties:
        return ()
    data, due = summary(state), f"{state.year}-12-31"
    rows = tuple(
        Row(quotas_at(node, lane), due, state.id, state.updated_at, data)
        for lane in _lanes(state, node)
    )
    return (*rows, _doubted(state)) if state.disputes else rows


def _doubted(state: Quota) -> Row:
    """The numbers that posts are told of, as long as permits of the quota hold."""
    last = state.terms.valid_to if state.terms is not None else f"{state.year}-12-31"
    serials = sorted({one.serial for one in state.disputes})
    data = {"disputed": [digest_of(permit_number(state, serial)) for serial in serials]}
    return Row(STOPPED_LIST, end_of_day(last, state.giver), state.id, state.updated_at, data)


def _lanes(state: Quota, node: str) -> Iterator[str]:
    yield "all"
    if any(one.standing == "open" and one.node != node for one in state.offers):
        yield "answer"
    if state.terms is not None and node == state.holder and state.left <= state.rule.low_at:
        yield "low"
    if state.disputes:
        yield "disputed"


def found_by(state: Quota, node: str) -> Findable:
    """Its id, the beginning of its permits' numbers, and the other state's names, with the own
    ministry.
    """
    if node not in state.parties:
        return Findable()
    names = country_names(state.other(node))
    return findable(frozenset({desk_at(node)}), numbers_of(state), names)


def numbers_of(state: Quota) -> tuple[str, str]:
    """Its id, and how the numbers of its permits begin."""
    return state.id, f"{state.holder}-{state.giver}-{state.year}-{state.type}"


@cache
def country_names(country: str) -> tuple[str, ...]:
    """Its code and names, by which people look for it."""
    return tuple(
        name
        for one in load_countries()
        if one.code == country
        for name in (one.code, one.name_en, one.name_ru)
    )


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
