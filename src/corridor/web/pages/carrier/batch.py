"""One batch: its rows with their faults, mended in place, filed one by one, with progress."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler
from msgspec.structs import replace

from corridor.domain.refusals import N_
from corridor.domain.typed import one_line, place
from corridor.engine.jobs import DeleteDocument, PutDocument, SwapDocument
from corridor.web.access import only
from corridor.web.addresses import redirect
from corridor.web.auth.identity import account_of, actor_of
from corridor.web.batches.mending import mended
from corridor.web.batches.model import (
    BATCH,
    ROW,
    WORK,
    Batch,
    Row,
    Work,
    batch_document,
    counted,
    read_batch,
    row_document,
    rows_of,
    work_on,
)
from corridor.web.batches.permits import may_apply
from corridor.web.batches.rows import draft_of as draft_of_row
from corridor.web.batches.runner import topic
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.forms import Form, read_form
from corridor.web.pages.carrier.batch_said import said_once
from corridor.web.pages.carrier.batch_shown import numbers_of, row_view
from corridor.web.pages.carrier.batch_typed import (
    SEEN,
    Mine,
    cell_name,
    done,
    of_no_row,
    tell,
    typed_row,
    unsaved,
)
from corridor.web.pages.carrier.dossiers_use import set_to_work
from corridor.web.pages.carrier.drafts import keep
from corridor.web.pages.carrier.filling import offered_from
from corridor.web.pages.carrier.patterns import pattern_of
from corridor.web.toolkit import Page, notify, page
from corridor.web.views.drafting.model import DRAFT
from corridor.web.views.finding import is_found_by
from corridor.web.views.table_rows import name_of_field

AnyRequest = Request[Any, Any, Any]
View = dict[str, Any]
PAGE_ROWS: Final = 50
PICK: Final = N_("Mark the rows first.")
AT_WORK: Final = N_("The node is still at work on these rows: wait, or stop it.")
AT_WORK_KEPT: Final = N_(
    "The node is still at work on these rows. What you wrote is not saved yet: it stands in its "
    "cells below. Save it once more when the node is done, or stop it."
)
NONE_READY: Final = N_("None of these rows can be filed yet: correct them first.")
OFFERED: Final = {
    "vehicle": "trucks",
    "trailer": "trailers",
    "driver": "drivers",
    "consignee_name": "parties",
}
"""Columns in which a book offers what it holds."""
_TABS: Final = (
    ("", N_("All rows")),
    ("faulty", N_("To be corrected")),
    ("ready", N_("Ready")),
    ("filed", N_("Filed")),
)


def batch_of(request: AnyRequest, id: str) -> Batch:
    """The firm's own; NotKnown where there is none, and where it is another's."""
    found = services_of(request).queries.document(BATCH, id)
    if found is None or found.owner != actor_of(request).org:
        raise NotKnown
    return read_batch(found)


@get("/carrier/many/{id:str}", opt=only("carrier"))
async def show(request: AnyRequest, id: FromPath[str]) -> Page:
    """Its rows; `?show=` those that are faulty, ready or filed."""
    return _show(request, batch_of(request, id), Form())


def _show(
    request: AnyRequest,
    batch: Batch,
    form: Form,
    status: int = 200,
    rows: tuple[Row, ...] = (),
    mine: Mine | None = None,
) -> Page:
    """`mine`: what stands typed in cells and is not taken; while it is shown, nothing of the page
    is fetched anew.
    """
    _, queries = gettext_of(request), services_of(request).queries
    rows, typed = rows or rows_of(queries, batch.id), mine or {}
    batch, work = counted(batch, rows), work_on(queries, batch.id)
    part = _part(request, batch, rows)
    kept = {row.number for row in part.wanted if row.state == "open" and row.number in typed}
    shown = [*part.rows, *(r for r in rows if r.number in kept and r not in part.rows)]
    views = [
        _typed_in(batch, row_view(request, batch, row), form, typed.get(row.number, {}), work)
        for row in shown
    ]
    above, views = said_once(views, reader_of(request))
    list_name = topic(actor_of(request).org, batch.id)
    return page(
        request,
        "carrier/batch.html",
        title=_("Many at once: %(name)s", name=batch.name) if batch.name else _("Many at once"),
        status=status,
        live=[list_name],
        followed=list_name,
        is_kept=bool(kept),
        batch=batch,
        form=form,
        errors=form.errors,
        columns=_columns(request, batch),
        offers={} if work and not kept else _offers(request, batch),
        above=above,
        rows=views,
        tabs_shown=_tabs(request, batch),
        source=_source(request, batch),
        may_apply=work is None and may_apply(services_of(request), rows, shown),
        **_progress(batch, rows, work),
        **_around(request, part),
    )


class _Part(NamedTuple):
    """The page of the rows that is shown, of all that fit the tab and the words."""

    wanted: list[Row]
    rows: list[Row]
    number: int
    pages: int
    here: str
    sought: str


def _part(request: AnyRequest, batch: Batch, rows: tuple[Row, ...]) -> _Part:
    asked = request.query_params
    sought = one_line(asked.get("q", ""))
    wanted = _wanted(request, batch, rows, sought)
    pages = max(1, -(-len(wanted) // PAGE_ROWS))
    number = min(max(1, place(asked.get("page", ""))), pages)
    query = urlencode({"show": asked.get("show", "")} | ({"q": sought} if sought else {}))
    here = f"/carrier/many/{batch.id}?{query}"
    shown = wanted[(number - 1) * PAGE_ROWS : number * PAGE_ROWS]
    return _Part(wanted, shown, number, pages, here, sought)


def _around(request: AnyRequest, part: _Part) -> View:
    """What leads to the other pages of the rows, and back to this one."""
    _, here, number = gettext_of(request), part.here, part.number
    return {
        "asked_for": request.query_params.get("show", ""),
        "sought": part.sought,
        "shown": _("Page %(page)s of %(pages)s", page=number, pages=part.pages),
        "here": f"{here}&page={number}",
        "previous": f"{here}&page={number - 1}" if number > 1 else "",
        "following": f"{here}&page={number + 1}" if number < part.pages else "",
    }


def _progress(batch: Batch, rows: tuple[Row, ...], work: Work | None) -> View:
    """How far the node has come with it."""
    counts, asked = batch.counts, work.permits if work else ()
    return {
        "work": work,
        "waits": bool(work and work.waits),
        "done": counts.filed + counts.faulty + counts.drafts if work and work.rows else 0,
        "applied": sum(row.number in asked and row.applied is not None for row in rows),
    }


def _columns(request: AnyRequest, batch: Batch) -> list[View]:
    _ = gettext_of(request)
    return [
        {
            "field": field,
            "label": _(name_of_field("dossiers", field)),
            "list": f"book-{OFFERED[field]}" if field in OFFERED else "",
        }
        for field in batch.columns
    ]


def _typed_in(
    batch: Batch, view: View, form: Form, mine: Mapping[str, str], work: Work | None
) -> View:
    """The row with what is typed in it and not taken, and why."""
    told = {field: form.error(cell_name(view["number"], field)) for field in batch.columns}
    faults = {f: [text, *view["faults"].get(f, ())] for f, text in told.items() if text}
    is_kept = bool(mine) and view["is_open"]
    return view | {
        "is_typed": view["is_open"] and (work is None or is_kept),
        "cells": view["cells"] | (mine if is_kept else {}),
        "seen": form[f"{SEEN}{view['number']}"] if is_kept else view["seen"],
        "faults": view["faults"] | faults,
    }


def _offers(request: AnyRequest, batch: Batch) -> dict[str, list[dict[str, str]]]:
    """What the books offer in its columns; nothing is typed while the node is at work."""
    return offered_from(request, {OFFERED[f] for f in batch.columns if f in OFFERED})


def _is_asked(row: Row, what: str) -> bool:
    found = {
        "faulty": row.state == "open" and bool(row.faults),
        "ready": row.is_ready,
        "filed": row.state == "filed",
    }
    return found.get(what, True)


def _tabs(request: AnyRequest, batch: Batch) -> list[View]:
    _, now, counts = gettext_of(request), request.query_params.get("show", ""), batch.counts
    sums = {"": counts.rows, "faulty": counts.faulty, "ready": counts.ready, "filed": counts.filed}
    return [
        {
            "href": f"/carrier/many/{batch.id}?show={name}",
            "label": _(label),
            "count": sums[name],
            "current": now == name,
        }
        for name, label in _TABS
    ]


def _wanted(request: AnyRequest, batch: Batch, rows: Iterable[Row], sought: str) -> list[Row]:
    """The rows of the tab that is shown, with those words."""
    what = request.query_params.get("show", "")
    wanted = [row for row in rows if _is_asked(row, what)]
    if not sought:
        return wanted
    return [row for row in wanted if is_found_by(sought, _texts_of(request, batch, row))]


def _texts_of(request: AnyRequest, batch: Batch, row: Row) -> Iterator[str]:
    """What a row is found by."""
    yield from row.cells.values()
    yield from numbers_of(request, batch, row)


def _source(request: AnyRequest, batch: Batch) -> str:
    """Where the pattern is mended, if it is still there: a draft or template, not what was sent."""
    queries = services_of(request).queries
    return f"/carrier/drafts/{batch.source}" if queries.document(DRAFT, batch.source) else ""


@post("/carrier/many/{id:str}", opt=only("carrier"))
async def save(request: AnyRequest, id: FromPath[str]) -> Page | Redirect:
    """Keep what was corrected, and do what the button says. Changed rows are judged at once."""
    _, form, batch = gettext_of(request), await read_form(request), batch_of(request, id)
    if form["act"] == "stop":
        await services_of(request).writer.run(DeleteDocument(WORK, id))
        notify(request, _("It was stopped. What was filed stays filed."), kind="info")
    rows, mine = await _corrected(request, batch, form)
    if rows is None:
        form.add_error("", _(AT_WORK_KEPT if mine else AT_WORK))
        return _show(request, batch, form, 422, mine=mine)
    if form.errors:
        await put_counts(request, id)
        return _show(request, batch, form, 422, rows, mine)
    picked = [row for row in rows if str(row.number) in form.all("row") and row.state == "open"]
    if form["act"] == "permits":
        return redirect(f"/carrier/many/{id}/permits?rows={','.join(form.all('row')) or 'all'}")
    if form["act"] in ("draft", "drop") and not picked:
        form.add_error("", _(PICK))
        return _show(request, batch, form, 422)
    if form["act"] == "draft":
        await _as_drafts(request, batch, picked)
    if form["act"] == "drop":
        for row in picked:
            await services_of(request).writer.run(DeleteDocument(ROW, row.named(id)))
    if form["act"] == "again":
        await _again(request, batch, rows)
    if form["act"] == "file":
        ready = [row for row in (picked or rows) if row.is_ready]
        if not ready:
            form.add_error("", _(NONE_READY))
            return _show(request, batch, form, 422)
        numbers = ",".join(str(row.number) for row in ready) if picked else "all"
        return redirect(f"/carrier/many/{id}/file?rows={numbers}")
    await put_counts(request, id)
    return redirect(request.url.path + _goes_on(request, rows))


def _goes_on(request: AnyRequest, rows: tuple[Row, ...]) -> str:
    """The part that was shown; all of them once nothing is left in it, with what can be done."""
    what = request.query_params.get("show", "")
    return f"?{request.url.query}" if any(_is_asked(row, what) for row in rows) else ""


async def put_counts(request: AnyRequest, id: str) -> None:
    """Keep how the rows of the batch stand."""
    services, is_kept = services_of(request), False
    while not is_kept and (found := services.queries.document(BATCH, id)) is not None:
        now = counted(read_batch(found), rows_of(services.queries, id))
        document = batch_document(now, found.owner, services.now())
        is_kept = await services.writer.run(SwapDocument(BATCH, id, found.body, document))


async def _corrected(
    request: AnyRequest, batch: Batch, form: Form
) -> tuple[tuple[Row, ...] | None, Mine]:
    """The rows with the cells of the form, and what of it is not taken; only what was changed is
    judged and written. None where the node is at work on them.
    """
    services = services_of(request)
    while work_on(services.queries, batch.id) is None:
        rows = rows_of(services.queries, batch.id)
        typed = [typed_row(row, batch, form, services.reference) for row in rows]
        written = await mended(batch, rows, [one.row for one in typed], services)
        if written is not None:
            untaken = [why for one in typed for why in one.untaken]
            untaken += of_no_row(rows, batch, form)
            tell(reader_of(request).words, form, untaken)
            return written, {one.row.number: one.mine for one in typed if one.mine}
    mine, found = unsaved(form, batch), rows_of(services.queries, batch.id)
    left = {row.number for row in found if row.state == "open"}
    gone = (why for number in mine.keys() - left for why in done(number, mine[number]))
    tell(reader_of(request).words, form, gone)
    return None, {number: given for number, given in mine.items() if number in left}


async def _as_drafts(request: AnyRequest, batch: Batch, rows: list[Row]) -> None:
    """Rows that are gone on with one by one, each under the id that it had."""
    services = services_of(request)
    for row in rows:
        draft = replace(draft_of_row(batch, row, services), created=services.now())
        await keep(request, draft)
        document = row_document(replace(row, state="draft"), batch.id, services.now())
        await services.writer.run(PutDocument(ROW, document, is_owned=True))
    words = reader_of(request).words
    said = words.ngettext("%(num)s draft was made", "%(num)s drafts were made", len(rows))
    notify(request, said)


async def _again(request: AnyRequest, batch: Batch, rows: tuple[Row, ...]) -> None:
    """Every open row is judged anew, with the pattern as it is now."""
    services, org = services_of(request), actor_of(request).org
    try:
        batch = replace(batch, pattern=pattern_of(request, batch.source))
    except NotKnown:
        _ = gettext_of(request)
        notify(request, _("The pattern is gone; the copy of it is used."))
    document = batch_document(batch, org, services.now())
    await services.writer.run(PutDocument(BATCH, document, is_owned=True))
    for row in rows:
        if row.state == "open":
            document = row_document(replace(row, checked=""), batch.id, services.now())
            await services.writer.run(PutDocument(ROW, document, is_owned=True))
    await set_to_work(request, Work(batch=batch.id, org=org, login=account_of(request).login))


ROUTES: tuple[ControllerRouterHandler, ...] = (show, save)
