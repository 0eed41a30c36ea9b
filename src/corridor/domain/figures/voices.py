"""Who speaks of a month's figures: the observatory of that state's own node, and nobody's hand."""

from typing import Any, Final

from corridor.domain.acts import SYSTEM, Voice
from corridor.domain.context import Context
from corridor.domain.facts import Actor, Fact
from corridor.domain.figures.state import MonthFigures
from corridor.domain.refusals import Refused, refuse

OBSERVATORY: Final = Actor("", "", "observatory", SYSTEM)
"""The service in whose name they are said."""


def is_observatory(fact: Fact[Any], state: str) -> bool:
    """Whether the observatory of a state's own node said it."""
    return fact.node == state and fact.actor.role == SYSTEM


def wrong_speaker(context: Context) -> Refused | None:
    """The refusal for anybody else."""
    return None if context.actor.role == SYSTEM else refuse("figures_by_hand")


def _asks(figures: MonthFigures, command: Any, context: Context) -> Refused | None:
    if figures.node != context.node:
        return refuse("figures_other_state")
    return wrong_speaker(context)


VOICE: Final = Voice(
    "observatory of the node of that state",
    lambda figures, fact: is_observatory(fact, figures.node),
    _asks,
)
