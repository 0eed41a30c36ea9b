"""A table of permits that a state issues in a system of its own: looked at, then taken in."""

from collections import Counter
from typing import Any, Final

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.refusals import N_
from corridor.web.access import only
from corridor.web.addresses import redirect
from corridor.web.auth.identity import actor_of
from corridor.web.brought.kept import KeptTable, forget, keep, kept
from corridor.web.brought.rows import COLUMNS, NEEDED, RowFault, rows_in
from corridor.web.brought.taking import Becomes, Looked, look, take
from corridor.web.child import ChildBusy
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.downloads import download
from corridor.web.errors import NotKnown
from corridor.web.forms import UPLOAD_BYTES_MAX, Form, read_form
from corridor.web.tables.model import Unread
from corridor.web.toolkit import Page, page

AnyRequest = Request[Any, Any, Any]
HERE: Final = "/permits/bring"
SHOWN_MAX: Final = 200
BECOMES: Final[dict[Becomes, tuple[str, str]]] = {
    "new": (N_("New"), "ok"),
    "changed": (N_("Changes"), "info"),
    "revoked": (N_("Revoked"), "wait"),
    "same": (N_("Already here"), "neutral"),
    "wrong": (N_("Wrong"), "stop"),
}
ABOUT: Final = {
    "number": N_("The number of the permit; the same number again changes the same permit."),
    "kind": N_("The kind of permit by its code."),
    "status": N_("granted or revoked; empty is granted."),
    "issued_on": N_("Days as 2026-12-31."),
    "valid_from": N_("The first day on which it is valid."),
    "valid_to": N_("The last day on which it is valid."),
    "uses": N_("How many crossings; empty is 1."),
    "holder": N_("Name of the holder."),
    "holder_id": N_("Number of the holder in the register of its state."),
    "holder_country": N_("State of the holder by two letters: KG."),
    "firm": N_("The firm of this node that may use it by itself, as its account is named."),
    "plates": N_("Several values with a bar between them: 01KG777ABC|01KG5678PA."),
    "goods": N_("Descriptions of the goods, with a bar between them."),
    "conditions": N_("Conditions, with a bar between them."),
    "countries": N_("States by two letters, with a bar between them: KG|UZ."),
    "entry_office": N_("Customs office of entry by its code."),
    "reason": N_("Of a revocation."),
}


@get(HERE, opt=only("permit"))
async def bringing(request: AnyRequest) -> Page:
    """Where a table is brought, and which columns it may have."""
    return _form(request, Form())


def _form(request: AnyRequest, form: Form) -> Page:
    _, services, reader = gettext_of(request), services_of(request), reader_of(request)
    office = actor_of(request).office
    mine = {k for one in services.authorities if one.code == office for k in one.kinds}
    mine |= {c for c, one in services.types.items() if office == f"{services.node}-{one.desk}"}
    return page(
        request,
        "permits/bring.html",
        title=_("Permits of a system of your own"),
        status=422 if form.errors else 200,
        form=form,
        errors=form.errors,
        kinds=[(code, reader.labels(code, "permit_kind")) for code in sorted(mine)],
        columns=[
            {
                "name": name,
                "needed": name in NEEDED,
                "about": _(ABOUT[name]),
            }
            for name in COLUMNS
        ],
    )


@post(HERE, opt=only("permit"), request_max_body_size=UPLOAD_BYTES_MAX)
async def bring(request: AnyRequest) -> Page | Redirect:
    """Read and kept; nothing is taken in before somebody has looked at it."""
    _, form, services = gettext_of(request), await read_form(request), services_of(request)
    file = form.files.get("file")
    data = await file.read(UPLOAD_BYTES_MAX + 1) if file is not None else b""
    if file is None or not data or len(data) > UPLOAD_BYTES_MAX:
        form.add_error("file", _("Choose a table: CSV or a workbook, at most 4 MB."))
        return _form(request, form)
    try:
        brought = await request.app.state.tables.read(data)
    except ChildBusy:
        form.add_error("file", _("Other tables are being read. Try again in a minute."))
        return _form(request, form)
    if isinstance(brought, Unread):
        args = {name: _(value) for name, value in brought.args.items()}
        form.add_error("file", _(brought.text, **args))
        return _form(request, form)
    id = await keep(services, actor_of(request).office, file.filename, data, rows_in(brought))
    return redirect(f"{HERE}/{id}")


def _table(request: AnyRequest, id: str) -> KeptTable:
    found = kept(services_of(request), actor_of(request).office, id)
    if found is None:
        raise NotKnown
    return found


