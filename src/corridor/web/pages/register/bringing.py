"""Importing a file into the register: what would change is shown first, and takes effect whole."""

import hashlib
from asyncio import to_thread
from typing import Any, Final

from litestar import Request, get, post
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.engine.jobs import Execute, Together
from corridor.web.access import only
from corridor.web.addresses import redirect
from corridor.web.auth.identity import account_of, actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.forms import UPLOAD_BYTES_MAX, Form, read_form
from corridor.web.register.cells import Fault
from corridor.web.register.planning import Change, change_of
from corridor.web.register.reading import BYTES_MAX, column_of, place_of, read_register
from corridor.web.register.shown import own_series
from corridor.web.toolkit import Page, notify, page

AnyRequest = Request[Any, Any, Any]
HERE: Final = "/registrar/import"


@get(HERE, opt=only("registrar"))
async def import_page(request: AnyRequest) -> Page:
    """Choose a file."""
    return _page(request, Form())


def _page(request: AnyRequest, form: Form, status: int = 200, **more: Any) -> Page:
    _ = gettext_of(request)
    given = {"faults": [], "changes": None, "text": "", "digest": "", "same": 0} | more
    return page(
        request,
        "register/import.html",
        title=_("Import into the register"),
        status=status,
        form=form,
        errors=form.errors,
        **given,
    )


@post(HERE, opt=only("registrar"), request_max_body_size=UPLOAD_BYTES_MAX)
async def import_file(request: AnyRequest) -> Page | Redirect:
    """First what would change; with the same text and its digest again, it takes effect."""
    _, form = gettext_of(request), await read_form(request)
    data = await _data(form)
    if not data or len(data) > BYTES_MAX:
        form.add_error("file", _("Choose a CSV file of at most 2 MB."))
        return _page(request, form, 422)
    services = services_of(request)
    known = own_series(services.queries, services.node)
    found = await to_thread(read_register, data, services.node, known)
    states = ((one, services.queries.get(one.subject).state) for one in found.whole)
    changes = [made for one, state in states if (made := change_of(one, state)) is not None]
    digest = hashlib.sha256(data + str([c.fields for c in changes]).encode()).hexdigest()
    is_confirmed = form["digest"] == digest and not (found.faults or account_of(request).limit)
    judged = await _carried_out(request, changes, dry=not is_confirmed)
    faults = sorted((*found.faults, *judged), key=lambda one: one.row)
    if faults or not (is_confirmed and changes):
        same = len(found.entries) - len(changes)
        views = [_view(request, one) for one in changes]
        shown = {"changes": None if faults else views, "same": same, "digest": digest}
        text = "" if faults else data.decode("utf-8-sig")
        said = [_fault(request, one) for one in faults]
        return _page(request, form, 422 if faults else 200, faults=said, text=text, **shown)
    count = len(changes)
    notify(request, _.ngettext("%(num)s row took effect", "%(num)s rows took effect", count))
    return redirect("/registrar")


async def _data(form: Form) -> bytes:
    if form.values.get("text"):
        return form.values["text"][0].replace("\r\n", "\n").encode()
    file = form.files.get("file")
    return (await file.read()).replace(b"\r\n", b"\n") if file is not None else b""


async def _carried_out(request: AnyRequest, changes: list[Change], dry: bool) -> tuple[Fault, ...]:
    """All of it or nothing, in one transaction; what stands against it by row and column."""
    actor, services = actor_of(request), services_of(request)
    jobs = tuple(Execute(one.entry.command, actor, one.entry.subject) for one in changes)
    outcomes = await services.writer.run(Together(jobs, dry))
    say = reader_of(request).refusals.say
    return tuple(
        Fault(place_of(one.entry, refusal.pointer), column_of(refusal.pointer), said.text)
        for one, outcome in zip(changes, outcomes, strict=True)
        for refusal in outcome.refusals
        for said in (say(refusal),)
    )


def _fault(request: AnyRequest, fault: Fault) -> dict[str, Any]:
    words = reader_of(request).words
    text = words(fault.text, **fault.args)
    return {"row": fault.row, "column": fault.column, "text": text}


def _view(request: AnyRequest, change: Change) -> dict[str, Any]:
    title = change.title.in_language(reader_of(request).lang)
    number = change.entry.command.number
    return {"number": number, "title": title, "is_new": change.is_new, "fields": change.fields}


ROUTES: Final[tuple[ControllerRouterHandler, ...]] = (import_page, import_file)
