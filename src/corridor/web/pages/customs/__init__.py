"""The customs desk: work list, movement, and everything its offices may do."""

from litestar.types import ControllerRouterHandler

from corridor.web.pages.acting import handlers
from corridor.web.pages.casework import case_handlers
from corridor.web.pages.customs import (
    movement,
    requests,
    risk,
    risk_terms,
    risk_trials,
    trains,
    turned_up,
    worklist,
)
from corridor.web.pages.customs.desk import CUSTOMS
from corridor.web.pages.shift import shift_handlers

ROUTES: tuple[ControllerRouterHandler, ...] = (
    worklist.work_list,
    *shift_handlers(worklist.WORK, "decide"),
    *risk_trials.ROUTES,
    *risk_terms.ROUTES,
    *risk.ROUTES,
    turned_up.ask,
    turned_up.report,
    *requests.ROUTES,
    *trains.ROUTES,
    movement.movement_page,
    movement.movement_print,
    movement.movement_evidence,
    movement.movement_paper,
    *case_handlers(CUSTOMS),
    *handlers(CUSTOMS),
)
LISTS = worklist.LISTS
