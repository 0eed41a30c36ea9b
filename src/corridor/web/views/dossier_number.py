"""By which number people know the dossier that a permit was applied for under."""

from corridor.domain.movement.state import Movement
from corridor.web.services import Services
from corridor.web.views.drafting.kept import read_draft
from corridor.web.views.drafting.model import DRAFT


def dossier_number(services: Services, dossier: str, lrn: str) -> str:
    """The local number of a dossier as it was sent; until then `lrn`, as an application named it.

    A number may be changed between the application and the sending, and an application stays.
    """
    state = services.queries.get(dossier).state
    if isinstance(state, Movement):
        return state.dossier.lrn
    return lrn or dossier


def own_number(services: Services, dossier: str, lrn: str) -> tuple[str, bool]:
    """The same for the carrier, whose draft nobody else may read; and whether it is a draft yet."""
    draft = services.queries.document(DRAFT, dossier)
    if draft is None:
        return dossier_number(services, dossier, lrn), False
    return read_draft(draft).lrn, True
