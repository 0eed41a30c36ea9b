"""The watchman: looks now and then at what ails the node, and rings at its operators'."""

import asyncio
import logging
from typing import Final

from corridor.domain.telling import ILLS, desk_of
from corridor.engine.telling import EndAside, TellAside
from corridor.engine.told import NEWS, NewsOf, read_news, readable
from corridor.web.auth.accounts import ACCOUNT, account_in
from corridor.web.services import Services
from corridor.web.telling.ills import ills_of

LOOK_SECONDS: Final = 20.0
NEWS_MAX: Final = 500
ACCOUNTS_MAX: Final = 2_000


class Watchman:
    """Tells what began and what is over. What rings already is read from the news themselves, so a
    restart repeats nothing.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._seen: set[str] = set()
        self._is_calm = False

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                await self.turn()
            except Exception:
                logging.getLogger("corridor").exception("alarms: the next turn tries again")

    async def turn(self) -> None:
        """What is there at two looks in a row is told; what is gone at one is over.

        While nothing ails and nothing rings, nobody is looked up.
        """
        found = ills_of(self._services)
        if not found and self._is_calm:
            return
        lasting, self._seen = found.keys() & self._seen, set(found)
        for desk in self._desks():
            rings = self._rings(desk)
            for subject in sorted(lasting - rings):
                job = TellAside((desk,), subject, found[subject], asks=True)
                await self._services.writer.run(job)
            for subject in sorted(rings - found.keys()):
                await self._services.writer.run(EndAside((desk,), subject))
        self._is_calm = not found

    def _desks(self) -> list[str]:
        documents = self._services.queries.documents(ACCOUNT, None, ACCOUNTS_MAX)
        accounts = map(account_in, documents)
        return sorted({desk_of(one.actor()) for one in accounts if one.role == "operator"})

    def _rings(self, desk: str) -> set[str]:
        documents = self._services.queries.documents(NEWS, desk, NEWS_MAX)
        every = (news for _, news in readable(read_news, documents))
        return {news.subject for news in every if _rings(news)}


def _rings(news: NewsOf) -> bool:
    return any(item.waits and item.kind in ILLS for item in news.items)
