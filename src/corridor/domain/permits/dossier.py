"""The permits of a dossier, as what an act on a movement needs to know."""

from typing import Final

from corridor.domain.needs import Ask, StatesUnder
from corridor.domain.permits.state import Permit


def dossier_key(dossier: str) -> str:
    """The key under which the permits of a dossier are found."""
    return f"dossier-permits:{dossier}"


def _is_owners(permit: Permit, ask: Ask) -> bool:
    """Anybody may name a dossier in an application; only its owner's count for it.

    All count where the dossier is not known: it has not been lodged yet. One that another state's
    system issued is of nobody here: an officer has compared it with the vehicle.
    """
    is_by_authority = permit.brought is not None  # which alone says for what it counts
    if is_by_authority or permit.admitted_from:
        return True
    return ask.state is None or permit.owner == ask.state.owner


DOSSIER_PERMITS: Final = StatesUnder(Permit, lambda ask: dossier_key(ask.subject), _is_owners)
"""Those applied for under this dossier, as far as this node knows them, oldest first."""
