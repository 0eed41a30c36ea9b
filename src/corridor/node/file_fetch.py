"""Fetches files from the nodes where they were uploaded: when somebody opens one, and only then.

What has come is kept when the line is cut; the next opening goes on from there. Nothing is shown
before all of it fits the hash that the event names, and is what the event says it is.
"""

import asyncio
import logging
from pathlib import Path
from typing import Final

from corridor.domain.attachments import Attachment
from corridor.engine.file_keeping import FileKeeper
from corridor.engine.file_ports import Scanner
from corridor.engine.hlc import instant
from corridor.engine.illness import Unavailable
from corridor.engine.kept_files import KeptFile
from corridor.engine.ports import Clock
from corridor.evidence.errors import TrustRefused
from corridor.exchange.errors import LineFault
from corridor.exchange.file_ask import FileAsker
from corridor.web.files.judge import Judge
from corridor.web.services import Fetched

RESTS_S: Final = (1.0, 2.0, 4.0, 8.0)
"""Between attempts after the line was cut; each stretch that comes begins them anew."""


class FileFetch:
    """One task a file that is on its way."""

    def __init__(
        self,
        asker: FileAsker,
        keeper: FileKeeper,
        scanner: Scanner | None,
        clock: Clock,
        rests_s: tuple[float, ...] = RESTS_S,
        takes_unscanned: bool = True,
    ) -> None:
        self._asker = asker
        self._keeper = keeper
        self._scanner = scanner
        self._clock = clock
        self._rests_s = rests_s
        self._may_fetch = takes_unscanned or scanner is not None
        self._judge = Judge()
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._problems: dict[str, str] = {}

    def fetch(self, holder: str, subject: str, file: Attachment) -> Fetched:
        """See `FetchFile`. A problem is told once; asked again, it is tried again."""
        store, sha256 = self._keeper.store, file.sha256
        if not self._may_fetch:
            return Fetched(0, file.size, "file.unscanned")
        problem = ""
        if sha256 not in self._tasks:
            if store.find(sha256) is not None:
                return Fetched(file.size, file.size, is_here=True)
            problem = self._problems.pop(sha256, "")
            if not problem:
                work = self._run(holder, subject, file)
                self._tasks[sha256] = asyncio.create_task(work)
        return Fetched(self._come(file), file.size, problem)

    def _come(self, file: Attachment) -> int:
        """How much has come. A file that has just taken its place is no longer a part."""
        store = self._keeper.store
        length = store.length(_part(file.sha256))
        if length is None:
            return file.size if store.find(file.sha256) is not None else 0
        return length

    def stop(self) -> None:
        """The node ends: what has come stays for the next time."""
        for task in self._tasks.values():
            task.cancel()

    async def _run(self, holder: str, subject: str, file: Attachment) -> None:
        try:
            await self._bytes(holder, subject, file)
            problem = await self._check_and_keep(file)
        except (LineFault, TrustRefused) as fault:
            problem = fault.code
            logging.getLogger("corridor").warning("file %s: %s", file.sha256, fault)
        except Unavailable as error:
            problem = error.illness
        finally:
            self._tasks.pop(file.sha256, None)
        if problem:
            self._problems[file.sha256] = problem

    async def _bytes(self, holder: str, subject: str, file: Attachment) -> None:
        store, part = self._keeper.store, _part(file.sha256)
        offset = await asyncio.to_thread(store.length, part)
        if offset is None:
            await asyncio.to_thread(store.begin, part, file.size)
            offset = 0
        attempts = 0
        while offset < file.size:
            try:
                data = await self._asker.stretch(holder, subject, file.sha256, offset, file.size)
            except LineFault as fault:
                if fault.code != "line.unreachable" or attempts >= len(self._rests_s):
                    raise
                await asyncio.sleep(self._rests_s[attempts])
                attempts += 1
                continue
            offset, attempts = await asyncio.to_thread(store.append, part, offset, data), 0

    async def _check_and_keep(self, file: Attachment) -> str:
        """Keep it, or say why not.

        1. Its hash is the one that the event names.
        2. The scanner of this node, where there is one, finds nothing.
        3. It is by its content of the kind that the event says.
        """
        store = self._keeper.store
        part = store.part(_part(file.sha256))
        problem = await self._wrong(file, part)
        if problem:
            await asyncio.to_thread(store.drop_part, part.name)
            return problem
        now = instant(self._clock.now_ms())
        is_scanned = self._scanner is not None
        kept = KeptFile(file.size, file.media_type, now, scanned=is_scanned, was_named=True)
        await self._keeper.keep(part, file.sha256, kept)
        await asyncio.to_thread(store.drop_part, part.name)
        return ""

    async def _wrong(self, file: Attachment, part: Path) -> str:
        if await asyncio.to_thread(self._keeper.store.digest, part) != file.sha256:
            return "file.hash"
        if self._scanner is not None and await self._scanner.scan(part):
            return "file.virus"
        judged = await self._judge.judge(part, part.with_name(f"{part.name}.made"))
        return "" if judged.media_type == file.media_type else "file.type"


def _part(sha256: str) -> str:
    return f"fetch-{sha256}"
