"""The operator's page: peers, log, keys, and what to do."""

from litestar.types import ControllerRouterHandler

ROUTES: tuple[ControllerRouterHandler, ...] = ()
