"""Being told: the bell's page, how one is told, and the webhooks of a desk."""

from litestar.types import ControllerRouterHandler

from corridor.web.pages.news import bell, choices, hooks

ROUTES: tuple[ControllerRouterHandler, ...] = (*bell.ROUTES, *choices.ROUTES, *hooks.ROUTES)
