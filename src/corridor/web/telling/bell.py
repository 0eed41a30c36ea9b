"""The bell: what a person has not seen yet, of what the own desk was told."""

from typing import Any, Final

from corridor.domain.telling import desk_of
from corridor.engine.ports import Document
from corridor.engine.told import NEWS, SEEN, NewsOf, read_news, seen_upto
from corridor.web.auth.accounts import Account
from corridor.web.services import Services

LOOKED_AT: Final = 100
"""The newest subjects with news; what is older stands on the lists."""
GLANCED_AT: Final = 10
"""Mostly enough to count by, for the head of every page."""
COUNTED_MAX: Final = 99


def news_for(services: Services, account: Account) -> list[NewsOf]:
    """What the person's desk has been told of, by subject, the newest first."""
    found = services.queries.documents(NEWS, desk_of(account.actor()), LOOKED_AT)
    return [read_news(document) for document in found]


def seen_by(services: Services, account: Account) -> int:
    """Up to which entry of the log the person has seen the news."""
    return seen_upto(services.queries.document(SEEN, account.login))


def told_upto(services: Services) -> int:
    """The newest entry of the log that what is read now can tell of."""
    with services.engine.store.read() as reader:
        return reader.size() - 1


def bell_of(services: Services, account: Account | None) -> dict[str, Any] | None:
    """What stands in the head of every page; None for whom nobody knows."""
    if account is None:
        return None
    seen = seen_by(services, account)
    found = services.queries.documents(NEWS, desk_of(account.actor()), GLANCED_AT)
    news = [read_news(document) for document in found]
    if len(found) == GLANCED_AT and not _is_older_seen(found, news, seen):
        news = news_for(services, account)
    count = sum(item.is_new(seen) for one in news for item in one.items)
    shown = str(count) if count <= COUNTED_MAX else f"{COUNTED_MAX}+"
    return {"count": count, "shown": shown}


def _is_older_seen(found: list[Document], news: list[NewsOf], seen: int) -> bool:
    """Whether all that was told before these was seen: something told after it was."""
    return any(
        document.updated > found[-1].updated and all(item.index <= seen for item in one.items)
        for document, one in zip(found, news, strict=True)
    )
