"""What a carrier may do with a permit beyond mending and answering: appeal, change, use, free."""

from typing import Final

from litestar.types import ControllerRouterHandler

from corridor.domain.permits.state import Permit
from corridor.web.acts.registry import PERMITS, acts_at
from corridor.web.pages.acting import Desk, handlers
from corridor.web.views.permit_panel import permit_now

CARRIER_PERMITS: Final = Desk(
    role="carrier",
    path="/carrier/permits",
    state=Permit,
    acts=acts_at(PERMITS, "carrier"),
    here=lambda permit: f"/carrier/permits/{permit.id}",
    what=lambda request, permit: permit.number,
    now=permit_now,
)
ROUTES: tuple[ControllerRouterHandler, ...] = (*handlers(CARRIER_PERMITS),)
