"""Notices in words: that something is new, and what kind of thing. A screen is seen by who passes.

No number, no name, no goods: who touches the notice signs in and reads the rest.
"""

from typing import NamedTuple

import msgspec

from corridor.domain.telling import URGENT
from corridor.engine.pushing import is_noticed
from corridor.engine.told import Choice, Device, Item, NewsOf
from corridor.web.auth.accounts import Account
from corridor.web.services import Services
from corridor.web.telling.bell import news_for, seen_by, told_upto
from corridor.web.telling.wording import item_words, may_hear, page_of
from corridor.web.templating import Reader


class Notice(NamedTuple):
    """What a browser is sent, and up to which entry of the log it tells. None: nothing is to be."""

    body: bytes | None
    upto: int
    is_urgent: bool = False


def notice_of(
    services: Services, account: Account, device: Device, choice: Choice, reader: Reader
) -> Notice:
    """That something is new which this device was not told of.

    It counts all that is new: of two notices that wait, the later one takes the place of the other.
    """
    upto = told_upto(services)
    seen = seen_by(services, account)
    told = [(news, _new(news, choice, seen)) for news in news_for(services, account)]
    found = [(news, new) for news, new in told if new and _is_for(services, account, news)]
    if not any(item.is_new(device.upto) for _news, new in found for item in new):
        return Notice(None, upto)
    newest = [new[-1] for _news, new in found]
    first = next((item for item in newest if item.kind in URGENT), newest[0])
    text = item_words(first, reader)
    if any(item.waits for item in newest):
        text = f"{text}. {reader.words('Waits for your act')}"
    title = reader.words.ngettext("%(num)s matter is new", "%(num)s matters are new", len(found))
    address = _page(services, account, found[0][0]) if len(found) == 1 else "/news"
    body = _body(services, reader, title, text, address)
    return Notice(body, upto, first.kind in URGENT)


def trial_of(services: Services, device: Device, reader: Reader) -> Notice:
    """A notice that tells of nothing."""
    say = reader.words
    title = say("A trial notice")
    text = say("Notices of this node reach this device.")
    return Notice(_body(services, reader, title, text, "/news/choices"), device.upto, True)


def _body(services: Services, reader: Reader, title: str, text: str, address: str) -> bytes:
    product = reader.words("Digital Transit Corridor")
    said = {
        "title": f"{product} ({services.node}): {title}",
        "text": text,
        "address": address,
        "lang": reader.lang,
    }
    return msgspec.json.encode(said)


def _new(news: NewsOf, choice: Choice, since: int) -> list[Item]:
    return [one for one in news.items if one.is_new(since) and is_noticed(choice, one.kind)]


def _is_for(services: Services, account: Account, news: NewsOf) -> bool:
    return may_hear(account, news.subject, services.queries.get(news.subject).state)


def _page(services: Services, account: Account, news: NewsOf) -> str:
    state = services.queries.get(news.subject).state
    return page_of(account.role, news.subject, state) or "/news"
