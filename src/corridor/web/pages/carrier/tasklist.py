"""The task list of one draft, and its end."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.refusals import N_
from corridor.web.access import only
from corridor.web.addresses import redirect
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of
from corridor.web.forms import Form
from corridor.web.pages.carrier.drafts import case_of, draft_of, forget
from corridor.web.pages.carrier.together import draft_page
from corridor.web.toolkit import Page, notify
from corridor.web.views.drafting.model import Draft
from corridor.web.views.drafting.tasks import is_filled, tasks_of
from corridor.web.views.strips import requirement_marks, route_strip

AnyRequest = Request[Any, Any, Any]


@get("/carrier/drafts/{id:str}", opt=only("carrier"))
async def tasklist(request: AnyRequest, id: FromPath[str]) -> Page:
    """All sections, each with its state, in any order."""
    _, reader = gettext_of(request), reader_of(request)
    case = case_of(request, draft_of(request, id))
    dossier = case.built.dossier
    marks = requirement_marks(reader, case.judged.needs, lambda _: f"/carrier/drafts/{id}/permits")
    draft = case.draft
    title = N_("Amendment of %(lrn)s") if draft.amends else N_("Dossier %(lrn)s")
    permits = f"carrier:{actor_of(request).org}:permits"
    return draft_page(
        request,
        draft,
        "carrier/tasklist.html",
        title=_("Template: %(name)s", name=draft.template)
        if draft.template
        else _(title, lrn=draft.lrn),
        live=[permits],
        followed=permits,
        tasks_shown=tasks_of(draft, case.built, case.judged, reader),
        ready=is_filled(draft, case.built, case.judged) and not draft.template,
        strip=route_strip(reader, dossier.route, marks) if dossier else None,
        aside=draft.base.aside if draft.base else (),
    )


@get("/carrier/drafts/{id:str}/delete", opt=only("carrier"))
async def ask_delete(request: AnyRequest, id: FromPath[str]) -> Page:
    """Before it is gone."""
    _, draft = gettext_of(request), draft_of(request, id)
    title, label, consequence = _deletion(request, draft)
    return draft_page(
        request,
        draft,
        "confirm.html",
        title=title,
        form=Form(),
        consequence=consequence,
        action=f"/carrier/drafts/{id}/delete",
        label=label,
        cancel_href=f"/carrier/drafts/{id}",
        kind="stop",
    )


def _deletion(request: AnyRequest, draft: Draft) -> tuple[str, str, str]:
    """(title, label, consequence): of an amendment the declaration that was sent stays."""
    _ = gettext_of(request)
    if draft.amends:
        kept = _(
            "The declaration stays as it was sent; only changes that you have not sent are lost."
        )
        return _("Drop the amendment of %(lrn)s?", lrn=draft.lrn), _("Drop the amendment"), kept
    lost = _(
        "What was typed cannot be brought back. Permits already applied for stay in your list."
    )
    return _("Delete the draft %(lrn)s?", lrn=draft.lrn), _("Delete the draft"), lost


@post("/carrier/drafts/{id:str}/delete", opt=only("carrier"))
async def delete(request: AnyRequest, id: FromPath[str]) -> Redirect:
    """Gone."""
    _, draft = gettext_of(request), draft_of(request, id)
    await forget(request, id)
    if draft.amends:
        notify(request, _("The amendment was dropped; the declaration stays as it was sent"))
        return redirect(f"/carrier/dossiers/{id}")
    notify(request, _("The draft was deleted"))
    return redirect("/carrier")


ROUTES: tuple[ControllerRouterHandler, ...] = (tasklist, ask_delete, delete)
