"""The page of an operator of navigation seals: those that it watches on this node."""

from collections.abc import Iterator
from typing import Any, Final

from litestar import Request, get
from litestar.types import ControllerRouterHandler

from corridor.domain.movement.listings import seals_key
from corridor.domain.movement.state import Movement
from corridor.engine.seal_readings import KEPT_MAX, readings_of
from corridor.web.access import only
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.toolkit import Page, page
from corridor.web.views.seals import seal_view

AnyRequest = Request[Any, Any, Any]
SHOWN_MAX: Final = 100
"""Movements whose seals are shown, the newest first."""


@get("/seals", opt=only("seals"))
async def seals(request: AnyRequest) -> Page:
    """What is known of each, by number and movement; nothing else of the movement."""
    _ = gettext_of(request)
    return page(
        request,
        "seals/list.html",
        title=_("Navigation seals"),
        rows=list(_rows(request)),
        kept_max=KEPT_MAX,
    )


def _rows(request: AnyRequest) -> Iterator[dict[str, Any]]:
    actor, reader, services = actor_of(request), reader_of(request), services_of(request)
    for subject in services.queries.holding(seals_key(actor.org), SHOWN_MAX):
        state = services.queries.get(subject).state
        if not isinstance(state, Movement):
            continue
        for one in reversed(state.navigation_seals):
            if (one.operator, one.node) == (actor.org, services.node):
                kept = readings_of(services.queries, subject, one.seal)
                yield {
                    "mrn": state.mrn,
                    "count": len(kept),
                    **seal_view(state, one, reader),
                }


ROUTES: tuple[ControllerRouterHandler, ...] = (seals,)
