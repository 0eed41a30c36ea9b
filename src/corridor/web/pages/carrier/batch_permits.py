"""Permits of many dossiers with one button: of the rows of a batch, or of dossiers in the list."""

from collections.abc import Iterable
from typing import Any, Final

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler
from msgspec.structs import replace

from corridor.domain.movement.state import Movement
from corridor.domain.permits.requirements import OpenQuestion
from corridor.domain.refusals import N_
from corridor.engine.jobs import PutDocument
from corridor.web.access import only, state_of
from corridor.web.addresses import redirect
from corridor.web.auth.identity import account_of, actor_of
from corridor.web.batches.model import (
    BATCH,
    ROW,
    ROWS_MAX,
    Batch,
    Row,
    Work,
    batch_document,
    row_document,
    rows_of,
    work_on,
)
from corridor.web.batches.permits import Asking, asking_all, open_questions
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.forms import Form, read_form
from corridor.web.i18n import in_language
from corridor.web.pages.carrier.batch import AT_WORK, PICK, batch_of
from corridor.web.pages.carrier.dossiers_use import put_batch, set_to_work
from corridor.web.toolkit import Page, notify, page
from corridor.web.views.drafting.model import Draft
from corridor.web.views.drafting.taking import ANSWER

AnyRequest = Request[Any, Any, Any]
LOOKED_AT: Final = 50
"""Rows whose permits are counted before it is confirmed."""
MANY: Final = "/carrier/many"
ANSWER_IT: Final = N_("Answer the question.")


@get("/carrier/many/{id:str}/permits", opt=only("carrier"))
async def ask_permits(request: AnyRequest, id: FromPath[str]) -> Page | Redirect:
    """Before it is done: how many applications to whom, and what is left to be answered."""
    batch, asked = batch_of(request, id), request.query_params.get("rows", "all")
    return await _ask_rows(request, batch, Form(), asked)


async def _ask_rows(
    request: AnyRequest, batch: Batch, form: Form, asked: str, status: int = 200
) -> Page | Redirect:
    services, rows = services_of(request), _asked(request, batch, asked)
    found = await asking_all(batch, rows[:LOOKED_AT], services)
    return _ask(request, found, len(rows), form, f"{MANY}/{batch.id}", asked, status)


def _asked(request: AnyRequest, batch: Batch, asked: str) -> list[Row]:
    wanted = frozenset(asked.split(","))
    return [
        row
        for row in rows_of(services_of(request).queries, batch.id)
        if (row.state == "filed" or row.is_ready) and (asked == "all" or str(row.number) in wanted)
    ]


def _ask(
    request: AnyRequest,
    found: list[Asking],
    count: int,
    form: Form,
    path: str,
    asked: str,
    status: int = 200,
) -> Page | Redirect:
    _, reader = gettext_of(request), reader_of(request)
    back = "/carrier" if path == MANY else path
    if count == len(found) and not any(row.judged.lacking or row.unanswered for row in found):
        notify(request, _("Nothing is left to apply for"), kind="info")
        return redirect(back)
    title = reader.words.ngettext(
        "Apply for the permits of %(num)s dossier?",
        "Apply for the permits of %(num)s dossiers?",
        count,
    )
    consequence = _(
        "Each dossier applies for all that it needs and does not have; a refused application does "
        "not stop the others. You may close the page meanwhile."
    )
    if count > len(found):
        consequence += " " + _("Counted here are the first %(num)s dossiers.", num=LOOKED_AT)
    return page(
        request,
        "confirm.html",
        title=title,
        status=status,
        form=form,
        errors=form.errors,
        consequence=consequence,
        action=f"{path}/permits",
        hidden={"rows": asked},
        fields=[_question(request, one) for one in open_questions(found)],
        summary_rows=_by_kind(request, found),
        label=_("Apply for all of them"),
        cancel_href=back,
        kind="",
    )


def _question(request: AnyRequest, asked: OpenQuestion) -> dict[str, Any]:
    _, name = gettext_of(request), reader_of(request).names.country
    countries = ", ".join(name(code) for code in asked.countries)
    return {
        "type": "radios",
        "name": f"{ANSWER}{asked.question.code}",
        "label": in_language(reader_of(request).lang, asked.question.text),
        "hint": _("It matters to: %(countries)s.", countries=countries)
        + " "
        + _("The answer counts for all rows."),
        "options": [{"value": "yes", "label": _("Yes")}, {"value": "no", "label": _("No")}],
    }


def _by_kind(request: AnyRequest, found: Iterable[Asking]) -> list[dict[str, str]]:
    """How many applications go where; what is asked for already counts no more."""
    reader = reader_of(request)
    counts: dict[tuple[str, str], int] = {}
    for row in found:
        for one in row.judged.lacking:
            key = (one.requirement.country, one.requirement.kind)
            counts[key] = counts.get(key, 0) + 1
    return [
        {
            "label": f"{reader.names.country(country)}: {reader.labels(kind, 'permit_kind')}",
            "value": reader.formats.number(count),
        }
        for (country, kind), count in sorted(counts.items())
    ]


