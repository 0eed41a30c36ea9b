"""The checkpoint: who is coming, who waits, who is inside, and the check of permits."""

from litestar.types import ControllerRouterHandler

from corridor.web.pages.acting import handlers
from corridor.web.pages.checkpoint import board, trains, visit, voyages
from corridor.web.pages.checkpoint.desk import CHECKPOINT

ROUTES: tuple[ControllerRouterHandler, ...] = (
    board.board,
    board.register,
    visit.visit_page,
    visit.scan,
    *handlers(CHECKPOINT),
    *trains.ROUTES,
    voyages.movement_page,
    *handlers(voyages.AT_PORT),
)
