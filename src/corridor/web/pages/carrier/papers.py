"""Papers to be printed and carried: the accompanying document, and each permit."""

from typing import Any, Final

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from corridor.domain.consignment import carnet_of, items_of
from corridor.domain.movement.state import Movement
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import N_
from corridor.web.access import only, state_of
from corridor.web.acts.permits.changing import change_lines
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.life.timeline import timeline_of
from corridor.web.pages.acting import buttons
from corridor.web.pages.carrier.applications import carried_of, case_href, due
from corridor.web.pages.carrier.permit_acts import CARRIER_PERMITS
from corridor.web.papers.printing import (
    card_pdf,
    document_pdf,
    papers_pdf,
    permit_pdf,
    receipt_pdf,
)
from corridor.web.payments.shown import fee_view
from corridor.web.services import Services
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, page
from corridor.web.views.desk_declaration import goods_of, party_text
from corridor.web.views.diversions import diverted_at
from corridor.web.views.dossier_number import own_number
from corridor.web.views.out_of_reach import out_of_reach
from corridor.web.views.part import part_text
from corridor.web.views.permit_panel import permit_view, rule_text
from corridor.web.views.qr import qr_svg
from corridor.web.views.standing import standings_here, to_show, worth_of
from corridor.web.views.strips import strip_of
from corridor.web.views.type_form import detail_pairs

AnyRequest = Request[Any, Any, Any]
OVER: Final = {
    "revoked": N_("It was revoked: no post lets anybody pass by its code."),
    "returned": N_("It was given back: no post lets anybody pass by its code."),
}


@get("/carrier/dossiers/{reference:str}/document", opt=only("carrier"))
async def document(request: AnyRequest, reference: FromPath[str]) -> Page:
    """The transit accompanying document."""
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    state = state_of(request, reference, Movement)
    if not state.mrn:
        raise NotKnown
    found, permits = standings_here(state, services), services.queries.permits_of(state.id)
    load = state.dossier.consignment
    parties = (
        (_("Holder of the procedure"), state.dossier.holder),
        (_("Consignor"), load.consignor),
        (_("Consignee"), load.consignee),
        (_("Carrier"), load.carrier),
    )
    return page(
        request,
        "carrier/document.html",
        title=_("Accompanying document %(mrn)s", mrn=state.mrn),
        movement=state,
        carnet=carnet_of(state.dossier),
        qr=qr_svg(state.mrn, _("QR code of the MRN"), 5),
        strip=strip_of(reader, state, found),
        parties=[(label, party_text(party, reader)) for label, party in parties if party],
        goods=goods_of(items_of(state.dossier), None, reader),
        means=[m for m in load.means if m.role == "departure"],
        permits=[permit_view(reader, permit) for permit in to_show(state, permits, services)],
        diverted_at=diverted_at(state),
        containers=[box.container for box in load.equipment if box.container],
    )


@get("/carrier/permits/{reference:str}", opt=only("carrier"))
async def permit(request: AnyRequest, reference: FromPath[str]) -> Page:
    """One permit: what it allows, its QR for the checkpoint, and what happened to it."""
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    state = state_of(request, reference, Permit)
    asked, carried = state.request, carried_of(request, state)
    worth = worth_of(reader, state, carried, services)
    acts = due(request, state)
    return page(
        request,
        "carrier/permit.html",
        title=f"{reader.labels(asked.kind, 'permit_kind')}, {reader.names.country(asked.country)}",
        live=[state.id],
        permit=state,
        banners=out_of_reach(state, reader, services),
        change=change_lines(state, reader),
        number=_number(request, state),
        view=permit_view(reader, state) | {"word": worth["word"], "tag": worth["tag"]},
        why_not=worth["why"],
        part=part_text(reader, asked.goods, state.left_out),
        rule=rule_text(reader, services, asked.rule),
        due=state.due_at if "withdraw" in acts else "",
        details=_details(reader, services, state),
        holder=party_text(asked.holder, reader),
        countries=", ".join(reader.names.country(code) for code in asked.countries),
        over=_over(reader, services, state),
        qr=qr_svg(state.credential, _("QR code of the permit"), 4) if state.credential else "",
        entries=timeline_of(reader, services, services.queries.timeline(state.id), state=state),
        back=case_href(request, state),
        acts=acts,
        more=buttons(CARRIER_PERMITS, state, actor_of(request), reader),
        money=fee_view(reader, state),
        usual_fee=_usual_fee(reader, services, state),
        kept=[own_number(services, one.dossier, "")[0] for one in state.assigned],
        need="" if "again" in acts else worth["need"],
        apply_at=_apply_at(request, state),
        papers=_all_papers_href(services, state),
    )


