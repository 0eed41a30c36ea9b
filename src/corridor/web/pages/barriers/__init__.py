"""Barriers: for anybody; the desk of the registrar; what a carrier says of them and is told."""

from litestar.types import ControllerRouterHandler

from corridor.web.pages.barriers import carrier, desk, public

ROUTES: tuple[ControllerRouterHandler, ...] = (*public.ROUTES, *desk.ROUTES, *carrier.ROUTES)