@post("/carrier/many/{id:str}/permits", opt=only("carrier"))
async def apply_permits(request: AnyRequest, id: FromPath[str]) -> Page | Redirect:
    """Leave it to the node; a second press begins nothing twice."""
    _, form, batch = gettext_of(request), await read_form(request), batch_of(request, id)
    rows, services = _asked(request, batch, form["rows"]), services_of(request)
    if not rows:
        notify(request, _(PICK), kind="wait")
        return redirect(f"{MANY}/{id}")
    if work_on(services.queries, id) is not None:
        form.add_error("", _(AT_WORK))
        return await _ask_rows(request, batch, form, form["rows"], 422)
    questions = open_questions(await asking_all(batch, rows[:LOOKED_AT], services))
    names = [f"{ANSWER}{one.question.code}" for one in questions]
    for name in names:
        if form[name] not in ("yes", "no"):
            form.add_error(name, _(ANSWER_IT))
    if form.errors:
        return await _ask_rows(request, batch, form, form["rows"], 422)
    answers = {name.removeprefix(ANSWER): form[name] for name in names}
    pattern = replace(batch.pattern, answers=batch.pattern.answers | answers)
    await put_asked(request, replace(batch, pattern=pattern), rows)
    await _begin(request, id, rows)
    return redirect(f"{MANY}/{id}")


async def put_asked(request: AnyRequest, batch: Batch, rows: Iterable[Row]) -> None:
    """The batch, and rows that are about to be asked for."""
    services, org = services_of(request), actor_of(request).org
    now = services.now()
    document = batch_document(replace(batch, told=""), org, now)
    await services.writer.run(PutDocument(BATCH, document, is_owned=True))
    for row in rows:
        document = row_document(replace(row, applied=None), batch.id, now)
        await services.writer.run(PutDocument(ROW, document, is_owned=True))


async def _begin(request: AnyRequest, batch: str, rows: Iterable[Row]) -> None:
    work = Work(
        batch=batch,
        org=actor_of(request).org,
        login=account_of(request).login,
        permits=tuple(row.number for row in rows),
        attempt=services_of(request).new_id("bt"),
    )
    await set_to_work(request, work)


@get("/carrier/many/permits", opt=only("carrier"))
async def ask_selected(request: AnyRequest) -> Page | Redirect:
    """The same for dossiers that were marked in the list of them."""
    states = _marked(request, request.query_params.getall("row", []))
    if not states:
        notify(request, gettext_of(request)(PICK), kind="wait")
        return redirect("/carrier")
    batch, services = _batch_of(request, states), services_of(request)
    rows = [_row_of(number, state) for number, state in enumerate(states, start=1)]
    found = await asking_all(batch, rows[:LOOKED_AT], services)
    return _ask(request, found, len(rows), Form(), MANY, ",".join(state.id for state in states))


@post("/carrier/many/permits", opt=only("carrier"))
async def apply_selected(request: AnyRequest) -> Redirect:
    """They become a batch of their own, whose page shows what came of each."""
    form = await read_form(request)
    states = _marked(request, form["rows"].split(","))
    if not states:
        raise NotKnown
    rows = [_row_of(number, state) for number, state in enumerate(states, start=1)]
    batch = _batch_of(request, states)
    await put_batch(request, batch, rows)
    await _begin(request, batch.id, rows)
    return redirect(f"{MANY}/{batch.id}")


def _batch_of(request: AnyRequest, states: list[Movement]) -> Batch:
    services = services_of(request)
    said = reader_of(request).words.ngettext(
        "Permits of %(num)s dossier", "Permits of %(num)s dossiers", len(states)
    )
    return Batch(
        id=services.new_id("bt"),
        name=said,
        pattern=Draft(id=""),
        source="",
        columns=("lrn", "vehicle"),
        created=services.now(),
    )


def _marked(request: AnyRequest, ids: Iterable[str]) -> list[Movement]:
    """The firm's own; NotKnown where one is another's."""
    given = list(dict.fromkeys(ids))[:ROWS_MAX]
    return [state_of(request, id, Movement) for id in given if id.startswith("mv-")]


def _row_of(number: int, state: Movement) -> Row:
    means = [one.id for one in state.dossier.consignment.means if one.role == "departure"]
    cells = {"lrn": state.dossier.lrn, "vehicle": ", ".join(means[:1])}
    return Row(number=number, id=state.id, cells=cells, checked=state.lodged_at, state="filed")


ROUTES: tuple[ControllerRouterHandler, ...] = (
    ask_permits,
    apply_permits,
    ask_selected,
    apply_selected,
)
