"""Trucks that are bound for a checkpoint, by the hour in which they are expected."""

from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import Any, Final

from corridor.domain.consignment import items_of, plates_of, vehicles_of, wagons_of
from corridor.domain.facts import Actor
from corridor.domain.kinds import may_see
from corridor.domain.movement.listings import reported
from corridor.domain.movement.state import BEFORE_RELEASE, Movement
from corridor.domain.routes import RoutePoint
from corridor.domain.searching import identifier
from corridor.engine.hlc import instant
from corridor.engine.ports import Pick
from corridor.web.services import Services
from corridor.web.templating import Reader
from corridor.web.views.desk_times import freshness, hour_of

View = dict[str, Any]
EXPECTED_MAX: Final = 60
LATE_MS: Final = 24 * 3_600_000
"""What did not come for longer stands in the list of customs alone."""
_BEYOND: Final = "99999"
"""After every time, also after one that nobody named."""


def expected_at(
    actor: Actor, present: frozenset[str], reader: Reader, services: Services
) -> list[View]:
    """Hours with their trucks, the next first. `present`: plate keys of those already here."""
    found = {s.id: s for s in _movements(actor, services)}
    trucks = [
        truck
        for truck in (
            _truck(state, actor.office, reader, services.now()) for state in found.values()
        )
        if identifier(truck["plate"]) not in present
    ]
    trucks.sort(key=lambda truck: (truck["eta"] or "9", truck["plate"]))
    return [
        {"hour": hour, "trucks": list(group)}
        for hour, group in groupby(trucks, key=lambda truck: _hour(truck, actor.office, services))
    ]


def _movements(actor: Actor, services: Services) -> Iterator[Movement]:
    since = Pick((), ("due", instant(services.clock.now_ms() - LATE_MS), _BEYOND))
    for name in _lists(actor.office, services):
        for row in services.queries.picked(name, since, limit=EXPECTED_MAX).rows:
            state = services.queries.get(row.subject).state
            if isinstance(state, Movement) and may_see(actor, state):
                yield state


def _lists(office: str, services: Services) -> Iterator[str]:
    """The office's own lane; where it sees vehicles out, those on the leg that ends here."""
    yield f"customs:{office}:expected"
    known = services.reference.offices.get(office)
    if known is not None:
        for name in services.queries.counts("map:"):
            if name.endswith(f":{known.place}"):
                yield name


def _truck(state: Movement, office: str, reader: Reader, now: str) -> View:
    points = state.dossier.route.points
    point = next((p for p in points if p.office == office), points[-1])
    plates = plates_of(state.dossier) or tuple(one.id for one in wagons_of(state.dossier))
    items = items_of(state.dossier)
    return {
        "plate": plates[0] if plates else "",
        "plates": plates or vehicles_of(state.dossier),
        "ref": state.reference,
        "eta": point.eta or "",
        "time": reader.formats.short_moment(point.eta or "", office),
        "fresh": freshness(reader, _said_at(state, point), now) if point.eta else "",
        "direction": "exit" if point.role == "exit" else "entry",
        "holder": reader.named(state.dossier.holder.name),
        "goods": reader.legible(items[0].description) if items else "",
        "status": state.standing,
        "waits": state.status in BEFORE_RELEASE,
    }


def _said_at(state: Movement, point: RoutePoint) -> str:
    """When its carrier last said so; on the way out of a state, by the office that follows."""
    said, points = reported(state), state.dossier.route.points
    onward = next((after for before, after in pairwise(points) if before is point), None)
    is_exit = point.role == "exit" and onward is not None
    return said.get((onward.office if is_exit and onward else point.office) or "", "")


def _hour(truck: View, office: str, services: Services) -> str:
    return hour_of(truck["eta"], office) if truck["eta"] else ""
