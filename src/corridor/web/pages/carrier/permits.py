"""Permits of a draft: what the way asks for, questions, and one button for all applications."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.web.access import only
from corridor.web.addresses import redirect
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.forms import Form, read_form
from corridor.web.pages.carrier.applying import Applicant, apply_for, lacks_a_truck
from corridor.web.pages.carrier.drafts import (
    Case,
    case_of,
    draft_of,
    form_of,
    sendable,
)
from corridor.web.pages.carrier.together import draft_page, typed_in, write
from corridor.web.quotas.stocks import stock_texts
from corridor.web.toolkit import Page, notify
from corridor.web.views.drafting.taking import ANSWER
from corridor.web.views.drafting.together import seen_of, values_of
from corridor.web.views.permit_panel import considered, panel_of, requirement_view, unregistered
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
    return draft_page(
        request,
        case.draft,
        "carrier/draft_permits.html",
        title=_("Permits"),
        status=status,
        live=[followed],
        followed=followed,
        form=form,
        seen=seen_of(values_of(case.draft, "permits")),
        errors=form.errors,
        known=dossier is not None,
        strip=route_strip(reader, dossier.route, marks) if dossier else None,
        states=_states(request, case),
        considered=considered(reader, dossier, services_of(request)) if dossier else [],
        unregistered=unregistered(reader, judged),
        questions=[_question(request, asked) for asked in judged.questions],
        answered=all(asked.answer is not None for asked in judged.questions),
        reminders=[requirement_view(reader, one) for one in judged.reminders],
        lacking=len(judged.lacking),
        needed=len(judged.needs),
        have=sum(1 for one in judged.needs if one.state == "have"),
        back=f"/carrier/drafts/{case.draft.id}/permits",
    )


def _states(request: AnyRequest, case: Case) -> list[dict[str, Any]]:
    dossier, judged = case.built.dossier, case.judged
    if dossier is None:
        return []
    stocks = stock_texts(request, dossier, judged.needs)
    today = services_of(request).day_at(services_of(request).node)
    return panel_of(reader_of(request), dossier, judged, stocks=stocks, today=today)


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
    sendable(request, id)
    draft = await write(request, id, form, typed_in("permits"))
    case = case_of(request, draft)
    if form.errors:
        return _show(request, case, form, 422)
    if form["act"] != "apply":
        return redirect(f"/carrier/drafts/{id}/permits")
    sent = await _apply(request, case, form)
    if form.errors:
        return _show(request, case_of(request, draft), form, 422)
    notify(request, _("Applications sent: %(count)s", count=sent))
    return redirect(f"/carrier/drafts/{id}/permits")


async def _apply(request: AnyRequest, case: Case, form: Form) -> int:
    """For all that is missing, or for the one that a button named."""
    _, dossier, id = gettext_of(request), case.built.dossier, case.draft.id
    if dossier is None:
        form.add_error("", _("Fill in goods and route first."))
        return 0
    who = Applicant(id, dossier, case.judged, f"/carrier/drafts/{id}/transport#f-vehicle")
    if not form["need"]:
        for asked in case.judged.questions:
            if asked.answer is None:
                form.add_error(f"{ANSWER}{asked.question.code}", _("Answer the question."))
    if lacks_a_truck(request, who, form["need"], form) or form.errors:
        return 0
    return await apply_for(request, who, form["need"], form)


ROUTES: tuple[ControllerRouterHandler, ...] = (panel, act)
