"""The single window: what a carrier sees and does."""

from litestar.types import ControllerRouterHandler

from corridor.web.pages.carrier import (
    applications,
    applying,
    books,
    documents,
    dossier,
    driver,
    filling,
    goods,
    goods_table,
    home,
    lists,
    new,
    papers,
    permits,
    powers,
    route,
    sections,
    send,
    table_samples,
    tables,
    tasklist,
    undo,
)

ROUTES: tuple[ControllerRouterHandler, ...] = (
    *home.ROUTES,
    *lists.ROUTES,
    *powers.ROUTES,
    *new.ROUTES,
    *tasklist.ROUTES,
    *goods.ROUTES,
    *goods_table.ROUTES,
    *undo.ROUTES,
    *tables.ROUTES,
    *table_samples.ROUTES,
    *documents.ROUTES,
    *sections.ROUTES,
    *route.ROUTES,
    *permits.ROUTES,
    *applications.ROUTES,
    *applying.ROUTES,
    *send.ROUTES,
    *driver.ROUTES,
    *dossier.ROUTES,
    *papers.ROUTES,
    *books.ROUTES,
    *filling.ROUTES,
)
LISTS = (*home.LISTS, *lists.LISTS)
