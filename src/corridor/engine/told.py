"""What is kept of telling people: news by desk, what was seen, choices, and what is to be sent.

All of it are documents of the node. News follow from the log, so losing them loses no fact.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Annotated, Final, Literal, NamedTuple, TypeVar

import msgspec
from msgspec import Meta

from corridor.domain.telling import Change, news_of, waits
from corridor.engine.hlc import instant, to_ms
from corridor.engine.ports import Document

NEWS: Final = "news"
"""One for each desk and subject; owner: the desk; `updated`: when the newest was told."""
SEEN: Final = "news-seen"
"""By login: up to which entry of the log its person has seen the news."""
CHOICE: Final = "telling-choice"
"""By login: how its person is told; owner: the desk."""
MAIL: Final = "mail-due"
"""By login: that a mail is due; `updated`: when."""
MAIL_FAILED: Final = "mail-failed"
"""By login: that a mail was given up and why, until one is taken; `updated`: when."""
DEVICE: Final = "push-device"
"""A browser that shows notices to a person; owner: the desk."""
DEVICES_MAX: Final = 500
"""Of one desk; further ones show nothing."""
PUSH: Final = "push-due"
"""By device: that a notice is due; owner: its person; `updated`: when."""
HOOK: Final = "webhook"
"""Where a desk's systems are told; owner: the desk."""
QUEUE: Final = "webhook-queue"
"""What is to be sent; owner: the webhook; `updated`: when it is due."""
SENT: Final = "webhook-sent"
"""What was sent, or was given up; owner: the webhook; `updated`: when."""
ITEMS_MAX: Final = 20
"""News of one subject that are kept for a desk; those that still wait are the last to go."""
LATER_S: Final = (5, 60, 300, 1_800, 7_200, 18_000, 36_000, 36_000, 36_000)
"""Between attempts, in all a day and a half."""
Mode = Literal["now", "digest", "never"]
Hour = Annotated[int, Meta(ge=0, le=23)]
T = TypeVar("T")


class Item(msgspec.Struct, frozen=True, omit_defaults=True):
    """One piece of news: entry of the log, what a person chooses by, the event, who said it."""

    index: int
    kind: str
    event: str
    at: str
    by: str = ""
    until: str = ""
    asks: bool = False
    """Whether it asked for something when it was told; `waits`: whether it still does."""
    waits: bool = False

    def is_new(self, seen: int) -> bool:
        """Whether it came after what was seen. What waited and is done is new to nobody."""
        return self.index > seen and not self.is_done

    @property
    def is_done(self) -> bool:
        """Whether it asked for something that was done since."""
        return self.asks and not self.waits


class ToTell(NamedTuple):
    """A piece of news for a desk; its place in the log is not known yet."""

    desk: str
    item: Item


