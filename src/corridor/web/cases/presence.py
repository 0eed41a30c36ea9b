"""Who has a case open: known to this process alone, and only for as long as pages are open."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.facts import Actor
from corridor.domain.kinds import kind_of
from corridor.engine.cases import topic_of
from corridor.web.views.finding import desk_of

GONE_MS: Final = 60_000
"""After so long without a sign of life a page counts as closed."""
CASES_MAX: Final = 5_000


class Presence:
    """Officers who look at cases, by the topic of the case."""

    def __init__(self) -> None:
        self._seen: dict[str, dict[str, int]] = {}

    def note(self, topic: str, login: str, now_ms: int) -> bool:
        """The officer looks at it; whether that is news."""
        if topic not in self._seen and len(self._seen) >= CASES_MAX:
            self._drop_closed(now_ms)
        seen = self._seen.setdefault(topic, {})
        is_news = login not in seen or now_ms - seen[login] > GONE_MS
        seen[login] = now_ms
        return is_news

    def leave(self, topic: str, login: str) -> None:
        """The officer closed it."""
        seen = self._seen.get(topic, {})
        seen.pop(login, None)
        if not seen:
            self._seen.pop(topic, None)

    def others(self, topic: str, login: str, now_ms: int) -> list[str]:
        """Who else looks at it."""
        seen = self._seen.get(topic, {})
        return sorted(one for one, at in seen.items() if one != login and now_ms - at <= GONE_MS)

    def _drop_closed(self, now_ms: int) -> None:
        for topic in list(self._seen):
            if all(now_ms - at > GONE_MS for at in self._seen[topic].values()):
                del self._seen[topic]


def case_topic(actor: Actor, subject: str) -> str:
    """What the pages of a desk follow of a case."""
    return topic_of(desk_of(actor), subject)


def cases_in(topics: Iterable[str]) -> list[str]:
    """Those of the topics that are cases, and not subjects or lists."""
    return [one for one in topics if ":" in one and kind_of(one.rpartition(":")[2]) is not None]
