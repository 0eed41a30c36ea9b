"""What a carrier stated of costs, and where on the way it belongs."""

from typing import Literal

from corridor.domain.movement.parts import StateStruct
from corridor.domain.routes import Route

CostKind = Literal["official", "service", "running", "other"]
"""A fee to a state's body, a service, what the vehicle itself costs (fuel, tolls, the driver), and
all else, what was paid without a receipt among it. CAREC's method counts official and unofficial
payments alike.
"""


class Cost(StateStruct, frozen=True):
    """What was paid at a place, or on the stretch `place` to `to`. `id`: its event, `node:number`.

    `usd_minor`: US cents, where a rate was at hand.
    """

    id: str
    what: CostKind
    amount_minor: int
    currency: str
    place: str
    to: str
    paid_on: str
    usd_minor: int | None = None
    note: str = ""


def ends_of(route: Route, place: str, to: str) -> tuple[int, int] | None:
    """Positions of its ends on the way, twice the same one of a place; None where it has no such
    place, or comes to the end no more.
    """
    places = [point.place for point in route.points]
    start = places.index(place) if place in places else -1
    if start < 0 or not to:
        return None if start < 0 else (start, start)
    return (start, places.index(to, start + 1)) if to in places[start + 1 :] else None
