"""All books with what ends soon, and each of them as a list and as a file."""

from typing import Any, Final

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.books.papers import ending, told_until
from corridor.web.access import only
from corridor.web.addresses import redirect, with_query, without_empty
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.downloads import download
from corridor.web.forms import Form
from corridor.web.listing.export import heads_of, list_file
from corridor.web.pages.carrier.books.gathering import sent_before, take_over
from corridor.web.toolkit import Page, notify, page
from corridor.web.views.books.kept import AnyRequest, Kept, book_of, entries_of
from corridor.web.views.books.reading import plain_of, values_of
from corridor.web.views.books.rest import rest_of
from corridor.web.views.books.shown import in_words, paper_tags
from corridor.web.views.books.tables import TABLES, Book
from corridor.web.views.finding import is_found_by

PAGE: Final = 100
WITH_PAPERS: Final = ("trucks", "trailers", "drivers")
View = dict[str, Any]


@get("/carrier/books", opt=only("carrier"))
async def books(request: AnyRequest) -> Page:
    """The five books, and the papers that have ended or end soon."""
    _, services, org = gettext_of(request), services_of(request), actor_of(request).org
    return page(
        request,
        "carrier/books/books.html",
        title=_("Books"),
        books=[
            {"name": name, "title": _(book.title), "count": len(entries_of(services, org, name))}
            for name, book in TABLES.items()
        ],
        ending=ending_papers(request),
    )


def ending_papers(request: AnyRequest) -> list[View]:
    """The entries of the firm with a paper that has ended or ends soon, the first to end first."""
    services, org = services_of(request), actor_of(request).org
    today = services.day_at(services.node)
    last, found = told_until(today), []
    for name in WITH_PAPERS:
        book = TABLES[name]
        for kept in entries_of(services, org, name):
            papers = ending(kept.entry, last)
            if papers:
                found.append((papers[0].until, _row(book, kept, today, request)))
    return [row for _, row in sorted(found, key=lambda pair: pair[0])]


def _row(book: Book, kept: Kept, today: str, request: AnyRequest) -> View:
    reader, values = reader_of(request), values_of(book, kept.entry)
    fields = {field.name: field for field in book.fields}
    cells = [in_words(fields[name], values.get(name, ""), reader) for name in book.listed]
    return {
        "href": f"/carrier/books/{book.name}/{kept.id}",
        "name": cells[0],
        "cells": cells[1:],
        "tags": paper_tags(kept.entry, today, reader),
        "key": kept.id,
    }


def _found(request: AnyRequest, book: Book) -> list[Kept]:
    """The entries that the address asks for, in the order of their names."""
    text = request.query_params.get("q", "")
    entries = entries_of(services_of(request), actor_of(request).org, book.name)
    first = book.listed[0]
    named = sorted(entries, key=lambda kept: str(getattr(kept.entry, first)).casefold())
    if not text:
        return named
    return [one for one in named if is_found_by(text, values_of(book, one.entry).values())]


@get("/carrier/books/{book:str}", opt=only("carrier"), before_request=without_empty)
async def entries(request: AnyRequest, book: FromPath[str]) -> Page:
    """One book."""
    return list_page(request, book_of(book), Form())


def list_page(request: AnyRequest, table: Book, form: Form, status: int = 200) -> Page:
    """A book as a list; `form` has what stands against a table that was brought."""
    _ = gettext_of(request)
    services, formats = services_of(request), reader_of(request).formats
    found, today = _found(request, table), services.day_at(services.node)
    asked = request.query_params.get("page", "1")
    number = max(1, int(asked)) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1
    first = (number - 1) * PAGE
    labels = {field.name: _(field.label) for field in table.fields}
    shown = found[first : first + PAGE]
    said = _(
        "%(first)s–%(last)s of %(all)s",
        first=formats.number(first + 1),
        last=formats.number(first + len(shown)),
        all=formats.number(len(found)),
    )
    return page(
        request,
        "carrier/books/list.html",
        title=_(table.title),
        status=status,
        form=form,
        errors=form.errors,
        waiting=len(rest_of(request, table)),
        book=table,
        text=request.query_params.get("q", ""),
        columns=[labels[name] for name in table.listed],
        has_papers=table.name in WITH_PAPERS,
        rows=[_row(table, kept, today, request) for kept in shown],
        said=said,
        previous_href=with_query(request, {"page": number - 1}) if number > 1 else "",
        next_href=with_query(request, {"page": number + 1}) if first + PAGE < len(found) else "",
    )


@get("/carrier/books/{book:str}/export", opt=only("carrier"))
async def export(request: AnyRequest, book: FromPath[str]) -> Response[bytes]:
    """What the list shows with all its fields, as a file that can be read in again."""
    table = book_of(book)
    file, name = list_file(request, gettext_of(request)(table.title), f"carrier-books-{book}")
    rows = [
        [plain_of(field, values.get(field.name, "")) for field in table.fields]
        for values in (values_of(table, kept.entry) for kept in _found(request, table))
    ]
    heads = heads_of(reader_of(request), (field.label for field in table.fields))
    return download(file.begin(heads) + file.rows(rows) + file.end(), name, file.media_type)


@post("/carrier/books/gather", opt=only("carrier"))
async def gather(request: AnyRequest) -> Redirect:
    """Enter what the dossiers sent before name."""
    words = reader_of(request).words
    count = await take_over(request, sent_before(request))
    said = words.ngettext("%(num)s entry was added", "%(num)s entries were added", count)
    notify(request, words("Earlier dossiers were looked through"), said)
    return redirect("/carrier/books")


ROUTES: tuple[ControllerRouterHandler, ...] = (books, entries, export, gather)
