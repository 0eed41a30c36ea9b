"""Telling follows the log: who has to know what of what was said, a moment later.

Commands wait for nothing of it. The position is written together with the news and with all that is
to be sent because of them, so that a crash loses nothing and repeats nothing. A store that was
never told of begins at the end of its log: what is old is news to nobody.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

import msgspec
from msgspec.structs import replace

from corridor.domain.facts import Fact
from corridor.domain.kind import Kind
from corridor.domain.kinds import kind_of
from corridor.domain.telling import TOLD_OF, Change, News, lists_of, news_of, waits
from corridor.engine.codec import fact_of
from corridor.engine.hlc import instant
from corridor.engine.mailing import mail_of_news
from corridor.engine.ports import Document, StoredEvent
from corridor.engine.told import (
    CHOICE,
    HOOK,
    ITEMS_MAX,
    NEWS,
    POSITION,
    QUEUE,
    SENT,
    Choice,
    Hook,
    Item,
    Message,
    NewsOf,
    kept,
    read_choice,
    read_hook,
    read_news,
    told_upto,
)
from corridor.engine.unit import Unit

ENTRIES_AT_ONCE: Final = 50
"""So few that whoever waits for the writer does not notice."""
KEPT_MS: Final = 60 * 24 * 3600 * 1000
FORGOTTEN_AT_ONCE: Final = 10
PEOPLE_MAX: Final = 500
HOOKS_MAX: Final = 50


class _Course(NamedTuple):
    """What the new entries did to their subject, and how it stands now.

    `is_new`: nothing was told of it before.
    """

    changes: list[tuple[StoredEvent, Change]]
    state: Any
    stands: frozenset[str]
    is_new: bool = False


class TellNext(msgspec.Struct, frozen=True):
    """Tell of the next log entries; gives the entries left."""

    limit: int = ENTRIES_AT_ONCE

    def run(self, unit: Unit) -> int:
        """One stretch of the log, each of its subjects once."""
        tx = unit.tx
        done = told_upto(tx)
        if done is None:
            _set_position(unit, tx.size())
            return 0
        entries = tx.log(done, self.limit)
        teller = _Teller(unit)
        by_subject = defaultdict[str, list[StoredEvent]](list)
        for entry in entries:
            by_subject[entry.subject].append(entry)
        for subject, new in by_subject.items():
            if (kind := kind_of(subject)) in TOLD_OF:
                teller.tell(subject, _course(unit, kind, subject, new))
        if entries:
            _set_position(unit, done + len(entries))
            _forget_old(unit)
        return tx.size() - done - len(entries)


def _set_position(unit: Unit, entries: int) -> None:
    body = str(entries).encode()
    unit.tx.put_document(POSITION, Document(POSITION, "", unit.now(), body))


def _forget_old(unit: Unit) -> None:
    """What is older than two months, a little at a time."""
    before = instant(unit.settings.clock.now_ms() - KEPT_MS)
    for kind in (NEWS, SENT):
        for document in unit.tx.documents(kind, None, FORGOTTEN_AT_ONCE, before):
            unit.tx.delete_document(kind, document.id)


class _Teller:
    """What one stretch of the log comes to. People and webhooks of a desk are looked up once."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit
        self._choices: dict[str, list[tuple[str, Choice]]] = {}
        self._hooks: dict[str, list[tuple[str, Hook]]] = {}

    def tell(self, subject: str, course: _Course) -> None:
        """Tell all desks of what happened to one subject."""
        node, told = self._unit.settings.node, defaultdict[str, list[Item]](list)
        lists = set(course.stands)
        for event, change in course.changes:
            lists |= change.stood
            for news in news_of(change, node):
                asks = waits(news.kind, news.until, change.state, change.stands)
                told[news.desk].append(_item(event, change.fact, news, asks))
        earlier = set[str]() if course.is_new else {name.rpartition(":")[0] for name in lists}
        for desk in sorted(earlier | told.keys()):
            self._keep(desk, subject, course, told[desk])

    def _keep(self, desk: str, subject: str, course: _Course, new: list[Item]) -> None:
        tx, id = self._unit.tx, f"{desk} {subject}"
        document = None if course.is_new else tx.document(NEWS, id)
        if document is None and not new:
            return
        earlier = read_news(document).items if document is not None else ()
        items = tuple(_as_it_stands(item, course) for item in (*earlier, *new))
        updated = self._unit.now() if new or document is None else document.updated
        if items == earlier and document is not None:
            return
        tx.put_document(NEWS, kept(id, desk, updated, NewsOf(subject, _newest(items))))
        self._unit.lists.add(f"{desk}:{NEWS}")
        for item in items[len(earlier) :]:
            self._to_people(desk, item)
            self._to_hooks(desk, subject, item)

    def _to_people(self, desk: str, item: Item) -> None:
        """See that a mail is due for whoever wants to be told by mail; the earliest time counts."""
        if desk not in self._choices:
            found = self._unit.tx.documents(CHOICE, desk, PEOPLE_MAX)
            read = ((one.id, read_choice(one)) for one in found)
            self._choices[desk] = [(login, one) for login, one in read if one is not None]
        for login, choice in self._choices[desk]:
            mail_of_news(self._unit, login, desk, choice, (item,))

    def _to_hooks(self, desk: str, subject: str, item: Item) -> None:
        if desk not in self._hooks:
            found = self._unit.tx.documents(HOOK, desk, HOOKS_MAX)
            self._hooks[desk] = [(one.id, read_hook(one)) for one in found]
        now, node = self._unit.now(), self._unit.settings.node
        for id, hook in self._hooks[desk]:
            if hook.is_on and item.kind in hook.kinds:
                name = f"msg_{node}_{item.index}"
                message = Message(
                    name, item.kind, item.event, subject, item.at, item.index, made=now
                )
                self._unit.tx.put_document(QUEUE, kept(f"{id} {name}", id, now, message))


