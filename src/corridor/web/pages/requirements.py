"""Which permits are needed: a question anybody may ask, with goods and a way and nothing else."""

from typing import Any, Final

from litestar import Request, get
from litestar.types import ControllerRouterHandler

from corridor.domain.consignment import Dossier
from corridor.domain.routes import countries_of
from corridor.web.access import anyone
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.forms import Form
from corridor.web.services import Services
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, page
from corridor.web.views.asked_of import AskedOf
from corridor.web.views.checker import (
    END,
    START,
    answers_in,
    checked,
    day_of,
    judge,
    meant,
    offered,
)
from corridor.web.views.strips import route_strip

AnyRequest = Request[Any, Any, Any]


@get("/requirements", opt=anyone())
async def requirements_page(request: AnyRequest) -> Page:
    """The form, and the answer where something was asked. The question stays in the address."""
    return _show(request, "public/requirements.html")


@get("/requirements/embed", opt=anyone())
async def embedded_page(request: AnyRequest) -> Page:
    """The same without the frame of the node's pages, for a page of somebody else's to show."""
    return _show(request, "public/requirements_embed.html")


def _show(request: AnyRequest, template: str) -> Page:
    _ = gettext_of(request)
    services, reader = services_of(request), reader_of(request)
    asked = request.query_params
    form = Form({name: asked.getall(name) for name in asked})
    is_asked = "goods" in asked
    dossier = judge(form, services, reader) if is_asked else None
    return page(
        request,
        template,
        title=_("Which permits are needed"),
        form=form,
        errors=form.errors,
        places=places_of(services, reader),
        states=states_of(services, reader),
        start=form["from"] or START,
        end=form["to"] or END,
        day=day_of(form, services) if not form.error("on") else form["on"],
        found=_found(request, dossier) if dossier is not None else None,
        offered=offered(form, services, reader) if is_asked else (),
        meant=meant(form) if is_asked else "",
        answers=answers_in(form),
        rules=len(services.rules_today),
    )


def _found(request: AnyRequest, dossier: Dossier) -> dict[str, Any]:
    services, reader = services_of(request), reader_of(request)
    asked = checked(services, reader, dossier)
    states = countries_of(dossier.route)
    return {
        "strip": route_strip(reader, dossier.route),
        "states": [_state(country, asked) for country in states],
        "questions": asked.questions,
        "not_needed": asked.not_needed,
        "count": sum(one.state != "carry" for one in asked.requirements),
        "on": asked.on,
        "today": services.day_at(services.node),
        "illustrative": asked.illustrative,
    }


def _state(country: str, asked: AskedOf) -> dict[str, Any]:
    here = [one for one in asked.requirements if one.country == country]
    return {
        "code": country,
        "needs": [one for one in here if one.state != "carry"],
        "reminders": [one for one in here if one.state == "carry"],
    }


def places_of(services: Services, reader: Reader) -> list[dict[str, str]]:
    """Cities, ports and stations of the states that have a node, by state and name."""
    found = (
        place
        for place in services.reference.places.values()
        if place.country in reader.nodes and place.kind != "bcp"
    )
    shown = [
        {
            "value": place.id,
            "label": f"{reader.names.country(place.country)}: {place.name(reader.lang)}",
        }
        for place in found
    ]
    return sorted(shown, key=lambda one: one["label"])


def states_of(services: Services, reader: Reader) -> list[dict[str, str]]:
    """States where a vehicle may be registered; first that in which the way begins."""
    shown = [
        {"value": code, "label": reader.names.country(code)}
        for code in services.reference.countries
    ]
    return [{"value": "", "label": "—"}, *sorted(shown, key=lambda one: one["label"])]


ROUTES: Final[tuple[ControllerRouterHandler, ...]] = (requirements_page, embedded_page)
