"""The checkpoint: who is coming, who waits, who is inside, and the check of permits."""

from litestar.types import ControllerRouterHandler

from corridor.web.pages.checkpoint import acting, board, visit

ROUTES: tuple[ControllerRouterHandler, ...] = (
    board.board,
    board.register,
    visit.visit_page,
    visit.scan,
    acting.show,
    acting.do,
)
