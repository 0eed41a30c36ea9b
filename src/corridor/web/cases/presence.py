"""Who has a case or a draft open: known to this process alone, as long as pages are open."""

from collections import Counter
from collections.abc import Iterable
from typing import Final, NamedTuple

from corridor.domain.facts import Actor
from corridor.domain.kinds import kind_of
from corridor.engine.cases import topic_of
from corridor.web.views.finding import desk_of

GONE_MS: Final = 60_000
"""After so long without a sign of life a page counts as closed."""
CASES_MAX: Final = 5_000


class Seen(NamedTuple):
    """Since when somebody has it open, and when that was last known."""

    since_ms: int
    last_ms: int


class Presence:
    """People who look at cases and drafts, by the topic of each."""

    def __init__(self) -> None:
        self._seen: dict[str, dict[str, Seen]] = {}
        self._pages: Counter[tuple[str, str]] = Counter()

    def note(self, topic: str, login: str, now_ms: int) -> bool:
        """Somebody looks at it; whether that is news."""
        if topic not in self._seen and len(self._seen) >= CASES_MAX:
            self._drop_closed(now_ms)
        seen = self._seen.setdefault(topic, {})
        is_news = login not in seen or now_ms - seen[login].last_ms > GONE_MS
        seen[login] = Seen(now_ms if is_news else seen[login].since_ms, now_ms)
        return is_news

    def enter(self, topic: str, login: str) -> None:
        """A page of theirs is open from now on."""
        self._pages[topic, login] += 1

    def close(self, topic: str, login: str) -> None:
        """One page less."""
        self._pages[topic, login] -= 1
        if self._pages[topic, login] <= 0:
            del self._pages[topic, login]

    def leave(self, topic: str, login: str, closed_ms: int) -> bool:
        """Forget who closed the last page, unless another was opened after; whether that is so."""
        seen = self._seen.get(topic, {})
        if login not in seen or (topic, login) in self._pages or seen[login].last_ms > closed_ms:
            return False
        del seen[login]
        if not seen:
            del self._seen[topic]
        return True

    def others(self, topic: str, login: str, now_ms: int) -> list[tuple[str, int]]:
        """Who else looks at it, and since when."""
        seen = self._seen.get(topic, {})
        return sorted(
            (one, at.since_ms)
            for one, at in seen.items()
            if one != login and now_ms - at.last_ms <= GONE_MS
        )

    def _drop_closed(self, now_ms: int) -> None:
        for topic in list(self._seen):
            if all(now_ms - at.last_ms > GONE_MS for at in self._seen[topic].values()):
                del self._seen[topic]


def case_topic(actor: Actor, subject: str) -> str:
    """What the pages of a desk follow of a case, and those of a firm of a draft."""
    return topic_of(desk_of(actor), subject)


def cases_in(topics: Iterable[str]) -> list[str]:
    """Those of the topics that are cases, and not subjects or lists."""
    return [one for one in topics if ":" in one and kind_of(one.rpartition(":")[2]) is not None]
