"""The plain sections of a draft: parties, transport, guarantee. Saved as typed, always."""

from collections import Counter
from typing import Any, get_args

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler
from msgspec.structs import replace

from corridor.domain.codes import as_issued
from corridor.domain.consignment import decisive_day
from corridor.domain.guarantees.state import Guarantee
from corridor.domain.guarantees.types import TYPES, type_of
from corridor.domain.reference.loader import load_stations
from corridor.domain.values import DriverPaper
from corridor.web.access import only
from corridor.web.addresses import redirect
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.forms import Form, read_form
from corridor.web.pages.carrier.drafts import (
    Case,
    add_problems,
    case_of,
    doubts_of,
    draft_of,
    form_of,
)
from corridor.web.pages.carrier.filling import FILL, offers_of, with_books
from corridor.web.pages.carrier.goods_list import GOOD, states_of
from corridor.web.pages.carrier.legs import legs_view, take_legs
from corridor.web.pages.carrier.together import Typed, change, draft_page, write
from corridor.web.toolkit import Page, notify
from corridor.web.views.books.shown import countries
from corridor.web.views.desk_declaration import party_text
from corridor.web.views.drafting.apart import (
    given_to_parts,
    made_whole,
    parties_apart,
    typed_party,
    without_apart,
)
from corridor.web.views.drafting.guarantees import ROWS, put_first, rows_shown, take_out
from corridor.web.views.drafting.model import LEG_LINES, PART_ROLES, PARTIES, Draft, carnet_in
from corridor.web.views.drafting.parts import of_role
from corridor.web.views.drafting.reading import money_text
from corridor.web.views.drafting.taking import too_long
from corridor.web.views.drafting.tasks import party_titles, titles
from corridor.web.views.drafting.to_documents import take_added
from corridor.web.views.drafting.to_parties import roles_of_parts
from corridor.web.views.drafting.together import Theirs, seen_of, values_of, with_section
from corridor.web.views.guarantee_risk import (
    left_to_first,
    risk_of_dossier,
    too_little,
    would_refuse,
)
from corridor.web.views.stretch import Stretch, stretch_of

AnyRequest = Request[Any, Any, Any]
PLAIN = ("parties", "transport", "legs", "guarantee")
AUTOSAVED = (*PLAIN, "route", "permits", "send")
GUARANTEES_MAX = 50


@get("/carrier/drafts/{id:str}/{section:str}", opt=only("carrier"))
async def section(request: AnyRequest, id: FromPath[str], section: FromPath[str]) -> Page:
    """One of the plain sections."""
    draft = draft_of(request, id)
    if section not in PLAIN:
        raise NotKnown
    form, case = form_of(values_of(draft, section)), case_of(request, draft)
    add_problems(request, form, case, section)
    return _show(request, case, section, form)


@post("/carrier/drafts/{id:str}/{section:str}", opt=only("carrier"))
async def save(request: AnyRequest, id: FromPath[str], section: FromPath[str]) -> Page | Redirect:
    """Keep it, and go on; come back to it where something cannot be read."""
    draft = draft_of(request, id)
    if section not in PLAIN:
        raise NotKnown
    form = await read_form(request)
    takes_risk = section == "guarantee" and bool(form["use_risk"])
    if takes_risk:
        form.values |= {"amount": [form["use_risk"]], "currency": [form["risk_currency"]]}
    is_moved = section == "guarantee" and _moved(form)
    is_added = section == "transport" and take_added(form)
    is_taken = section == "legs" and take_legs(request, form, draft)
    draft = await write(request, id, form, _typed(request, section))
    if form.errors:
        return _show(request, case_of(request, draft), section, form, 422)
    if is_added:
        return redirect(f"/carrier/drafts/{id}/transport#documents")
    if takes_risk or is_moved or (is_taken and not form[LEG_LINES]):
        return redirect(f"/carrier/drafts/{id}/{section}")
    if form[FILL] and section in ("parties", "transport"):
        await change(request, id, lambda now: with_books(request, now, section))
        return redirect(f"/carrier/drafts/{id}/{section}")
    case = case_of(request, draft)
    add_problems(request, form, case, section)
    if form.errors:
        return _show(request, case, section, form, 422)
    return redirect(f"/carrier/drafts/{id}")


