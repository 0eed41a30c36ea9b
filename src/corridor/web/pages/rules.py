"""A permit rule for anybody: what its number means wherever it stands."""

from typing import Any, Final

from litestar import Request, get
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from corridor.domain.permits.book import rule_named
from corridor.web.access import anyone
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.toolkit import Page, page
from corridor.web.views.permit_panel import instrument_text

AnyRequest = Request[Any, Any, Any]


@get("/rules/{id:str}", opt=anyone())
async def rule_page(request: AnyRequest, id: FromPath[str]) -> Page:
    """What it asks for, of whom and by which acts; a number that the book does not have is none."""
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    state, known = request.query_params.get("state", ""), services.reference.countries
    rule = rule_named(services.rules_today, id, state)
    if rule is None:
        raise NotKnown
    return page(
        request,
        "public/rule.html",
        title=_("Rule %(code)s", code=rule.id),
        rule=rule,
        acts=[instrument_text(reader, act) for act in rule.instruments],
        states=[reader.names.country(code) for code in rule.countries if code in known],
    )


ROUTES: Final[tuple[ControllerRouterHandler, ...]] = (rule_page,)
