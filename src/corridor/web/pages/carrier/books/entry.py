"""One entry: shown, written, taken out. Two who write it at once both see it, nobody overwrites."""

from typing import Any

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.books.entries import Entry, key_of
from corridor.domain.refusals import N_
from corridor.domain.typed import listed
from corridor.web.access import only
from corridor.web.addresses import redirect
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.forms import Form, read_form
from corridor.web.pages.carrier.drafts import form_of
from corridor.web.toolkit import Page, notify, page
from corridor.web.views.books.kept import (
    ENTRIES_MAX,
    AnyRequest,
    Kept,
    book_of,
    entries_of,
    entry_at,
    run_all,
    swap,
)
from corridor.web.views.books.reading import read_entry, values_of
from corridor.web.views.books.shown import form_groups, in_words, paper_tags
from corridor.web.views.books.tables import Book
from corridor.web.views.drafting.model import Values
from corridor.web.views.drafting.reading import Problem

THERE_ALREADY = N_("This stands in the book already: look for it there.")
FULL = N_("The book is full: %(count)s entries.")


def typed_in(book: Book, form: Form) -> Values:
    """What was typed, as an entry's values."""
    found = {one.name: ", ".join(filter(None, form.all(one.name))) for one in book.fields}
    return {name: value for name, value in found.items() if value}


def add_problems(request: AnyRequest, form: Form, problems: tuple[Problem, ...]) -> None:
    """Each at its field."""
    for one in problems:
        form.add_error(one.field, reader_of(request).words(one.text, **one.args))


def show(request: AnyRequest, book: Book, form: Form, status: int = 200, **more: Any) -> Page:
    """The form of an entry."""
    _, reader = gettext_of(request), reader_of(request)
    known: Kept | None = more.get("known")
    facts = listed(typed_in(book, form).get("facts", ""))
    about: dict[str, Any] = {
        "title": values_of(book, known.entry)[book.listed[0]] if known else _(book.one),
        "known": None,
        "clash": [],
        "drops": False,
        "tags": [],
        "action": f"/carrier/books/{book.name}/{known.id if known else 'new'}",
        "cancel_href": f"/carrier/books/{book.name}",
    }
    return page(
        request,
        "carrier/books/entry.html",
        status=status,
        book=book,
        book_title=_(book.title),
        form=form,
        errors=form.errors,
        groups=form_groups(book, reader, services_of(request).reference, facts),
        **(about | more),
    )


@get("/carrier/books/{book:str}/new", opt=only("carrier"))
async def new(request: AnyRequest, book: FromPath[str]) -> Page:
    """An empty one."""
    return show(request, book_of(book), Form())


@get("/carrier/books/{book:str}/{id:str}", opt=only("carrier"))
async def entry(request: AnyRequest, book: FromPath[str], id: FromPath[str]) -> Page:
    """One that is there."""
    table = book_of(book)
    known = entry_at(request, table, id)
    return _show_known(request, table, known, form_of(values_of(table, known.entry)))


def _show_known(
    request: AnyRequest, book: Book, known: Kept, form: Form, status: int = 200, **more: Any
) -> Page:
    services = services_of(request)
    tags = paper_tags(known.entry, services.day_at(services.node), reader_of(request))
    return show(request, book, form, status, known=known, tags=tags, **more)


@post("/carrier/books/{book:str}/new", opt=only("carrier"))
async def add(request: AnyRequest, book: FromPath[str]) -> Page | Redirect:
    """Enter it."""
    table, form = book_of(book), await read_form(request)
    entry, problems = read_entry(table, typed_in(table, form))
    add_problems(request, form, problems)
    if entry is not None:
        refuse_twice(request, table, form, entry)
    if entry is None or form.errors:
        return show(request, table, form, 422)
    await run_all(services_of(request), [swap(request, table, None, entry)])
    return _done(request, table)


def refuse_twice(
    request: AnyRequest, book: Book, form: Form, entry: Entry, known: Kept | None = None
) -> None:
    """One of a kind stands in a book once."""
    there = entries_of(services_of(request), actor_of(request).org, book.name)
    others = [one for one in there if known is None or one.id != known.id]
    _ = gettext_of(request)
    if key_of(entry) in {key_of(one.entry) for one in others}:
        form.add_error(book.listed[0], _(THERE_ALREADY))
    elif known is None and len(there) >= ENTRIES_MAX:
        form.add_error("", _(FULL, count=ENTRIES_MAX))