def _as_it_stands(item: Item, course: _Course) -> Item:
    still = item.asks and waits(item.kind, item.until, course.state, course.stands)
    return item if item.waits == still else replace(item, waits=still)


def _item(event: StoredEvent, fact: Fact[Any], news: News, asks: bool) -> Item:
    by = fact.actor.office or event.node
    return Item(event.index, news.kind, event.tag, fact.at, by, news.until, asks)


def _newest(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Not more than are kept: of those that do not wait, the oldest go first."""
    over = len(items) - ITEMS_MAX
    gone = [item for item in items if not item.waits][: max(0, over)]
    return tuple(item for item in items if item not in gone)[-ITEMS_MAX:]


def _course(unit: Unit, kind: Kind[Any], subject: str, new: list[StoredEvent]) -> _Course:
    """A ledger is not folded anew: it may have very many entries."""
    node = unit.settings.node
    if kind.is_ledger:
        state = unit.look(subject).state
        stands = lists_of(kind, state, node)
        told = [(event, Change(fact_of(event), state, stands, stands)) for event in new]
        return _Course(told, state, stands)
    stored = unit.tx.state(subject)
    is_new = stored is not None and stored.version == len(new)
    events = sorted(new, key=_order) if is_new else unit.tx.events(subject)
    return _folded(kind, subject, events, {event.index for event in new}, node, is_new)


def _order(event: StoredEvent) -> tuple[str, str, int]:
    return event.clock, event.node, event.number


def _folded(
    kind: Kind[Any],
    subject: str,
    events: Iterable[StoredEvent],
    wanted: set[int],
    node: str,
    is_new: bool,
) -> _Course:
    lists, state = _Lists(kind, node), None
    changes: list[tuple[StoredEvent, Change]] = []
    for event in events:
        fact, before = fact_of(event), state
        state = kind.evolve(before, fact, subject)
        if event.index in wanted and state is not None:
            changes.append((event, Change(fact, state, lists.of(before), lists.of(state))))
    return _Course(changes, state, lists.of(state), is_new)


class _Lists:
    """The lists of the state last asked for: mostly the next change begins with it."""

    def __init__(self, kind: Kind[Any], node: str) -> None:
        self._kind, self._node = kind, node
        self._state, self._names = None, frozenset[str]()

    def of(self, state: Any) -> frozenset[str]:
        """Worked out once."""
        if state is not self._state:
            self._state, self._names = state, lists_of(self._kind, state, self._node)
        return self._names
