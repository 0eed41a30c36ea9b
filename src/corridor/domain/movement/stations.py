"""The corridor strip: a movement as a line of stations, with what is known of each."""

from collections.abc import Iterable, Iterator
from itertools import chain, repeat
from typing import Literal

import msgspec

from corridor.domain.movement.state import Movement
from corridor.domain.routes import RoutePoint

StationState = Literal["done", "here", "todo", "stopped", "attention"]
_NOTHING = ("", "")


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
    """`released`, `left`, `crossed`, `arrived`, `stopped`, or nothing yet."""
    expected: str = ""


def stations_of(movement: Movement) -> tuple[Station, ...]:
    """The stations of the route, each done, here, to come, stopped or needing someone."""
    return tuple(
        Station(
            point.place,
            point.country,
            point.role,
            state,
            point.office or "",
            point.mode or "",
            at,
            event,
            point.eta or "",
        )
        for point, state, event, at in _points_of(movement)
    )


def strip_of(movement: Movement) -> list[list[str]]:
    """The strip as a work list keeps it: place, country, state and mode of each station."""
    return [
        [point.place, point.country, state, point.mode or ""]
        for point, state, _, _ in _points_of(movement)
    ]


def _points_of(movement: Movement) -> Iterator[tuple[RoutePoint, StationState, str, str]]:
    """Each point with its state, and what happened there last, and when."""
    states: Iterable[StationState] = chain(
        repeat("done", reached(movement)), (_here(movement),), repeat("todo")
    )
    happened = _happened(movement)
    for point, state in zip(movement.dossier.route.points, states, strict=False):
        event, at = happened.get((point.role, point.office), _NOTHING)
        yield point, "stopped" if event == "stopped" else state, event, at


def reached(movement: Movement) -> int:
    """Index of the last point where the movement was seen; 0 is the departure."""
    points = movement.dossier.route.points
    if movement.destination.arrived_at:
        return len(points) - 1
    seen = {("transit", c.office) for c in movement.crossings if c.status == "crossed"}
    seen |= {("exit", out.office) for out in movement.exits}
    if not seen:
        return 0
    return max((i for i, p in enumerate(points) if (p.role, p.office) in seen), default=0)


def offices_ahead(state: Movement) -> tuple[str, ...]:
    """Offices of transit and destination where it has not been seen yet, in route order."""
    ahead = state.dossier.route.points[reached(state) + 1 :]
    return tuple(p.office for p in ahead if p.office and p.role in ("transit", "destination"))


def _here(movement: Movement) -> StationState:
    """The state of the station that was reached."""
    if movement.status == "written_off":
        return "done"
    standing = movement.standing
    is_pursued = standing in ("under_enquiry", "under_recovery", "recovery_ended", "closed")
    return "attention" if is_pursued or movement.open_discrepancies() else "here"


def _happened(movement: Movement) -> dict[tuple[str, str | None], tuple[str, str]]:
    """By role and office: what happened there last, and when."""
    found: dict[tuple[str, str | None], tuple[str, str]] = {
        ("transit", crossing.office): (crossing.status, crossing.at)
        for crossing in movement.crossings
    }
    found |= {("exit", out.office): ("left", out.at) for out in movement.exits}
    points = movement.dossier.route.points
    if movement.released_at:
        found["departure", points[0].office] = "released", movement.released_at
    if movement.destination.arrived_at:
        found["destination", points[-1].office] = "arrived", movement.destination.arrived_at
    return found
