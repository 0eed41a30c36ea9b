"""Which permits are needed: a question anybody may ask, with goods and a way and nothing else."""

from typing import Any, Final

from litestar import Request, get
from litestar.types import ControllerRouterHandler

from corridor.domain.codes import hs_codes, is_hs, likely_hs, un_number
from corridor.domain.consignment import (
    Consignment,
    Dossier,
    House,
    Item,
    Means,
    Party,
    Vehicle,
    decisive_day,
)
from corridor.domain.permits.requirements import (
    Requirement,
    questions_of,
    reminders_of,
    requirements_of,
)
from corridor.domain.places import Mode
from corridor.domain.refusals import N_
from corridor.domain.routes import Route, countries_of, plan_route
from corridor.domain.typed import listed
from corridor.web.access import anyone
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.forms import Form
from corridor.web.services import Services
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, page
from corridor.web.views.drafting.reading import LIKELY_HS
from corridor.web.views.needs import need_of
from corridor.web.views.strips import route_strip

AnyRequest = Request[Any, Any, Any]
GOODS_MAX: Final = 20
UN_MAX: Final = 10
NO_HS: Final = N_("%(given)s is no HS code: 4, 6, 8 or 10 digits, each code on its own line.")
_START, _END = "KG-OSH", "GE-POTI"


@get("/requirements", opt=anyone())
async def requirements_page(request: AnyRequest) -> Page:
    """The form, and the answer where something was asked. The question stays in the address."""
    _ = gettext_of(request)
    services, reader = services_of(request), reader_of(request)
    asked = request.query_params
    form = Form({name: asked.getall(name) for name in asked})
    found = _answer(request, form) if "goods" in asked else None
    return page(
        request,
        "public/requirements.html",
        title=_("Which permits are needed"),
        form=form,
        errors=form.errors,
        places=places_of(services, reader),
        start=form["from"] or _START,
        end=form["to"] or _END,
        found=found,
        offered=_offered(form),
        rules=len(services.rules_today),
    )


def _answer(request: AnyRequest, form: Form) -> dict[str, Any] | None:
    _, services = gettext_of(request), services_of(request)
    codes = hs_codes(form["goods"])
    _judge_goods(request, form, codes)
    dangerous = tuple(map(un_number, listed(form["un"])))
    if len(dangerous) > UN_MAX or not all(one.isdecimal() and len(one) == 4 for one in dangerous):
        form.add_error("un", _("Write UN numbers of four digits, separated by commas."))
    modes: tuple[Mode, ...] = ("rail", "sea") if form["mode"] == "rail" else ("road", "sea")
    route = plan_route(services.reference, form["from"], form["to"], (), modes)
    if route is None:
        form.add_error("to", _("There is no open way between these places. Choose others."))
    if form.errors or route is None:
        return None
    return _found(request, _dossier(codes, dangerous, route, form), route)


def _offered(form: Form) -> str:
    """The codes with what each probably was; nothing where there is nothing to offer."""
    codes = hs_codes(form["goods"])
    likely = [likely_hs(code) for code in codes]
    meant = [found or code for found, code in zip(likely, codes, strict=True)]
    return "\n".join(meant) if any(likely) else ""


def _judge_goods(request: AnyRequest, form: Form, codes: tuple[str, ...]) -> None:
    """Each thing that is no code is named, and what it probably was."""
    _ = gettext_of(request)
    for code in codes:
        likely = likely_hs(code)
        if likely:
            form.add_error("goods", _(LIKELY_HS, given=code, likely=likely))
        elif not is_hs(code):
            form.add_error("goods", _(NO_HS, given=code[:40]))
    if not codes:
        form.add_error("goods", _("Give at least one HS code."))
    if len(codes) > GOODS_MAX:
        form.add_error("goods", _("At most %(limit)s codes at once.", limit=GOODS_MAX))


def _found(request: AnyRequest, dossier: Dossier, route: Route) -> dict[str, Any]:
    services, reader = services_of(request), reader_of(request)
    rules, reference = services.rules, services.reference
    on = decisive_day(dossier, services.now())
    needed = requirements_of(dossier, rules, reference, on)
    carried = reminders_of(dossier, rules, reference, on)
    asked = questions_of(dossier, rules, on)
    return {
        "strip": route_strip(reader, route),
        "states": [
            {
                "code": country,
                "needs": _in(country, needed, reader),
                "reminders": _in(country, carried, reader),
            }
            for country in countries_of(route)
        ],
        "questions": [question.question.text for question in asked],
        "count": len(needed),
    }


def _in(country: str, found: tuple[Requirement, ...], reader: Reader) -> list[dict[str, Any]]:
    return [need_of(reader, one) for one in found if one.country == country]


def _dossier(
    codes: tuple[str, ...], dangerous: tuple[str, ...], route: Route, form: Form
) -> Dossier:
    """Just enough of a dossier to ask the rules about: goods, a truck, a way."""
    items = tuple(
        Item(
            number=number,
            declaration_number=number,
            description=code,
            hs=code,
            dangerous_goods=dangerous,
        )
        for number, code in enumerate(codes, 1)
    )
    home = route.points[0].country
    is_rail = form["mode"] == "rail"
    truck = Means("departure", "20" if is_rail else "30", "-", nationality=home)
    consignment = Consignment(houses=(House(1, items),), means=(truck,))
    return Dossier(
        lrn="-",
        holder=Party(name="-", country=home),
        consignment=consignment,
        route=route,
        vehicle=Vehicle(temperature_controlled=form.is_checked("cold")),
    )


def places_of(services: Services, reader: Reader) -> list[dict[str, str]]:
    """Cities, ports and stations of the states that have a node, by state and name."""
    nodes = {services.node, *services.engine.settings.peers}
    found = (
        place
        for place in services.reference.places.values()
        if place.country in nodes and place.kind != "bcp"
    )
    shown = [
        {
            "value": place.id,
            "label": f"{reader.names.country(place.country)}: {place.name(reader.lang)}",
        }
        for place in found
    ]
    return sorted(shown, key=lambda one: one["label"])


ROUTES: tuple[ControllerRouterHandler, ...] = (requirements_page,)