@post("/carrier/drafts/{id:str}/save/{section:str}", opt=only("carrier"))
async def autosave(
    request: AnyRequest, id: FromPath[str], section: FromPath[str]
) -> Response[None]:
    """Saved while it is typed."""
    if section not in AUTOSAVED:
        raise NotKnown
    return await saved(request, id, _typed(request, section))


async def saved(request: AnyRequest, id: str, how: Typed) -> Response[None]:
    """Keep what a page saved by itself; 409 where a colleague wrote a field meanwhile, 422 where
    one is too long to be taken.
    """
    form = await read_form(request)
    await write(request, id, form, how)
    refused = 422 if too_long(form) else 409
    return Response(None, status_code=refused if form.errors else 204)


def _typed(request: AnyRequest, section: str) -> Typed:
    def typed(draft: Draft, form: Form, me: str) -> tuple[Draft, list[Theirs]]:
        new, theirs = with_section(draft, section, form, me)
        return _completed(request, new), theirs

    return typed


def _completed(request: AnyRequest, draft: Draft) -> Draft:
    """Kind and currency of guarantees of one's own are known and need not be typed."""
    known: dict[str, str] = {}
    for end in ("", *(f"_{row}" for row in ROWS)):
        grn = as_issued("grn", draft.guarantee.get(f"grn{end}", ""))
        own = _guarantee(request, grn)
        if own is not None:
            known |= {f"grn{end}": grn, f"kind{end}": own.kind, f"currency{end}": own.currency}
    return replace(draft, guarantee=draft.guarantee | known)


def _moved(form: Form) -> bool:
    """A further guarantee is taken out, or put first."""
    numbers = {str(row) for row in ROWS}
    if form["take_out"] in numbers:
        take_out(form, form["take_out"])
    elif form["put_first"] in numbers:
        put_first(form, form["put_first"])
    return bool(form["take_out"] or form["put_first"])


def _guarantee(request: AnyRequest, grn: str) -> Guarantee | None:
    state = services_of(request).queries.get(f"gr-{grn}").state if grn else None
    is_own = isinstance(state, Guarantee) and state.holder == actor_of(request).org
    return state if is_own else None


def _show(request: AnyRequest, case: Case, section: str, form: Form, status: int = 200) -> Page:
    reader, draft = reader_of(request), case.draft
    return draft_page(
        request,
        draft,
        f"carrier/{section}.html",
        doubts=doubts_of(request, case, section),
        title=titles(reader)[section],
        status=status,
        seen=seen_of(values_of(draft, section)),
        form=form,
        errors=form.errors,
        countries=countries(reader),
        driver_papers=[
            {"name": f"driver_{one}", "label": reader.labels(one, "held")}
            for one in get_args(DriverPaper)
        ],
        offers=offers_of(request, section),
        **_more(request, case, section),
    )


def _more(request: AnyRequest, case: Case, section: str) -> dict[str, Any]:
    _, draft = gettext_of(request), case.draft
    if section == "parties":
        hints = (
            _("Who sends the goods"),
            _("Who receives them"),
            _("Answers for the transit before customs; usually your organisation"),
            _("Who carries the goods"),
        )
        named, apart = party_titles(reader_of(request)), roles_of_parts(draft)
        below = _("Named for the parts of the load, below")
        pairs = zip(PARTIES, hints, strict=True)
        return {
            "roles": [(one, named[one], below if one in apart else hint) for one, hint in pairs],
            "of_parts": apart,
            "apart": _apart(request, draft),
            "parts": _parts(request, case),
        }
    if section == "transport":
        labels = reader_of(request).labels
        kinds = [{"value": k, "label": labels(k, "means")} for k in ("30", "20", "21", "10", "11")]
        return {
            "kinds": kinds,
            "notes": labels.options("rail_note"),
            "stations": _station_names(request),
        }
    return legs_view(request, draft) if section == "legs" else _guarantee_view(request, case)


def _station_names(request: AnyRequest) -> list[str]:
    """Stations with their codes; of places with a railway whose code is not known, the name."""
    places, names = services_of(request).reference.places.values(), reader_of(request).names
    coded = load_stations()
    known = {one.place for one in coded}
    others = {names.place(o.id) for o in places if "rail" in o.modes and o.id not in known}
    return [*(f"{one.code} {one.name(names.lang)}" for one in coded), *sorted(others)]


