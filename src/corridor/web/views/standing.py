"""Where a needed permit stands, in words: lists, strips, panels and papers all ask here."""

from collections.abc import Iterable
from typing import Any

from corridor.domain.consignment import Dossier
from corridor.domain.movement.by_vehicle import each_standing, standings_of
from corridor.domain.movement.state import Movement
from corridor.domain.permits.goods import load_of
from corridor.domain.permits.requirements import (
    Requirement,
    RequirementState,
    refusal_of,
    standing_of,
    standings,
)
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import N_, Refusal
from corridor.web.beyond import has_no_node
from corridor.web.labels.labels import kind_of_status
from corridor.web.services import Services
from corridor.web.templating import Reader

NOT_ASKED_FOR = N_("The dossier as it is now asks for no such permit.")
HELD = ("granted", "exhausted")


def standings_here(state: Movement, services: Services) -> tuple[RequirementState, ...]:
    """Each requirement of a movement with the best permit for it that this node knows."""
    permits = services.queries.permits_of(state.id)
    return standings_of(state, services.rules, permits, services.reference, services.now())


def word_of(reader: Reader, found: RequirementState) -> str:
    """How it stands; where a permit is there and of no use, why."""
    return reader.labels(found.code or found.state, "requirement")


def tag_of(found: RequirementState) -> str:
    """The kind of its tag."""
    return kind_of_status(found.code or found.state)


def why_of(reader: Reader, found: RequirementState) -> str:
    """The same as a sentence, with numbers and vehicles; empty where the word says it all."""
    return reader.refusals.say(refusal_of(found)).text if found.code else ""


def worth_of(
    reader: Reader, permit: Permit, carried: tuple[Dossier, ...], services: Services
) -> dict[str, Any]:
    """What a permit is worth for its dossier, as that is carried: its word and tag, what speaks
    against it, and as `need` what could be applied for in its stead.
    """
    plain = {"word": reader.labels(permit.status, "permit_status"), "why": "", "need": ""}
    plain["tag"] = kind_of_status(permit.status)
    if not carried or permit.status not in HELD:
        return plain
    needs, found = _best(permit, carried, services)
    if found is None:
        is_beyond = bool(permit.request.quota) and has_no_node(services, permit.request.country)
        spent = (
            {}
            if permit.uses or is_beyond
            else {"why": reader.words(NOT_ASKED_FOR), "tag": "neutral"}
        )
        return plain | spent
    if found.state == "have":
        return plain
    return {
        "word": word_of(reader, found),
        "tag": tag_of(found),
        "why": why_of(reader, found),
        "need": _still_needed(found, needs),
    }


def _best(
    permit: Permit, carried: tuple[Dossier, ...], services: Services
) -> tuple[tuple[RequirementState, ...], RequirementState | None]:
    """(standings, that of the permit) with the vehicle for which it is worth most."""
    now, permits = services.now(), services.queries.permits_of(permit.request.dossier)
    each = [
        (found, standing_of(permit, found, load_of(dossier), now))
        for dossier in carried
        for found in [standings(dossier, services.rules, permits, services.reference, now)]
    ]
    asked = [pair for pair in each if pair[1] is not None] or each
    return next((pair for pair in asked if pair[1] and pair[1].state == "have"), asked[0])


def _still_needed(found: RequirementState, needs: Iterable[RequirementState]) -> str:
    """What another application would be for; empty where one was made, or would be no help."""
    asked = found.requirement
    best = next(one for one in needs if one.requirement == asked)
    return need_id(asked) if best.may_be_applied_for else ""


def need_id(needs: Requirement) -> str:
    """By what a button names the permit that it applies for."""
    return f"{needs.country}-{needs.rule}"


def useful(permits: Iterable[Permit], found: Iterable[RequirementState]) -> tuple[Permit, ...]:
    """The permits that a driver has to show: those that answer what is asked for."""
    have = {one.permit for one in found if one.state == "have"}
    return tuple(permit for permit in permits if permit.id in have)


def to_show(state: Movement, permits: tuple[Permit, ...], services: Services) -> tuple[Permit, ...]:
    """The same of a movement, with whatever vehicle they are for."""
    at = services.now()
    return useful(permits, each_standing(state, services.rules, permits, services.reference, at))


def refusal_word(reader: Reader, refusal: Refusal) -> tuple[str, str]:
    """(word, tag) of a permit that stands against something."""
    word = reader.labels(refusal.code, "requirement")
    code = refusal.code if word != refusal.code else refusal.args["state"]
    return reader.labels(code, "requirement"), kind_of_status(code)
