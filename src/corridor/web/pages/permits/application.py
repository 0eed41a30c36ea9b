"""One application: what is asked for, by which rule, and what was said before."""

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from corridor.domain.kinds import attached_to
from corridor.domain.movement.state import NEVER_LEFT, Movement
from corridor.domain.permit_types.request import PermitRequest
from corridor.domain.permits.book import rule_named
from corridor.domain.permits.kind import PERMITS
from corridor.domain.permits.state import Permit
from corridor.domain.quota import Quota
from corridor.domain.reference.permit_rule import RequirementRule
from corridor.engine.queries import Logged
from corridor.web.access import only, state_of, subject_of
from corridor.web.acts.permits.changing import change_lines
from corridor.web.acts.permits.proposing import proposal_lines
from corridor.web.auth.identity import actor_of
from corridor.web.cases.panel import case_panel
from corridor.web.cases.presence import case_topic
from corridor.web.codes.dangerous import dangerous_said
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.life.timeline import timeline_of
from corridor.web.listing.of_permits import status_word
from corridor.web.listing.trail import FOLLOWING, list_href, trail_of
from corridor.web.pages.acting import buttons
from corridor.web.pages.permits.desk import PERMIT_DESK
from corridor.web.pages.permits.worklist import APPLICATIONS
from corridor.web.papers.printing import permit_pdf
from corridor.web.payments.shown import fee_text, fee_view
from corridor.web.quotas.shown import name_of
from corridor.web.services import Services
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, page
from corridor.web.views.attached import attached_views, paper_name
from corridor.web.views.brought import brought_view, goes_out
from corridor.web.views.desk_declaration import party_text, vehicle_text
from corridor.web.views.dossier_number import dossier_number
from corridor.web.views.out_of_reach import out_of_reach
from corridor.web.views.permit_panel import refusal_text
from corridor.web.views.qr import qr_svg
from corridor.web.views.type_form import detail_pairs

AnyRequest = Request[Any, Any, Any]
View = dict[str, Any]


@get("/permits/{reference:str}", opt=only("permit"))
async def application_page(request: AnyRequest, reference: FromPath[str]) -> Page:
    """The request beside the rule and the law it names; the decision at the foot."""
    _ = gettext_of(request)
    actor, reader, services = actor_of(request), reader_of(request), services_of(request)
    permit: Permit = subject_of(request, actor, reference, Permit).state
    events = services.queries.timeline(permit.id)
    asked = permit.request
    number = dossier_number(services, asked.dossier, asked.lrn)
    return page(
        request,
        "permits/application.html",
        title=f"{reader.labels(asked.kind, 'permit_kind')}: {asked.holder.name or asked.lrn}",
        live=[permit.id, case_topic(actor, permit.id)],
        permit=permit,
        banners=out_of_reach(permit, reader, services),
        case=case_panel(request, permit.id),
        number=number,
        word=status_word(permit.status, reader),
        where=actor.office,
        base=f"/permits/{permit.id}",
        due=permit.due_at,
        is_late=_is_late(permit, services),
        rows=[*_rows(permit, events, number, services, reader), *_fee(permit, reader)],
        goods=_goods(asked, reader),
        rule=_rule(asked, services),
        quota=_quota(asked, services, reader),
        brought=brought_view(reader, permit),
        counted=[dossier_number(services, one.dossier, "") for one in permit.assigned],
        xml=services.write_certificate is not None and goes_out(services, permit) is not None,
        money=fee_view(reader, permit),
        change=change_lines(permit, reader),
        proposed=proposal_lines(permit, reader),
        refusal=refusal_text(reader, permit),
        attached=attached_views(reader, services, permit.id, attached_to(permit)),
        lacking=_lacking(asked, services, reader),
        ended=_ended(asked.dossier, services),
        is_following=FOLLOWING in request.query_params,
        trail=trail_of(request),
        list_href=list_href(request, APPLICATIONS),
        acts=buttons(PERMIT_DESK, permit, actor_of(request), reader),
        entries=timeline_of(reader, services, events, state=permit),
    )


def _ended(dossier: str, services: Services) -> str:
    """How the movement ended that it was asked for, where that never set out."""
    state = services.queries.get(dossier).state if dossier else None
    return state.status if isinstance(state, Movement) and state.status in NEVER_LEFT else ""


