"""The firm's books: trucks, trailers, drivers, parties, goods. One set of pages for all five."""

from litestar.types import ControllerRouterHandler

from corridor.web.pages.carrier.books import entry, lists, rows

ROUTES: tuple[ControllerRouterHandler, ...] = (*lists.ROUTES, *entry.ROUTES, *rows.ROUTES)
