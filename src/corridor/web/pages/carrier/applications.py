"""One application for a permit: mended after a refusal, answered, or taken back."""

from typing import Any, Final

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler
from msgspec.structs import replace

from corridor.domain.attachments import with_more
from corridor.domain.codes import is_hardly_a_plate, plate_of
from corridor.domain.consignment import Dossier, decisive_day, plates_of
from corridor.domain.movement.by_vehicle import as_carried
from corridor.domain.movement.state import Movement
from corridor.domain.permit_types.request import PermitRequest
from corridor.domain.permits.applying import ApplyForPermit
from corridor.domain.permits.asking import ProvideInformation
from corridor.domain.permits.requirements import request_for, requirements_of
from corridor.domain.permits.state import Permit
from corridor.domain.permits.voices import UNDECIDED
from corridor.domain.permits.withdrawing import WithdrawPermit
from corridor.domain.refusals import N_
from corridor.domain.searching import identifier
from corridor.domain.typed import day, is_day, listed
from corridor.engine.kept_files import OF_DRAFT
from corridor.web.access import only, state_of
from corridor.web.act import Deed
from corridor.web.acts.fields import files_field, files_of
from corridor.web.addresses import local_path, redirect
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.files.trays import take_from_tray
from corridor.web.forms import Form, read_form
from corridor.web.note_length import judge_length
from corridor.web.pages.carrier.drafts import form_of
from corridor.web.running import run_command
from corridor.web.shape_words import HARDLY_A_PLATE
from corridor.web.toolkit import Page, notify, page
from corridor.web.views.drafting.kept import read_draft
from corridor.web.views.drafting.model import DRAFT, with_files
from corridor.web.views.drafting.to_dossier import build
from corridor.web.views.permit_panel import permit_now, permit_view
from corridor.web.views.type_form import (
    PREFIX,
    check_details,
    details_of,
    field_of_detail,
    type_fields,
    typed_details,
)

AnyRequest = Request[Any, Any, Any]
OTHER_VEHICLE: Final = N_(
    "The declaration names %(declared)s, this application %(asked)s: the permit would not let the "
    "declared vehicle pass. Correct it here, or in the section Transport of the declaration."
)
_FIELDS = {
    "/request/plates": "truck",
    "/request/wanted_from": "wanted_from",
    "/request/wanted_to": "wanted_to",
    "/request/note": "note",
    "/answer": "answer",
    "/request/attachments": "files",
    "/attachments": "files",
}


def dossier_of(request: AnyRequest, permit: Permit) -> Dossier | None:
    """What is declared now: as it was sent, or as far as the draft goes."""
    services = services_of(request)
    state = services.queries.get(permit.request.dossier).state
    if isinstance(state, Movement):
        return state.dossier
    document = services.queries.document(DRAFT, permit.request.dossier)
    if document is not None and document.owner == actor_of(request).org:
        files = services.queries.document(OF_DRAFT, document.id)
        return build(with_files(read_draft(document), files), services.reference).dossier
    return None


def carried_of(request: AnyRequest, permit: Permit) -> tuple[Dossier, ...]:
    """The same as it travels: of a split load once for each of its vehicles."""
    state = services_of(request).queries.get(permit.request.dossier).state
    if isinstance(state, Movement):
        return as_carried(state)
    declared = dossier_of(request, permit)
    return (declared,) if declared else ()


def due(request: AnyRequest, permit: Permit) -> frozenset[str]:
    """What its carrier can do with an application now, by the names of the pages that do it."""
    day = _renewed(request, permit).wanted_from or ""
    again = permit.may_be_reapplied_at(services_of(request).now(), day)
    found = {
        "again": again,
        "answer": permit.status == "information_requested",
        "withdraw": permit.status in UNDECIDED,
        "return": permit.status == "granted" and bool(permit.request.quota) and not permit.uses,
    }
    return frozenset(name for name, is_due in found.items() if is_due)


def not_due(request: AnyRequest, permit: Permit, title: str) -> Page:
    """For whoever came by an old link: how it stands, and who must act."""
    _, reader = gettext_of(request), reader_of(request)
    return page(
        request,
        "customs/act.html",
        title=title,
        over=(_("This cannot be done now"), permit_now(reader, permit)),
        typed=[],
        cancel_href=f"/carrier/permits/{permit.id}",
    )


def case_href(request: AnyRequest, permit: Permit) -> str:
    """Where the case of a permit lies: the dossier once it was sent, until then the draft."""
    id = permit.request.dossier
    if permit.alone:
        return "/carrier/permits"
    if isinstance(services_of(request).queries.get(id).state, Movement):
        return f"/carrier/dossiers/{id}"
    return f"/carrier/drafts/{id}/permits"


