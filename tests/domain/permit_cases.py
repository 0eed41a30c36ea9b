"""The dossier of the story and its variations, for the tests of permits."""

from typing import Any

from msgspec.structs import replace

from corridor.domain.consignment import (
    Consignment,
    Dossier,
    House,
    Item,
    Means,
    Package,
    Party,
    Vehicle,
)
from corridor.domain.permits.requirements import (
    Requirement,
    load_requirement_rules,
    requirements_of,
)
from corridor.domain.places import Mode
from corridor.domain.reference import load_reference
from corridor.domain.routes import Role, Route, RoutePoint

ON_DATE = "2026-11-21"
RULES = load_requirement_rules()
REFERENCE = load_reference()
PLATES = ("01KG123ABC", "01KG4567T")


def point(place: str, role: Role = "via", mode: Mode | None = "road", eta: str = "") -> RoutePoint:
    """A point with the office the demo has there."""
    offices = REFERENCE.offices_at.get(place, ())
    office = offices[0].code if offices else None
    return RoutePoint(place, place[:2], office, role, mode, eta or None)


OSH_POTI = Route(
    (
        point("KG-OSH", "departure"),
        point("KG-DOST", "exit"),
        point("UZ-DUST", "transit", eta="2026-11-22T04:00:00.000Z"),
        point("UZ-ALAT", "exit"),
        point("TM-FARA", "transit"),
        point("TM-TURK", "exit", "sea"),
        point("AZ-ALAT", "transit"),
        point("AZ-KRAS", "exit"),
        point("GE-TSIT", "transit"),
        point("GE-POTI", "destination", None),
    )
)


def route(*places: str, mode: Mode | None = "road") -> Route:
    """A route over these places by one mode."""
    return Route(tuple(point(place, mode=mode) for place in places))


def item(number: int = 1, hs: str = "080929", **more: Any) -> Item:
    """A goods item."""
    fields = {"description": f"Goods {number}", "gross_kg": "100.5", **more}
    return Item(number=number, declaration_number=number, hs=hs, **fields)


CHERRIES = item(1, "080929", description="Fresh cherries", packages=(Package("CT", 400),))
YARN = item(2, "520512", description="Cotton yarn")
PARTS = item(3, "848340", description="Gear boxes")


def dossier(
    *items: Item,
    over: Route = OSH_POTI,
    registered: str | None = "KG",
    **more: Any,
) -> Dossier:
    """A dossier with these items in one house; the goods of the story when none are given."""
    means = tuple(
        Means(role="departure", kind=kind, id=plate, nationality=registered)
        for kind, plate in zip(("30", "31"), PLATES, strict=True)
    )
    load = Consignment(
        houses=(House(number=1, items=items or (CHERRIES, YARN, PARTS)),),
        means=means,
        carrier=Party(name="Ala-Too Trans", id="KG0001"),
    )
    fields = {"lrn": "LRN1", "holder": Party(name="Jalal Fruit", id="KG0002"), **more}
    return Dossier(consignment=load, route=over, **fields)


def cooled(declared: Dossier) -> Dossier:
    """The same in a refrigerated vehicle."""
    return replace(declared, vehicle=Vehicle(temperature_controlled=True))


def requirements(declared: Dossier, on_date: str = ON_DATE) -> tuple[Requirement, ...]:
    """What the packaged rules ask for."""
    return requirements_of(declared, RULES, REFERENCE, on_date)


def asked(declared: Dossier, on_date: str = ON_DATE) -> list[tuple[str, str]]:
    """(country, rule) of all requirements."""
    return [(found.country, found.rule) for found in requirements(declared, on_date)]
