"""Fees at the desk: what is owed, and the bank's statement that settles it."""

from typing import Any, Final

from litestar import Request, get, post
from litestar.types import ControllerRouterHandler

from corridor.domain.permits.booked import Statement
from corridor.domain.permits.listings import fees_owed
from corridor.domain.permits.state import FeeDue, Permit
from corridor.domain.refusals import N_, Refused
from corridor.web.access import only
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.forms import UPLOAD_BYTES_MAX, Form, read_form
from corridor.web.listing.paging import paged
from corridor.web.payments.settling import Settled, settle
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, page

AnyRequest = Request[Any, Any, Any]
SHOWN_MAX: Final = 200
ROWS_AT_ONCE: Final = 20
DONE: Final = {
    "before": N_("Settled earlier, not counted again"),
    "settled": N_("Paid in full"),
    "half": N_("Paid in part"),
    "over": N_("More than was owed: send the rest back and record it"),
    "unknown": N_("No application of this authority has this reference"),
    "refused": N_("Not settled"),
}
NOT_HERE: Final = N_("This node reads no statements.")


@get("/permits/fees", opt=only("permit"))
async def fees(request: AnyRequest) -> Page:
    """Applications whose fee is not paid in full, and where a statement is brought in."""
    return _show(request, Form())


def _show(
    request: AnyRequest, form: Form, settled: list[Settled] | None = None, left_out: int = 0
) -> Page:
    _, reader, queries = gettext_of(request), reader_of(request), services_of(request).queries
    rows = queries.rows(fees_owed(actor_of(request).office), limit=SHOWN_MAX).rows
    shown = paged(request, rows, ROWS_AT_ONCE)
    permits = queries.states(shown.rows, Permit)
    return page(
        request,
        "permits/fees.html",
        title=_("Fees"),
        status=422 if form.errors else 200,
        form=form,
        errors=form.errors,
        owed=[_owing(reader, one, one.fee) for one in permits if one.fee],
        shown=shown,
        settled=[_row(reader, one) for one in settled or ()],
        was_read=settled is not None,
        left_out=left_out,
    )


def _owing(reader: Reader, permit: Permit, fee: FeeDue) -> dict[str, str]:
    return {
        "href": f"/permits/{permit.id}",
        "holder": reader.legible(permit.request.holder.name or permit.request.holder.id),
        "kind": reader.labels(permit.request.kind, "permit_kind"),
        "owed": reader.formats.money(permit.owed_minor, fee.currency),
        "paid": reader.formats.money(permit.paid_minor, fee.currency),
        "reference": fee.reference,
        "due": reader.formats.day(fee.due),
    }


def _row(reader: Reader, one: Settled) -> dict[str, str]:
    said = reader.words(DONE[one.done])
    if one.refusal is not None:
        said = f"{said}: {reader.refusals.say(one.refusal).text}"
    return {
        "amount": reader.formats.money(one.booked.amount_minor, one.booked.currency),
        "day": reader.formats.day(one.booked.day),
        "payer": one.booked.payer,
        "reference": one.booked.bank_reference,
        "said": said,
        "tag": {"before": "info", "settled": "ok", "half": "wait", "over": "wait"}.get(
            one.done, "stop"
        ),
        "href": f"/permits/{one.permit.id}" if one.permit else "",
        "owed": reader.formats.money(one.owed_minor, one.booked.currency) if one.owed_minor else "",
    }


@post("/permits/fees", opt=only("permit"), request_max_body_size=UPLOAD_BYTES_MAX)
async def bring_statement(request: AnyRequest) -> Page:
    """What is on it is settled; brought in again, it settles nothing twice."""
    _, form, services = gettext_of(request), await read_form(request), services_of(request)
    statement = await _read(request, form)
    if statement is None:
        return _show(request, form)
    settled = await settle(services, actor_of(request), statement)
    return _show(request, form, settled, statement.left_out)


async def _read(request: AnyRequest, form: Form) -> Statement | None:
    _, file, read = gettext_of(request), form.files.get("file"), services_of(request).statement
    if read is None:
        form.add_error("file", _(NOT_HERE))
        return None
    data = await file.read(UPLOAD_BYTES_MAX + 1) if file is not None else b""
    if not data or len(data) > UPLOAD_BYTES_MAX:
        form.add_error("file", _("Choose the statement of your bank, at most 5 MB."))
        return None
    found = read(data)
    if isinstance(found, Refused):
        form.add_refusals(request, found.refusals, {"": "file"})
        return None
    return found


ROUTES: tuple[ControllerRouterHandler, ...] = (fees, bring_statement)