def _renewed(request: AnyRequest, permit: Permit) -> PermitRequest:
    """The request anew from the dossier as it is now; as it was where the rule no longer asks."""
    dossier, services, old = dossier_of(request, permit), services_of(request), permit.request
    if dossier is None:
        return old
    on = decisive_day(dossier, services.now())
    needed = requirements_of(dossier, services.rules, services.reference, on)
    for needs in needed:
        if (needs.country, needs.kind, needs.rule) == (old.country, old.kind, old.rule):
            fresh = request_for(needs, dossier, old.dossier, services.types, old.details)
            if old.quota:  # whom it asks stays as it was
                fresh = replace(fresh, quota=old.quota, authority=old.authority)
            files = with_more(fresh.attachments, old.attachments)
            return replace(fresh, wanted_to=old.wanted_to, note=old.note, attachments=files)
    return old


@get("/carrier/permits/{reference:str}/again", opt=only("carrier"))
async def ask_again(request: AnyRequest, reference: FromPath[str]) -> Page:
    """The refused application, filled in already."""
    permit = state_of(request, reference, Permit)
    if "again" not in due(request, permit):
        _ = gettext_of(request)
        return not_due(request, permit, _("Correct and apply again"))
    wanted = _renewed(request, permit)
    form = form_of(
        {f"{PREFIX}{one.code}": one.value for one in wanted.details}
        | {
            "truck": "".join(wanted.plates[:1]),
            "trailer": "".join(wanted.plates[1:2]),
            "wanted_from": wanted.wanted_from or "",
            "wanted_to": wanted.wanted_to or "",
            "note": wanted.note,
            "next": request.query_params.get("next", ""),
        }
    )
    return _again_page(request, permit, wanted, form)


def _again_page(
    request: AnyRequest, permit: Permit, wanted: PermitRequest, form: Form, status: int = 200
) -> Page:
    _, reader = gettext_of(request), reader_of(request)
    return page(
        request,
        "carrier/again.html",
        title=_("Correct and apply again"),
        status=status,
        permit=permit,
        view=permit_view(reader, permit),
        wanted=wanted,
        form=form,
        errors=form.errors,
        fields=type_fields(reader, services_of(request).types[wanted.kind]),
        for_vehicle=services_of(request).types[wanted.kind].for_vehicle,
        doubts=status != 200 and bool(_doubts(request, permit, wanted, form)),
        asked_for=", ".join(_plates(request, wanted, form)),
        files=files_field(Deed(request, permit, form)),
        back=local_path(form["next"], case_href(request, permit)),
    )


@post("/carrier/permits/{reference:str}/again", opt=only("carrier"))
async def apply_again(request: AnyRequest, reference: FromPath[str]) -> Page | Redirect:
    """Apply again with what was mended; nothing else is typed anew."""
    _, permit, form = (
        gettext_of(request),
        state_of(request, reference, Permit),
        await read_form(request),
    )
    wanted = _renewed(request, permit)
    for name in ("wanted_from", "wanted_to"):
        if form[name] and not is_day(day(form[name])):
            form.add_error(name, _("Write a day, for example 22.11.2026."))
        elif form[name] and day(form[name]) < services_of(request).day_at(wanted.country):
            form.add_error(name, _("This day is past."))
    judge_length(reader_of(request), form, "note")
    kind = services_of(request).types[wanted.kind]
    details = typed_details(form, kind)
    check_details(reader_of(request), kind, details, form)
    plates = _plates(request, wanted, form)
    for name, doubt in _doubts(request, permit, wanted, form):
        if form["as_written"] != ", ".join(plates):
            form.add_error(name, doubt)
    if form.errors:
        return _again_page(request, permit, wanted, form, 422)
    wanted = replace(
        wanted,
        plates=plates,
        wanted_from=day(form["wanted_from"]) or None,
        wanted_to=day(form["wanted_to"]) or None,
        note=form["note"],
        details=details_of(details),
        attachments=with_more(wanted.attachments, files_of(Deed(request, permit, form))),
    )
    outcome = await run_command(request, ApplyForPermit(wanted), permit.id)
    if outcome.refusals:
        form.add_refusals(request, outcome.refusals, _field)
        return _again_page(request, permit, wanted, form, 422)
    await take_from_tray(services_of(request), permit.id, actor_of(request), wanted)
    notify(request, _("The application was sent again"))
    return redirect(local_path(form["next"], case_href(request, permit)))


def _field(pointer: str) -> str:
    return field_of_detail(pointer) or _FIELDS.get(pointer, "")


def _plates(request: AnyRequest, wanted: PermitRequest, form: Form) -> tuple[str, ...]:
    """Truck, trailer, and what other trailers there were; a list in one field is read as one."""
    if not services_of(request).types[wanted.kind].for_vehicle:
        return wanted.plates
    typed = (*listed(form["truck"]), *listed(form["trailer"]))
    return (*map(plate_of, typed), *wanted.plates[2:])


