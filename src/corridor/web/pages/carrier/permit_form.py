"""The application for one permit: what its type asks and the dossier does not say; kept or sent.

What was typed is a private document of kind `permit-form` of the firm, by dossier and requirement,
until it is sent. Apart from that nothing is typed twice: all else comes from the dossier.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.attachments import Attachments, Paper, with_more
from corridor.domain.consignment import Dossier, plates_of
from corridor.domain.movement.state import OPEN, Movement
from corridor.domain.permit_types.request import Detail, PermitRequest
from corridor.domain.permit_types.types import PermitType
from corridor.domain.permits.requirements import RequirementState, request_for
from corridor.engine.jobs import DeleteDocument, PutDocument
from corridor.engine.ports import Document
from corridor.web.access import only, state_of
from corridor.web.act import Deed
from corridor.web.acts.fields import files_field, files_of
from corridor.web.addresses import redirect
from corridor.web.auth.identity import actor_of
from corridor.web.batches.permits import FORM, Besides, apply_all, form_id, kept_details
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.files.trays import Unborn, in_tray, unborn_of
from corridor.web.forms import Form, attempt_of, read_form
from corridor.web.i18n import in_language
from corridor.web.note_length import judge_length
from corridor.web.pages.carrier.drafts import case_of, draft_of, form_of, sendable
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, notify, page
from corridor.web.views.attached import paper_name
from corridor.web.views.desk_declaration import vehicle_text
from corridor.web.views.drafting.judging import Judgement, judge_movement
from corridor.web.views.permit_panel import requirement_view
from corridor.web.views.standing import need_id
from corridor.web.views.type_form import (
    PREFIX,
    check_details,
    field_of_detail,
    type_fields,
    typed_details,
)

AnyRequest = Request[Any, Any, Any]


class Sent(NamedTuple):
    """A requirement that was applied for already: by which application."""

    permit: str


class Asking(NamedTuple):
    """One requirement of one dossier, about to be applied for. `back`: the dossier's permits."""

    id: str
    dossier: Dossier
    judged: Judgement
    need: RequirementState
    kind: PermitType
    back: str


def of_draft(request: AnyRequest, id: str, need: str) -> Asking | Sent:
    """Of a dossier that was not sent yet."""
    case = case_of(request, draft_of(request, id))
    if case.built.dossier is None:
        raise NotKnown
    back = f"/carrier/drafts/{id}/permits"
    return _asking(request, id, case.built.dossier, case.judged, need, back)


def of_dossier(request: AnyRequest, reference: str, need: str) -> Asking | Sent:
    """Of a dossier that was sent."""
    state, services = state_of(request, reference, Movement), services_of(request)
    if state.status not in OPEN:
        raise NotKnown
    judged = judge_movement(state, services, services.queries.permits_of(state.id))
    back = f"/carrier/dossiers/{state.id}"
    return _asking(request, state.id, state.dossier, judged, need, back)


def _asking(
    request: AnyRequest, id: str, dossier: Dossier, judged: Judgement, need: str, back: str
) -> Asking | Sent:
    found = next((one for one in judged.lacking if need_id(one.requirement) == need), None)
    if found is None:
        return _sent(judged, need)
    kind = services_of(request).types[found.requirement.kind]
    return Asking(id, dossier, judged, found, kind, back)


def _sent(judged: Judgement, need: str) -> Sent:
    found = (one.permit for one in judged.needs if need_id(one.requirement) == need)
    permit = next((one for one in found if one), None)
    if permit is None:
        raise NotKnown
    return Sent(permit)


@get("/carrier/drafts/{id:str}/permits/{need:str}", opt=only("carrier"))
async def draft_form(
    request: AnyRequest, id: FromPath[str], need: FromPath[str]
) -> Page | Redirect:
    """What is still asked, filled in as far as it is known."""
    return _first(request, of_draft(request, id, need))


@post("/carrier/drafts/{id:str}/permits/{need:str}", opt=only("carrier"))
async def draft_sent(
    request: AnyRequest, id: FromPath[str], need: FromPath[str]
) -> Page | Redirect:
    """Kept, or sent to the authority."""
    sendable(request, id)
    return await _taken(request, of_draft(request, id, need))


@get("/carrier/dossiers/{reference:str}/permits/{need:str}", opt=only("carrier"))
async def dossier_form(
    request: AnyRequest, reference: FromPath[str], need: FromPath[str]
) -> Page | Redirect:
    """The same, of a dossier that was sent."""
    return _first(request, of_dossier(request, reference, need))


@post("/carrier/dossiers/{reference:str}/permits/{need:str}", opt=only("carrier"))
async def dossier_sent(
    request: AnyRequest, reference: FromPath[str], need: FromPath[str]
) -> Page | Redirect:
    """The same, of a dossier that was sent."""
    return await _taken(request, of_dossier(request, reference, need))


def _first(request: AnyRequest, asked: Asking | Sent) -> Page | Redirect:
    """The form; whoever goes back to it after it was sent is led to the application."""
    if isinstance(asked, Sent):
        return redirect(f"/carrier/permits/{asked.permit}")
    return _show(
        request,
        asked,
        form_of({f"{PREFIX}{code}": value for code, value in known_values(request, asked).items()}),
    )


