"""Being told: the bell's page, how one is told, and the webhooks of a desk."""

from litestar.types import ControllerRouterHandler

from corridor.web.pages.news import bell

ROUTES: tuple[ControllerRouterHandler, ...] = (*bell.ROUTES,)
