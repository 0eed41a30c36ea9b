"""A road permit of a state beyond the corridor, out of a quota that it gave: asked for by hand.

No way that is declared here leads into a state without a node, so no rule finds that its permit is
needed: the carrier names the dossier whose vehicle goes on there.
"""

from typing import Any, Final, NamedTuple

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.consignment import plates_of
from corridor.domain.movement.state import Movement
from corridor.domain.permit_types.request import PermitRequest
from corridor.domain.permits.applying import ApplyForPermit
from corridor.domain.permits.itinerary import registration_of
from corridor.domain.quota import Quota
from corridor.domain.reference.authorities import ROAD, ministry_of
from corridor.domain.reference.permit_rows import speaks_for
from corridor.domain.reference.permit_rule import RequirementRule
from corridor.domain.routes import countries_of
from corridor.domain.typed import day, is_day
from corridor.web.access import only, state_of
from corridor.web.addresses import redirect
from corridor.web.auth.identity import account_of, actor_of
from corridor.web.carrier_dossiers import open_dossiers
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.forms import Form, attempt_of, read_form
from corridor.web.note_length import judge_length
from corridor.web.pages.carrier.drafts import own_party
from corridor.web.quotas.shown import is_asked_by_hand, name_of
from corridor.web.running import command_by
from corridor.web.toolkit import Page, notify, page
from corridor.web.views.dossier_number import dossier_number

AnyRequest = Request[Any, Any, Any]
HERE: Final = "/carrier/permits/of-quota"
_FIELDS: Final = {
    "/request/plates": "dossier",
    "/request": "dossier",
    "/request/wanted_from": "wanted_from",
    "/request/wanted_to": "wanted_to",
}


class Asked(NamedTuple):
    """The quota, and the rule by which its state asks for the permit."""

    quota: Quota
    rule: RequirementRule


def _asked(request: AnyRequest, reference: str) -> Asked:
    services, quota = services_of(request), state_of(request, reference, Quota)
    if not is_asked_by_hand(services, quota):
        raise NotKnown
    rules = (
        one
        for one in services.rules_today
        if one.kind == ROAD and one.obtained == "apply" and speaks_for(one, quota.giver)
    )
    rule = next(rules, None)
    if rule is None:
        raise NotKnown
    return Asked(quota, rule)


@get(f"{HERE}/{{quota:str}}", opt=only("carrier"))
async def form_page(request: AnyRequest, quota: FromPath[str]) -> Page:
    """The application."""
    return _show(request, _asked(request, quota), Form())


def _show(request: AnyRequest, asked: Asked, form: Form) -> Page:
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    found = open_dossiers(services, actor_of(request).org)
    return page(
        request,
        "carrier/permit_of_quota.html",
        title=_("Road permit, %(state)s", state=reader.names.country(asked.quota.giver)),
        status=422 if form.errors else 200,
        form=form,
        errors=form.errors,
        quota=asked.quota,
        dossiers=[
            {"value": id, "label": _label(request, state)}
            for id, state in found.items()
            if plates_of(state.dossier)
        ],
        known=[
            {"label": _("Quota"), "value": name_of(reader, asked.quota)},
            {"label": _("Left now"), "value": str(asked.quota.left)},
            {"label": _("Authority"), "value": reader.names.authority(ministry_of(services.node))},
        ],
    )


def _label(request: AnyRequest, state: Movement) -> str:
    number = dossier_number(services_of(request), state.id, state.dossier.lrn)
    return f"{number}, {', '.join(plates_of(state.dossier))}"


@post(f"{HERE}/{{quota:str}}", opt=only("carrier"))
async def sent(request: AnyRequest, quota: FromPath[str]) -> Page | Redirect:
    """Sent to the own ministry."""
    asked, form, services = (
        _asked(request, quota),
        await read_form(request),
        services_of(request),
    )
    wanted = _request(request, asked, form)
    judge_length(reader_of(request), form, "note")
    if wanted is None or form.errors:
        return _show(request, asked, form)
    id, key = services.new_id("pm"), f"{attempt_of(request)}/{asked.quota.id}"
    outcome = await command_by(services, actor_of(request), ApplyForPermit(wanted), id, key)
    if outcome.refusals:
        form.add_refusals(request, outcome.refusals, _field)
        return _show(request, asked, form)
    _ = gettext_of(request)
    notify(request, _("The application was sent"))
    return redirect(f"/carrier/permits/{outcome.subject}")


def _field(pointer: str) -> str:
    return _FIELDS.get(pointer.removesuffix("/0"), "")


def _request(request: AnyRequest, asked: Asked, form: Form) -> PermitRequest | None:
    _, services, quota = gettext_of(request), services_of(request), asked.quota
    for name in ("wanted_from", "wanted_to"):
        if form[name] and not is_day(day(form[name])):
            form.add_error(name, _("Write a day, for example 22.11.2026."))
    state = open_dossiers(services, actor_of(request).org).get(form["dossier"])
    registered = registration_of(state.dossier) if state is not None else None
    if state is None:
        form.add_error("dossier", _("Choose a dossier."))
        return None
    if registered is None or registered[0] != quota.holder:
        form.add_error("dossier", _("Its vehicle is not registered in this state."))
        return None
    return PermitRequest(
        dossier=state.id,
        kind=ROAD,
        country=quota.giver,
        authority=ministry_of(quota.holder),
        rule=asked.rule.id,
        holder=own_party(services, account_of(request)),
        plates=plates_of(state.dossier),
        countries=(*countries_of(state.dossier.route), quota.giver),
        wanted_from=day(form["wanted_from"]) or None,
        wanted_to=day(form["wanted_to"]) or None,
        note=form["note"],
        lrn=state.dossier.lrn,
        quota=quota.id,
    )


ROUTES: tuple[ControllerRouterHandler, ...] = (form_page, sent)
