"""Routes: what a carrier declares, whether it can be travelled, and the shortest one."""

from corridor.domain.routes.model import (
    Frontier,
    Role,
    Route,
    RoutePoint,
    countries_of,
    entry_office,
    frontiers_of,
    office_roles,
)

__all__ = [
    "Frontier",
    "Role",
    "Route",
    "RoutePoint",
    "countries_of",
    "entry_office",
    "frontiers_of",
    "office_roles",
]
