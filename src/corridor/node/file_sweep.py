"""Lets go of files that nobody uses any more, and of uploads that nobody finishes: once an hour."""

import asyncio
import logging
from typing import Final

from corridor.domain.days import day_at
from corridor.engine.file_jobs import ForgetUnsent, Keeping
from corridor.engine.file_keeping import FileKeeper
from corridor.engine.hlc import DAY_MS, instant
from corridor.engine.illness import Unavailable
from corridor.engine.jobs import DeleteDocument
from corridor.engine.kept_files import OF_DRAFT
from corridor.engine.ports import Clock
from corridor.engine.queries import Queries
from corridor.engine.writer import Writing
from corridor.node.settings import FilesKept
from corridor.web.files.intake import UPLOAD
from corridor.web.files.trays import TRAY

REST_S: Final = 3_600.0
FIRST_S: Final = 60.0
UPLOAD_MS: Final = 2 * DAY_MS
"""So long an upload may be gone on with."""
ENDED_AT_ONCE: Final = 500


class FileSweep:
    """`run` for ever. `rules`: the node's own, of which the newest that has begun counts."""

    def __init__(
        self,
        keeper: FileKeeper,
        writer: Writing,
        queries: Queries,
        clock: Clock,
        rules: tuple[FilesKept, ...],
    ) -> None:
        self._keeper = keeper
        self._writer = writer
        self._queries = queries
        self._clock = clock
        self._rules = rules

    async def run(self) -> None:
        """A round, a rest."""
        await asyncio.sleep(FIRST_S)
        while True:
            try:
                await self.round()
            except Unavailable as error:  # the store cannot be reached just now
                logging.getLogger("corridor").warning("files: %s", error)
            await asyncio.sleep(REST_S)

    async def round(self) -> int:
        """Look at every file once; how many went."""
        now_ms = self._clock.now_ms()
        await self._end_uploads(now_ms - UPLOAD_MS)
        day = day_at(instant(now_ms), "")
        rule = self._rule(day)
        await self._end_trays(instant(now_ms - rule.unsent_days * DAY_MS))
        keeping = Keeping(rule.named_days, rule.other_days)
        found = await asyncio.to_thread(lambda: tuple(self._keeper.store.kept()))
        gone = 0
        for sha256 in found:
            gone += await self._keeper.look_at(sha256, day, keeping)
        return gone

    def _rule(self, day: str) -> FilesKept:
        begun = [rule for rule in self._rules if rule.since <= day] or [FilesKept()]
        return max(begun, key=lambda one: one.since)

    async def _end_trays(self, before: str) -> None:
        """What was to go with a message that nobody sent; drafts are their people's to end."""
        upto = before
        while old := self._queries.documents(OF_DRAFT, None, ENDED_AT_ONCE, before=upto):
            for document in old:
                if document.id.startswith(TRAY):
                    await self._writer.run(ForgetUnsent(document.id, before))
            upto = min(document.updated for document in old)

    async def _end_uploads(self, before_ms: int) -> None:
        old = self._queries.documents(UPLOAD, None, ENDED_AT_ONCE, before=instant(before_ms))
        for document in old:
            await self._writer.run(DeleteDocument(UPLOAD, document.id))
        store = self._keeper.store
        for part in await asyncio.to_thread(lambda: tuple(store.old_parts(before_ms))):
            await asyncio.to_thread(store.drop_part, part)