@get("/permits/{reference:str}/issued", opt=only("permit"))
async def issued(request: AnyRequest, reference: FromPath[str]) -> Page:
    """The permit as it was issued, with its QR code, for screen and paper."""
    _ = gettext_of(request)
    permit = state_of(request, reference, Permit)
    asked = permit.request
    if not permit.credential:
        raise NotKnown
    return page(
        request,
        "permits/issued.html",
        title=_("Permit %(number)s", number=permit.number),
        live=[permit.id],
        permit=permit,
        number=dossier_number(services_of(request), asked.dossier, asked.lrn),
        word=status_word(permit.status, reader_of(request)),
        base=f"/permits/{permit.id}",
        where=asked.authority,
        holder=party_text(asked.holder, reader_of(request)),
        qr=qr_svg(permit.credential, _("QR code of permit %(number)s", number=permit.number)),
    )


@get("/permits/{reference:str}/permit.pdf", opt=only("permit"))
async def issued_paper(request: AnyRequest, reference: FromPath[str]) -> Response[bytes]:
    """The permit on one page, as its holder carries it."""
    return await permit_pdf(request, reference)


def _is_late(permit: Permit, services: Services) -> bool:
    return permit.status == "applied" and permit.due_at < services.now()


def _rule(asked: PermitRequest, services: Services) -> View | None:
    """The rule the application names, as this node has it in force."""
    rule = rule_named(services.rules_today, asked.rule, asked.country)
    if rule is None:
        return None
    act = rule.instrument_in(asked.country)
    return {"rule": rule, "act": act, "hs": _matching(rule, asked)}


def _quota(asked: PermitRequest, services: Services, reader: Reader) -> View | None:
    """Out of which quota it comes, and what is left of that."""
    found = services.queries.get(asked.quota).state if asked.quota else None
    return {"name": name_of(reader, found), "quota": found} if isinstance(found, Quota) else None


def _lacking(asked: PermitRequest, services: Services, reader: Reader) -> list[str]:
    """Papers that the rule asks for and that were not attached."""
    rule = rule_named(services.rules_today, asked.rule, asked.country)
    there = {one.paper for one in asked.attachments}
    kind = services.types[asked.kind]
    wanted = dict.fromkeys((*(rule.papers if rule is not None else ()), *kind.papers))
    return [paper_name(reader, paper) for paper in wanted if paper not in there]


def _matching(rule: RequirementRule, asked: PermitRequest) -> list[str]:
    """The HS prefixes of the rule that the goods of this application fall under."""
    codes = [line.hs for line in asked.goods if line.hs]
    return [prefix for prefix in rule.hs if any(code.startswith(prefix) for code in codes)]


def _rows(
    permit: Permit, events: tuple[Logged, ...], number: str, services: Services, reader: Reader
) -> list[View]:
    """The request, read back; after a mended application with what it said before."""
    said = PERMITS.declared(event.fact.payload for event in events)
    before = dict(_pairs(said[-2], number, services, reader)) if len(said) > 1 else {}
    rows = []
    for label, value in _pairs(permit.request, number, services, reader):
        was = before.get(label, "") if before else ""
        row = {"label": label, "value": value}
        if before and was != value:
            row["was"] = was or reader.words("nothing")
        if value or was:
            rows.append(row)
    return rows


def _pairs(
    asked: PermitRequest, number: str, services: Services, reader: Reader
) -> list[tuple[str, str]]:
    _, names, day = reader.words, reader.names, reader.formats.day
    route = " → ".join(names.country(code) for code in asked.countries)
    days = " – ".join(day(d) for d in (asked.wanted_from or "", asked.wanted_to or "") if d)
    return [
        (_("Holder"), party_text(asked.holder, reader)),
        (_("Vehicles"), ", ".join(asked.plates)),
        (_("Mass and size"), vehicle_text(asked.vehicle, reader) if asked.vehicle else ""),
        (_("Route"), route),
        (_("Enters by"), names.office(asked.entry_office)),
        (_("Leaves by"), names.office(asked.leave_office)),
        (_("Wanted for"), days),
        *detail_pairs(reader, services.types[asked.kind], asked.details),
        (_("Local number of the dossier"), number),
        (_("Note of the carrier"), asked.note),
    ]


def _fee(permit: Permit, reader: Reader) -> list[View]:
    said = fee_text(reader, permit)
    return [{"label": reader.words("Fee"), "value": said}] if said else []


def _goods(asked: PermitRequest, reader: Reader) -> list[View]:
    return [
        {
            "number": line.number,
            "description": reader.legible(line.description),
            "hs": line.hs,
            "gross": reader.formats.mass(line.gross_kg),
            "dangerous": dangerous_said(reader, line.dangerous_goods),
        }
        for line in asked.goods
    ]
