"""Rows of a file that have to be corrected before they stand in a book: nothing of them is lost."""

from typing import Any, Final

import msgspec
from litestar import Request

from corridor.engine.jobs import DeleteDocument, PutDocument
from corridor.engine.ports import Document
from corridor.web.auth.identity import actor_of
from corridor.web.context import services_of
from corridor.web.errors import NotKnown
from corridor.web.views.books.tables import BOOK, Book
from corridor.web.views.drafting.model import Values

AnyRequest = Request[Any, Any, Any]
REST_MAX: Final = 5_000
_VALUES: Final = msgspec.json.Decoder(Values)


def _kind(book: Book) -> str:
    return f"{BOOK}{book.name}-rest"


def rest_of(request: AnyRequest, book: Book) -> list[tuple[str, Values]]:
    """(id, values as they came) of the firm's rows that wait, those of the last file first."""
    org = actor_of(request).org
    found = services_of(request).queries.documents(_kind(book), org, REST_MAX)
    return [(one.id, _VALUES.decode(one.body)) for one in found]


def rest_at(request: AnyRequest, book: Book, id: str) -> Values:
    """One of them; NotKnown where there is none, and where it is another firm's."""
    found = services_of(request).queries.document(_kind(book), id)
    if found is None or found.owner != actor_of(request).org:
        raise NotKnown
    return _VALUES.decode(found.body)


async def keep_rest(request: AnyRequest, book: Book, values: Values, id: str = "") -> None:
    """Keep a row, a new one where it has no id yet."""
    services, org = services_of(request), actor_of(request).org
    body = msgspec.json.encode(values)
    document = Document(id or services.new_id("br"), org, services.now(), body)
    await services.writer.run(PutDocument(_kind(book), document, is_owned=True))


async def drop_rest(request: AnyRequest, book: Book, id: str) -> None:
    """It stands in the book now, or is not wanted."""
    await services_of(request).writer.run(DeleteDocument(_kind(book), id))
