"""One's own account: what everybody who signs in may see and change of it."""

from litestar.types import ControllerRouterHandler

from corridor.web.pages.account import link, own, second

ROUTES: tuple[ControllerRouterHandler, ...] = (*own.ROUTES, *second.ROUTES, *link.ROUTES)
