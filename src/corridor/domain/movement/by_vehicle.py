"""Where the permits of a movement stand: of a split load for each vehicle by itself.

Each vehicle is let into a state alone, with the permits that it needs: one that belongs to that
state needs none for its roads, and no permit has to name them all.
"""

from collections.abc import Iterator

from corridor.domain.consignment import Dossier
from corridor.domain.movement.changing import with_means
from corridor.domain.movement.state import Movement
from corridor.domain.permits.requirements import (
    RequirementRule,
    RequirementState,
    lacking_most,
    missing_at_border,
    standings,
)
from corridor.domain.permits.state import Permit
from corridor.domain.reference import Reference
from corridor.domain.refusals import Refusal
from corridor.domain.routes import countries_of

Rules = tuple[RequirementRule, ...]
Permits = tuple[Permit, ...]


def as_carried(state: Movement) -> tuple[Dossier, ...]:
    """The dossier as it travels: of a split load once for each of its vehicles."""
    found = tuple(with_means(state.dossier, part.means) for part in state.parts)
    return found or (state.dossier,)


def each_standing(
    state: Movement, rules: Rules, permits: Permits, reference: Reference, at: str
) -> Iterator[RequirementState]:
    """Where each requirement stands, vehicle by vehicle: for whoever looks for what is there."""
    for dossier in as_carried(state):
        yield from standings(dossier, rules, permits, reference, at)


def standings_of(
    state: Movement, rules: Rules, permits: Permits, reference: Reference, at: str
) -> tuple[RequirementState, ...]:
    """Each requirement once, in the order of the way: as it stands where most is lacking."""
    if not state.parts:
        return standings(state.dossier, rules, permits, reference, at)
    way = countries_of(state.dossier.route)
    worst = lacking_most(each_standing(state, rules, permits, reference, at))
    return tuple(sorted(worst, key=lambda one: way.index(one.requirement.country)))


def missing_at_entry(
    state: Movement, rules: Rules, permits: Permits, reference: Reference, at: str, office: str
) -> tuple[Refusal, ...]:
    """What stands against letting it in: with all vehicles that this state has not let in yet."""
    ahead = [part for part in state.parts if not part.was_let_in(office[:2])]
    carried = [with_means(state.dossier, part.means) for part in ahead] or [state.dossier]
    found: list[Refusal] = []
    for dossier in carried:
        missing = missing_at_border(dossier, rules, permits, reference, at, office)
        found += [one for one in missing if one not in found]
    return tuple(found)
