"""The register: commitments, indicators and meetings for anybody; the desk of the registrar."""

from litestar.types import ControllerRouterHandler

from corridor.web.pages.register import bringing, desk, meetings, public

ROUTES: tuple[ControllerRouterHandler, ...] = (
    *public.ROUTES,
    *meetings.ROUTES,
    *bringing.ROUTES,
    *desk.ROUTES,
)
