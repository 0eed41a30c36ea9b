"""Many dossiers at once: begun from a pattern and a table, and listed; templates beside them."""

from collections.abc import Iterator
from typing import Any, Final

from litestar import Request, get, post
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.web.access import only
from corridor.web.auth.identity import actor_of
from corridor.web.batches.model import BATCH, BATCHES_MAX, read_batch
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.forms import UPLOAD_BYTES_MAX, Form, read_form
from corridor.web.pages.carrier.drafts import drafts_of, templates_of
from corridor.web.pages.carrier.patterns import pattern_of
from corridor.web.pages.carrier.tables import bring
from corridor.web.toolkit import Page, page
from corridor.web.views.drafting.model import Draft

AnyRequest = Request[Any, Any, Any]
EARLIER_MAX: Final = 30


@get("/carrier/many", opt=only("carrier"))
async def many(request: AnyRequest) -> Page:
    """Batches, templates, and how to begin; `?from=` names the pattern."""
    return _show(request, Form({"from": [request.query_params.get("from", "")]}))


def _show(request: AnyRequest, form: Form, status: int = 200) -> Page:
    _, org = gettext_of(request), actor_of(request).org
    found = services_of(request).queries.documents(BATCH, org, BATCHES_MAX)
    return page(
        request,
        "carrier/many.html",
        title=_("Many at once"),
        status=status,
        form=form,
        errors=form.errors,
        batches=[(read_batch(one), one.updated) for one in found],
        templates=templates_of(request),
        patterns=[{"value": "", "label": "—"}, *_patterns(request, form["from"])],
    )


def _patterns(request: AnyRequest, asked: str) -> Iterator[dict[str, str]]:
    """What a dossier can be like: templates, drafts, earlier dossiers."""
    _, services, org = gettext_of(request), services_of(request), actor_of(request).org
    for draft in templates_of(request):
        yield {"value": draft.id, "label": _("Template: %(name)s", name=draft.template)}
    for draft, _at in drafts_of(request):
        if not draft.amends:
            named = f"{draft.lrn} · {_ends(request, draft)}"
            yield {"value": draft.id, "label": _("Draft %(name)s", name=named)}
    for lane in ("open", "closed"):
        rows = services.queries.rows(f"carrier:{org}:{lane}", "updated", "", EARLIER_MAX, True).rows
        for row in rows:
            named = f"{row.data['ref']} · {row.data['goods']}"
            yield {"value": row.subject, "label": _("Dossier %(name)s", name=named)}


def _ends(request: AnyRequest, draft: Draft) -> str:
    goods = draft.goods[0].fields.get("description", "") if draft.goods else ""
    place = reader_of(request).names.place
    ends = [place(draft.points[i].place) for i in (0, -1)] if draft.points else []
    return " · ".join(filter(None, (" → ".join(ends), goods)))


@post("/carrier/many", opt=only("carrier"), request_max_body_size=UPLOAD_BYTES_MAX)
async def begin(request: AnyRequest) -> Page | Redirect:
    """A table for a pattern: its columns come next."""
    _, form = gettext_of(request), await read_form(request)
    if not form["from"]:
        form.add_error("from", _("Choose what the dossiers shall be like."))
        return _show(request, form, 422)
    pattern_of(request, form["from"])
    leads_to = await bring(request, form, "dossiers", form["from"])
    return leads_to if leads_to is not None else _show(request, form, 422)


ROUTES: tuple[ControllerRouterHandler, ...] = (many, begin)
