"""Reference lists: the operators bring in those of the own state; everybody reads those of all."""

from asyncio import to_thread
from typing import Any, Final

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.days import is_day
from corridor.domain.permits.trial import Trial
from corridor.domain.refdata.base import rows_on
from corridor.domain.refdata.difference import difference
from corridor.domain.refdata.kind import REFDATA_OF
from corridor.domain.refdata.rows import LISTS, ListName
from corridor.domain.refdata.state import Edition, Proposal, ReferenceList, list_id
from corridor.domain.refdata.usage import left_out
from corridor.domain.refusals import N_
from corridor.engine.reference_use import in_use
from corridor.web.access import anyone, only
from corridor.web.act import Deed
from corridor.web.acts.carrying import carry_out
from corridor.web.acts.refdata.proposing import PROPOSE, Filled
from corridor.web.acts.registry import REFERENCE, acts_at
from corridor.web.addresses import redirect
from corridor.web.auth.identity import actor_of, actor_or_none
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.downloads import download
from corridor.web.errors import NotKnown
from corridor.web.forms import UPLOAD_BYTES_MAX, Form, read_form
from corridor.web.labels.labels import OFFICE_ROLES_OF
from corridor.web.listing.paging import paged
from corridor.web.pages.acting import Desk, buttons, handlers
from corridor.web.refdata.bringing import ListBrought, bring
from corridor.web.refdata.finding import fitting
from corridor.web.refdata.reading import ListFault
from corridor.web.refdata.shown import change_view, most_of, row_views
from corridor.web.refdata.trying import trial_for
from corridor.web.refdata.writing import as_csv
from corridor.web.services import Services
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, notify, page

AnyRequest = Request[Any, Any, Any]
HERE: Final = "/operator/reference"
YEARS: Final = 2_000
"""Subjects of a state: of most lists there is one for each year."""
DANGEROUS_NOTE: Final = N_(
    "The list that came with the program was put together from public data of the ADR of 2025 and"
    " was not checked against the official one; Russian names are our own and stand at the goods"
    " most often carried. It refuses nothing until a state issues a list of its own."
)
GOODS_NOTE: Final = N_(
    "Titles are short and not official. Subheadings with their titles are found at Codes of goods."
)
RULES_NOTE: Final = N_(
    "The rules that came with the program are illustrative: no lawyer of the state has checked"
    " them. They count until the state issues a list of its own."
)
PROVERS: Final = ("operator", "customs")


def _why_not(state: ReferenceList) -> str:
    """Why nothing can be confirmed: where something waits, whoever reads this brought it in."""
    if state.pending is None:
        return N_("No proposal waits to be confirmed.")
    return N_("You brought this list in yourself. Another operator has to confirm it.")


DESK: Final = Desk[ReferenceList](
    role="operator",
    path=HERE,
    state=ReferenceList,
    acts=acts_at(REFERENCE, "operator"),
    here=lambda state: f"{HERE}/{state.list}",
    what=lambda request, state: reader_of(request).labels(state.list, "refdata"),
    now=lambda reader, state: reader.words(_why_not(state)),
)
_show_act, _do_act = handlers(DESK)


def _name(asked: str) -> ListName:
    if asked not in LISTS:
        raise NotKnown
    return next(one for one in LISTS if one == asked)


def _lists(services: Services, state: str, name: ListName) -> list[ReferenceList]:
    """All subjects of one list: of rates there is one for each year."""
    rows = services.queries.rows(f"{REFDATA_OF}{state}", "name", "", YEARS).rows
    return [one for one in services.queries.states(rows, ReferenceList) if one.list == name]


@get(HERE, opt=only("operator"))
async def own_lists(request: AnyRequest) -> Page:
    """The lists of the own state, and whether one waits to be confirmed."""
    _, services = gettext_of(request), services_of(request)
    rows = [_gist(services, name) for name in LISTS]
    return page(request, "operator/reference.html", title=_("Reference lists"), rows=rows)


