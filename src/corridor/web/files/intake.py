"""How a file comes in: begun by its length, taken piece by piece, judged when it is whole.

What has come survives a cut line, an ended session and a restart; who goes on is asked where.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final

import msgspec
from litestar import Request
from msgspec.structs import replace

from corridor.domain.attachments import PER_SUBJECT_MAX, Attachment, Attachments, Paper
from corridor.domain.facts import Actor
from corridor.engine.file_jobs import ChangeDraftFiles
from corridor.engine.jobs import DeleteDocument, PutDocument
from corridor.engine.kept_files import KeptFile
from corridor.engine.ports import Document
from corridor.web.errors import NotKnown
from corridor.web.files.judge import Judge
from corridor.web.files.kinds import SCAN_BYTES_MAX, SORTS, may_become, named_as
from corridor.web.files.refused import FileRefused
from corridor.web.services import FileServices, Services

UPLOAD: Final = "upload"
UNDER_WAY_MAX: Final = 40
"""Uploads of one organisation at a time."""
PIECE_BYTES: Final = 256 << 10
HEAD_BYTES: Final = 16


class Upload(msgspec.Struct, frozen=True, omit_defaults=True):
    """One that was begun. `done`: what it became, told again to whoever missed it."""

    id: str
    org: str
    name: str
    size: int
    paper: Paper = "other"
    draft: str = ""
    first: Attachments = ()
    done: Attachment | None = None


class Intake:
    """One per node."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._judge = Judge()
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @property
    def _files(self) -> FileServices:
        if self._services.files is None:
            raise NotKnown
        return self._services.files

    async def begin(self, upload: Upload) -> None:
        """Refused by its length before a byte is kept."""
        files = self._files
        if upload.size > SCAN_BYTES_MAX:
            raise FileRefused("too_large", 413)
        if upload.size < 1:
            raise FileRefused("empty")
        if files.scanner is None and not files.takes_unscanned:
            raise FileRefused("no_scanner")
        found = self._services.queries.documents(UPLOAD, upload.org, UNDER_WAY_MAX)
        if sum(_read(one).done is None for one in found) >= UNDER_WAY_MAX:
            raise FileRefused("too_many", 429)
        await asyncio.to_thread(files.store.begin, upload.id, upload.size)
        await self._put(upload)

    def find(self, id: str, actor: Actor) -> Upload:
        """One's own firm's; NotKnown for every other."""
        document = self._services.queries.document(UPLOAD, id)
        if document is None or document.owner != actor.org:
            raise NotKnown
        return _read(document)

    async def offset(self, upload: Upload) -> int:
        """How many bytes of it are here."""
        if upload.done is not None:
            return upload.size
        length = await asyncio.to_thread(self._files.store.length, upload.id)
        if length is None:
            raise NotKnown
        return length

    async def take(self, upload: Upload, offset: int, pieces: AsyncIterator[bytes]) -> int:
        """Write what comes, as it comes; the new offset. ValueError where it does not follow on."""
        held = bytearray()
        async for piece in pieces:
            held += piece
            if offset == 0 and len(held) >= HEAD_BYTES and not may_become(bytes(held[:HEAD_BYTES])):
                await self.drop(upload)
                raise FileRefused("type")
            if len(held) >= PIECE_BYTES:
                offset = await self._append(upload, offset, bytes(held))
                held.clear()
        return await self._append(upload, offset, bytes(held))

    async def measured(self, upload: Upload, size: int) -> Upload:
        """One whose length only its end has told."""
        if size < 1:
            await self.drop(upload)
            raise FileRefused("empty")
        known = replace(upload, size=size)
        await self._put(known)
        return known

    async def _append(self, upload: Upload, offset: int, data: bytes) -> int:
        if offset + len(data) > upload.size:
            raise FileRefused("too_large", 413)
        async with self._locks[upload.id]:
            return await asyncio.to_thread(self._files.store.append, upload.id, offset, data)

    async def finish(self, upload: Upload) -> Attachment:
        """Whole now: looked at for viruses, judged, kept, and named where it belongs.

        Asked again it answers the same. Raises FileRefused; ScannerAway leaves all as it is.
        """
        async with self._locks[upload.id]:
            known = self._services.queries.document(UPLOAD, upload.id)
            if known is None:
                raise NotKnown
            earlier = _read(known).done
            return earlier or await self._finish(upload)

    async def _finish(self, upload: Upload) -> Attachment:
        store = self._files.store
        part = store.part(upload.id)
        made = part.with_name(f"{upload.id}.made")
        try:
            await self._scan(part)
            media_type = await self._judged(upload, part, made)
        except FileRefused:
            await self.drop(upload)
            raise
        path = made if made.exists() else part
        sha256 = await asyncio.to_thread(store.digest, path)
        name = named_as(upload.name, media_type)
        done = Attachment(sha256, path.stat().st_size, media_type, name, upload.paper)
        await self._keep(upload, done, path)
        await asyncio.to_thread(store.drop_part, upload.id)
        await self._put(replace(upload, done=done))
        self._locks.pop(upload.id, None)
        return done

    async def _scan(self, part: Path) -> None:
        scanner = self._files.scanner
        found = await scanner.scan(part) if scanner is not None else ""
        if found:
            raise FileRefused("virus", found=found)

    async def _judged(self, upload: Upload, part: Path, made: Path) -> str:
        judged = await self._judge.judge(part, made)
        if judged.refused:
            raise FileRefused(judged.refused)
        if upload.size > SORTS[judged.media_type].bytes_max:
            raise FileRefused("too_large")
        return judged.media_type

    async def _keep(self, upload: Upload, done: Attachment, path: Path) -> None:
        kept = KeptFile(
            size=done.size,
            media_type=done.media_type,
            kept_at=self._services.now(),
            orgs=(upload.org,),
            drafts=(upload.draft,) if upload.draft else (),
            scanned=self._files.scanner is not None,
        )
        await self._files.keeper.keep(path, done.sha256, kept)
        if not upload.draft:
            return
        change = ChangeDraftFiles(upload.draft, upload.org, upload.first, added=done)
        came = await self._services.writer.run(change)
        if came == "full":
            await self.drop(upload)
            raise FileRefused("full", limit=str(PER_SUBJECT_MAX))

    async def drop(self, upload: Upload) -> None:
        """Nothing of it is left."""
        await asyncio.to_thread(self._files.store.drop_part, upload.id)
        await self._services.writer.run(DeleteDocument(UPLOAD, upload.id))
        self._locks.pop(upload.id, None)

    async def _put(self, upload: Upload) -> None:
        now, body = self._services.now(), msgspec.json.encode(upload)
        document = Document(upload.id, upload.org, now, body)
        await self._services.writer.run(PutDocument(UPLOAD, document))


def _read(document: Document) -> Upload:
    return msgspec.json.decode(document.body, type=Upload)


def intake_of(request: "Request[Any, Any, Any]") -> Intake:
    """The node's."""
    intake: Intake = request.app.state.intake
    return intake
