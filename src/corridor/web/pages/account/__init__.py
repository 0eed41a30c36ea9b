"""One's own account: what everybody who signs in may see and change of it."""

from litestar.types import ControllerRouterHandler

from corridor.web.pages.account import colleagues, link, own, passkeys, second, tokens

ROUTES: tuple[ControllerRouterHandler, ...] = (
    *own.ROUTES,
    *second.ROUTES,
    *passkeys.ROUTES,
    *tokens.ROUTES,
    *colleagues.ROUTES,
    *link.ROUTES,
)
