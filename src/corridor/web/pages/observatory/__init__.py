"""The observatory: what the corridor really does, for anybody, without a name or a number plate."""

from typing import Final

from litestar.types import ControllerRouterHandler

from corridor.web.pages.observatory import (
    cases,
    entity,
    front,
    measure,
    open_data,
    pictures,
    report,
)

ROUTES: Final[tuple[ControllerRouterHandler, ...]] = (
    *front.ROUTES,
    *measure.ROUTES,
    *entity.ROUTES,
    *cases.ROUTES,
    *pictures.ROUTES,
    *report.ROUTES,
    *open_data.ROUTES,
)
