"""Telling: who has to know what of what a transaction said, written with it.

What is to be sent because of the news is written too, so that a crash loses nothing and repeats
nothing. Nothing is read again for it: the states and lists are those that were worked out anyway.
"""

from collections.abc import Sequence
from typing import Final

import msgspec
from msgspec.structs import replace

from corridor.domain.telling import NEAR, news_desk
from corridor.engine.course import Course
from corridor.engine.effects import NOTHING_LEFT, TELL, Left, NewsFailed, effect
from corridor.engine.hlc import DAY_MS, instant
from corridor.engine.mailing import mail_of_news
from corridor.engine.ports import Document, StoredEvent
from corridor.engine.pushing import push_of_news
from corridor.engine.records import NewsTold
from corridor.engine.told import (
    CHOICE,
    DEVICE,
    DEVICES_MAX,
    HOOK,
    ITEMS_MAX,
    MAIL_FAILED,
    NEWS,
    QUEUE,
    SENT,
    Choice,
    Device,
    Hook,
    Item,
    Message,
    NewsOf,
    kept,
    read_choice,
    read_device,
    read_hook,
    read_news,
    readable,
)
from corridor.engine.unit import Unit

KEPT_MS: Final = 60 * DAY_MS
FORGOTTEN_AT_ONCE: Final = 100
PEOPLE_MAX: Final = 500
HOOKS_MAX: Final = 50


def tell(unit: Unit, untold: Left = NOTHING_LEFT) -> None:
    """Tell of all that the transaction did, but for subjects at whose news it failed before.

    Of those the events are set aside, to be told once it can be. Raises NewsFailed.
    """
    teller, failed = _Teller(unit), untold.subjects
    for subject, course in list(unit.courses.items()):
        if untold.rest or subject in failed:
            unit.put_aside(course.told_events, TELL, failed.get(subject, ""))
        else:
            with effect(TELL, subject, course.told_events, NewsFailed):
                teller.tell(subject, course)


def tell_again(unit: Unit, event: StoredEvent) -> None:
    """Tell of one event that was folded before and told to nobody. Raises EffectFailed."""
    with effect(TELL, event.subject, (event,)):
        unit.fold_again(event.subject, (event,))
        _Teller(unit).tell(event.subject, unit.courses.pop(event.subject))


class TellAside(msgspec.Struct, frozen=True):
    """Tell desks of what is no event of a subject, such as a driver's word or a full disk.

    `keep`: a document that is kept with it, as its kind and itself. `asks`: it waits until it is
    over, which `EndAside` says; told again meanwhile, it is no news.
    """

    desks: tuple[str, ...]
    subject: str
    kind: str
    keep: tuple[str, Document] | None = None
    asks: bool = False

    def run(self, unit: Unit) -> None:
        """The record gives the news their place among all others."""
        if self.keep is not None:
            unit.tx.put_document(*self.keep)
        told = unit.note("node", NewsTold(self.kind, self.subject))
        node = unit.settings.node
        item = Item(told.index, self.kind, f"{self.kind}/1", unit.now(), node)
        item = replace(item, asks=self.asks, waits=self.asks)
        teller = _Teller(unit)
        for desk in self.desks:
            teller.aside(desk, self.subject, item)


class Remind(msgspec.Struct, frozen=True):
    """Tell a desk once that a day comes near. `due`: by its name, which holds the day."""

    desk: str
    subject: str
    due: str

    def run(self, unit: Unit) -> None:
        """What it was told already is not told again, whoever asks."""
        told = _items_in(unit.tx.document(NEWS, f"{self.desk} {self.subject}"))
        if any(item.kind == NEAR and item.until == self.due for item in told):
            return
        noted = unit.note("node", NewsTold(NEAR, self.subject))
        item = Item(noted.index, NEAR, f"{NEAR}/1", unit.now(), unit.settings.node, self.due)
        _Teller(unit).aside(self.desk, self.subject, item)


class EndAside(msgspec.Struct, frozen=True):
    """What was told aside is over: nothing waits any more."""

    desks: tuple[str, ...]
    subject: str

    def run(self, unit: Unit) -> None:
        """The news stay, as done."""
        teller = _Teller(unit)
        for desk in self.desks:
            teller.over(desk, self.subject)


class ForgetOldNews(msgspec.Struct, frozen=True):
    """Forget what was told more than two months ago, a little at a time; gives how much it was."""

    def run(self, unit: Unit) -> int:
        """News, and what was sent of them."""
        before = instant(unit.settings.clock.now_ms() - KEPT_MS)
        found = [
            (kind, document.id)
            for kind in (NEWS, SENT, MAIL_FAILED)
            for document in unit.tx.documents(kind, None, FORGOTTEN_AT_ONCE, before)
        ]
        for kind, id in found:
            unit.tx.delete_document(kind, id)
        return len(found)


