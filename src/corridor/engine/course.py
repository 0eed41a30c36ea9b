"""What a transaction does to a subject, for whoever has to be told of it when it ends."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from msgspec.structs import replace

from corridor.domain.facts import Fact
from corridor.domain.kind import Kind
from corridor.domain.telling import Change, lists_of, news_of, waits
from corridor.engine.ports import StoredEvent
from corridor.engine.told import Item


class Step(NamedTuple):
    """A fact that was folded, and the states around it."""

    fact: Fact[Any]
    before: Any
    after: Any


class Known(NamedTuple):
    """A state whose lists are known."""

    state: Any
    lists: frozenset[str]


class ToTell(NamedTuple):
    """A piece of news for a desk; its place in the log is not known yet."""

    desk: str
    item: Item


def told_of(change: Change, tag: str, node: str) -> tuple[ToTell, ...]:
    """Who has to know of it at the node, and what."""
    return tuple(_to_tell(change, tag, node))


def _to_tell(change: Change, tag: str, node: str) -> Iterable[ToTell]:
    fact = change.fact
    for news in news_of(change, node):
        asks = waits(news.kind, news.until, change.state, change.stands)
        by = fact.actor.office or fact.node
        yield ToTell(news.desk, Item(0, news.kind, tag, fact.at, by, news.until, asks, asks))


class Course:
    """One subject's. `is_new`: nothing was told of it before; `lists`: all that it stood on."""

    def __init__(self, is_new: bool) -> None:
        self.is_new = is_new
        self.told: dict[str, list[Item]] = defaultdict(list)
        self.lists: set[str] = set()
        self.stands = frozenset[str]()
        self.state: Any = None

    def begin(self, event: StoredEvent, stands: frozenset[str], told: Iterable[ToTell]) -> None:
        """Its first event, which was looked at before it came."""
        self.stands = stands
        self._add(event, told)

    def go_on(
        self,
        steps: Iterable[Step],
        events: Mapping[tuple[str, int], StoredEvent],
        lists: "Lists",
    ) -> None:
        """Further facts, with their events by name."""
        for fact, before, after in steps:
            stood, stands = lists.of(before), lists.of(after)
            self.lists |= stood
            if after is not None:
                event = events[fact.node, fact.number]
                self._add(event, told_of(Change(fact, after, stood, stands), event.tag, lists.node))
            self.state, self.stands = after, stands

    def as_it_stands(self, item: Item) -> Item:
        """The piece of news as it is at the end."""
        if self.state is None:
            return item
        still = item.asks and waits(item.kind, item.until, self.state, self.stands)
        return item if item.waits == still else replace(item, waits=still)

    def _add(self, event: StoredEvent, told: Iterable[ToTell]) -> None:
        for desk, item in told:
            self.told[desk].append(replace(item, index=event.index))


class Lists:
    """The lists of states at a node, of which some are known."""

    def __init__(self, kind: Kind[Any], node: str, *known: Known) -> None:
        self.node = node
        self._kind = kind
        self._known = known

    def of(self, state: Any) -> frozenset[str]:
        """Those of one of the states on a course."""
        for known in self._known:
            if known.state is state:
                return known.lists
        return lists_of(self._kind, state, self.node)
