"""Proposing a quota that is not there yet."""

from typing import Any

from litestar import Request, get, post
from litestar.response import Redirect

from corridor.domain.quota import quota_id
from corridor.domain.territories import territory_of
from corridor.domain.typed import place
from corridor.web.access import only
from corridor.web.act import Deed
from corridor.web.acts.carrying import carry_out
from corridor.web.acts.quota_terms import terms_fields
from corridor.web.acts.quotas.proposing import PROPOSE, is_own
from corridor.web.addresses import redirect
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.forms import Form, read_form
from corridor.web.pages.quotas.desk import HERE
from corridor.web.services import Services
from corridor.web.toolkit import Page, notify, page

AnyRequest = Request[Any, Any, Any]


@get(f"{HERE}/new", opt=only("permit"))
async def new(request: AnyRequest) -> Page:
    """The form."""
    return _form(request, Form())


@post(f"{HERE}/new", opt=only("permit"), request_max_body_size=32_000)
async def propose(request: AnyRequest) -> Page | Redirect:
    """Propose it."""
    form = await read_form(request)
    deed = Deed(request, "", form)
    subject = _subject(services_of(request), form)
    if await carry_out(deed, PROPOSE, subject) is None:
        return _form(request, form, 422)
    notify(request, gettext_of(request)(PROPOSE.done))
    return redirect(f"{HERE}/{subject}")


def _subject(services: Services, form: Form) -> str:
    """As the form names it; what is wrong with it, the command says."""
    giver, holder = services.node, form["other"]
    if form["way"] == "take":
        giver, holder = holder, giver
    year = place(form["year"])
    return quota_id(giver, holder, year, form["type"])


def _form(request: AnyRequest, form: Form, status: int = 200) -> Page:
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    if not is_own(actor_of(request), services.node):
        raise NotKnown
    year, union = int(services.day_at(services.node)[:4]), territory_of(services.node)
    others = sorted(
        (reader.names.country(code), code)
        for code in services.engine.settings.peers
        if territory_of(code) != union
    )
    return page(
        request,
        "quotas/new.html",
        title=_(PROPOSE.title),
        status=status,
        form=form,
        errors=form.errors,
        consequence=PROPOSE.consequence(Deed(request, "", form)),
        label=_(PROPOSE.label),
        others=[{"value": code, "label": name} for name, code in others],
        types=reader.labels.options("quota_type"),
        ways=[
            {"value": "take", "label": _("Our carriers on the roads of the other state")},
            {"value": "give", "label": _("Carriers of the other state on our roads")},
        ],
        years=[{"value": str(one), "label": str(one)} for one in (year, year + 1)],
        fields=terms_fields(reader, year + 1, None),
    )
