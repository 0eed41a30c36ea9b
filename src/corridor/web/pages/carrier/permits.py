"""Permits: what the way asks for, one button for all, answers, and applying again."""

from datetime import date
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler
from msgspec.structs import replace

from corridor.domain.consignment import Dossier, plates_of
from corridor.domain.movement.state import Movement
from corridor.domain.permits.commands import ApplyForPermit, ProvideInformation, WithdrawPermit
from corridor.domain.permits.events import PermitRequest
from corridor.domain.permits.plates import VEHICLE_KINDS
from corridor.domain.permits.requirements import request_for, requirements_of
from corridor.domain.permits.state import Permit
from corridor.web.access import only, subject_of
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.forms import Form, read_form
from corridor.web.pages.carrier.drafts import Case, case_of, draft_of, form_of, keep
from corridor.web.toolkit import Page, local_path, notify, page, redirect, run_command
from corridor.web.views.drafting.model import DRAFT, read_draft
from corridor.web.views.drafting.taking import ANSWER, with_form
from corridor.web.views.drafting.to_dossier import build
from corridor.web.views.permit_panel import panel_of, permit_view, requirement_view
from corridor.web.views.strips import requirement_marks, route_strip

AnyRequest = Request[Any, Any, Any]
_FIELDS = {
    "/request/plates": "plates",
    "/request/wanted_from": "wanted_from",
    "/request/wanted_to": "wanted_to",
    "/request/note": "note",
    "/answer": "answer",
}


@get("/carrier/drafts/{id:str}/permits", opt=only("carrier"))
async def panel(request: AnyRequest, id: FromPath[str]) -> Page:
    """What each state asks for, why, and how it stands."""
    draft = draft_of(request, id)
    form = form_of({f"{ANSWER}{code}": said for code, said in draft.answers.items()})
    return _show(request, case_of(request, draft), form)


def _show(request: AnyRequest, case: Case, form: Form, status: int = 200) -> Page:
    _, reader = gettext_of(request), reader_of(request)
    dossier, judged = case.built.dossier, case.judged
    followed = f"carrier:{actor_of(request).org}:permits"
    marks = requirement_marks(reader, judged.needs)
    return page(
        request,
        "carrier/draft_permits.html",
        title=_("Permits"),
        status=status,
        live=[followed],
        followed=followed,
        draft=case.draft,
        form=form,
        errors=form.errors,
        known=dossier is not None,
        strip=route_strip(reader, dossier.route, marks) if dossier else None,
        states=panel_of(reader, dossier, judged) if dossier else [],
        questions=[_question(request, asked) for asked in judged.questions],
        answered=all(asked.answer is not None for asked in judged.questions),
        reminders=[requirement_view(reader, one) for one in judged.reminders],
        lacking=len(judged.lacking),
        needed=len(judged.needs),
        have=sum(1 for one in judged.needs if one.state == "have"),
        back=f"/carrier/drafts/{case.draft.id}/permits",
    )


def _question(request: AnyRequest, asked: Any) -> dict[str, Any]:
    _, reader = gettext_of(request), reader_of(request)
    countries = ", ".join(reader.names.country(code) for code in asked.countries)
    items = ", ".join(str(number) for number in asked.items)
    hint = _("It matters to: %(countries)s.", countries=countries)
    if items:
        hint += " " + _("Items: %(items)s.", items=items)
    said = {True: "yes", False: "no"}.get(asked.answer, "")
    return {
        "name": f"{ANSWER}{asked.question.code}",
        "text": asked.question.text,
        "hint": hint,
        "value": said,
    }


@post("/carrier/drafts/{id:str}/permits", opt=only("carrier"))
async def act(request: AnyRequest, id: FromPath[str]) -> Page | Redirect:
    """Keep the answers; with the big button, apply for everything that is missing."""
    _, form = gettext_of(request), await read_form(request)
    draft = with_form(draft_of(request, id), "permits", form)
    await keep(request, draft)
    case = case_of(request, draft)
    if form["act"] != "apply":
        return redirect(f"/carrier/drafts/{id}/permits")
    if _lacks(request, case, form):
        return _show(request, case, form, 422)
    sent = await _apply_for_all(request, case, form)
    if form.errors:
        return _show(request, case_of(request, draft), form, 422)
    notify(request, _("Applications sent: %(count)s", count=sent))
    return redirect(f"/carrier/drafts/{id}/permits")


def _lacks(request: AnyRequest, case: Case, form: Form) -> bool:
    """What has to be known before anybody can decide on an application."""
    _, dossier = gettext_of(request), case.built.dossier
    if dossier is None:
        form.add_error("", _("Fill in goods and route first."))
        return True
    for asked in case.judged.questions:
        if asked.answer is None:
            form.add_error(f"{ANSWER}{asked.question.code}", _("Answer the question."))
    for_vehicle = any(one.requirement.kind in VEHICLE_KINDS for one in case.judged.lacking)
    if for_vehicle and not plates_of(dossier):
        form.errors.append(
            {
                "text": _("Name the truck first: a road permit is for a certain vehicle."),
                "href": f"/carrier/drafts/{case.draft.id}/transport#f-vehicle",
            }
        )
    return bool(form.errors)


async def _apply_for_all(request: AnyRequest, case: Case, form: Form) -> int:
    """One application per requirement; refused ones are told, the others stand."""
    services, dossier = services_of(request), case.built.dossier
    if dossier is None:
        return 0
    sent = 0
    for one in case.judged.lacking:
        old = case.judged.permit_of(one)
        again = old is not None and old.may_be_reapplied_on(services.today())
        subject = old.id if old is not None and again else services.new_id("pm")
        wanted = request_for(one.requirement, dossier, case.draft.id)
        outcome = await run_command(request, ApplyForPermit(wanted), subject)
        form.add_refusals(request, outcome.refusals, {"": ""})
        sent += not outcome.refusals
    return sent


