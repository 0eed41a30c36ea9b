"""The route of a declaration: NCTS names offices and countries, the corridor every frontier."""

from collections.abc import Iterator
from typing import Final

from lxml import etree
from msgspec.structs import replace

from corridor.domain.places import Mode
from corridor.domain.reference import Reference
from corridor.domain.refusals import Refusal, Refused
from corridor.domain.routes import Route, RoutePoint, plan_route
from corridor.gateways.ncts.incoming.moments import instant_of
from corridor.gateways.ncts.pointers import pointer_of

_ENDS: Final = ("CustomsOfficeOfDeparture", "CustomsOfficeOfDestinationDeclared")
_TRANSIT: Final = "CustomsOfficeOfTransitDeclared"
_MODES: Final[dict[str, tuple[Mode, ...]]] = {"2": ("rail", "sea")}
_BY_ROAD: Final[tuple[Mode, ...]] = ("road", "sea")


def way_of(root: "etree._Element", reference: Reference) -> Route | Refused:
    """The shortest way through the offices that the message names; or which is unknown here."""
    offices = list(_offices(root))
    unknown = tuple(
        Refusal("ncts.office_unknown", pointer_of(one), "", {"given": one.text or ""})
        for one in offices
        if (one.text or "") not in reference.offices
    )
    if unknown:
        return Refused(unknown)
    places = [reference.offices[one.text or ""].place for one in offices]
    mode = root.findtext("Consignment/inlandModeOfTransport", "")
    route = plan_route(
        reference, places[0], places[-1], tuple(places[1:-1]), _MODES.get(mode, _BY_ROAD)
    )
    if route is None:
        args = {"from": places[0], "to": places[-1]}
        return Refused((Refusal("ncts.no_way", pointer_of(offices[-1]), "", args),))
    return _as_named(route, root, reference)


def _offices(root: "etree._Element") -> Iterator["etree._Element"]:
    first, last = _ENDS
    for name in (first, _TRANSIT, last):
        yield from root.iterfind(f"{name}/referenceNumber")


def _as_named(route: Route, root: "etree._Element", reference: Reference) -> Route:
    """With the offices of the message where a place has several, and its times."""
    named = {reference.offices[one.text or ""].place: one for one in _offices(root)}

    def of(point: RoutePoint) -> RoutePoint:
        found = named.get(point.place)
        if found is None or point.role == "via":
            return point
        expected = found.getparent().findtext("arrivalDateAndTimeEstimated", "")  # type: ignore[union-attr]
        office = found.text or ""
        return replace(point, office=office, eta=instant_of(expected, office) or point.eta)

    return Route(tuple(map(of, route.points)))
