"""The way of a draft: chosen by names of places, shown as a line and on the map, with times."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler
from msgspec.structs import replace

from corridor.domain.routes import Route
from corridor.domain.typed import moment
from corridor.web.access import only
from corridor.web.addresses import redirect
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.forms import Form, read_form
from corridor.web.pages.carrier.drafts import (
    add_problems,
    case_of,
    draft_of,
    form_of,
)
from corridor.web.pages.carrier.together import Typed, change, draft_page, write
from corridor.web.shape_words import NOT_A_MOMENT
from corridor.web.toolkit import Page, notify
from corridor.web.views.drafting.instants import estimated, instant_of, local_text
from corridor.web.views.drafting.model import Draft
from corridor.web.views.drafting.taking import with_route
from corridor.web.views.drafting.together import WAY, Theirs, seen_of, way_of, with_section
from corridor.web.views.drafting.ways import Way, ways_for
from corridor.web.views.route_map import route_map
from corridor.web.views.strips import requirement_marks, route_strip

AnyRequest = Request[Any, Any, Any]
View = dict[str, Any]


@get("/carrier/drafts/{id:str}/route", opt=only("carrier"))
async def route(request: AnyRequest, id: FromPath[str]) -> Page:
    """Where from, where to, which way, and when."""
    draft = draft_of(request, id)
    form = form_of(draft.route)
    add_problems(request, form, case_of(request, draft), "route")
    return _show(request, draft, form)


@post("/carrier/drafts/{id:str}/route", opt=only("carrier"))
async def save_route(request: AnyRequest, id: FromPath[str]) -> Page | Redirect:
    """Keep it; look for ways; take one; or go on. The button says which."""
    _, services = gettext_of(request), services_of(request)
    form = await read_form(request)
    draft = await write(request, id, form, _typed(request))
    if form.errors:
        return _show(request, draft, form, 422)
    if form["act"] in ("plan", "take"):
        _add_unplanned(request, form, draft)
        if form.errors:
            return _show(request, draft, form, 422)
    if form["act"] == "plan":
        ways = _ways(request, draft)
        if ways and all(way.unserved for way in ways):
            form.add_error("from", _("None of the ways can be declared here; see below why."))
            return _show(request, draft, form, 422)
        if not ways:
            form.add_error("from", _("No open way joins these places. Choose others."))
            return _show(request, draft, form, 422)
        return redirect(f"/carrier/drafts/{id}/route?another#another")
    if form["act"] == "take":
        way = next((w for w in _ways(request, draft) if w.key == form["way"]), None)
        if way is None:
            form.add_error("way", _("Choose one of the ways."))
            return _show(request, draft, form, 422)
        if way.unserved:
            form.add_error("way", _unserved(request, way))
            return _show(request, draft, form, 422)
        depart = instant_of(moment(form["depart"]), way.countries[0])
        route = estimated(way.route, depart or services.now(), services.reference)
        me = actor_of(request).person
        await change(request, id, lambda now: _on_way(now, route, me))
        notify(request, _("The route was set. Check the expected times."))
        return redirect(f"/carrier/drafts/{id}/route")
    add_problems(request, form, case_of(request, draft), "route")
    _add_past(request, form, draft)
    if form.errors:
        return _show(request, draft, form, 422)
    return redirect(f"/carrier/drafts/{id}")


def _typed(request: AnyRequest) -> Typed:
    """The form; where a colleague took another way, its places are told by their names."""
    name = reader_of(request).names.place

    def typed(draft: Draft, form: Form, me: str) -> tuple[Draft, list[Theirs]]:
        new, theirs = with_section(draft, "route", form, me)
        way = way_of(draft)
        named = " – ".join(map(name, way.split()))
        return new, [one._replace(value=named) if one.value == way else one for one in theirs]

    return typed


def _on_way(draft: Draft, route: Route, me: str) -> Draft:
    new = with_route(draft, route)
    return replace(new, written=new.written | {f"route.{WAY}": me})


def _add_unplanned(request: AnyRequest, form: Form, draft: Draft) -> None:
    """What a way is looked for with: how it may go, and when."""
    _ = gettext_of(request)
    if not any(form.all("modes")):
        form.add_error("modes", _("Choose at least one way to travel."))
    country = draft.route.get("from", "")[:2]
    depart = moment(form["depart"])
    if depart and instant_of(depart, country) is None:
        form.add_error("depart", _(NOT_A_MOMENT))
    elif depart and depart.partition("T")[0] < services_of(request).day_at(country):
        form.add_error("depart", _("This day is past. Give the day of departure anew."))


def _add_past(request: AnyRequest, form: Form, draft: Draft) -> None:
    """Days that are over: a truck cannot be expected there any more."""
    _ = gettext_of(request)
    for index, point in enumerate(draft.points):
        typed = moment(form[f"eta_{index}"])
        if typed and typed.partition("T")[0] < services_of(request).day_at(point.country):
            form.add_error(f"eta_{index}", _("This day is past. Give the expected time anew."))


def _ways(request: AnyRequest, draft: Draft) -> tuple[Way, ...]:
    services = services_of(request)
    return ways_for(draft.route, services.reference, services.demo, reader_of(request).nodes)


def _show(request: AnyRequest, draft: Draft, form: Form, status: int = 200) -> Page:
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    case = case_of(request, draft)
    chosen = case.built.dossier.route if case.built.dossier else Route(draft.points)
    has_route = len(draft.points) > 1
    times = _times(request, draft, form) if has_route else []
    marks = requirement_marks(
        reader, case.judged.needs, lambda _: f"/carrier/drafts/{draft.id}/permits"
    )
    return draft_page(
        request,
        draft,
        "carrier/route.html",
        title=_("Route"),
        status=status,
        live=[f"carrier:{actor_of(request).org}:permits"],
        form=form,
        errors=form.errors,
        is_choosing=bool(form.errors) or "another" in request.query_params,
        starts=_places(request, "DEP"),
        ends=_places(request, "DES"),
        vias=_places(request, ""),
        modes=[mode for value in form.all("modes") for mode in value.split(",") if mode],
        ways=[_way(request, way) for way in _ways(request, draft)],
        strip=route_strip(reader, chosen, marks) if has_route else None,
        map=route_map(reader, chosen, services.reference) if has_route else None,
        times=times,
        seen=_seen(draft, times),
    )


def _seen(draft: Draft, times: list[View]) -> str:
    shown = {row["name"]: row["stored"] for row in times}
    return seen_of(shown | draft.route | {WAY: way_of(draft)})


def _places(request: AnyRequest, role: str) -> list[dict[str, str]]:
    """Places as choices; with a role, those that have a customs office for it."""
    reference, reader = services_of(request).reference, reader_of(request)
    options = []
    for place in reference.places.values():
        offices = reference.offices_at.get(place.id, ())
        if role and not any(role in office.roles for office in offices):
            continue
        country = reader.names.country(place.country)
        options.append({"value": place.id, "label": f"{country}: {place.name(reader.lang)}"})
    return [{"value": "", "label": "—"}, *sorted(options, key=lambda option: option["label"])]


def _unserved(request: AnyRequest, way: Way) -> str:
    reader = reader_of(request)
    places = ", ".join(map(reader.names.place, way.unserved))
    return reader.words(
        "Cannot be declared here: no customs office is known at %(places)s.", places=places
    )


def _way(request: AnyRequest, way: Way) -> View:
    _, reader = gettext_of(request), reader_of(request)
    names = [reader.names.country(code) for code in way.countries]
    parts = [" → ".join(names)]
    if way.km:
        parts.append(_("about %(km)s km", km=reader.formats.number(way.km)))
    modes = dict.fromkeys(p.mode for p in way.route.points if p.mode)
    parts.append(", ".join(reader.labels(mode, "mode") for mode in modes))
    absent = [reader.names.country(one) for one in way.countries if one not in reader.nodes]
    if absent:
        parts.append(_("without a node yet: %(states)s", states=", ".join(absent)))
    if way.ready_made:
        parts.append(_("ready-made in the demonstration"))
    places = [reader.names.place(p.place) for p in way.route.points if p.role != "via"]
    return {
        "value": way.key,
        "label": " → ".join(places),
        "hint": "; ".join(parts),
        "closed": _unserved(request, way) if way.unserved else "",
        "strip": route_strip(reader, way.route),
    }


def _times(request: AnyRequest, draft: Draft, form: Form) -> list[View]:
    reader = reader_of(request)
    shown = []
    for index, point in enumerate(draft.points):
        name = f"eta_{index}"
        stored = draft.route.get(name) or local_text(point.eta, point.place)
        moment = reader.formats.moment(point.eta or services_of(request).now(), point.place)
        shown.append(
            {
                "name": name,
                "label": reader.names.place(point.place),
                "country": reader.names.country(point.country),
                "role": reader.labels(point.role, "office_role"),
                "office": point.office or "",
                "zone": moment.zone,
                "value": form[name] if name in form.values else stored,
                "stored": stored,
                "error": form.error(name),
            }
        )
    return shown


ROUTES: tuple[ControllerRouterHandler, ...] = (route, save_route)
