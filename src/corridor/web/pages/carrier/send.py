"""Check and send: everything read back, each state's verdict, and the last button."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.codes import guarantor_of
from corridor.domain.consignment import Dossier, carnet_of
from corridor.domain.movement.amending import AmendDeclaration
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import N_
from corridor.domain.typed import plain
from corridor.engine.outcome import Outcome
from corridor.web.access import only
from corridor.web.addresses import redirect
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.error_list import going_on, told
from corridor.web.forms import Form, read_form
from corridor.web.pages.carrier.books.gathering import take_over
from corridor.web.pages.carrier.drafts import (
    Case,
    all_findings,
    case_of,
    forget,
    form_of,
    href_of,
    sendable,
)
from corridor.web.pages.carrier.preflight import states_of
from corridor.web.pages.carrier.together import draft_page, typed_in, write
from corridor.web.running import run_command
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, notify
from corridor.web.views.amended import changes_of
from corridor.web.views.declared_goods import declared_goods
from corridor.web.views.desk_declaration import groups_of, legs_group
from corridor.web.views.drafting.field_names import name_of, order_of
from corridor.web.views.drafting.pointers import Spot, code_name, spot_of
from corridor.web.views.drafting.tasks import party_titles, titles
from corridor.web.views.drafting.together import as_sent, seen_of, values_of
from corridor.web.views.guarantee_risk import would_refuse
from corridor.web.views.permit_panel import panel_of
from corridor.web.views.strips import requirement_marks, route_strip

AnyRequest = Request[Any, Any, Any]
View = dict[str, Any]
_SECTION_OF_GROUP = {
    "legs": "legs",
    "declaration": "send",
    "parties": "parties",
    "transport": "transport",
    "documents": "transport",
    "guarantee": "guarantee",
}


@get("/carrier/drafts/{id:str}/send", opt=only("carrier"))
async def check(request: AnyRequest, id: FromPath[str]) -> Page:
    """Everything once more."""
    draft = sendable(request, id)
    return _show(request, case_of(request, draft), form_of(values_of(draft, "send")))


def _show(request: AnyRequest, case: Case, form: Form, status: int = 200) -> Page:
    _, reader = gettext_of(request), reader_of(request)
    dossier = case.built.dossier
    found = _found(request, case)
    marks = requirement_marks(reader, case.judged.needs)
    before = _before(request, case) if case.draft.amends else None
    groups = list(_groups(dossier, before, reader)) if dossier else []
    return draft_page(
        request,
        case.draft,
        "carrier/send.html",
        title=titles(reader)["send"],
        status=status,
        form=form,
        seen=seen_of(values_of(case.draft, "send")),
        as_shown=as_sent(case.draft),
        errors=[*form.errors, *found],
        is_begun=dossier is not None,
        strip=route_strip(reader, dossier.route, marks) if dossier else None,
        groups=[_group(request, case, one) for one in groups],
        changes=changes_of(dossier, before, groups, reader) if dossier and before else None,
        goods=declared_goods(request, dossier, before) if dossier else None,
        states=_states(request, case, dossier) if dossier else [],
        warnings=[_warning(request, case, one) for one in case.judged.warnings],
        refused=_refused(request, dossier),
        codes=[] if case.draft.amends else _codes(request, dossier),
    )


def _states(request: AnyRequest, case: Case, dossier: Dossier) -> list[View]:
    """What each asks for, and above it what else would stop the vehicle there."""
    found = {state["code"]: state for state in states_of(request, case)}
    today = services_of(request).day_at(services_of(request).node)
    return [
        state | _stopped(found[state["code"]])
        for state in panel_of(reader_of(request), dossier, case.judged, today=today)
    ]


def _stopped(verdict: View) -> View:
    wrong = [stop for stop in verdict["stops"] if not stop["of_permits"]]
    return {"wrong": wrong, "word": verdict["word"], "kind": "stop"} if wrong else {}


def _refused(request: AnyRequest, dossier: Dossier | None) -> str:
    """Why the guarantee would be refused, were it asked now."""
    if dossier is None:
        return ""
    org = actor_of(request).org
    return would_refuse(dossier, org, services_of(request), reader_of(request))


def _found(request: AnyRequest, case: Case) -> list[dict[str, str]]:
    """All that stands against sending it, each a link to where it is mended."""
    reader = reader_of(request)
    named = titles(reader)
    return [
        {
            "text": told(_where(request, named, found.spot), found.text, reader.names.proper),
            "href": href_of(case.draft, found.spot),
        }
        for found in sorted(all_findings(request, case), key=lambda one: order_of(one.spot))
    ]


def _where(request: AnyRequest, named: dict[str, str], spot: Spot) -> str:
    """The section, item or party, and the field."""
    _ = gettext_of(request)
    where = named[spot.section]
    if spot.item is not None:
        is_item = spot.section == "goods"
        text = N_("Goods item %(number)s") if is_item else N_("Part %(number)s of the load")
        where = _(text, number=spot.item + 1)
    elif spot.section == "parties":
        party = spot.field.partition("_")[0]
        where = party_titles(reader_of(request)).get(party, where)
    name = name_of(spot)
    if not name:
        return where
    told_of = going_on(_(name), reader_of(request).names.proper)
    return f"{where}: {told_of}" if told_of.endswith("?") else f"{where}, {told_of}"


def _warning(request: AnyRequest, case: Case, refusal: Any) -> dict[str, str]:
    said = reader_of(request).refusals.say(refusal)
    spot = spot_of(said.pointer, case.built)
    return {"text": f"{said.text} {said.remedy}".strip(), "href": href_of(case.draft, spot)}


def _groups(dossier: Dossier, before: Dossier | None, reader: Reader) -> list[View]:
    """What is declared, and what is said of the legs."""
    found = sorted(groups_of(dossier, before, reader), key=_is_short)
    legs = legs_group(dossier, before, reader)
    return [*found, legs] if legs["rows"] else found


def _is_short(group: View) -> bool:
    """The longest stands first, so that two columns are of one length."""
    return bool(group["id"] != "parties")


def _group(request: AnyRequest, case: Case, group: View) -> View:
    section = _SECTION_OF_GROUP[group["id"]]
    href = f"/carrier/drafts/{case.draft.id}/{section}"
    if section == "send":  # an amendment keeps its number
        href = f"/carrier/drafts/{case.draft.id}" if case.draft.amends else "#f-lrn"
    return group | {"href": href}


def _before(request: AnyRequest, case: Case) -> Dossier | None:
    state = services_of(request).queries.get(case.draft.id).state
    return state.dossier if isinstance(state, Movement) else None


def _codes(request: AnyRequest, dossier: Dossier | None) -> list[View]:
    """A field for the access code of each guarantee that has one."""
    if dossier is None or carnet_of(dossier):
        return []
    _, services = gettext_of(request), services_of(request)
    abroad = services.engine.settings.peers - {services.node}
    uses = [(n, use.grn) for n, use in enumerate(dossier.guarantees) if use.grn]
    return [
        {
            "name": code_name(place if given else 0),
            "grn": grn,
            "label": _("Access code of guarantee %(grn)s", grn=grn)
            if len(uses) > 1
            else _("Access code of the guarantee"),
            "is_abroad": guarantor_of(grn) in abroad,
        }
        for given, (place, grn) in enumerate(uses)
    ]


@post("/carrier/drafts/{id:str}/send", opt=only("carrier"))
async def send(request: AnyRequest, id: FromPath[str]) -> Page | Redirect:
    """Sent to customs, once: what is there already is shown instead of sent again."""
    _, form = gettext_of(request), await read_form(request)
    if _sent_already(request, id):
        return redirect(f"/carrier/dossiers/{id}")
    shown = as_sent(sendable(request, id))
    draft = await write(request, id, form, typed_in("send"))
    case = case_of(request, draft)
    if form["as_shown"] not in ("", shown):
        text = _("The dossier was changed meanwhile. Read it once more before sending.")
        form.add_error("", text)
    if form.errors:
        return _show(request, case, form, 422)
    dossier = case.built.dossier
    if dossier is None or not case.built.is_whole:
        return _show(request, case, form, 422)
    codes = {} if draft.amends else _given(request, form, dossier)
    if form.errors:
        return _show(request, case, form, 422)
    outcome = await _command(request, case, dossier, codes)
    if outcome.refusals:
        own = [r for r in outcome.refusals if r not in case.judged.refusals]
        for refusal in own:
            _add(request, form, case, refusal)
        return _show(request, case, form, 422)
    await forget(request, id)
    await take_over(request, [(dossier.lrn, dossier)])
    if draft.amends:
        notify(request, _("The amendment was sent"))
    else:
        office = reader_of(request).names.office(dossier.route.points[0].office)
        notify(request, _("The dossier was sent"), _("%(office)s has it now.", office=office))
    return redirect(f"/carrier/dossiers/{id}")


def _given(request: AnyRequest, form: Form, dossier: Dossier) -> dict[str, str]:
    """GRN → its code, the first first; one that is checked abroad is not left out."""
    _, codes = gettext_of(request), dict[str, str]()
    for one in _codes(request, dossier):
        codes[one["grn"]] = plain(form[one["name"]])[:4]
        if one["is_abroad"] and not codes[one["grn"]]:
            text = _("Enter the four characters that the guarantor gave you.")
            form.add_error(one["name"], text)
    return codes


def _sent_already(request: AnyRequest, id: str) -> bool:
    """A second press: the draft is gone, the movement is there and is ours."""
    services = services_of(request)
    state = services.queries.get(id).state
    gone = services.queries.document("draft", id) is None
    return gone and isinstance(state, Movement) and state.owner == actor_of(request).org


async def _command(
    request: AnyRequest, case: Case, dossier: Dossier, codes: dict[str, str]
) -> Outcome:
    if case.draft.amends:
        return await run_command(request, AmendDeclaration(dossier), case.draft.id)
    first, *others = codes.items() or [("", "")]
    command = LodgeDeclaration(dossier, first[1], case.draft.id, dict(others))
    return await run_command(request, command, case.draft.id)


def _add(request: AnyRequest, form: Form, case: Case, refusal: Any) -> None:
    """A refusal only the engine could know: the LRN is taken, the access code is wrong."""
    said = reader_of(request).refusals.say(refusal)
    spot = spot_of(said.pointer, case.built)
    text = f"{said.text} {said.remedy}".strip()
    if spot.section == "send":
        form.add_error(spot.field, text)
    else:
        form.errors.append({"text": text, "href": href_of(case.draft, spot)})


ROUTES: tuple[ControllerRouterHandler, ...] = (check, send)