def _doubts(
    request: AnyRequest, permit: Permit, wanted: PermitRequest, form: Form
) -> list[tuple[str, str]]:
    """(field, what to look at again): a number unlike any, a vehicle that is not declared."""
    _, dossier = gettext_of(request), dossier_of(request, permit)
    if not services_of(request).types[wanted.kind].for_vehicle:
        return []
    plates = _plates(request, wanted, form)
    fields = ("truck", *["trailer"] * len(plates))
    found = [
        (field, _(HARDLY_A_PLATE, plate=plate))
        for field, plate in zip(fields, plates, strict=False)
        if is_hardly_a_plate(plate)
    ]
    declared = plates_of(dossier) if dossier else ()
    if declared and list(map(identifier, plates)) != list(map(identifier, declared)):
        named, asked = ", ".join(declared), ", ".join(plates)
        found.append(("truck", _(OTHER_VEHICLE, declared=named, asked=asked)))
    return found


@get("/carrier/permits/{reference:str}/answer", opt=only("carrier"))
async def ask_answer(request: AnyRequest, reference: FromPath[str]) -> Page:
    """The authority's question."""
    permit = state_of(request, reference, Permit)
    if "answer" not in due(request, permit):
        _ = gettext_of(request)
        return not_due(request, permit, _("Answer the authority"))
    form = form_of({"next": request.query_params.get("next", "")})
    return _answer_page(request, permit, form)


def _answer_page(request: AnyRequest, permit: Permit, form: Form, status: int = 200) -> Page:
    _, reader = gettext_of(request), reader_of(request)
    return page(
        request,
        "carrier/answer.html",
        title=_("Answer the authority"),
        status=status,
        permit=permit,
        view=permit_view(reader, permit),
        form=form,
        errors=form.errors,
        files=files_field(Deed(request, permit, form)),
        back=local_path(form["next"], case_href(request, permit)),
    )


@post("/carrier/permits/{reference:str}/answer", opt=only("carrier"))
async def answer(request: AnyRequest, reference: FromPath[str]) -> Page | Redirect:
    """What was asked for."""
    _, permit, form = (
        gettext_of(request),
        state_of(request, reference, Permit),
        await read_form(request),
    )
    text = form["answer"]
    if not text:
        form.add_error("answer", _("Write your answer."))
    judge_length(reader_of(request), form, "answer")
    if not form.errors:
        said = ProvideInformation(text, files_of(Deed(request, permit, form)))
        outcome = await run_command(request, said, permit.id)
        form.add_refusals(request, outcome.refusals, _FIELDS | {"": ""})
    if form.errors:
        return _answer_page(request, permit, form, 422)
    await take_from_tray(services_of(request), permit.id, actor_of(request), said)
    notify(request, _("The answer was sent"))
    return redirect(local_path(form["next"], case_href(request, permit)))


@get("/carrier/permits/{reference:str}/withdraw", opt=only("carrier"))
async def ask_withdraw(request: AnyRequest, reference: FromPath[str]) -> Page:
    """Before an application is taken back."""
    permit = state_of(request, reference, Permit)
    if "withdraw" not in due(request, permit):
        _ = gettext_of(request)
        return not_due(request, permit, _("Take the application back?"))
    return _withdraw_page(request, permit, Form())


def _withdraw_page(request: AnyRequest, permit: Permit, form: Form, status: int = 200) -> Page:
    _ = gettext_of(request)
    return page(
        request,
        "confirm.html",
        title=_("Take the application back?"),
        status=status,
        form=form,
        errors=form.errors,
        consequence=_("The authority stops its work. You can apply again later, from the start."),
        action=f"/carrier/permits/{permit.id}/withdraw",
        label=_("Take it back"),
        cancel_href=f"/carrier/permits/{permit.id}",
        kind="stop",
    )


@post("/carrier/permits/{reference:str}/withdraw", opt=only("carrier"))
async def withdraw(request: AnyRequest, reference: FromPath[str]) -> Page | Redirect:
    """Taken back."""
    _, permit, form = (
        gettext_of(request),
        state_of(request, reference, Permit),
        await read_form(request),
    )
    outcome = await run_command(request, WithdrawPermit(), permit.id)
    if outcome.refusals:
        form.add_refusals(request, outcome.refusals, {"": ""})
        return _withdraw_page(request, permit, form, 422)
    notify(request, _("The application was taken back"))
    return redirect(case_href(request, permit))


ROUTES: tuple[ControllerRouterHandler, ...] = (
    ask_again,
    apply_again,
    ask_answer,
    answer,
    ask_withdraw,
    withdraw,
)