def _done(request: AnyRequest, book: Book) -> Redirect:
    _ = gettext_of(request)
    notify(request, _("The entry was kept"))
    return redirect(f"/carrier/books/{book.name}")


@post("/carrier/books/{book:str}/{id:str}", opt=only("carrier"))
async def change(request: AnyRequest, book: FromPath[str], id: FromPath[str]) -> Page | Redirect:
    """Write it anew: over what the form showed, and over nothing else."""
    table, form = book_of(book), await read_form(request)
    known = _known_still(request, table, id)
    if known is None:
        return _gone(request, table, form)
    if form["version"] != known.version:
        return _clash(request, table, known, form)
    entry, problems = read_entry(table, typed_in(table, form))
    add_problems(request, form, problems)
    if entry is not None:
        refuse_twice(request, table, form, entry, known)
    if entry is None or form.errors:
        return _show_known(request, table, known, form, 422)
    if not all(await run_all(services_of(request), [swap(request, table, known, entry)])):
        return _clash(request, table, entry_at(request, table, id), form)
    return _done(request, table)


def _known_still(request: AnyRequest, book: Book, id: str) -> Kept | None:
    try:
        return entry_at(request, book, id)
    except NotKnown:
        return None


def _gone(request: AnyRequest, book: Book, form: Form) -> Page:
    """What was typed stays, as the form of a new entry."""
    _ = gettext_of(request)
    said = _("The entry is no longer in the book. What you typed stands here as a new one.")
    return show(request, book, form, 409, clash_said=said)


def _clash(request: AnyRequest, book: Book, known: Kept, form: Form) -> Page:
    """What was typed stays, beside what the colleague wrote; who saves now, has seen it."""
    _, reader = gettext_of(request), reader_of(request)
    mine, theirs = typed_in(book, form), values_of(book, known.entry)
    rows = [
        {
            "label": _(one.label),
            "theirs": in_words(one, theirs.get(one.name, ""), reader) or _("nothing"),
            "mine": in_words(one, mine.get(one.name, ""), reader) or _("nothing"),
        }
        for one in book.fields
        if mine.get(one.name, "") != theirs.get(one.name, "")
    ]
    said = _("%(person)s changed this entry while you were typing.", person=known.by)
    return _show_known(request, book, known, form, 409, clash=rows, clash_said=said)


@get("/carrier/books/{book:str}/{id:str}/delete", opt=only("carrier"))
async def ask_delete(request: AnyRequest, book: FromPath[str], id: FromPath[str]) -> Page:
    """Before it is gone."""
    table, _ = book_of(book), gettext_of(request)
    known = entry_at(request, table, id)
    name = values_of(table, known.entry)[table.listed[0]]
    return page(
        request,
        "confirm.html",
        title=_("Take %(name)s out of the book?", name=name),
        form=Form(),
        consequence=_(
            "Dossiers and drafts keep what they say. Your colleagues lose the entry too."
        ),
        action=f"/carrier/books/{book}/{id}/delete",
        hidden={"version": known.version},
        label=_("Take out"),
        cancel_href=f"/carrier/books/{book}/{id}",
        kind="stop",
    )


@post("/carrier/books/{book:str}/{id:str}/delete", opt=only("carrier"))
async def delete(request: AnyRequest, book: FromPath[str], id: FromPath[str]) -> Redirect:
    """Take it out, unless somebody has changed it since."""
    table, form, _ = book_of(book), await read_form(request), gettext_of(request)
    known = entry_at(request, table, id)
    is_same = form["version"] == known.version
    if not is_same or not all(
        await run_all(services_of(request), [swap(request, table, known, None)])
    ):
        said = _("%(person)s changed it meanwhile. Look at it again.", person=known.by)
        notify(request, _("The entry was not taken out"), said, "stop")
        return redirect(f"/carrier/books/{book}/{id}")
    notify(request, _("The entry was taken out"))
    return redirect(f"/carrier/books/{book}")


ROUTES: tuple[ControllerRouterHandler, ...] = (new, entry, add, change, ask_delete, delete)
