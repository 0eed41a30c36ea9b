"""How many officers a decision takes."""

from corridor.domain.context import Context
from corridor.domain.permits.state import Permit


def takes_two(state: Permit, context: Context) -> bool:
    """Whether the type wants a second officer: when it was taken in, or as it is now."""
    return state.four_eyes or context.type_of(state.request.kind).four_eyes
