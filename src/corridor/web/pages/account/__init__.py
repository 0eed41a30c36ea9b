"""One's own account: what everybody who signs in may see and change of it."""

from litestar.types import ControllerRouterHandler

from corridor.web.pages.account import link, own

ROUTES: tuple[ControllerRouterHandler, ...] = (*own.ROUTES, *link.ROUTES)
