"""Routes: what a carrier declares, whether it can be travelled, and the shortest one."""

from corridor.domain.routes.check import (
    OFFICE_ROLE_FOR,
    ROUTE_PROBLEMS,
    RouteProblem,
    check_route,
    check_times,
    is_overtaken,
)
from corridor.domain.routes.demo import DEMO_ROUTES
from corridor.domain.routes.detour import detour
from corridor.domain.routes.model import (
    Frontier,
    Role,
    Route,
    RoutePoint,
    countries_of,
    entry_office,
    frontiers_of,
    office_roles,
    union_of,
)
from corridor.domain.routes.pace import least_minutes, pace_on
from corridor.domain.routes.paths import path_places
from corridor.domain.routes.plan import plan_route

__all__ = [
    "DEMO_ROUTES",
    "OFFICE_ROLE_FOR",
    "ROUTE_PROBLEMS",
    "Frontier",
    "Role",
    "Route",
    "RoutePoint",
    "RouteProblem",
    "check_route",
    "check_times",
    "countries_of",
    "detour",
    "entry_office",
    "frontiers_of",
    "is_overtaken",
    "least_minutes",
    "office_roles",
    "pace_on",
    "path_places",
    "plan_route",
    "union_of",
]
