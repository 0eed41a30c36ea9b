"""What a rule asks of vehicle and way beside goods and state: each condition by its name."""

from collections.abc import Callable
from decimal import Decimal
from typing import Final

from corridor.domain.consignment import Dossier, under_tir
from corridor.domain.permits.itinerary import Stage, registration_of
from corridor.domain.reference.permit_rule import NO_CONDITIONS, Conditions
from corridor.domain.routes import countries_of
from corridor.domain.territories import territory_of
from corridor.domain.values import kilograms

Matched = dict[str, str | int]
Found = tuple[Matched, str] | None
"""What meets a condition, and where it stands in the dossier; None where nothing does."""
ROUTE: Final = "/dossier/route"


def whole_load(asked: Conditions, stage: Stage, dossier: Dossier) -> Found:
    """What in vehicle and way meets all conditions; None where one is not met."""
    if asked is NO_CONDITIONS:
        return {}, ROUTE
    matched: Matched = {}
    pointer = ""
    for name, check in CHECKS.items():
        if getattr(asked, name):
            found = check(asked, stage, dossier)
            if found is None:
                return None
            matched |= found[0]
            pointer = pointer or found[1]
    return matched, pointer or ROUTE


def unmet(asked: Conditions, stage: Stage, dossier: Dossier) -> str:
    """The name of the first condition that is not met; empty where all are."""
    wanted = (name for name in CHECKS if getattr(asked, name))
    return next((name for name in wanted if CHECKS[name](asked, stage, dossier) is None), "")


def _foreign(asked: Conditions, stage: Stage, dossier: Dossier) -> Found:
    found = registration_of(dossier)
    is_foreign = found is not None and territory_of(found[0]) != stage.union
    return _registered(found) if found is not None and is_foreign else None


def _same_union(asked: Conditions, stage: Stage, dossier: Dossier) -> Found:
    found = registration_of(dossier)
    if found is None or found[0] == stage.country or territory_of(found[0]) != stage.union:
        return None
    return _registered(found)


def _registered_in(asked: Conditions, stage: Stage, dossier: Dossier) -> Found:
    found = registration_of(dossier)
    if found is None or found[0] == stage.country or found[0] not in asked.registered_in:
        return None
    return _registered(found)


def _carriers_of(asked: Conditions, stage: Stage, dossier: Dossier) -> Found:
    parties = (("consignment/carrier", dossier.consignment.carrier), ("holder", dossier.holder))
    for where, party in parties:
        if party is not None and party.country:
            if party.country not in asked.carriers_of:
                return None
            return {"carrier": party.country}, f"/dossier/{where}/country"
    return None


def _registered(found: tuple[str, int]) -> Found:
    country, index = found
    return {"registration": country}, f"/dossier/consignment/means/{index}/nationality"


def _over_limit(asked: Conditions, stage: Stage, dossier: Dossier) -> Found:
    vehicle = dossier.vehicle
    measures: tuple[tuple[str, Decimal | int | None, int | None], ...] = (
        ("gross_kg", kilograms(vehicle.gross_kg), asked.gross_over_kg),
        ("axle_kg", kilograms(vehicle.axle_kg), asked.axle_over_kg),
        ("length_mm", vehicle.length_mm, asked.length_over_mm),
        ("width_mm", vehicle.width_mm, asked.width_over_mm),
        ("height_mm", vehicle.height_mm, asked.height_over_mm),
    )
    for name, declared, limit in measures:
        if declared is not None and limit is not None and declared > limit:
            return {name: str(declared), "limit": limit}, f"/dossier/vehicle/{name}"
    return None


def _cooled(asked: Conditions, stage: Stage, dossier: Dossier) -> Found:
    cooled = dossier.vehicle.temperature_controlled
    return ({}, "/dossier/vehicle/temperature_controlled") if cooled else None


def _by_carnet(asked: Conditions, stage: Stage, dossier: Dossier) -> Found:
    by_carnet = dossier.tir_carnet or under_tir(dossier)
    return ({"tir": dossier.tir_carnet}, "/dossier/tir_carnet") if by_carnet else None


def _through_union(asked: Conditions, stage: Stage, dossier: Dossier) -> Found:
    """Said once, where the union is entered or the way begins in it."""
    states = countries_of(dossier.route)
    members = [state for state in states if territory_of(state) == stage.union]
    is_first = len(members) > 1 and members[0] == stage.country
    return ({"union": stage.union}, ROUTE) if is_first else None


def _places(asked: Conditions, stage: Stage, dossier: Dossier) -> Found:
    for index, point in enumerate(dossier.route.points):
        if point.country == stage.country and point.place in asked.places:
            return {"place": point.place}, f"{ROUTE}/points/{index}/place"
    return None


def _origins(asked: Conditions, stage: Stage, dossier: Dossier) -> Found:
    first = dossier.route.points[0].country
    return ({"origin": first}, f"{ROUTE}/points/0/place") if first in asked.origins else None


def _destinations(asked: Conditions, stage: Stage, dossier: Dossier) -> Found:
    points = dossier.route.points
    if points[-1].country not in asked.destinations:
        return None
    return {"destination": points[-1].country}, f"{ROUTE}/points/{len(points) - 1}/place"


CHECKS: Final[dict[str, Callable[[Conditions, Stage, Dossier], Found]]] = {
    "foreign_registration": _foreign,
    "same_union": _same_union,
    "registered_in": _registered_in,
    "carriers_of": _carriers_of,
    "has_limits": _over_limit,
    "temperature_controlled": _cooled,
    "under_tir": _by_carnet,
    "through_union": _through_union,
    "places": _places,
    "origins": _origins,
    "destinations": _destinations,
}
"""By the name of the condition, in the order in which it is said what is not met."""
