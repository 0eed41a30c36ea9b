"""A firm's dossiers that are under way."""

from typing import Final

from corridor.domain.movement.state import OPEN, Movement
from corridor.web.services import Services

DOSSIERS_MAX: Final = 100


def open_dossiers(services: Services, org: str) -> dict[str, Movement]:
    """By subject, the newest a list holds."""
    found = {}
    for row in services.queries.rows(f"carrier:{org}:open", limit=DOSSIERS_MAX).rows:
        state = services.queries.get(row.subject).state
        if isinstance(state, Movement) and state.status in OPEN:
            found[state.id] = state
    return found
