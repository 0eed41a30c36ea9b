"""From a request to the PDF: who may ask is for the route to say."""

from collections.abc import Sequence
from typing import Any, Final

from litestar import Request, Response

from corridor.domain.facts import Actor
from corridor.domain.guarantees.state import Guarantee
from corridor.domain.kinds import may_see
from corridor.domain.movement.state import Movement
from corridor.domain.permits.state import Permit
from corridor.engine.queries import ListedRow
from corridor.web.access import state_of
from corridor.web.auth.identity import actor_of
from corridor.web.context import services_of
from corridor.web.downloads import download
from corridor.web.errors import NotKnown
from corridor.web.papers.papers import Papers
from corridor.web.papers.press import Press
from corridor.web.papers.sheet import Sheet

AnyRequest = Request[Any, Any, Any]
PDF: Final = "application/pdf"


async def document_pdf(request: AnyRequest, reference: str) -> Response[bytes]:
    """The accompanying document of an accepted movement."""
    state = state_of(request, reference, Movement)
    if not state.mrn:
        raise NotKnown
    sheets = _papers(request).document(state, _permits_of(request, state))
    return await _printed(request, sheets, f"TAD-{state.mrn}.pdf")


async def papers_pdf(request: AnyRequest, reference: str) -> Response[bytes]:
    """All papers of the truck in one file."""
    state = state_of(request, reference, Movement)
    sheets = _papers(request).all_of(state, _permits_of(request, state))
    if len(sheets) < 2:
        raise NotKnown
    return await _printed(request, sheets, f"papers-{state.reference}.pdf")


async def permit_pdf(request: AnyRequest, reference: str) -> Response[bytes]:
    """One permit that was granted."""
    permit = state_of(request, reference, Permit)
    if not permit.credential:
        raise NotKnown
    sheets = _papers(request).permit(permit)
    return await _printed(request, sheets, f"permit-{permit.number}.pdf")


async def card_pdf(request: AnyRequest, reference: str) -> Response[bytes]:
    """One permit that was granted, as a card for the wallet."""
    permit = state_of(request, reference, Permit)
    if not permit.credential:
        raise NotKnown
    return await _printed(request, _papers(request).card(permit), f"card-{permit.number}.pdf")


async def receipt_pdf(request: AnyRequest, reference: str, number: str) -> Response[bytes]:
    """A receipt by its number, or the invoice where none is named."""
    permit = state_of(request, reference, Permit)
    sheets = _papers(request).receipt(permit, number)
    if not sheets or permit.fee is None:
        raise NotKnown
    name = f"receipt-{number}.pdf" if number else f"invoice-{permit.fee.reference}.pdf"
    return await _printed(request, sheets, name)


async def statement_pdf(request: AnyRequest, reference: str) -> Response[bytes]:
    """The statement of a guarantee."""
    state = state_of(request, reference, Guarantee)
    sheets = _papers(request).statement(state)
    return await _printed(request, sheets, f"statement-{state.grn}.pdf")


async def undischarged_pdf(
    request: AnyRequest, rows: Sequence[ListedRow], is_cut: bool
) -> Response[bytes]:
    """What a guarantor still answers for, as its list is asked for."""
    account = actor_of(request).org
    sheets = _papers(request).undischarged(account, rows, is_cut)
    return await _printed(request, sheets, f"undischarged-{account}.pdf")


def _permits_of(request: AnyRequest, state: Movement) -> tuple[Permit, ...]:
    actor: Actor = actor_of(request)
    found = services_of(request).queries.permits_of(state.id)
    return tuple(permit for permit in found if may_see(actor, permit))


def _papers(request: AnyRequest) -> Papers:
    return Papers(services_of(request), request.app.state.readers)


async def _printed(request: AnyRequest, sheets: Sequence[Sheet], name: str) -> Response[bytes]:
    press: Press = request.app.state.press
    return download(await press.set(sheets), name, PDF)
