"""The corridor strip: a movement as a line of stations, with what is known of each."""

from typing import Literal

import msgspec

from corridor.domain.movement.state import Movement
from corridor.domain.routes import RoutePoint

StationState = Literal["done", "here", "todo", "stopped", "attention"]


class Station(msgspec.Struct, frozen=True, omit_defaults=True):
    """One station of the strip. `at` is the instant of what happened there, if anything did."""

    place: str
    country: str
    role: str
    state: StationState
    office: str = ""
    mode: str = ""
    """Mode of transport to the next station; empty at the last."""
    at: str = ""
    event: str = ""
    """`released`, `crossed`, `arrived`, `stopped`, or nothing yet."""
    expected: str = ""


def stations_of(movement: Movement) -> tuple[Station, ...]:
    """The stations of the route, each done, here, to come, stopped or needing someone."""
    points = movement.dossier.route.points
    reached = _reached(movement)
    troubled = bool(movement.open_discrepancies())
    return tuple(
        _station(movement, point, index, reached, troubled) for index, point in enumerate(points)
    )


def _reached(movement: Movement) -> int:
    """Index of the last point where the movement was seen; 0 is the departure."""
    if movement.destination.arrived_at:
        return len(movement.dossier.route.points) - 1
    crossed = {c.office for c in movement.crossings if c.status == "crossed"}
    seen = [i for i, p in enumerate(movement.dossier.route.points) if p.office in crossed]
    return max(seen, default=0)


def _station(
    movement: Movement, point: RoutePoint, index: int, reached: int, troubled: bool
) -> Station:
    event, at = _happened(movement, point)
    state: StationState = "todo"
    if event == "stopped":
        state = "stopped"
    elif index == reached:
        state = "attention" if troubled else "here"
        if movement.status == "written_off":
            state = "done"
    elif index < reached:
        state = "done"
    return Station(
        place=point.place,
        country=point.country,
        role=point.role,
        state=state,
        office=point.office or "",
        mode=point.mode or "",
        at=at,
        event=event,
        expected=point.eta or "",
    )


def _happened(movement: Movement, point: RoutePoint) -> tuple[str, str]:
    match point.role:
        case "departure":
            return ("released", movement.released_at) if movement.released_at else ("", "")
        case "destination":
            arrived = movement.destination.arrived_at
            return ("arrived", arrived) if arrived else ("", "")
        case "transit":
            crossing = movement.crossing_at(point.office or "")
            return (crossing.status, crossing.at) if crossing else ("", "")
        case _:
            return ("", "")
