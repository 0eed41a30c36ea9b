"""A table between being brought and being taken: a document of the store, of the office."""

from hashlib import sha256
from typing import Final

import msgspec

from corridor.engine.jobs import DeleteDocument, PutDocument
from corridor.engine.ports import Document
from corridor.web.brought.rows import RowsRead
from corridor.web.services import Services

KIND: Final = "permits-brought"
KEPT_MAX: Final = 5
"""Of one office; the oldest goes."""


class KeptTable(msgspec.Struct, frozen=True):
    """The rows as they were read. `digest`: SHA-256 of the file."""

    name: str
    digest: str
    read: RowsRead


_TABLE: Final = msgspec.json.Decoder(KeptTable)


async def keep(services: Services, office: str, name: str, data: bytes, read: RowsRead) -> str:
    """Keep it; its id."""
    for old in services.queries.documents(KIND, office, 100)[KEPT_MAX - 1 :]:
        await services.writer.run(DeleteDocument(KIND, old.id))
    id = services.new_id("pb")
    table = KeptTable(name[:200], sha256(data).hexdigest(), read)
    body = msgspec.json.encode(table)
    await services.writer.run(PutDocument(KIND, Document(id, office, services.now(), body)))
    return id


def kept(services: Services, office: str, id: str) -> KeptTable | None:
    """That of the office; another's is not there."""
    found = services.queries.document(KIND, id)
    return _TABLE.decode(found.body) if found is not None and found.owner == office else None


async def forget(services: Services, id: str) -> None:
    """It was taken, or is not wanted."""
    await services.writer.run(DeleteDocument(KIND, id))
