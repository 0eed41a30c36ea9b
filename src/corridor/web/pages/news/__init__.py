"""Being told: the bell's page, how one is told, where, and the webhooks of a desk."""

from litestar.types import ControllerRouterHandler

from corridor.web.pages.news import bell, choices, devices, hooks

ROUTES: tuple[ControllerRouterHandler, ...] = (
    *bell.ROUTES,
    *choices.ROUTES,
    *devices.ROUTES,
    *hooks.ROUTES,
)
