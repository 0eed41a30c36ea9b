"""The permit desk: applications by deadline, the decision, the issued permit."""

from litestar.types import ControllerRouterHandler

from corridor.web.pages.acting import handlers
from corridor.web.pages.casework import case_handlers
from corridor.web.pages.permits import (
    application,
    bringing,
    brought,
    by_rule,
    epermit,
    fees,
    times,
    worklist,
    xroad,
)
from corridor.web.pages.permits.desk import PERMIT_DESK
from corridor.web.pages.shift import shift_handlers

ROUTES: tuple[ControllerRouterHandler, ...] = (
    worklist.work_list,
    *fees.ROUTES,
    *times.ROUTES,
    *by_rule.ROUTES,
    *epermit.ROUTES,
    *brought.ROUTES,
    *bringing.ROUTES,
    xroad.xroad_line,
    *shift_handlers(worklist.APPLICATIONS, "open"),
    application.application_page,
    application.issued,
    application.issued_paper,
    *case_handlers(PERMIT_DESK),
    *handlers(PERMIT_DESK),
)
LISTS = worklist.LISTS
