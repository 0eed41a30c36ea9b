"""Who waits for a permit out of a quota, and whose turn it is by the published rule."""

from collections import Counter
from collections.abc import Iterable, Iterator
from heapq import heapify, heappop, heapreplace
from typing import Any, Final

import msgspec

from corridor.domain.needs import Ask, Look
from corridor.domain.permits.listings import quota_share, waiting_key
from corridor.domain.permits.state import Permit
from corridor.domain.quota import Quota

SCANNED_MAX: Final = 300
"""So many of those who wait are looked at for one go."""


class Queue(msgspec.Struct, frozen=True):
    """Those who wait, in the order in which they asked, and how many each carrier has."""

    permits: tuple[Permit, ...] = ()
    had: dict[str, int] = {}


class WaitingFor:
    """The queue of a quota, where there is something to give out."""

    def gather(self, look: Look, ask: Ask) -> Queue:
        """The first of them."""
        quota = ask.state
        if quota is None or not quota.left:
            return Queue()
        found = look.find(waiting_key(quota.id))[:SCANNED_MAX]
        permits = tuple(one for one in map(look.state, found) if is_waiting(one, quota))
        return Queue(permits, shares(quota, (one.owner for one in permits), look))


def is_waiting(permit: Any, quota: Quota) -> bool:
    """Whether it waits for a permit out of this quota."""
    return (
        isinstance(permit, Permit)
        and permit.request.quota == quota.id
        and permit.status == "applied"
    )


def shares(quota: Quota, owners: Iterable[str], look: Look) -> dict[str, int]:
    """How many permits each of these carriers has, where the rule wants to know."""
    if not quota.share_max and quota.rule.order == "first_come":
        return {}
    names = {owner: quota_share(quota.id, owner) for owner in set(owners)}
    return {owner: look.counts(name).get(name, 0) for owner, name in names.items()}


def next_of(quota: Quota, queue: Queue, count: int) -> tuple[Permit, ...]:
    """Whose turn it is, so many, the first first; nobody beyond their share."""
    count = min(count, quota.left)
    ordered = _by_fewest(queue) if quota.rule.order == "fewest_first" else iter(queue.permits)
    found: list[Permit] = []
    had = Counter(queue.had)
    for permit in ordered:
        if len(found) >= count:
            break
        if not quota.share_max or had[permit.owner] < quota.share_max:
            had[permit.owner] += 1
            found.append(permit)
    return tuple(found)


def _by_fewest(queue: Queue) -> Iterator[Permit]:
    """Always of the carrier that has the fewest, counting what it gets in this go."""
    mine: dict[str, list[int]] = {}
    for place, permit in enumerate(queue.permits):
        mine.setdefault(permit.owner, []).append(place)
    heap = [(queue.had.get(owner, 0), places[0], 0, owner) for owner, places in mine.items()]
    heapify(heap)
    while heap:
        had, place, nth, owner = heap[0]
        yield queue.permits[place]
        places = mine[owner]
        if nth + 1 < len(places):
            heapreplace(heap, (had + 1, places[nth + 1], nth + 1, owner))
        else:
            heappop(heap)


QUEUE: Final = WaitingFor()
