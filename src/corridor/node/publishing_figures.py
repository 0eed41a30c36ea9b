"""What the observatory worked out of closed months is told to all states: once, and again where
enough of it changed. The process that serves reads one small file for that, and asks the writer.
"""

import logging
from asyncio import to_thread
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

import msgspec

from corridor.domain.figures.publishing import PublishFigures
from corridor.domain.figures.revising import ReviseFigures, revision
from corridor.domain.figures.state import MonthFigures, figures_id
from corridor.domain.figures.voices import OBSERVATORY
from corridor.domain.refusals import Refused
from corridor.engine.jobs import Execute
from corridor.engine.observed_months import MONTHS, Months, MonthTable
from corridor.engine.queries import Queries

Wanted = PublishFigures | ReviseFigures
Run = Callable[[Execute], Awaitable[Any]]
_READ: Final = msgspec.json.Decoder(Months)
_log: Final = logging.getLogger("corridor")


class PublishingFigures:
    """Of one node. `now`: the instant; `invented`: whether all that it measures is; `is_open`:
    whether it tells anybody.
    """

    def __init__(
        self,
        folder: Path,
        queries: Queries,
        run: Run,
        now: Callable[[], str],
        invented: bool,
        is_open: Callable[[], bool] = lambda: True,
    ) -> None:
        self._folder, self._queries, self._run = folder, queries, run
        self._now, self._invented, self._is_open = now, invented, is_open

    async def tell(self) -> None:
        """Publish what is new of the closed months."""
        if not self._is_open():
            return
        for subject, wanted in await to_thread(self._all_wanted):
            outcome = await self._run(Execute(wanted, OBSERVATORY, subject))
            for refusal in outcome.refusals:
                _log.warning("%s is not published: %s", subject, refusal.code)

    def _all_wanted(self) -> list[tuple[str, Wanted]]:
        """By subject. Three years of tables are read and compared: not on the loop."""
        found = (
            (figures_id(node, table.month), self._wanted(table, node))
            for table, node in self._tables()
        )
        return [(subject, wanted) for subject, wanted in found if wanted is not None]

    def _tables(self) -> list[tuple[MonthTable, str]]:
        try:
            found = _READ.decode((self._folder / MONTHS).read_bytes())
        except OSError:
            return []
        except msgspec.DecodeError:
            _log.warning("%s is not readable: it is made anew at the next reading", MONTHS)
            return []
        return [(table, found.node) for table in found.months]

    def _wanted(self, table: MonthTable, node: str) -> Wanted | None:
        """The command, where it would be accepted: each refusal would be an entry of the log."""
        state = self._queries.get(figures_id(node, table.month)).state
        if not isinstance(state, MonthFigures):
            return PublishFigures(table.month, table.rows, self._invented)
        if isinstance(revision(state, table.rows, self._now()), Refused):
            return None
        return ReviseFigures(table.rows, self._invented)
