"""Routers of handlers: what applications have in common is made once, and nothing twice."""

from collections.abc import Iterable, Sequence
from typing import Any

from litestar import Router
from litestar.handlers import BaseRouteHandler
from litestar.routes import BaseRoute, HTTPRoute
from litestar.types import ControllerRouterHandler, Middleware
from litestar.types.internal_types import RouteHandlerMapItem


class Once(Router):
    """Registered in the one application that it is made for. Litestar copies a router with all its
    handlers then, which would be a third of the start of a node.
    """

    def __init__(
        self,
        path: str,
        handlers: Sequence[ControllerRouterHandler],
        middleware: Sequence[Middleware] = (),
        **more: Any,
    ) -> None:
        self._known: dict[str, RouteHandlerMapItem] = {}
        super().__init__(path, route_handlers=handlers, middleware=middleware, **more)

    def __deepcopy__(self, memo: dict[int, Any]) -> "Once":
        return self

    def register(self, value: ControllerRouterHandler) -> list[BaseRoute]:
        """As before it; what the handler copied for this application is read from is kept."""
        read_ahead([value])
        routes = super().register(value)
        for route in routes:
            if isinstance(route, HTTPRoute):
                known = self._known[route.path] = {}
                known.update((m, one) for one in route.route_handlers for m in one.http_methods)
        return routes

    @property
    def route_handler_method_map(self) -> dict[str, RouteHandlerMapItem]:
        """Handlers by path and method. Litestar goes through all routes, for each that is added."""
        return self._known


def read_ahead(handlers: Iterable[ControllerRouterHandler]) -> None:
    """Read the signatures of the handlers' functions: the copy for any application has them then,
    also in a process that is forked from this one.
    """
    for handler in handlers:
        if isinstance(handler, BaseRouteHandler):
            _ = handler.parsed_fn_signature
