"""The amount at risk, reckoned for anybody: goods, a value and a way, and nothing else."""

from typing import Any

from litestar import Request, get
from litestar.types import ControllerRouterHandler

from corridor.domain.codes import as_issued, hs_code, is_hs
from corridor.domain.guarantees.risk import Goods
from corridor.domain.movement.guarantee import DEFAULT_AMOUNT_MINOR
from corridor.domain.routes import countries_of, plan_route
from corridor.web.access import anyone
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.forms import Form
from corridor.web.pages.requirements import places_of
from corridor.web.toolkit import Page, page
from corridor.web.views.desk_money import minor_of
from corridor.web.views.guarantee_risk import risk_view

AnyRequest = Request[Any, Any, Any]
START, END = "KG-OSH", "GE-POTI"


@get("/calculator", opt=anyone())
async def calculator(request: AnyRequest) -> Page:
    """The form, and the reckoning where something was asked; the question stays in the address."""
    _, services, reader = gettext_of(request), services_of(request), reader_of(request)
    asked = request.query_params
    form = Form({name: asked.getall(name) for name in asked})
    return page(
        request,
        "public/calculator.html",
        title=_("Amount of a guarantee"),
        form=form,
        risk=_answer(request, form) if "value" in asked else None,
        errors=form.errors,
        places=places_of(services, reader),
        start=form["from"] or START,
        end=form["to"] or END,
        flat=reader.formats.money(DEFAULT_AMOUNT_MINOR, "EUR"),
    )


def _answer(request: AnyRequest, form: Form) -> dict[str, Any] | None:
    _, services = gettext_of(request), services_of(request)
    currency, hs = as_issued("currency", form["currency"]), hs_code(form["hs"])
    minor = minor_of(form["value"], currency)
    if not minor:
        form.add_error("value", _("Give the value of the goods as a number."))
    if not is_hs(hs):
        form.add_error("hs", _("Give an HS code of 4, 6, 8 or 10 digits."))
    if currency not in services.reference.lists["currencies"]:
        form.add_error("currency", _("Give a currency by its three letters, for example EUR."))
    route = plan_route(services.reference, form["from"], form["to"], (), ("road", "sea", "rail"))
    if route is None:
        form.add_error("to", _("There is no open way between these places. Choose others."))
    if form.errors or route is None or not minor:
        return None
    day = services.day_at(route.points[0].country)
    goods = [Goods(hs, minor)]
    return risk_view(goods, countries_of(route), currency, day, reader_of(request))


ROUTES: tuple[ControllerRouterHandler, ...] = (calculator,)
