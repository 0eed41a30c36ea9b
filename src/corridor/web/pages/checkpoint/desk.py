"""The checkpoint's desk: what may be done with a vehicle at the gate."""

from typing import Final

from corridor.domain.checkpoints.state import Visit
from corridor.web.acts.registry import VISITS, acts_at
from corridor.web.pages.acting import Desk

CHECKPOINT: Final = Desk(
    role="checkpoint",
    path="/checkpoint/visits",
    state=Visit,
    acts=acts_at(VISITS, "checkpoint"),
    here=lambda visit: f"/checkpoint/visits/{visit.id}",
    what=lambda request, visit: visit.plate,
    now=lambda reader, visit: f"{reader.labels(visit.status, 'visit')}.",
    after=lambda request, visit: "/checkpoint",
)
