"""The books of the asker's firm, for programs that plan its journeys."""

from typing import Any

import msgspec
from litestar import Request, get
from litestar.params import FromPath

from corridor.web.access import only
from corridor.web.api.answers import Answer, answer
from corridor.web.auth.identity import actor_of
from corridor.web.context import services_of
from corridor.web.views.books.kept import book_of, entries_of

AnyRequest = Request[Any, Any, Any]


class BookEntry(msgspec.Struct, frozen=True):
    """An entry. `version` changes with every change; `entry` has the fields of its book."""

    id: str
    version: str
    updated: str
    by: str
    entry: msgspec.Raw


class BookEntries(msgspec.Struct, frozen=True):
    """All entries of a book, those changed last first."""

    book: str
    entries: tuple[BookEntry, ...]


@get("/books/{book:str}", opt=only("carrier") | {"answer": BookEntries})
async def entries(request: AnyRequest, book: FromPath[str]) -> Answer:
    """A book of one's firm: trucks, trailers, drivers, parties or goods."""
    name, org = book_of(book).name, actor_of(request).org
    found = [
        BookEntry(
            kept.id,
            kept.version,
            kept.document.updated,
            kept.by,
            msgspec.Raw(msgspec.json.encode(kept.entry)),
        )
        for kept in entries_of(services_of(request), org, name)
    ]
    return answer(BookEntries(name, tuple(found)))