def known_values(request: AnyRequest, asked: Asking) -> dict[str, str]:
    """What was kept; else what the firm answered last for this type; else what is usual."""
    services, org = services_of(request), actor_of(request).org
    usual = {one.code: one.usual for one in asked.kind.fields if one.usual}
    before = {one.code: one.value for one in last_details(request, asked.kind)}
    kept = {one.code: one.value for one in kept_details(services, org, asked.id, asked.need)}
    return usual | before | kept


def last_details(request: AnyRequest, kind: PermitType) -> tuple[Detail, ...]:
    """The answers of the firm's newest application of this type that its lists still show."""
    services, org = services_of(request), actor_of(request).org
    rows = services.queries.rows(f"carrier:{org}:permits", limit=50).rows
    mine = [row for row in rows if row.data["kind"] == kind.code]
    for row in sorted(mine, key=lambda one: one.updated, reverse=True):
        request_made: PermitRequest = services.queries.get(row.subject).state.request
        if request_made.details:
            return request_made.details
    return ()


def _show(request: AnyRequest, asked: Asking, form: Form, status: int = 200) -> Page:
    _, reader = gettext_of(request), reader_of(request)
    needs = asked.need.requirement
    wanted = request_for(needs, asked.dossier, asked.id, services_of(request).types)
    deed = _deed(request, asked, form)
    waiting = in_tray(deed.services, deed.state.id, deed.actor)
    return page(
        request,
        "carrier/permit_form.html",
        title=_("Application: %(kind)s", kind=reader.labels(needs.kind, "permit_kind")),
        status=status,
        form=form,
        errors=form.errors,
        about=in_language(reader.lang, asked.kind.about),
        need=requirement_view(reader, needs),
        fields=type_fields(reader, asked.kind),
        known=_known(reader, asked, wanted),
        papers=_papers(reader, asked, with_more(wanted.attachments, waiting)),
        files=files_field(deed, usual=_first_missing(asked, wanted)),
        illustrative=asked.kind.illustrative,
        back=asked.back,
    )


def _known(reader: Reader, asked: Asking, wanted: PermitRequest) -> list[dict[str, str]]:
    """What the authority gets from the dossier: shown, and not asked again."""
    _, names = reader.words, reader.names
    offices = [names.office(code) for code in (wanted.entry_office, wanted.leave_office) if code]
    vehicles = ", ".join(wanted.plates or plates_of(asked.dossier))
    rows = (
        (_("Holder"), wanted.holder.name or wanted.holder.id),
        (_("Vehicles"), vehicles),
        (_("Mass and size"), vehicle_text(wanted.vehicle, reader) if wanted.vehicle else ""),
        (_("Goods"), "; ".join(reader.legible(one.description) for one in wanted.goods[:20])),
        (_("Entry and exit"), " → ".join(offices)),
        (_("Wanted from"), reader.formats.day(wanted.wanted_from or "")),
    )
    return [{"label": label, "value": value} for label, value in rows if value]


def _deed(request: AnyRequest, asked: Asking, form: Form) -> Deed[Unborn]:
    return Deed(request, unborn_of(asked.id, need_id(asked.need.requirement)), form)


def _asked_papers(asked: Asking) -> tuple[Paper, ...]:
    return tuple(dict.fromkeys((*asked.need.requirement.papers, *asked.kind.papers)))


def _first_missing(asked: Asking, wanted: PermitRequest) -> str:
    """The paper that is probably attached next."""
    there = {one.paper for one in wanted.attachments}
    return next((one for one in _asked_papers(asked) if one not in there), "other")


def _papers(reader: Reader, asked: Asking, files: Attachments) -> list[dict[str, Any]]:
    """Papers that are asked for, and whether the dossier has them, or they wait here."""
    there = {one.paper for one in files}
    return [
        {"name": paper_name(reader, one), "there": one in there} for one in _asked_papers(asked)
    ]


async def _taken(request: AnyRequest, asked: Asking | Sent) -> Page | Redirect:
    _, form = gettext_of(request), await read_form(request)
    if isinstance(asked, Sent):
        notify(request, _("It was applied for already"))
        return redirect(f"/carrier/permits/{asked.permit}")
    details = typed_details(form, asked.kind)
    await _keep(request, asked, details)
    if form["act"] == "keep":
        notify(request, _("The application is kept: nothing was sent yet"))
        return redirect(asked.back)
    check_details(reader_of(request), asked.kind, details, form)
    judge_length(reader_of(request), form, "note")
    if not form.errors:
        services, actor = services_of(request), actor_of(request)
        sent = await apply_all(
            services,
            actor,
            asked.id,
            asked.dossier,
            asked.judged,
            (asked.need,),
            attempt_of(request),
            Besides(form["note"], files_of(_deed(request, asked, form))),
        )
        form.add_refusals(request, (why for _country, why in sent.refused), field_of_detail)
    if form.errors:
        return _show(request, asked, form, 422)
    id = form_id(asked.id, asked.need)
    await services_of(request).writer.run(DeleteDocument(FORM, id))
    notify(request, _("Applications sent: %(count)s", count=1))
    return redirect(asked.back)


async def _keep(request: AnyRequest, asked: Asking, details: Mapping[str, str]) -> None:
    """What was typed stays, right or wrong, until it is sent."""
    services, org = services_of(request), actor_of(request).org
    body = msgspec.json.encode(details)
    document = Document(form_id(asked.id, asked.need), org, services.now(), body)
    await services.writer.run(PutDocument(FORM, document, is_owned=True))


ROUTES: tuple[ControllerRouterHandler, ...] = (draft_form, draft_sent, dossier_form, dossier_sent)
