"""What a transaction does to a subject, for whoever has to be told of it when it ends."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from msgspec.structs import replace

from corridor.domain.telling import waits
from corridor.engine.ports import StoredEvent
from corridor.engine.standing import First
from corridor.engine.subjects import Advance
from corridor.engine.told import Item, ToTell, told_of


def as_of_now(
    events: Sequence[StoredEvent], every: Sequence[StoredEvent]
) -> dict[tuple[str, int], StoredEvent]:
    """The events by name. `every`: of a subject that has only now begun, all that were there: what
    was told to nobody before is told with the newest.
    """
    last = max((event.index for event in events), default=0)
    earlier = {(one.node, one.number): replace(one, index=last) for one in every}
    return earlier | {(event.node, event.number): event for event in events}


class Course:
    """One subject's. `is_new`: nothing was told of it before; `lists`: all that it was on."""

    def __init__(self, is_new: bool) -> None:
        self.is_new = is_new
        self._told: list[tuple[StoredEvent, Callable[[], Iterable[ToTell]]]] = []
        self.lists: set[str] = set()
        self.stands = frozenset[str]()
        self.state: Any = None

    def begin(self, event: StoredEvent, first: First) -> None:
        """Its first event, which was looked at before it came."""
        self._told.append((event, lambda: first.told))

    def go_on(
        self, advance: Advance, events: Mapping[tuple[str, int], StoredEvent], node: str
    ) -> None:
        """Further facts, with their events by name. What others did later may stand after them."""
        self.state, self.stands = advance.after.state, advance.now.lists
        self.lists |= advance.was.lists | self.stands
        for change in advance.changes:
            self.lists |= change.stood
            if change.state is not None:
                event = events[change.fact.node, change.fact.number]
                self._told.append((event, partial(told_of, change, event.tag, node)))

    def as_it_stands(self, item: Item) -> Item:
        """The piece of news as it is at the end."""
        if self.state is None:
            return item
        still = item.asks and waits(item.kind, item.until, self.state, self.stands)
        return item if item.waits == still else replace(item, waits=still)

    def told(self) -> dict[str, list[Item]]:
        """News by desk, worked out when they are told, so that a fault costs them alone."""
        found: dict[str, list[Item]] = defaultdict(list)
        for event, told in self._told:
            for desk, item in told():
                found[desk].append(replace(item, index=event.index))
        return found

    @property
    def told_events(self) -> list[StoredEvent]:
        """Those that may be news to somebody."""
        return [event for event, _ in self._told]