def _parts(request: AnyRequest, case: Case) -> Stretch[dict[str, Any]]:
    """The parts of the load, a page of them, each with its state."""
    _, draft = gettext_of(request), case.draft
    states = states_of(request, case, "parties")
    count = Counter(item.fields.get("part", "") for item in draft.goods)
    rows = []
    for index, part in enumerate(draft.parts):
        word, kind = states.get(index, GOOD)
        named = {role: part.fields.get(f"{role}_name", "") for role in PART_ROLES}
        state = {"number": index + 1, "word": _(word), "kind": kind}
        rows.append(named | state | {"goods": count[str(index + 1)]})
    return stretch_of(request, rows, anchor="#parts")


def _apart(request: AnyRequest, draft: Draft) -> list[dict[str, Any]]:
    """The parties of single items, and of parts where the whole load names one as well."""
    _, reader = gettext_of(request), reader_of(request)
    named, shown = party_titles(reader), dict[str, list[dict[str, str]]]()
    for one in parties_apart(draft):
        is_double = bool(of_role(draft.parties, one.role))
        if one.item is None and not is_double:
            continue
        where = (
            _("Part %(number)s of the load", number=one.part + 1)
            if one.part is not None
            else _("Goods item %(number)s", number=(one.item or 0) + 1)
        )
        row = {"label": where, "value": party_text(typed_party(one.values, one.role), reader)}
        shown.setdefault(one.role, []).append(row)
    return [
        {
            "role": role,
            "name": named[role],
            "rows": rows,
            "can_be_given": bool(draft.parts and of_role(draft.parties, role)),
        }
        for role, rows in shown.items()
    ]


_MENDED = {"whole": made_whole, "parts": given_to_parts}


@post("/carrier/drafts/{id:str}/apart/{role:str}", opt=only("carrier"))
async def mend_apart(request: AnyRequest, id: FromPath[str], role: FromPath[str]) -> Redirect:
    """Take the parties of parts out, make the first that of the whole, or give that to them."""
    _, form = gettext_of(request), await read_form(request)
    if role not in PART_ROLES:
        raise NotKnown
    how = _MENDED.get(form["then"], without_apart)
    await change(request, id, lambda now: how(now, role))
    notify(request, _("The parties were changed"))
    return redirect(f"/carrier/drafts/{id}/parties")


def _risk_view(request: AnyRequest, case: Case) -> dict[str, Any]:
    """What is at risk with each step, and whether the guarantee named would be refused now."""
    services, reader, dossier = services_of(request), reader_of(request), case.built.dossier
    if dossier is None:
        return {"risk": None, "refused": "", "little": ""}
    risk = risk_of_dossier(
        dossier, decisive_day(dossier, services.now()), reader, services.reference
    )
    return {
        "risk": risk,
        "refused": would_refuse(dossier, actor_of(request).org, services, reader),
        "little": too_little(dossier, risk, reader),
        "risk_text": money_text(left_to_first(dossier, risk), risk["currency"]) if risk else "",
    }


def _guarantee_view(request: AnyRequest, case: Case) -> dict[str, Any]:
    services, org = services_of(request), actor_of(request).org
    found = services.queries.rows(f"carrier:{org}:guarantees", "due", "", GUARANTEES_MAX).rows
    grns = {row.data["grn"] for row in found}
    chosen, kind = (case.draft.guarantee.get(name, "") for name in ("grn", "kind"))
    totals: dict[str, int] = {}
    for house in case.built.dossier.consignment.houses if case.built.dossier else ():
        for item in house.items:
            if item.value_minor and item.currency:
                totals[item.currency] = totals.get(item.currency, 0) + item.value_minor
    money = reader_of(request).formats.money
    return {
        "carnet": carnet_in(case.draft),
        "own": [row.data for row in found],
        "is_other": chosen not in grns and (bool(chosen) or not type_of(kind).has_ledger),
        "rows": rows_shown(case.draft.guarantee),
        "kinds": [
            {"value": code, "label": reader_of(request).labels(code, "guarantee_kind")}
            for code in TYPES
            if code != "B"
        ],
        "value": "; ".join(money(minor, currency) for currency, minor in totals.items()),
        **_risk_view(request, case),
    }


ROUTES: tuple[ControllerRouterHandler, ...] = (section, save, autosave, mend_apart)