@get(f"{HERE}/{{id:str}}", opt=only("permit"))
async def preview(request: AnyRequest, id: FromPath[str]) -> Page:
    """What would become of each row, as things stand now."""
    return await _preview(request, id, _table(request, id), Form())


async def _preview(request: AnyRequest, id: str, table: KeptTable, form: Form) -> Page:
    _ = gettext_of(request)
    looked = await look(services_of(request), actor_of(request), table.read.rows, "table")
    return page(
        request,
        "permits/bring.preview.html",
        title=_("Look at the table"),
        status=422 if form.errors else 200,
        form=form,
        errors=form.errors,
        at=f"{HERE}/{id}",
        name=table.name,
        **_shown(request, table.read.faults, looked),
    )


def _shown(
    request: AnyRequest, faults: tuple[RowFault, ...], looked: tuple[Looked, ...]
) -> dict[str, Any]:
    """Faults first, each with its row and column; the rows; how many of each."""
    reader = reader_of(request)
    every = sorted((*faults, *(f for one in looked for f in one.faults)), key=lambda f: f.line)
    count = Counter(one.becomes for one in looked)
    count["wrong"] += len({fault.line for fault in faults})
    words = [(reader.words(BECOMES[k][0]), BECOMES[k][1], count[k]) for k in BECOMES if count[k]]
    return {
        "counts": words,
        "changing": count["new"] + count["changed"] + count["revoked"],
        "wrong": count["wrong"],
        "faults": [_fault(request, one) for one in every[:SHOWN_MAX]],
        "faults_left": max(0, len(every) - SHOWN_MAX),
        "rows": [_row(request, one) for one in looked[:SHOWN_MAX]],
        "rows_left": max(0, len(looked) - SHOWN_MAX),
    }


def _fault(request: AnyRequest, fault: RowFault) -> dict[str, Any]:
    said = reader_of(request).refusals.say(fault.refusal)
    text = f"{said.text} {said.remedy}".strip()
    return {"line": fault.line, "column": fault.column, "text": text}


def _row(request: AnyRequest, one: Looked) -> dict[str, Any]:
    reader, record = reader_of(request), one.record
    word, tag = BECOMES[one.becomes]
    is_here = one.becomes in ("changed", "same")
    return {
        "line": one.line,
        "number": record.number,
        "kind": reader.labels(record.kind, "permit_kind"),
        "holder": reader.legible(record.holder.name or record.holder.id),
        "plates": ", ".join(record.plates),
        "valid": reader.formats.days(record.valid_from, record.valid_to)
        if one.becomes != "wrong" and record.valid_from
        else f"{record.valid_from} – {record.valid_to}".strip(" –"),
        "word": reader.words(word),
        "tag": tag,
        "href": f"/permits/{one.subject}" if is_here else "",
    }


@post(f"{HERE}/{{id:str}}", opt=only("permit"))
async def take_in(request: AnyRequest, id: FromPath[str]) -> Page | Redirect:
    """All of it; where a row does not hold nothing is taken, unless the others were asked for."""
    _, form, services = gettext_of(request), await read_form(request), services_of(request)
    table, actor = _table(request, id), actor_of(request)
    if form["act"] == "drop":
        await forget(services, id)
        return redirect(HERE)
    looked = await look(services, actor, table.read.rows, "table")
    is_broken = bool(table.read.faults) or any(one.becomes == "wrong" for one in looked)
    if is_broken and not form.is_checked("partial"):
        form.add_error("partial", _("Nothing was taken: some rows do not hold."))
        return await _preview(request, id, table, form)
    done = await take(services, actor, looked, "table", table.digest)
    await forget(services, id)
    return page(
        request,
        "permits/bring.done.html",
        title=_("What became of the table"),
        name=table.name,
        **_done(request, table.read.faults, done),
    )


def _done(
    request: AnyRequest, faults: tuple[RowFault, ...], done: tuple[Looked, ...]
) -> dict[str, Any]:
    shown = _shown(request, faults, done)
    for row, one in zip(shown["rows"], done, strict=False):
        row["href"] = f"/permits/{one.subject}" if one.becomes != "wrong" else ""
    return shown


@get(f"{HERE}/sample.csv", opt=only("permit"))
async def sample(request: AnyRequest) -> Response[bytes]:
    """A file with all headings, to be filled in."""
    data = "\ufeff" + ",".join(COLUMNS) + "\r\n"
    return download(data.encode(), "permits.csv", "text/csv")


ROUTES: tuple[ControllerRouterHandler, ...] = (bringing, bring, sample, preview, take_in)
