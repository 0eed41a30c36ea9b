"""Rows of a table that was brought for a book: judged, and entered as far as they can be read.

An empty cell says nothing: it never takes away what the book holds. Rows that cannot be read wait
beside the book until somebody corrects or drops them.
"""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from litestar import Request
from litestar.response import Redirect

from corridor.domain.books.entries import Entry, key_of
from corridor.domain.refusals import N_
from corridor.web.addresses import redirect
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.forms import Form
from corridor.web.i18n import LANGUAGES, words_in
from corridor.web.labels.permit import ITEM_FACTS
from corridor.web.tables.kept import Table, cells_of
from corridor.web.tables.values import meant
from corridor.web.toolkit import notify
from corridor.web.views.books.kept import ENTRIES_MAX, Kept, entries_of, run_all, swap
from corridor.web.views.books.reading import read_entry, values_of
from corridor.web.views.books.rest import keep_rest
from corridor.web.views.books.shown import YES
from corridor.web.views.books.tables import BOOK, TABLES, Book, Field
from corridor.web.views.drafting.model import Values
from corridor.web.views.drafting.reading import Problem
from corridor.web.views.table_rows import Judged

AnyRequest = Request[Any, Any, Any]
TWICE: Final = N_("The same stands in row %(row)s.")
NO_ROOM: Final = N_("The book holds at most %(count)s entries.")
NO: Final = N_("no")
_ALSO_YES: Final = frozenset({"1", "+", "x", "v", "true", "y"})
_ALSO_NO: Final = frozenset({"0", "-", "false", "n"})


class BookRow(NamedTuple):
    """A row, numbered as in the spreadsheet: what was read of it, and what stands against it."""

    number: int
    values: Values
    entry: Entry | None
    problems: tuple[Problem, ...]


def book_for(table: Table) -> Book:
    """The book that a table was brought for."""
    return TABLES[table.purpose.removeprefix(BOOK)]


def rows_of(request: AnyRequest, table: Table) -> Iterator[BookRow]:
    """All rows, read; of several that name the same, all but the first are at fault."""
    book, reference = book_for(table), services_of(request).reference
    fields = {field.name: field for field in book.fields}
    seen: dict[str, int] = {}
    for number, cells in cells_of(table):
        read = {n: _meant(fields[n], meant(n, text, reference)) for n, text in cells.items()}
        values = {name: text for name, text in read.items() if text}
        entry, problems = read_entry(book, values)
        first = seen.setdefault(key_of(entry), number) if entry is not None else number
        if first != number:
            args = {"row": str(first)}
            problems = (Problem(book.name, book.listed[0], TWICE, args=args),)
        yield BookRow(number, values, entry, problems)


def _meant(field: Field, text: str) -> str:
    """Words of a choice as its codes, in either language."""
    if field.kind == "flag":
        said = text.casefold()
        is_no = said in _ALSO_NO | {words_in(lang)(NO) for lang in LANGUAGES}
        is_yes = said in _ALSO_YES | {words_in(lang)(YES) for lang in LANGUAGES}
        return "" if is_no else "1" if is_yes else text
    if field.kind == "facts":
        parts = (part.strip() for part in text.replace(";", ",").split(","))
        return ", ".join(_FACTS.get(part.casefold(), part) for part in parts if part)
    return text


def _said_facts() -> dict[str, str]:
    return {
        words_in(lang)(label).casefold(): code
        for lang in LANGUAGES
        for code, label in ITEM_FACTS.items()
    }


_FACTS: Final = _said_facts()


def judged_book(request: AnyRequest, table: Table) -> list[Judged]:
    """The rows with what stands against each at its cell."""
    say = reader_of(request).words
    judged = []
    for row in rows_of(request, table):
        faults: dict[str, list[str]] = {}
        for one in row.problems:
            faults.setdefault(one.field, []).append(say(one.text, **one.args))
        judged.append(Judged(row.number, row.values, faults))
    return judged


async def take_book(request: AnyRequest, table: Table, form: Form) -> Redirect | None:
    """Enter what can be read; what cannot, or was changed meanwhile, waits to be corrected."""
    _, services, book = gettext_of(request), services_of(request), book_for(table)
    there = entries_of(services, actor_of(request).org, book.name)
    known = {key_of(one.entry): one for one in there}
    rows = list(rows_of(request, table))
    good = [row for row in rows if not row.problems]
    left = [row.values for row in rows if row.problems]
    new = [row for row in good if row.entry is not None and key_of(row.entry) not in known]
    if len(known) + len(new) > ENTRIES_MAX:
        form.add_error("", _(NO_ROOM, count=ENTRIES_MAX))
        return None
    jobs, values = [], []
    for row in good:
        found = known.get(key_of(row.entry)) if row.entry is not None else None
        entry = _merged(book, row, found, form["how"] == "take")
        if entry is not None and (found is None or entry != found.entry):
            jobs.append(swap(request, book, found, entry, table.name))
            values.append(row.values)
    done = await run_all(services, jobs)
    left += [one for one, is_done in zip(values, done, strict=True) if not is_done]
    for one in left:
        await keep_rest(request, book, one)
    _tell(request, sum(done), len(good) - len(jobs), len(left))
    return redirect(f"/carrier/books/{book.name}{'/rest' if left else ''}")


def _merged(book: Book, row: BookRow, known: Kept | None, is_taken: bool) -> Entry | None:
    """What the book will hold; of a row that adds nothing that can be read, what it held."""
    if known is None:
        return row.entry
    had = values_of(book, known.entry)
    entry, _ = read_entry(book, had | row.values if is_taken else row.values | had)
    return entry


def _tell(request: AnyRequest, done: int, same: int, left: int) -> None:
    say = reader_of(request).words
    said = []
    if done:
        said.append(say.ngettext("%(num)s entry was written", "%(num)s entries were written", done))
    if same:
        said.append(say.ngettext("%(num)s stood there so", "%(num)s stood there so", same))
    if left:
        rows = ("%(num)s row waits to be corrected", "%(num)s rows wait to be corrected")
        said.append(say.ngettext(*rows, left))
    title = say("The table was taken") if done else say("Nothing was written")
    notify(request, title, "; ".join(said) + ".", "wait" if left else "ok")