class _Teller:
    """What one transaction comes to. People and webhooks of a desk are looked up once."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit
        self._choices: dict[str, list[tuple[str, Choice]]] = {}
        self._devices: dict[str, list[tuple[str, Device]]] = {}
        self._hooks: dict[str, list[tuple[str, Hook]]] = {}

    def tell(self, subject: str, course: Course) -> None:
        """Tell all desks of what happened to one subject."""
        listed, told = {news_desk(name) for name in course.lists}, course.told()
        for desk in sorted(listed | told.keys()):
            self._keep(desk, subject, course, told.get(desk, ()))

    def _keep(self, desk: str, subject: str, course: Course, new: Sequence[Item]) -> None:
        tx, id = self._unit.tx, f"{desk} {subject}"
        document = None if course.is_new else tx.document(NEWS, id)
        if document is None and not new:
            return
        earlier = _items_in(document)
        items = tuple(course.as_it_stands(item) for item in (*earlier, *new))
        updated = self._unit.now() if new or document is None else document.updated
        if items != earlier or document is None:
            self._put(desk, subject, updated, items)
            self._send(desk, subject, items[len(earlier) :])

    def aside(self, desk: str, subject: str, item: Item) -> None:
        """Tell a desk of what is no event of the subject."""
        earlier = _items_in(self._unit.tx.document(NEWS, f"{desk} {subject}"))
        self._put(desk, subject, self._unit.now(), (*earlier, item))
        self._send(desk, subject, (item,))

    def over(self, desk: str, subject: str) -> None:
        """What a desk was told of the subject is done."""
        items = _items_in(self._unit.tx.document(NEWS, f"{desk} {subject}"))
        if items:
            done = tuple(replace(item, waits=False) for item in items)
            self._put(desk, subject, self._unit.now(), done)

    def _put(self, desk: str, subject: str, updated: str, items: tuple[Item, ...]) -> None:
        news = NewsOf(subject, _newest(items))
        self._unit.tx.put_document(NEWS, kept(f"{desk} {subject}", desk, updated, news))
        self._unit.lists.add(f"{desk}:{NEWS}")

    def _send(self, desk: str, subject: str, items: tuple[Item, ...]) -> None:
        for item in items:
            self._to_people(desk, item)
            self._to_hooks(desk, subject, item)

    def _to_people(self, desk: str, item: Item) -> None:
        """See that a mail or a notice is due for whoever wants one; the earliest time counts."""
        if desk not in self._choices:
            found = self._unit.tx.documents(CHOICE, desk, PEOPLE_MAX)
            read = readable(read_choice, found)
            self._choices[desk] = [(login, one) for login, one in read if one is not None]
        for login, choice in self._choices[desk]:
            mail_of_news(self._unit, login, desk, choice, (item,))
        if self._choices[desk]:
            self._to_devices(desk, item)

    def _to_devices(self, desk: str, item: Item) -> None:
        """Whoever has a device has a choice."""
        if desk not in self._devices:
            found = self._unit.tx.documents(DEVICE, desk, DEVICES_MAX)
            self._devices[desk] = list(readable(read_device, found))
        choices = dict(self._choices[desk])
        for id, device in self._devices[desk]:
            if device.login in choices:
                push_of_news(self._unit, id, device, choices[device.login], (item,))

    def _to_hooks(self, desk: str, subject: str, item: Item) -> None:
        if desk not in self._hooks:
            found = self._unit.tx.documents(HOOK, desk, HOOKS_MAX)
            self._hooks[desk] = list(readable(read_hook, found))
        now, node = self._unit.now(), self._unit.settings.node
        for id, hook in self._hooks[desk]:
            if hook.is_on and item.kind in hook.kinds:
                name = f"msg_{node}_{item.index}"
                message = Message(
                    name, item.kind, item.event, subject, item.at, item.index, made=now
                )
                self._unit.tx.put_document(QUEUE, kept(f"{id} {name}", id, now, message))


def _items_in(document: Document | None) -> tuple[Item, ...]:
    """The news that a document holds; none where it is not there, or cannot be read."""
    return next((news.items for _, news in readable(read_news, [document])), ())


def _newest(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Not more than are kept: of those that do not wait, the oldest go first."""
    over = len(items) - ITEMS_MAX
    gone = [item for item in items if not item.waits][: max(0, over)]
    return tuple(item for item in items if item not in gone)[-ITEMS_MAX:]
