"""Which acts an office has on a movement right now, the main one first.

This only decides what is offered; `decide` in the domain has the last word on everything.
"""

from collections.abc import Iterator

from corridor.domain.movement.offices import (
    departure_office,
    destination_office,
    transit_offices,
)
from corridor.domain.movement.state import Movement

AFTER_STAGE = {
    "arrived": "permit-unloading",
    "unloading_permitted": "unloading",
}


def acts_of(state: Movement, office: str) -> tuple[str, ...]:
    """Names of acts, the main one first; none where this office has to wait."""
    found: list[str] = []
    if office == departure_office(state.dossier):
        found += _departure(state)
    if office in transit_offices(state.dossier):
        found += _transit(state, office)
    if office == destination_office(state.dossier):
        found += _destination(state)
    on_route = any(point.office == office for point in state.dossier.route.points)
    if on_route and state.status == "released":
        found.append("incident")
    return tuple(dict.fromkeys(found))


def _departure(state: Movement) -> Iterator[str]:
    if state.status == "submitted":
        yield from ("reject",) if state.awaits_goods else ("accept", "reject")
    elif state.status == "under_control":
        yield from ("control", "seals", "refuse-release")
    elif state.status in ("accepted", "guarantee_registering"):
        yield from _before_release(state)
        yield "refuse-release"
    else:
        yield from _closing(state)


def _before_release(state: Movement) -> Iterator[str]:
    """Control, guarantee, seals, release: in this order, each when the one before is done."""
    is_asked = state.guarantee.status == "requested"
    if not state.channel:
        yield "channel"
    if state.control_result == "B1":
        yield "refuse-release"
        return
    if not (state.is_secured or is_asked):
        yield "guarantee"
    if not state.seals and state.dossier.consignment.equipment:
        yield "seals"
    if state.channel and not is_asked:
        yield "release"
    if state.seals or not state.dossier.consignment.equipment:
        yield "seals"


def _closing(state: Movement) -> Iterator[str]:
    is_over = state.status not in ("released", "arrived", "cancelled")
    if state.open_discrepancies() and not is_over:
        yield "solve"
    elif state.status == "arrived" and state.destination.status == "goods_released":
        yield "write-off"


def _transit(state: Movement, office: str) -> Iterator[str]:
    seen = state.crossing_at(office)
    if state.status != "released" or (seen is not None and seen.status == "crossed"):
        return
    yield "cross"
    if seen is None:
        yield "stop"


def _destination(state: Movement) -> Iterator[str]:
    stage = state.destination.status
    if state.status == "released":
        yield "arrive"
    if state.status != "arrived":
        return
    if stage in AFTER_STAGE:
        yield AFTER_STAGE[stage]
    elif stage == "results_due":
        yield from ("release-goods", "results") if state.destination.result else ("results",)