def _gist(services: Services, name: ListName) -> dict[str, Any]:
    lists = _lists(services, services.node, name)
    return {
        "name": name,
        "count": len(rows_on(name, services.node, services.reference)),
        "last": max((e.valid_from for one in lists for e in one.editions), default=""),
        "waits": any(one.pending for one in lists),
    }


@get(f"{HERE}/{{name:str}}", opt=only("operator"))
async def own_list(request: AnyRequest, name: FromPath[str]) -> Page:
    """One list: what waits to be confirmed, what counts today, and its editions."""
    return await _show(request, _name(name), Form())


async def _show(
    request: AnyRequest,
    name: ListName,
    form: Form,
    status: int = 200,
    faults: tuple[ListFault, ...] = (),
) -> Page:
    services, reader = services_of(request), reader_of(request)
    lists, today = _lists(services, services.node, name), services.day_at(services.node)
    rows = rows_on(name, services.node, services.reference)
    shown = paged(request, rows, most_of(name))
    return page(
        request,
        "operator/reference_list.html",
        title=reader.labels(name, "refdata"),
        status=status,
        form=form,
        errors=form.errors,
        name=name,
        live=[one.id for one in lists],
        waiting=[await _waiting(request, one, one.pending) for one in lists if one.pending],
        rows=row_views(reader, shown.rows),
        shown=shown,
        count=len(rows),
        editions=sorted(_editions(lists), key=lambda one: one.valid_from, reverse=True),
        today=today,
        faults=[_fault(request, fault) for fault in faults],
    )


def _editions(lists: list[ReferenceList]) -> list[Edition]:
    return [edition for one in lists for edition in one.editions]


async def _waiting(request: AnyRequest, state: ReferenceList, said: Proposal) -> dict[str, Any]:
    services, reader = services_of(request), reader_of(request)
    before = rows_on(state.list, state.node, services.reference.on(said.valid_from))
    gone = left_out(before, said.rows, said.valid_from)
    return {
        "path": f"{HERE}/{state.id}",
        "said": said,
        "change": change_view(reader, difference(before, said.rows), before, said.rows),
        "used": await to_thread(in_use, services.engine.store, services.node, state.list, gone),
        "used_as": {code: _part(reader, code) for code in gone} if state.list == "offices" else {},
        "trial": await _trial(services, state, said),
        "acts": buttons(DESK, state, actor_of(request), reader),
        "is_own": said.by == actor_of(request).person,
    }


def _part(reader: Reader, code: str) -> str:
    office, _, role = code.partition(":")
    return f"{reader.names.office(office)}, {reader.labels(OFFICE_ROLES_OF[role], 'office_role')}"


async def _trial(services: Services, state: ReferenceList, said: Proposal) -> Trial | None:
    if state.list != "permit_rules":
        return None
    return await to_thread(trial_for, services, said.rows, said.valid_from)


def _fault(request: AnyRequest, fault: ListFault) -> dict[str, Any]:
    said = reader_of(request).refusals.say(fault.refusal)
    return {"line": fault.line, "column": fault.column, "text": said.text, "remedy": said.remedy}


@post(f"{HERE}/{{name:str}}", opt=only("operator"), request_max_body_size=UPLOAD_BYTES_MAX)
async def bring_in(request: AnyRequest, name: FromPath[str]) -> Page | Redirect:
    """A file becomes a proposal; what is wrong with it is told row by row, and nothing is kept."""
    asked, form = _name(name), await read_form(request)
    found = await _brought(request, asked, form)
    faults = found.read.faults if found is not None else ()
    if found is None or form.errors or faults:
        return await _show(request, asked, form, 422, faults)
    services, day = services_of(request), form["valid_from"]
    filled = Filled(asked, day, found.read.rows)
    subject = list_id(services.node, asked, day)
    if await carry_out(Deed(request, filled, form), PROPOSE, subject) is None:
        return await _show(request, asked, form, 422)
    notify(request, gettext_of(request)(PROPOSE.done))
    return redirect(f"{HERE}/{asked}")