def _permit_of(request: AnyRequest, reference: str) -> Permit:
    state: Permit = subject_of(request, actor_of(request), reference, Permit).state
    return state


def _dossier_of(request: AnyRequest, permit: Permit) -> Dossier | None:
    """The goods as they stand now: of the draft, or of the movement."""
    services = services_of(request)
    document = services.queries.document(DRAFT, permit.request.dossier)
    if document is not None and document.owner == actor_of(request).org:
        return build(read_draft(document), services.reference).dossier
    state = services.queries.get(permit.request.dossier).state
    return state.dossier if isinstance(state, Movement) else None


def case_href(request: AnyRequest, permit: Permit) -> str:
    """Where the case of a permit lies: the draft's panel, or the dossier."""
    services, id = services_of(request), permit.request.dossier
    if services.queries.document(DRAFT, id) is not None:
        return f"/carrier/drafts/{id}/permits"
    return f"/carrier/dossiers/{id}"


def _renewed(request: AnyRequest, permit: Permit) -> PermitRequest:
    """The request anew from the dossier as it is now; as it was where the rule no longer asks."""
    dossier, services, old = _dossier_of(request, permit), services_of(request), permit.request
    if dossier is None:
        return old
    needed = requirements_of(dossier, services.rules, services.reference, services.today())
    for needs in needed:
        if (needs.country, needs.kind, needs.rule) == (old.country, old.kind, old.rule):
            fresh = request_for(needs, dossier, old.dossier)
            return replace(fresh, wanted_to=old.wanted_to, note=old.note)
    return old


@get("/carrier/permits/{reference:str}/again", opt=only("carrier"))
async def ask_again(request: AnyRequest, reference: FromPath[str]) -> Page:
    """The refused application, filled in already."""
    permit = _permit_of(request, reference)
    wanted = _renewed(request, permit)
    form = form_of(
        {
            "plates": ", ".join(wanted.plates),
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
        for_vehicle=wanted.kind in VEHICLE_KINDS,
        back=local_path(form["next"], case_href(request, permit)),
    )


@post("/carrier/permits/{reference:str}/again", opt=only("carrier"))
async def apply_again(request: AnyRequest, reference: FromPath[str]) -> Page | Redirect:
    """Apply again with what was mended; nothing else is typed anew."""
    _, permit, form = gettext_of(request), _permit_of(request, reference), await read_form(request)
    wanted = _renewed(request, permit)
    for name in ("wanted_from", "wanted_to"):
        if form[name] and not _is_date(form[name]):
            form.add_error(name, _("Write a date."))
    if len(form["note"]) > 2_000:
        form.add_error("note", _("At most %(limit)s characters.", limit="2000"))
    if form.errors:
        return _again_page(request, permit, wanted, form, 422)
    plates = tuple(part.strip() for part in form["plates"].split(",") if part.strip())
    wanted = replace(
        wanted,
        plates=plates if wanted.kind in VEHICLE_KINDS else wanted.plates,
        wanted_from=form["wanted_from"] or None,
        wanted_to=form["wanted_to"] or None,
        note=form["note"],
    )
    outcome = await run_command(request, ApplyForPermit(wanted), permit.id)
    if outcome.refusals:
        form.add_refusals(request, outcome.refusals, _FIELDS | {"": ""})
        return _again_page(request, permit, wanted, form, 422)
    notify(request, _("The application was sent again"))
    return redirect(local_path(form["next"], case_href(request, permit)))


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


@get("/carrier/permits/{reference:str}/answer", opt=only("carrier"))
async def ask_answer(request: AnyRequest, reference: FromPath[str]) -> Page:
    """The authority's question."""
    return _answer_page(request, _permit_of(request, reference), Form())


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
        back=case_href(request, permit),
    )


@post("/carrier/permits/{reference:str}/answer", opt=only("carrier"))
async def answer(request: AnyRequest, reference: FromPath[str]) -> Page | Redirect:
    """What was asked for."""
    _, permit, form = gettext_of(request), _permit_of(request, reference), await read_form(request)
    text = form["answer"]
    if not text:
        form.add_error("answer", _("Write your answer."))
    elif len(text) > 2_000:
        form.add_error("answer", _("At most %(limit)s characters.", limit="2000"))
    if not form.errors:
        outcome = await run_command(request, ProvideInformation(text), permit.id)
        form.add_refusals(request, outcome.refusals, _FIELDS | {"": ""})
    if form.errors:
        return _answer_page(request, permit, form, 422)
    notify(request, _("The answer was sent"))
    return redirect(case_href(request, permit))


@get("/carrier/permits/{reference:str}/withdraw", opt=only("carrier"))
async def ask_withdraw(request: AnyRequest, reference: FromPath[str]) -> Page:
    """Before an application is taken back."""
    return _withdraw_page(request, _permit_of(request, reference), Form())


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
    _, permit, form = gettext_of(request), _permit_of(request, reference), await read_form(request)
    outcome = await run_command(request, WithdrawPermit(), permit.id)
    if outcome.refusals:
        form.add_refusals(request, outcome.refusals, {"": ""})
        return _withdraw_page(request, permit, form, 422)
    notify(request, _("The application was taken back"))
    return redirect(case_href(request, permit))


ROUTES: tuple[ControllerRouterHandler, ...] = (
    panel,
    act,
    ask_again,
    apply_again,
    ask_answer,
    answer,
    ask_withdraw,
    withdraw,
)
