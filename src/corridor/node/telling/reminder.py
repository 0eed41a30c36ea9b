"""The reminder: some days before a term's day it is told to whoever has to act, once.

It reads the lists of what falls due, up to the day that the node's term of warning names, and opens
a movement only where it or the calendar has changed since it was looked at. What was told is read
from the news themselves, so a restart, or a clock that jumps back, repeats nothing; a day that has
passed meanwhile is noted by the act of the terms, and is not announced any more.
"""

import asyncio
import logging
from collections.abc import Iterator
from typing import Final

from corridor.domain.days import days_later, end_of_day
from corridor.domain.listings import mark
from corridor.domain.movement.falling_due import Due, falling_due
from corridor.domain.movement.reminding import Reminding, near, reminders
from corridor.domain.movement.state import Movement
from corridor.domain.movement.undischarged import LANE
from corridor.engine.ports import Pick
from corridor.engine.queries import ListedRow
from corridor.engine.telling import Remind
from corridor.web.auth.accounts import all_accounts
from corridor.web.services import Services

LOOK_SECONDS: Final = 600.0
ROWS_AT_ONCE: Final = 200
AFAR: Final = ":due"
LOOKED_MAX: Final = 100_000
TOLD_MAX: Final = 20_000
"""Of which it is remembered that they were told, so that the news are not read again."""


class Reminder:
    """Looks now and then; each look costs the rows of what falls due soon, and nothing of all
    else: their movements are opened once a day of each calendar.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._told: set[Reminding] = set()
        self._calendars: tuple[str, ...] = ()
        self._looked: dict[str, str] = {}
        """Movement → its last change when it was looked at, by these calendars."""

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self.turn()
            except Exception:
                logging.getLogger("corridor").exception("reminders: the next turn tries again")
            await asyncio.sleep(LOOK_SECONDS)

    async def turn(self) -> None:
        """Tell of what has come near."""
        if len(self._told) > TOLD_MAX:
            self._told.clear()
        for one in await asyncio.to_thread(lambda: list(self._found())):
            if one not in self._told:
                await self._services.writer.run(Remind(*one))
                self._told.add(one)

    def _found(self) -> Iterator[Reminding]:
        node, queries = self._services.node, self._services.queries
        calendars = self._days()
        if calendars != self._calendars or len(self._looked) > LOOKED_MAX:
            self._calendars, self._looked = calendars, {}
        for row in self._rows():
            if self._looked.get(row.subject) == row.updated:
                continue
            self._looked[row.subject] = row.updated
            state = queries.get(row.subject).state
            for due in self._near(state) if isinstance(state, Movement) else ():
                yield from reminders(state, due, node)

    def _days(self) -> tuple[str, ...]:
        """What day it is in each state, and how long before its day a term is told."""
        states = sorted(self._services.engine.settings.peers | {self._services.node})
        days = tuple(self._services.day_at(state) for state in states)
        return (*days, *(str(self._services.term("warning", day)) for day in sorted({*days})))

    def _near(self, state: Movement) -> Iterator[Due]:
        """By the calendar of the place that judges each."""
        for where in sorted({due.where for due in falling_due(state)}):
            today = self._services.day_at(where)
            yield from near(state, today, self._services.term("warning", today), where)

    def _rows(self) -> Iterator[ListedRow]:
        """What falls due at the offices of this node; at guarantors what is under recovery; of
        carriers what no office here has before it.
        """
        accounts = all_accounts(self._services.queries)
        here = self._services.day_at(self._services.node)
        last = days_later(here, self._services.term("warning", here) + 1)
        soon = Pick(span=("due", "", end_of_day(last, self._services.node)))
        for office in sorted({one.office for one in accounts if one.role == "customs"}):
            yield from self._of_list(f"customs:{office}:due", soon)
        owing = Pick((mark("state", "under_recovery"),))
        for org in sorted({one.org for one in accounts if one.role == "guarantor"}):
            yield from self._of_list(f"guarantor:{org}:{LANE}", owing)
        for name in self._services.queries.counts("carrier:"):
            if name.endswith(AFAR):
                yield from self._of_list(name, soon)

    def _of_list(self, name: str, pick: Pick) -> Iterator[ListedRow]:
        after = ""
        while True:
            page = self._services.queries.picked(name, pick, "due", after, ROWS_AT_ONCE)
            yield from page.rows
            after = page.next
            if not after:
                return
