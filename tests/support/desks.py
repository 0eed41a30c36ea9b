"""What a desk offers, by the names of its acts."""

from corridor.domain.facts import Actor
from corridor.domain.movement.state import Movement
from corridor.web.acts.registry import offered
from corridor.web.pages.customs.desk import CUSTOMS


def acts_of(state: Movement, office: str) -> tuple[str, ...]:
    """What a customs officer of this office may do with the movement now, the main act first."""
    officer = Actor(office=office, role="customs")
    return tuple(act.name for act in offered(CUSTOMS.acts, state, officer))
