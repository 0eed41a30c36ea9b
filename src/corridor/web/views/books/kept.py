"""The entries of the asking firm's books: found, kept, changed only as they were read."""

import asyncio
import hashlib
from collections.abc import Iterable
from typing import Any, Final

import msgspec
from litestar import Request

from corridor.domain.books.entries import Entry, RoadVehicle, key_of
from corridor.engine.jobs import SwapDocument
from corridor.engine.ports import Document
from corridor.web.auth.accounts import Account
from corridor.web.auth.identity import account_of, actor_of
from corridor.web.context import services_of
from corridor.web.errors import NotKnown
from corridor.web.services import Services
from corridor.web.views.books.tables import BOOK, TABLES, Book

AnyRequest = Request[Any, Any, Any]
ENTRIES_MAX: Final = 5_000
"""In one book of one firm."""
_AT_ONCE: Final = 200
"""Entries that are handed to the writer together."""


class Note(msgspec.Struct, frozen=True, omit_defaults=True):
    """An entry as it is kept. `by`: who wrote it last; `source`: the dossier it came from."""

    entry: msgspec.Raw
    by: str = ""
    source: str = ""


class Kept(msgspec.Struct, frozen=True):
    """An entry of a book, with the document that it lies in."""

    entry: Entry
    document: Document
    by: str
    source: str

    @property
    def id(self) -> str:
        """In the address of its page."""
        return self.document.id

    @property
    def version(self) -> str:
        """Changes with every change; a form sends back the one that it showed."""
        return hashlib.sha256(self.document.body).hexdigest()[:16]


_NOTE: Final = msgspec.json.Decoder(Note)
_ENTRIES: Final = {name: msgspec.json.Decoder(book.shape) for name, book in TABLES.items()}


def book_of(name: str) -> Book:
    """The book of an address."""
    if name not in TABLES:
        raise NotKnown
    return TABLES[name]


def kind_of(book: str) -> str:
    """The kind of document in which entries of a book are kept."""
    return f"{BOOK}{book}"


def entries_of(services: Services, org: str, book: str) -> list[Kept]:
    """All entries of a firm's book, the newest first."""
    found = services.queries.documents(kind_of(book), org, ENTRIES_MAX)
    return [_read(book, document) for document in found]


def _read(book: str, document: Document) -> Kept:
    note = _NOTE.decode(document.body)
    return Kept(_ENTRIES[book].decode(note.entry), document, note.by, note.source)


def entry_at(request: AnyRequest, book: Book, id: str) -> Kept:
    """The firm's own entry; NotKnown where there is none, and where it is another's."""
    document = services_of(request).queries.document(kind_of(book.name), id)
    if document is None or document.owner != actor_of(request).org:
        raise NotKnown
    return _read(book.name, document)


def swap(
    request: AnyRequest, book: Book, earlier: Kept | None, entry: Entry | None, source: str = ""
) -> SwapDocument:
    """What keeps an entry in place of the earlier one; without one it takes the earlier out."""
    return kept_by(services_of(request), account_of(request), book, earlier, entry, source)


def kept_by(
    services: Services,
    account: Account,
    book: Book,
    earlier: Kept | None,
    entry: Entry | None,
    source: str = "",
) -> SwapDocument:
    """The same in the name of somebody whose request it is not."""
    id = earlier.id if earlier else services.new_id("bk")
    body = earlier.document.body if earlier else None
    if entry is None:
        return SwapDocument(kind_of(book.name), id, body, None)
    note = Note(msgspec.Raw(msgspec.json.encode(entry)), account.name, source)
    document = Document(id, account.org, services.now(), msgspec.json.encode(note))
    return SwapDocument(kind_of(book.name), id, body, document)


async def run_all(services: Services, jobs: Iterable[SwapDocument]) -> list[bool]:
    """What came of each: False where somebody was quicker."""
    done: list[bool] = []
    waiting = list(jobs)
    for first in range(0, len(waiting), _AT_ONCE):
        some = waiting[first : first + _AT_ONCE]
        done += await asyncio.gather(*(services.writer.run(job) for job in some))
    return done


def vehicles_of(services: Services, org: str) -> dict[str, RoadVehicle]:
    """The firm's trucks and trailers by their numbers."""
    found = (
        kept.entry for book in ("trucks", "trailers") for kept in entries_of(services, org, book)
    )
    return {key_of(one): one for one in found if isinstance(one, RoadVehicle)}
