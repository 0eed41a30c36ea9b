"""A permit applied for apart from any dossier: annual, of many entries, the ECMT licence."""

from typing import Any, Final, NamedTuple

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.codes import plate_of
from corridor.domain.permit_types.request import PermitRequest
from corridor.domain.permit_types.types import PermitType
from corridor.domain.permits.applying import ApplyForPermit, is_for_foreign
from corridor.domain.quota import Quota
from corridor.domain.territories import territory_of
from corridor.domain.typed import day, is_day, listed
from corridor.web.access import only
from corridor.web.act import Deed
from corridor.web.acts.fields import files_field, files_of
from corridor.web.addresses import redirect
from corridor.web.auth.identity import account_of, actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.files.trays import Unborn, take_from_tray, unborn_alone
from corridor.web.forms import Form, attempt_of, read_form
from corridor.web.i18n import in_language
from corridor.web.note_length import judge_length
from corridor.web.pages.carrier.drafts import own_party
from corridor.web.quotas.shown import asked_by_hand, counts_of, name_of, stock_text
from corridor.web.running import command_by
from corridor.web.toolkit import Page, notify, page
from corridor.web.views.attached import paper_name
from corridor.web.views.type_form import (
    check_details,
    details_of,
    field_of_detail,
    type_fields,
    typed_details,
)

AnyRequest = Request[Any, Any, Any]
_FIELDS: Final = {
    "/request/plates": "truck",
    "/request/attachments": "files",
    "/request/wanted_from": "wanted_from",
    "/request/wanted_to": "wanted_to",
}


class Alone(NamedTuple):
    """A type that is applied for by itself, in a state."""

    kind: PermitType
    country: str

    @property
    def authority(self) -> str:
        """The desk that decides."""
        return f"{self.country}-{self.kind.desk}"


@get("/carrier/permits/new", opt=only("carrier"))
async def choose(request: AnyRequest) -> Page:
    """Which permit, of which state: those that a node of the corridor decides on, and road permits
    out of what states beyond it gave.
    """
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    kinds = [one for one in services.types.values() if one.alone]
    return page(
        request,
        "carrier/permit_new.html",
        title=_("A permit apart from a dossier"),
        kinds=[
            {
                "code": one.code,
                "name": reader.labels(one.code, "permit_kind"),
                "about": in_language(reader.lang, one.about),
                "states": _states(request, one),
            }
            for one in kinds
        ],
        beyond=[
            {"id": one.id, "name": name_of(reader, one), "left": _stock(request, one)}
            for one in asked_by_hand(services)
        ],
    )


def _stock(request: AnyRequest, quota: Quota) -> str:
    """How many are left, or how many wait before."""
    waiting = counts_of(services_of(request), quota)["waiting"]
    return stock_text(reader_of(request), quota, waiting)


def _states(request: AnyRequest, kind: PermitType) -> list[dict[str, str]]:
    """Where such a desk is: a licence that holds elsewhere too is of the carrier's own ministry."""
    services, names = services_of(request), reader_of(request).names
    desks = {
        one.country for one in services.authorities if one.code == f"{one.country}-{kind.desk}"
    }
    found = desks & {services.node} if kind.holds_in else desks
    if is_for_foreign(kind):
        union = territory_of(services.node)
        found = {one for one in found if territory_of(one) != union}
    return [{"code": code, "name": names.country(code)} for code in sorted(found)]


def _alone(request: AnyRequest, country: str, kind: str) -> Alone:
    found = services_of(request).types.get(kind)
    if found is None or not found.alone:
        raise NotKnown
    if country not in {one["code"] for one in _states(request, found)}:
        raise NotKnown
    return Alone(found, country)


@get("/carrier/permits/new/{country:str}/{kind:str}", opt=only("carrier"))
async def alone_form(request: AnyRequest, country: FromPath[str], kind: FromPath[str]) -> Page:
    """The application."""
    asked = _alone(request, country, kind)
    usual = {f"d_{one.code}": [one.usual] for one in asked.kind.fields if one.usual}
    return _show(request, asked, Form(usual))


