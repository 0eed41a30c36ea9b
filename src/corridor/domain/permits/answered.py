"""Which questions of the permit rules the dossier answers itself, so that its carrier is not asked.

A fact that was stated answers; one that was not leaves the question open. That a paper is not named
says nothing: it may be on board.
"""

from typing import NamedTuple

from corridor.domain.consignment import Dossier
from corridor.domain.reference.permit_rule import Question, RequirementRule
from corridor.domain.values import kilograms


class Told(NamedTuple):
    """What the dossier answers, by which fact, and where that stands."""

    answer: bool
    matched: dict[str, str | int]
    pointer: str


def told_of(rule: RequirementRule, dossier: Dossier) -> Told | None:
    """The answer to the rule's question; None where it asks none, or nothing was stated."""
    asked = rule.asks
    if asked is None:
        return None
    return _by_mass(asked, dossier) or _by_paper(asked, dossier) or _by_state(asked, dossier)


def _by_mass(asked: Question, dossier: Dossier) -> Told | None:
    most = asked.over_kg
    stated = kilograms(dossier.vehicle.gross_kg) if most is not None else None
    if most is None or stated is None or stated <= most:
        return None
    return Told(True, {"gross_kg": str(stated), "limit": most}, "/dossier/vehicle/gross_kg")


def _by_paper(asked: Question, dossier: Dossier) -> Told | None:
    if not asked.held:
        return None
    driven = dossier.driver.papers if dossier.driver is not None else ()
    for at, held in enumerate(driven):
        if held in asked.held:
            return Told(True, {"held": held}, f"/dossier/driver/papers/{at}")
    for at, one in enumerate(dossier.authorisations):
        if one.kind in asked.held:
            return Told(True, {"held": one.kind}, f"/dossier/authorisations/{at}/kind")
    return None


def _by_state(asked: Question, dossier: Dossier) -> Told | None:
    state = dossier.driver.country if dossier.driver is not None else None
    if not asked.drivers_of or state is None:
        return None
    return Told(state in asked.drivers_of, {"driver": state}, "/dossier/driver/country")
