"""The permit desk: applications by deadline, the decision, the issued permit."""

from litestar.types import ControllerRouterHandler

from corridor.web.pages.permits import acting, application, worklist

ROUTES: tuple[ControllerRouterHandler, ...] = (
    worklist.work_list,
    application.application_page,
    application.issued,
    acting.show,
    acting.do,
)
