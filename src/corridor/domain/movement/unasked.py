"""Permits that nobody has been asked for: the carrier's turn, wherever that is said.

The page of the dossier, its next step, the list of dossiers and the home page ask this alone.
"""

from collections.abc import Iterable
from typing import Final

from corridor.domain.besides import Besides, Noted
from corridor.domain.context import Context
from corridor.domain.listings import mark
from corridor.domain.movement.by_vehicle import standings_of
from corridor.domain.movement.state import BEFORE_RELEASE, Movement
from corridor.domain.movement.stations import reached
from corridor.domain.permits.dossier import DOSSIER_PERMITS
from corridor.domain.permits.requirements import RequirementState
from corridor.domain.routes import countries_of

TO_APPLY: Final = "to_apply"
APPLY: Final = mark("waits", "apply")
_DESK: Final = "carrier:"


def unasked(state: Movement, found: Iterable[RequirementState]) -> tuple[RequirementState, ...]:
    """Of the standings of its dossier, the permits without which it is stopped, that lie ahead and
    that an application would bring nearer.
    """
    ahead = countries_ahead(state)
    return tuple(
        one
        for one in found
        if one.may_be_applied_for and one.requirement.blocking and one.requirement.country in ahead
    )


def countries_ahead(state: Movement) -> tuple[str, ...]:
    """States whose permits are still looked at: all before the release, then those to be entered;
    none once it has arrived. What was passed without a word (within one territory no office of
    transit records it) is behind as well.
    """
    route = countries_of(state.dossier.route)
    if state.status in BEFORE_RELEASE:
        return route
    behind = {point.country for point in state.dossier.route.points[: reached(state) + 1]}
    is_under_way = state.status == "released"
    return tuple(one for one in route if one not in behind) if is_under_way else ()


def _noted(state: Movement, context: Context) -> Noted:
    if not countries_ahead(state):
        return Noted()
    found = standings_of(
        state,
        context.requirement_rules,
        context.of(DOSSIER_PERMITS),
        context.reference,
        context.now,
    )
    count = len(unasked(state, found))
    lists = (f"{_DESK}{state.owner}:open",)
    return Noted(lists, (APPLY,), {TO_APPLY: count}) if count else Noted()


UNASKED: Final = Besides[Movement](
    _DESK,
    shown=lambda state, node: state.home == node,
    needs=(DOSSIER_PERMITS,),
    noted=_noted,
)