def _show(request: AnyRequest, asked: Alone, form: Form) -> Page:
    _, reader = gettext_of(request), reader_of(request)
    party = own_party(services_of(request), account_of(request))
    fee = asked.kind.fee
    return page(
        request,
        "carrier/permit_alone.html",
        title=", ".join(_named(request, asked)),
        status=422 if form.errors else 200,
        form=form,
        errors=form.errors,
        about=in_language(reader.lang, asked.kind.about),
        for_vehicle=asked.kind.for_vehicle,
        needs_days="days" in asked.kind.needs,
        fields=type_fields(reader, asked.kind),
        files=files_field(_deed(request, asked, form), usual="".join(asked.kind.papers[:1])),
        papers=[paper_name(reader, one) for one in asked.kind.papers],
        known=[
            {"label": _("Authority"), "value": reader.names.authority(asked.authority)},
            {"label": _("Holder"), "value": party.name or party.id},
            *(
                [{"label": _("Holds in"), "value": _holds(request, asked)}]
                if asked.kind.holds_in
                else []
            ),
            *(
                [{"label": _("Fee"), "value": reader.formats.money(fee.amount_minor, fee.currency)}]
                if fee
                else []
            ),
        ],
    )


def _deed(request: AnyRequest, asked: Alone, form: Form) -> Deed[Unborn]:
    return Deed(request, unborn_alone(asked.country, asked.kind.code), form)


def _named(request: AnyRequest, asked: Alone) -> tuple[str, str]:
    reader = reader_of(request)
    kind = reader.labels(asked.kind.code, "permit_kind")
    return kind, reader.names.country(asked.country)


def _holds(request: AnyRequest, asked: Alone) -> str:
    names = reader_of(request).names
    return ", ".join(names.country(code) for code in (asked.country, *asked.kind.holds_in))


@post("/carrier/permits/new/{country:str}/{kind:str}", opt=only("carrier"))
async def alone_sent(
    request: AnyRequest, country: FromPath[str], kind: FromPath[str]
) -> Page | Redirect:
    """Sent to its authority."""
    asked, form, services = (
        _alone(request, country, kind),
        await read_form(request),
        services_of(request),
    )
    wanted = _request(request, asked, form)
    if form.errors:
        return _show(request, asked, form)
    id, key = services.new_id("pm"), f"{attempt_of(request)}/{country}/{kind}"
    outcome = await command_by(services, actor_of(request), ApplyForPermit(wanted), id, key)
    if outcome.refusals:
        form.add_refusals(request, outcome.refusals, _field)
        return _show(request, asked, form)
    tray = _deed(request, asked, form).state.id
    await take_from_tray(services, tray, actor_of(request), wanted)
    _ = gettext_of(request)
    notify(request, _("The application was sent"))
    return redirect(f"/carrier/permits/{outcome.subject}")


def _field(pointer: str) -> str:
    return field_of_detail(pointer) or _FIELDS.get(pointer.removesuffix("/0"), "")


def _request(request: AnyRequest, asked: Alone, form: Form) -> PermitRequest:
    _, kind = gettext_of(request), asked.kind
    typed = typed_details(form, kind)
    check_details(reader_of(request), kind, typed, form)
    judge_length(reader_of(request), form, "note")
    for name in ("wanted_from", "wanted_to"):
        if form[name] and not is_day(day(form[name])):
            form.add_error(name, _("Write a day, for example 22.11.2026."))
        elif not form[name] and "days" in kind.needs:
            form.add_error(name, _("Give the day."))
    if kind.for_vehicle and not form["truck"]:
        form.add_error("truck", _("Name the vehicle."))
    plates = tuple(map(plate_of, (*listed(form["truck"]), *listed(form["trailer"]))))
    return PermitRequest(
        dossier="",
        kind=kind.code,
        country=asked.country,
        authority=asked.authority,
        rule="",
        holder=own_party(services_of(request), account_of(request)),
        plates=plates if kind.for_vehicle else (),
        wanted_from=day(form["wanted_from"]) or None,
        wanted_to=day(form["wanted_to"]) or None,
        note=form["note"],
        details=details_of(typed),
        attachments=files_of(_deed(request, asked, form)),
    )


ROUTES: tuple[ControllerRouterHandler, ...] = (choose, alone_form, alone_sent)
