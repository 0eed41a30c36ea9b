"""Permits of a draft: what the way asks for, questions, and one button for all applications."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.consignment import plates_of
from corridor.domain.permits.applying import ApplyForPermit
from corridor.domain.permits.plates import VEHICLE_KINDS
from corridor.domain.permits.requirements import request_for
from corridor.web.access import only
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.forms import Form, attempt_of, read_form
from corridor.web.pages.carrier.drafts import Case, case_of, draft_of, form_of, keep
from corridor.web.toolkit import Page, notify, page, redirect, run_command
from corridor.web.views.drafting.taking import ANSWER, with_form
from corridor.web.views.permit_panel import panel_of, requirement_view
from corridor.web.views.strips import requirement_marks, route_strip

AnyRequest = Request[Any, Any, Any]


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
        key = f"{attempt_of(request)}/{wanted.country}/{wanted.rule}"
        outcome = await run_command(request, ApplyForPermit(wanted), subject, key)
        form.add_refusals(request, outcome.refusals, {"": ""})
        sent += not outcome.refusals
    return sent


ROUTES: tuple[ControllerRouterHandler, ...] = (panel, act)
