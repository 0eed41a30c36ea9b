"""Tables brought for a book, and those of their rows that wait to be corrected."""

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.web.access import only
from corridor.web.addresses import redirect
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.forms import UPLOAD_BYTES_MAX, Form, read_form
from corridor.web.pages.carrier.books.entry import add_problems, refuse_twice, show, typed_in
from corridor.web.pages.carrier.books.lists import list_page
from corridor.web.pages.carrier.drafts import form_of
from corridor.web.pages.carrier.tables import bring
from corridor.web.tables.matching import BOOKS
from corridor.web.toolkit import Page, notify, page
from corridor.web.views.books.kept import AnyRequest, book_of, kind_of, run_all, swap
from corridor.web.views.books.reading import read_entry
from corridor.web.views.books.rest import drop_rest, keep_rest, rest_at, rest_of
from corridor.web.views.books.shown import in_words
from corridor.web.views.books.tables import Book

SHOWN_MAX = 200


@post(
    "/carrier/books/{book:str}/table",
    opt=only("carrier"),
    request_max_body_size=UPLOAD_BYTES_MAX,
)
async def table(request: AnyRequest, book: FromPath[str]) -> Page | Redirect:
    """Bring a table; its columns are named next."""
    named, form = book_of(book), await read_form(request)
    purpose = next(one for one in BOOKS if one == kind_of(named.name))
    leads_to = await bring(request, form, purpose, named.name)
    return leads_to or list_page(request, named, form, 422)


@get("/carrier/books/{book:str}/rest", opt=only("carrier"))
async def rest(request: AnyRequest, book: FromPath[str]) -> Page:
    """The rows that wait."""
    named, _, reader = book_of(book), gettext_of(request), reader_of(request)
    fields = {field.name: field for field in named.fields}
    found = rest_of(request, named)
    rows = []
    for id, values in found[:SHOWN_MAX]:
        _entry, problems = read_entry(named, values)
        shown = (in_words(fields[n], text, reader) for n, text in values.items() if n in fields)
        said = [f"{_(fields[one.field].label)}: {_(one.text, **one.args)}" for one in problems]
        rows.append(
            {
                "href": f"/carrier/books/{book}/rest/{id}",
                "text": " · ".join(shown) or _("Not named yet"),
                "faults": said or [_("Another entry of the book is the same, or was changed.")],
            }
        )
    return page(
        request,
        "carrier/books/rest.html",
        title=_("Rows to be corrected"),
        book=named,
        book_title=_(named.title),
        rows=rows,
        count=len(found),
    )


@get("/carrier/books/{book:str}/rest/{id:str}", opt=only("carrier"))
async def row(request: AnyRequest, book: FromPath[str], id: FromPath[str]) -> Page:
    """One of them, with what stands against it."""
    named = book_of(book)
    values = rest_at(request, named, id)
    form = form_of(values)
    add_problems(request, form, read_entry(named, values)[1])
    return _show(request, named, id, form)


def _show(request: AnyRequest, book: Book, id: str, form: Form, status: int = 200) -> Page:
    _ = gettext_of(request)
    there = f"/carrier/books/{book.name}/rest"
    return show(
        request, book, form, status, title=_("Correct the row"), action=f"{there}/{id}",
        cancel_href=there, drops=True,
    )  # fmt: skip


@post("/carrier/books/{book:str}/rest/{id:str}", opt=only("carrier"))
async def correct(request: AnyRequest, book: FromPath[str], id: FromPath[str]) -> Page | Redirect:
    """Enter it, keep it as it was typed, or drop it. The button says which."""
    named, form, _ = book_of(book), await read_form(request), gettext_of(request)
    rest_at(request, named, id)
    if form["act"] == "drop":
        await drop_rest(request, named, id)
        notify(request, _("The row was dropped"))
        return redirect(f"/carrier/books/{book}/rest")
    values = typed_in(named, form)
    entry, problems = read_entry(named, values)
    add_problems(request, form, problems)
    if entry is not None:
        refuse_twice(request, named, form, entry)
    if entry is None or form.errors:
        await keep_rest(request, named, values, id)
        return _show(request, named, id, form, 422)
    await run_all(services_of(request), [swap(request, named, None, entry)])
    await drop_rest(request, named, id)
    notify(request, _("The entry was kept"))
    more = rest_of(request, named)
    return redirect(f"/carrier/books/{book}{'/rest' if more else ''}")


ROUTES: tuple[ControllerRouterHandler, ...] = (table, rest, row, correct)
