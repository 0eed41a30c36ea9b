"""A table that was brought: what its columns hold, what is wrong in its cells, and taking it."""

from typing import Any, Final
from urllib.parse import urlsplit

from litestar import Request, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler
from msgspec.structs import replace

from corridor.domain.refusals import N_
from corridor.domain.typed import place
from corridor.web.access import only
from corridor.web.addresses import redirect
from corridor.web.auth.identity import account_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.forms import Form, read_form
from corridor.web.nav import nav_for
from corridor.web.pages.carrier.table_uses import USES
from corridor.web.tables.kept import (
    Table,
    cells_of,
    first_look,
    forget_table,
    keep_table,
    learn,
    learned,
    on_head,
    on_sheet,
    table_of,
    with_fields,
)
from corridor.web.tables.letters import LETTERS, read_as, readings
from corridor.web.tables.matching import HEAD_LOOKED_AT, Purpose
from corridor.web.tables.model import Brought, Unread
from corridor.web.tables.reading import TableReader, pasted
from corridor.web.toolkit import Page, page
from corridor.web.views.table_rows import columns_of, rows_shown, with_broken

AnyRequest = Request[Any, Any, Any]
NOTHING: Final = N_("Choose a file, or paste a part of a table.")
NO_FIELD: Final = N_("Say of at least one column what it holds.")
TOO_MANY: Final = N_("The table has %(count)s rows; at most %(most)s fit here.")
NO_ROWS: Final = N_("The table has no rows.")


async def bring(request: AnyRequest, form: Form, purpose: Purpose, target: str) -> Redirect | None:
    """Keep the table that a form carries, and lead to its columns; None: the form says why not."""
    file = form.files.get("file")
    name = (file.filename if file else "")[:200]
    found = await _brought(request, form, file)
    if isinstance(found, Unread):
        _ = gettext_of(request)
        args = {name: _(value) for name, value in found.args.items()}
        form.add_error("file", _(found.text, **args))
        return None
    id = services_of(request).new_id("tb")
    table = Table(id=id, purpose=purpose, target=target, name=name, brought=found)
    await keep_table(request, first_look(table, learned(request, purpose)))
    return redirect(f"/carrier/tables/{id}")


async def _brought(request: AnyRequest, form: Form, file: UploadFile | None) -> Brought | Unread:
    data = await file.read() if file is not None else b""
    tables: TableReader = request.app.state.tables
    if data:
        return await tables.read(data)
    text = form.values.get("pasted", [""])[0]
    return pasted(text) if text.strip() else Unread(NOTHING)


@get("/carrier/tables/{id:str}", opt=only("carrier"))
async def preview(request: AnyRequest, id: FromPath[str]) -> Page:
    """The columns, and the first rows as they are understood."""
    return _show(request, table_of(request, id), Form())


@post("/carrier/tables/{id:str}", opt=only("carrier"))
async def go_on(request: AnyRequest, id: FromPath[str]) -> Page | Redirect:
    """Look at it otherwise, take it, or drop it. The button says which."""
    form, table = await read_form(request), table_of(request, id)
    if form["act"] == "drop":
        await forget_table(request, id)
        return redirect(USES[table.purpose].back(table))
    seen, table = table.brought.letters, _as_asked(request, table, form)
    await keep_table(request, table)
    if form["act"] != "take" or table.brought.letters != seen:
        return redirect(f"/carrier/tables/{id}#columns")
    _check(request, table, form)
    if form.errors:
        return _show(request, table, form, 422)
    await learn(request, table)
    leads_to = await USES[table.purpose].take(request, table, form)
    if leads_to is None:
        return _show(request, table, form, 422)
    await forget_table(request, id)
    return leads_to


def _as_asked(request: AnyRequest, table: Table, form: Form) -> Table:
    known = learned(request, table.purpose)
    letters = form["letters"]
    if table.brought.letters and letters in LETTERS and letters != table.brought.letters:
        again = read_as(table.brought, letters)
        return first_look(replace(table, brought=again), known) if again else table
    sheet, head = _number(form["sheet"]), _number(form["head"])
    if 0 <= sheet < len(table.brought.sheets) and sheet != table.sheet:
        return on_sheet(table, sheet, known)
    if -1 <= head < min(HEAD_LOOKED_AT, len(table.rows)) and form["head"] and head != table.head:
        return on_head(table, head, known)
    fields = [form[f"column-{index}"] for index in range(len(table.fields))]
    allowed = USES[table.purpose].fields(request, table)
    return with_fields(table, [field if field in allowed else "" for field in fields])


def _number(text: str) -> int:
    """The row or sheet so numbered, from 0; -1 where none is meant, -2 where it cannot be told."""
    known = -1 if text == "-1" else place(text)
    return known if known or text == "0" else -2


def _check(request: AnyRequest, table: Table, form: Form) -> None:
    _, count, limit = gettext_of(request), len(cells_of(table)), USES[table.purpose].rows
    if not any(table.fields):
        form.add_error("column-0", _(NO_FIELD))
    elif not count:
        form.add_error("", _(NO_ROWS))
    elif count > limit:
        number = reader_of(request).formats.number
        form.add_error("", _(TOO_MANY, count=number(count), most=number(limit)))


def _show(request: AnyRequest, table: Table, form: Form, status: int = 200) -> Page:
    _, reader = gettext_of(request), reader_of(request)
    rows = with_broken(table, USES[table.purpose].judged(request, table), reader)
    shown, faulty = rows_shown(table, rows, reader)
    sheets = [
        {"value": str(index), "label": sheet.name or str(index + 1)}
        for index, sheet in enumerate(table.brought.sheets)
    ]
    heads = [{"value": "-1", "label": _("No row: the columns are not named")}] + [
        {"value": str(index), "label": f"{index + 1}: {', '.join(filter(None, row))[:80]}"}
        for index, row in enumerate(table.rows[:HEAD_LOOKED_AT])
        if any(row)
    ]
    back = USES[table.purpose].back(table)
    return page(
        request,
        "carrier/table.html",
        title=_("What the columns hold"),
        status=status,
        nav=nav_for(account_of(request), urlsplit(back).path, reader, services_of(request)),
        table=table,
        form=form,
        errors=form.errors,
        back=back,
        columns=columns_of(table, USES[table.purpose].fields(request, table), reader),
        sheets=sheets,
        letters=LETTERS.get(table.brought.letters, ""),
        readings=[
            {"value": name, "label": f"{LETTERS[name]}: {words}"}
            for name, words in readings(table.brought)
        ],
        heads=heads,
        rows=shown,
        count=len(cells_of(table)),
        faulty=faulty,
    )


ROUTES: tuple[ControllerRouterHandler, ...] = (preview, go_on)
