"""Exactly what a list shows behind its filters, or the rows selected in it, as a file.

Read and sent a thousand rows at a time, each from the store as it is then: memory stays flat, and a
slow reader holds nothing back. A row that changes meanwhile stands in it as before or as after.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from litestar.response import Stream

from corridor.domain.listings import Order
from corridor.engine.queries import EXPORTED_AT_ONCE, ListedRow
from corridor.web.auth.identity import actor_of
from corridor.web.cells import Plain
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.downloads import download_headers
from corridor.web.errors import TooMany
from corridor.web.i18n import LANGUAGES, words_in
from corridor.web.listing.asked import Asked
from corridor.web.listing.desk import AnyRequest, DeskList
from corridor.web.listing.files import CsvFile, ListFile
from corridor.web.listing.shown import rows_found, rows_named
from corridor.web.listing.whose import completed
from corridor.web.listing.xlsx import XlsxFile
from corridor.web.templating import Reader
from corridor.web.views.finding import asked_for

ROWS_MAX: Final = 1_000_000
"""What a sheet of Excel holds, rounded down."""
PAPER_ROWS_MAX: Final = 1_000
"""Some thirty pages: of what is longer, a file for tables has all."""
AT_ONCE: Final = 2
"""Files that one node makes at the same time."""


class Exports:
    """How many files are being made."""

    def __init__(self) -> None:
        self._open = 0

    @contextmanager
    def one(self) -> Iterator[None]:
        """A place among them, until the file is sent."""
        self._open += 1
        try:
            yield
        finally:
            self._open -= 1

    @property
    def is_full(self) -> bool:
        """Whether whoever comes now has to wait."""
        return self._open >= AT_ONCE


def export(request: AnyRequest, desk: DeskList) -> Stream:
    """The file that the address asks for: `?as=csv` or `?as=xlsx`, and all that the list has."""
    exports: Exports = request.app.state.exports
    if exports.is_full:
        raise TooMany(detail="too many files at once")
    title = gettext_of(request)(desk.title)
    file, name = list_file(request, title, desk.path.strip("/").replace("/", "-"))
    sent = _sent(Source(request, desk), file, exports)
    return Stream(sent, media_type=file.media_type, headers=download_headers(name))


def rows_for_paper(request: AnyRequest, desk: DeskList) -> tuple[list[ListedRow], bool]:
    """What the address asks for, as far as a paper holds it, and whether that is not all."""
    source, rows = Source(request, desk), list[ListedRow]()
    while not source.is_over and len(rows) <= PAPER_ROWS_MAX:
        rows += source.rows()
    return rows[:PAPER_ROWS_MAX], len(rows) > PAPER_ROWS_MAX or not source.is_over


def list_file(request: AnyRequest, title: str, name: str) -> tuple[ListFile, str]:
    """An empty file of the sort that the address asks for, and what it is called."""
    is_book = request.query_params.get("as") == "xlsx"
    file: ListFile = XlsxFile(title) if is_book else CsvFile(reader_of(request).lang)
    now = services_of(request).now()[:16].replace(":", "")
    return file, f"{name}-{now}Z.{file.suffix}"


def heads_of(reader: Reader, labels: Iterable[str]) -> list[str]:
    """In the reader's language and in the other, so that both sides of a border read them."""
    others = [words_in(lang) for lang in LANGUAGES if lang != reader.lang]
    words = [reader.words, *others]
    return [" / ".join(one.gettext(label) for one in words) for label in labels]


async def _sent(source: "Source", file: ListFile, exports: Exports) -> AsyncIterator[bytes]:
    """Away from the event loop, so that pages are answered meanwhile."""
    with exports.one():
        yield file.begin(source.heads)
        while not source.is_over:
            yield await asyncio.to_thread(lambda: file.rows(source.next(file.is_full)))
        yield await asyncio.to_thread(file.end)


class Source:
    """The rows, in pages, as values of the columns that are shown."""

    def __init__(self, request: AnyRequest, desk: DeskList) -> None:
        self._request = request
        self._desk = desk
        self._reader, self._queries = reader_of(request), services_of(request).queries
        actor = actor_of(request)
        lane = desk.lane_of(request)
        self._name = desk.name(actor, lane)
        where = actor.office or services_of(request).node
        self._actor = actor
        query, apart = request.query_params, desk.without(lane)
        self._asked = Asked(desk.listing_of(lane), query, where, actor.person, apart)
        self._cells = desk.cells(request)
        self._after, self._given = "", 0
        self.is_over = False

    @property
    def heads(self) -> list[str]:
        """Of the columns that are shown."""
        return heads_of(self._reader, (column.label for column in self._asked.columns))

    def next(self, is_full: bool) -> list[list[Plain]]:
        """The next rows; with the last of them it is over. A full file says that there are more."""
        if is_full or self._given >= ROWS_MAX:
            self.is_over = True
            _, given = self._reader.words, self._reader.formats.number(self._given)
            return [[_("The list goes on: a file holds %(rows)s rows.", rows=given)]]
        shown = [self._values(row) for row in self.rows()]
        self._given += len(shown)
        return shown

    def _values(self, row: ListedRow) -> list[Plain]:
        return [getattr(self._cells, one.name)(row).plain for one in self._asked.columns]

    def rows(self) -> Sequence[ListedRow]:
        """The next of them as they stand in the list; with the last it is over."""
        rows: Sequence[ListedRow]
        if self._asked.only:
            self.is_over = True
            return self._named(tuple(rows_named(self._queries, self._name, self._asked.only)))
        if self._desk.state is not None and asked_for(self._request):
            rows, self._after = rows_found(self._request, self._desk, self._asked, self._after)
        else:
            rows, self._after = self._listed()
        self.is_over = not self._after
        return self._named(tuple(rows))

    def _named(self, rows: tuple[ListedRow, ...]) -> tuple[ListedRow, ...]:
        return completed(self._queries, self._desk, self._actor, rows)

    def _listed(self) -> tuple[Sequence[ListedRow], str]:
        """A row that changes while the file is made would be missed in the order of changes."""
        asked = self._asked
        order: Order = "since" if asked.order == "updated" else asked.order
        page = self._queries.picked(
            self._name, self._asked.pick, order, self._after, EXPORTED_AT_ONCE, asked.descending
        )
        return page.rows, page.next
