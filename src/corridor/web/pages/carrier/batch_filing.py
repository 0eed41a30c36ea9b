"""Filing a batch: asked once for all of its rows, then left to the node."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.guarantees.state import Guarantee
from corridor.domain.typed import plain
from corridor.web.access import only
from corridor.web.addresses import redirect
from corridor.web.auth.identity import account_of, actor_of
from corridor.web.auth.second_factor import Safe
from corridor.web.batches.model import Batch, Row, Work, rows_of, work_on
from corridor.web.batches.rows import draft_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.forms import Form, read_form
from corridor.web.pages.carrier.batch import AT_WORK, batch_of
from corridor.web.pages.carrier.dossiers_use import set_to_work
from corridor.web.toolkit import Page, notify, page
from corridor.web.views.drafting.to_dossier import build

AnyRequest = Request[Any, Any, Any]


@get("/carrier/many/{id:str}/file", opt=only("carrier"))
async def ask_file(request: AnyRequest, id: FromPath[str]) -> Page | Redirect:
    """Before it is done: how many, for how much, and the access code where it is asked for."""
    _, batch, asked = gettext_of(request), batch_of(request, id), _asked(request)
    if not _ready(request, batch, asked):
        notify(request, _("No row is ready to be sent"), kind="info")
        return redirect(f"/carrier/many/{batch.id}")
    return _ask(request, batch, Form(), asked)


def _asked(request: AnyRequest) -> str:
    """The rows that the address names."""
    return request.query_params.get("rows", "all")


def _ready(request: AnyRequest, batch: Batch, asked: str) -> list[Row]:
    wanted = frozenset(asked.split(","))
    rows = rows_of(services_of(request).queries, batch.id)
    return [r for r in rows if r.is_ready and (asked == "all" or str(r.number) in wanted)]


def _ask(request: AnyRequest, batch: Batch, form: Form, asked: str, status: int = 200) -> Page:
    _, words = gettext_of(request), reader_of(request).words
    rows = _ready(request, batch, asked)
    found, asks_code, doubt = _money(request, batch, rows)
    code = {
        "type": "text",
        "name": "access_code",
        "label": _("Access code of the guarantee"),
        "hint": _("Kept sealed until all are filed, then forgotten."),
    }
    return page(
        request,
        "confirm.html",
        title=words.ngettext("File %(num)s dossier?", "File %(num)s dossiers?", len(rows)),
        status=status,
        form=form,
        errors=form.errors,
        consequence=" ".join(
            filter(
                None,
                (
                    _(
                        "They are sent one by one; a faulty one does not stop the others. You may "
                        "close the page meanwhile."
                    ),
                    doubt,
                ),
            )
        ),
        action=f"/carrier/many/{batch.id}/file",
        hidden={"rows": asked},
        fields=[code] if asks_code else [],
        summary_rows=found,
        label=_("Send to customs"),
        cancel_href=f"/carrier/many/{batch.id}",
        kind="",
    )


def _money(
    request: AnyRequest, batch: Batch, rows: list[Row]
) -> tuple[list[dict[str, str]], bool, str]:
    """What each guarantee is asked for, whether its code is, and a word where it is too much."""
    _, services, money = (
        gettext_of(request),
        services_of(request),
        reader_of(request).formats.money,
    )
    sums: dict[tuple[str, str], int] = {}
    for row in rows:
        built = build(draft_of(batch, row, services), services.reference)
        for use in built.dossier.guarantees if built.dossier else ():
            key = (use.grn, use.currency or "")
            sums[key] = sums.get(key, 0) + (use.amount_minor or 0)
    shown, asks, doubt = [], False, ""
    for (grn, currency), total in sums.items():
        ledger = services.queries.get(f"gr-{grn}").state
        value = money(total, currency)
        if isinstance(ledger, Guarantee):
            asks = True
            free = money(ledger.available_minor(), ledger.currency)
            value = _("Needed: %(needed)s, free: %(free)s.", needed=value, free=free)
            if ledger.currency == currency and total > ledger.available_minor():
                doubt = _("Of the guarantee %(free)s are free: not all will fit.", free=free)
        shown.append({"label": _("Guarantee %(grn)s", grn=grn), "value": value})
    return shown, asks, doubt


@post("/carrier/many/{id:str}/file", opt=only("carrier"))
async def file(request: AnyRequest, id: FromPath[str]) -> Page | Redirect:
    """Leave it to the node; a second press begins nothing twice."""
    form, batch = await read_form(request), batch_of(request, id)
    rows, services = _ready(request, batch, form["rows"]), services_of(request)
    if not rows:
        return redirect(f"/carrier/many/{id}")
    if work_on(services.queries, id) is not None:
        form.add_error("", gettext_of(request)(AT_WORK))
        return _ask(request, batch, form, form["rows"], 422)
    code = plain(form["access_code"])
    safe: Safe = request.app.state.safe
    work = Work(
        batch=id,
        org=actor_of(request).org,
        login=account_of(request).login,
        rows=tuple(row.number for row in rows),
        code=safe.seal(code, id) if code else "",
    )
    await set_to_work(request, work)
    return redirect(f"/carrier/many/{id}")


ROUTES: tuple[ControllerRouterHandler, ...] = (ask_file, file)