async def _brought(request: AnyRequest, name: ListName, form: Form) -> ListBrought | None:
    _, services = gettext_of(request), services_of(request)
    file, day = form.files.get("file"), form["valid_from"]
    if not is_day(day):
        form.add_error("valid_from", _("Give the day from which the list shall count."))
    if file is None:
        form.add_error("file", _("Choose a file."))
        return None
    data, tables = await file.read(), request.app.state.tables
    reference = services.reference.on(day) if is_day(day) else services.reference
    found = await bring(name, data, services.node, reference, tables)
    if found.unread is not None:
        args = {name: _(value) for name, value in found.unread.args.items()}
        form.add_error("file", _(found.unread.text, **args))
    elif found.read.faults:
        form.add_error("file", _("The list was not taken: what is wrong stands row by row below."))
    return found


@get("/reference/{country:str}/{name:str}/list.csv", opt=anyone())
async def list_file(
    request: AnyRequest, country: FromPath[str], name: FromPath[str]
) -> Response[bytes]:
    """What counts today, as the file that can be mended and brought in."""
    services, asked = services_of(request), _name(name)
    if country not in services.reference.countries:
        raise NotKnown
    data = as_csv(asked, rows_on(asked, country, services.reference))
    return download(data, f"{country}-{asked}.csv", "text/csv")


@get("/reference/{country:str}/{name:str}/evidence.zip", opt=only(*PROVERS))
async def list_evidence(
    request: AnyRequest, country: FromPath[str], name: FromPath[str]
) -> Response[bytes]:
    """Who proposed and who confirmed an edition (`?from=` its day), provable without us."""
    services, asked = services_of(request), _name(name)
    day = request.query_params.get("from", "")
    lists = _lists(services, country, asked) if country in services.reference.countries else []
    found = next((one for one in lists if any(e.valid_from == day for e in one.editions)), None)
    if found is None or services.evidence is None:
        raise NotKnown
    data = await to_thread(services.evidence, found.id, False)
    return download(data, f"{found.id}-evidence.zip", "application/zip")


@get("/reference", opt=anyone())
async def reference(request: AnyRequest) -> Page:
    """Lists of one state as they count on a day; found by code, or by a name in any language."""
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    asked = request.query_params
    state, name = asked.get("state", services.node), _name(asked.get("list", LISTS[0]))
    day = asked.get("on", "")
    day = day if is_day(day) else services.day_at(services.node)
    states = sorted({o.country for o in services.reference.offices.values()})
    if state not in (*states, services.node):
        raise NotKnown
    sets = services.reference.on(day)
    rows = fitting(rows_on(name, state, sets), asked.get("q", ""), sets)
    shown = paged(request, rows, most_of(name))
    notes = {"dangerous": DANGEROUS_NOTE, "goods": GOODS_NOTE, "permit_rules": RULES_NOTE}
    issued = {*sets.of(state).issued, *(("permit_rules",) if state in sets.permit_rules else ())}
    return page(
        request,
        "public/reference.html",
        title=_("Reference lists"),
        states=[{"value": one, "label": reader.names.country(one)} for one in states],
        lists=[{"value": one, "label": reader.labels(one, "refdata")} for one in LISTS],
        asked={"state": state, "list": name, "on": day, "q": asked.get("q", "")},
        rows=row_views(reader, shown.rows),
        shown=shown,
        count=len(rows),
        editions=sorted(_editions(_lists(services, state, name)), key=lambda one: one.valid_from),
        proves=may_prove(request),
        note=reader.words(notes[name]) if name in notes and name not in issued else "",
    )


def may_prove(request: AnyRequest) -> bool:
    """Whether the evidence of a list is offered: it names the operators of its state."""
    actor = actor_or_none(request)
    return actor is not None and actor.role in PROVERS and services_of(request).evidence is not None


ROUTES: tuple[ControllerRouterHandler, ...] = (
    own_lists,
    own_list,
    bring_in,
    list_file,
    list_evidence,
    reference,
    _show_act,
    _do_act,
)
