"""Detours: the same journey by way of another office than one that was declared."""

from msgspec.structs import replace

from corridor.domain.reference.model import Reference
from corridor.domain.routes.model import Route, RoutePoint
from corridor.domain.routes.plan import plan_route


def detour(
    route: Route, here: int, from_office: str, to_office: str, reference: Reference
) -> Route | None:
    """The route with `to_office` in the part that `from_office` had to play.

    What lies up to the point with index `here` stays; the rest is planned anew by the modes of the
    route. Borders that it still crosses keep the office and the hour that were declared. None
    where no open way leads there.
    """
    points, known = route.points, reference.offices.get(to_office)
    if known is None:
        return None
    is_last = from_office == points[-1].office
    end = known.place if is_last else points[-1].place
    via = () if is_last else (known.place,)
    modes = {point.mode for point in points if point.mode}
    planned = plan_route(reference, points[here].place, end, via, modes)
    if planned is None:
        return None
    ahead = (_as_declared(point, to_office, known.place, route) for point in planned.points[1:])
    seen = replace(points[here], mode=planned.points[0].mode)
    return Route((*points[:here], seen, *ahead))


def _as_declared(point: RoutePoint, office: str, place: str, route: Route) -> RoutePoint:
    """A planned point with the office that was chosen, or that was declared for the place."""
    if point.place == place:
        return replace(point, office=office)
    before = (p for p in route.points if (p.place, p.role) == (point.place, point.role))
    return next((replace(point, office=p.office, eta=p.eta) for p in before), point)
