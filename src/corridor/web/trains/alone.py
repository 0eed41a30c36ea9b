"""A wagon that came to a gate by itself: what travels on it, and what customs there said of it."""

from typing import Any, Final

from corridor.domain.codes import as_issued, check_wagon
from corridor.domain.consignment import wagons_of
from corridor.domain.facts import Actor
from corridor.domain.movement.wagons import standing_at
from corridor.domain.searching import mark_of
from corridor.engine.queries import Queries
from corridor.web.templating import Reader
from corridor.web.trains.matching import carried_on, said_of
from corridor.web.trains.shown import STANDING, Line

MOVEMENTS: Final = "/checkpoint/movements"


def wagon_alone(number: str, queries: Queries, actor: Actor, reader: Reader) -> dict[str, Any]:
    """As a page shows it; empty where the number is none of a wagon."""
    plain = as_issued("wagon", number)
    verdict = check_wagon(plain)
    if not verdict.ok and verdict.problem == "wagon.format":
        return {}
    line = _line(plain, queries, actor)
    return {
        "is_right": line.is_right,
        "standing": line.standing,
        "kind": STANDING.get(line.standing, "ok"),
        "said": reader.labels(line.standing, "wagons_did") if line.standing else "",
        "movements": [
            {
                "ref": one.reference,
                "href": f"{MOVEMENTS}/{one.mrn or one.id}",
                "wagons": len(wagons_of(one.dossier)),
            }
            for one in line.movements
        ],
    }


def _line(wagon: str, queries: Queries, actor: Actor) -> Line:
    mark = mark_of(wagon)
    movements = carried_on(queries, (wagon,), actor)[mark]
    said = tuple(
        said_of(one, actor.office, standing_at(one, actor.office).get(mark)) for one in movements
    )
    return Line(wagon, check_wagon(wagon).ok, movements, said, None)