def _usual_fee(reader: Reader, services: Services, permit: Permit) -> str:
    """What the type costs, until its authority has taken the application in."""
    fee = services.types[permit.request.kind].fee
    return str(reader.formats.money(fee.amount_minor, fee.currency)) if fee else ""


def _over(reader: Reader, services: Services, permit: Permit) -> str:
    """Why its code is of no use to anybody any more, though it was issued; else nothing."""
    if not permit.credential:
        return ""
    today = services.day_at(permit.request.country)
    if permit.status == "granted" and permit.valid_to < today:
        return reader.words(
            "Its last day was %(day)s: no post lets anybody pass by it.",
            day=reader.formats.day(permit.valid_to),
        )
    return reader.words(OVER[permit.status]) if permit.status in OVER else ""


def _number(request: AnyRequest, permit: Permit) -> str:
    asked = permit.request
    if permit.alone:
        _ = gettext_of(request)
        return _("apart from a dossier")
    return own_number(services_of(request), asked.dossier, asked.lrn)[0]


def _details(reader: Reader, services: Services, permit: Permit) -> list[dict[str, str]]:
    asked = permit.request
    pairs = detail_pairs(reader, services.types[asked.kind], asked.details)
    return [{"label": label, "value": value} for label, value in pairs]


def _apply_at(request: AnyRequest, permit: Permit) -> str:
    """Where another application for the same is made: with the dossier, or with its draft."""
    path = case_href(request, permit)
    return path if path.endswith("/permits") else f"{path}/permits"


def _all_papers_href(services: Services, permit: Permit) -> str:
    """Where its movement has papers: once it is accepted."""
    movement = services.queries.get(permit.request.dossier).state
    has_papers = isinstance(movement, Movement) and movement.mrn
    return f"/carrier/dossiers/{permit.request.dossier}/papers.pdf" if has_papers else ""


@get("/carrier/dossiers/{reference:str}/document.pdf", opt=only("carrier"))
async def document_paper(request: AnyRequest, reference: FromPath[str]) -> Response[bytes]:
    """The accompanying document as PDF."""
    return await document_pdf(request, reference)


@get("/carrier/dossiers/{reference:str}/papers.pdf", opt=only("carrier"))
async def all_papers(request: AnyRequest, reference: FromPath[str]) -> Response[bytes]:
    """All papers of the truck as one PDF."""
    return await papers_pdf(request, reference)


@get("/carrier/permits/{reference:str}/permit.pdf", opt=only("carrier"))
async def permit_paper(request: AnyRequest, reference: FromPath[str]) -> Response[bytes]:
    """One permit as PDF."""
    return await permit_pdf(request, reference)


@get("/carrier/permits/{reference:str}/card.pdf", opt=only("carrier"))
async def permit_as_card(request: AnyRequest, reference: FromPath[str]) -> Response[bytes]:
    """One permit as a card for the wallet."""
    return await card_pdf(request, reference)


@get("/carrier/permits/{reference:str}/receipt/{number:str}", opt=only("carrier"))
async def receipt_paper(
    request: AnyRequest, reference: FromPath[str], number: FromPath[str]
) -> Response[bytes]:
    """The receipt of one payment as PDF."""
    return await receipt_pdf(request, reference, number)


@get("/carrier/permits/{reference:str}/invoice.pdf", opt=only("carrier"))
async def invoice_paper(request: AnyRequest, reference: FromPath[str]) -> Response[bytes]:
    """What is asked for the application, with what a payment order needs."""
    return await receipt_pdf(request, reference, "")


ROUTES: tuple[ControllerRouterHandler, ...] = (
    invoice_paper,
    receipt_paper,
    document,
    document_paper,
    all_papers,
    permit,
    permit_paper,
    permit_as_card,
)
