"""By which number people know the dossier that a permit was applied for under."""

from corridor.domain.movement.state import Movement
from corridor.domain.permits.request import PermitRequest
from corridor.web.services import Services
from corridor.web.views.drafting.model import DRAFT, read_draft


def dossier_number(services: Services, asked: PermitRequest) -> str:
    """Its local number as it was sent; until then as the application named it.

    A number may be changed between the application and the sending, and an application stays.
    """
    state = services.queries.get(asked.dossier).state
    if isinstance(state, Movement):
        return state.dossier.lrn
    return asked.lrn or asked.dossier


def own_number(services: Services, asked: PermitRequest) -> str:
    """The same for the carrier, whose draft nobody else may read."""
    draft = services.queries.document(DRAFT, asked.dossier)
    return read_draft(draft).lrn if draft else dossier_number(services, asked)