class NewsOf(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a desk has been told of one subject, the oldest first."""

    subject: str
    items: tuple[Item, ...] = ()


class Choice(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a person is told by mail, and by notices of their devices.

    `modes`: of mail by kind, where it is not the usual one; `notices`: likewise, whether a device
    shows it. `code`: that confirms `address`; empty once it was. Hours are those of `zone`, a
    place; a digest comes at `digest_hour`, and nothing between `quiet_from` and `quiet_to`, if they
    differ. `upto`: entries of the log already told by mail.
    """

    address: str = ""
    code: str = ""
    lang: str = ""
    zone: str = ""
    digest_hour: Hour = 8
    quiet_from: Hour = 0
    quiet_to: Hour = 0
    modes: dict[str, Mode] = {}
    notices: dict[str, bool] = {}
    upto: int = 0


class MailDue(msgspec.Struct, frozen=True, omit_defaults=True):
    """That a mail is due. `confirm`: it is the one that asks whether the address is right."""

    confirm: bool = False
    attempts: int = 0
    error: str = ""


class Device(msgspec.Struct, frozen=True, omit_defaults=True):
    """A browser of a person: where its push service takes notices, and what they are sealed with.

    `upto`: entries of the log already told there. `error`: what went wrong last; `is_on` is False
    once its service said that it listens no more.
    """

    login: str
    endpoint: str
    p256dh: str
    auth: str
    name: str = ""
    made: str = ""
    upto: int = 0
    error: str = ""
    is_on: bool = True


class PushDue(msgspec.Struct, frozen=True, omit_defaults=True):
    """That a notice is due. `trial`: it tells of nothing, and is to be seen."""

    trial: bool = False
    attempts: int = 0


class Hook(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where the systems of a desk are told, signed with the secret; `kinds`: of what.

    `failures`: attempts in a row that did not arrive; until `rests_until` none is made.
    """

    url: str
    secret: str
    kinds: tuple[str, ...] = ()
    name: str = ""
    is_on: bool = True
    failures: int = 0
    rests_until: str = ""
    error: str = ""


class Message(msgspec.Struct, frozen=True, omit_defaults=True):
    """One message to a webhook. `id` stays the same however often it is sent."""

    id: str
    kind: str
    event: str = ""
    subject: str = ""
    at: str = ""
    index: int = 0
    made: str = ""
    attempts: int = 0
    status: int = 0
    error: str = ""
    delivered: bool = False


_NEWS = msgspec.json.Decoder(NewsOf)
_CHOICE = msgspec.json.Decoder(Choice)
_MAIL = msgspec.json.Decoder(MailDue)
_DEVICE = msgspec.json.Decoder(Device)
_PUSH = msgspec.json.Decoder(PushDue)
_HOOK = msgspec.json.Decoder(Hook)
_MESSAGE = msgspec.json.Decoder(Message)


def told_of(change: Change, tag: str, node: str) -> Iterator[ToTell]:
    """Who has to know of it at the node, and what."""
    fact = change.fact
    for news in news_of(change, node):
        asks = waits(news.kind, news.until, change.state, change.stands)
        by = fact.actor.office or fact.node
        yield ToTell(news.desk, Item(0, news.kind, tag, fact.at, by, news.until, asks, asks))


def read_news(document: Document) -> NewsOf:
    """News as they are kept."""
    return _NEWS.decode(document.body)


def read_choice(document: Document | None) -> Choice | None:
    """A person's choice, if there is one."""
    return _CHOICE.decode(document.body) if document is not None else None


def read_mail(document: Document) -> MailDue:
    """A mail that is due."""
    return _MAIL.decode(document.body)


def read_device(document: Document) -> Device:
    """A browser that shows notices."""
    return _DEVICE.decode(document.body)


def read_push(document: Document) -> PushDue:
    """A notice that is due."""
    return _PUSH.decode(document.body)


def read_hook(document: Document) -> Hook:
    """A webhook."""
    return _HOOK.decode(document.body)


def read_message(document: Document) -> Message:
    """A message to a webhook."""
    return _MESSAGE.decode(document.body)


def readable(
    read: Callable[[Document], T], documents: Iterable[Document | None]
) -> Iterator[tuple[str, T]]:
    """Those that are there and can be read, by id. Telling is part of what it tells of, and no
    command fails for what one person chose, or a newer version has kept.
    """
    for document in documents:
        with suppress(msgspec.MsgspecError):
            if document is not None:
                yield document.id, read(document)


def kept(id: str, owner: str, updated: str, what: msgspec.Struct) -> Document:
    """As it is kept."""
    return Document(id, owner, updated, msgspec.json.encode(what))


def later(now: str, attempts: int) -> str:
    """When to try again after so many attempts in a row that failed."""
    return instant(to_ms(now) + LATER_S[min(attempts, len(LATER_S)) - 1] * 1000)


def seen_upto(document: Document | None) -> int:
    """The entries of the log up to which somebody has seen the news."""
    return int(document.body) if document is not None else 0
