"""Bytes and what is known of them, kept and forgotten together.

One process serves, and in it one of these: while one file comes and another goes, neither sees the
other half done.
"""

import asyncio
from pathlib import Path

from corridor.engine.file_jobs import KeepFile, Keeping, LookAtFile
from corridor.engine.file_ports import Files
from corridor.engine.kept_files import KeptFile
from corridor.engine.writer import Writing


class FileKeeper:
    """Between the `Files` port and the writer."""

    def __init__(self, store: Files, writer: Writing) -> None:
        self.store = store
        self._writer = writer
        self._one_at_a_time = asyncio.Lock()

    async def keep(self, path: Path, sha256: str, kept: KeptFile) -> None:
        """The bytes first, then the document: a document always has its bytes."""
        async with self._one_at_a_time:
            await asyncio.to_thread(self.store.keep, path, sha256)
            await self._writer.run(KeepFile(sha256, kept))

    async def look_at(self, sha256: str, day: str, keeping: Keeping) -> bool:
        """The document first, then the bytes; whether they went."""
        async with self._one_at_a_time:
            is_gone: bool = await self._writer.run(LookAtFile(sha256, day, keeping))
            if is_gone:
                await asyncio.to_thread(self.store.drop, sha256)
            return is_gone
