"""Which office and which node plays which part on a movement. Everything follows from the route."""

from corridor.domain.consignment import Dossier
from corridor.domain.routes import RoutePoint


def node_of(office: str) -> str:
    """The node that an office speaks through: the state of its reference number."""
    return office[:2]


def departure_office(dossier: Dossier) -> str:
    """The office of departure."""
    return dossier.route.points[0].office or ""


def destination_office(dossier: Dossier) -> str:
    """The office of destination."""
    return dossier.route.points[-1].office or ""


def transit_points(dossier: Dossier) -> tuple[RoutePoint, ...]:
    """The points where an office of transit lets the movement into a customs territory."""
    return tuple(point for point in dossier.route.points if point.role == "transit")


def transit_offices(dossier: Dossier) -> tuple[str, ...]:
    """The offices of transit, in the order of the route; under TIR none need be declared."""
    return tuple(point.office for point in transit_points(dossier) if point.office)


def offices(dossier: Dossier) -> tuple[str, ...]:
    """All offices with a part to play."""
    return (departure_office(dossier), *transit_offices(dossier), destination_office(dossier))


def audience(dossier: Dossier, home: str, accepted: bool) -> frozenset[str]:
    """The nodes that may see the movement: home and departure; from acceptance, the whole route."""
    departure = node_of(departure_office(dossier))
    if not accepted:
        return frozenset({home, departure})
    return frozenset({home, departure, *(point.country for point in dossier.route.points)})
