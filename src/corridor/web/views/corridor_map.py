"""The live map: corridors, checkpoints with their present wait, movements as mere numbers."""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

import msgspec

from corridor.domain.places import Mode
from corridor.domain.reference import Reference
from corridor.domain.routes import Route
from corridor.domain.routes.demo import DEMO_ROUTES
from corridor.domain.routes.paths import shortest_path
from corridor.engine.hlc import to_ms
from corridor.web.services import Services
from corridor.web.templating import STATIC, Reader
from corridor.web.views.map_signs import Spot, set_apart

LONG_WAIT_MINUTES: Final = 120
"""From here on the map calls a wait longer than usual."""
ALWAYS: Final = ("KG-BISH", "KZ-ALMA", "UZ-TASH", "TM-ASHG", "AZ-BAKU", "GE-TBIL")


@cache
def _drawn() -> dict[str, Any]:
    """The positions that the build wrote beside the base map; empty before a build."""
    path = STATIC / "map.json"
    if not path.is_file():
        return {"width": 1200, "height": 600, "places": {}, "seas": {}}
    return dict(msgspec.json.decode(path.read_bytes()))


def corridor_map(reader: Reader, services: Services) -> dict[str, Any]:
    """The view of macros/map.html. Nothing of it belongs to anybody: counts and waits alone."""
    drawn = _drawn()
    spots: Mapping[str, Spot] = drawn["places"]
    waits = waits_now(services)
    moving = _moving(services)
    shown = set_apart(_places(services.reference, moving), spots)
    return {
        "width": drawn["width"],
        "height": drawn["height"],
        "seas": drawn["seas"],
        "lines": [_points(line, spots) for line in _lines(services.reference)],
        "places": [_place(reader, place, spot, waits) for place, spot in shown.items()],
        "movements": [
            _movement(reader, place, count, shown[place])
            for place, count in sorted(moving.items())
            if place in shown
        ],
    }


class Wait(msgspec.Struct, frozen=True):
    """A checkpoint now: vehicles waiting, and minutes that the first of them has waited."""

    vehicles: int
    minutes: int


def waits_now(services: Services) -> dict[str, Wait]:
    """Place → its present wait, for the checkpoints of this state that keep a queue."""
    counts = services.queries.counts("checkpoint:")
    found: dict[str, Wait] = {}
    for name in counts:
        _, office, _ = name.split(":", 2)
        place = services.reference.offices.get(office)
        if place is not None and place.place not in found:
            waiting = f"checkpoint:{office}:waiting"
            found[place.place] = _wait(services, waiting, counts.get(waiting, 0))
    return found


def _wait(services: Services, waiting: str, vehicles: int) -> Wait:
    first = services.queries.rows(waiting, "due", limit=1).rows if vehicles else ()
    since = to_ms(first[0].due) if first else services.clock.now_ms()
    return Wait(vehicles, max(0, (services.clock.now_ms() - since) // 60_000))


def _moving(services: Services) -> Counter[str]:
    """Place → movements that were last seen there, from the sizes of the map's lists."""
    found: Counter[str] = Counter()
    for name, count in services.queries.counts("map:").items():
        found[name.split(":")[1]] += count
    return found


def _places(reference: Reference, moving: Counter[str]) -> list[str]:
    named = (point.place for route in DEMO_ROUTES.values() for point in route.points)
    return list(dict.fromkeys([*ALWAYS, *named, *moving]))


def _place(reader: Reader, place: str, spot: Spot, waits: Mapping[str, Wait]) -> dict[str, Any]:
    text, level = wait_words(reader, waits.get(place))
    return {
        **{name: spot[name] for name in ("x", "y", "dx", "dy", "anchor", "free")},
        "id": place,
        "name": reader.names.place(place),
        "country": place[:2],
        "wait": text,
        "level": level,
        "href": "",
    }


def wait_words(reader: Reader, wait: Wait | None) -> tuple[str, str]:
    """The wait in words, and the map's level for it."""
    if wait is None:
        return "", "neutral"
    if not wait.vehicles:
        return reader.words.gettext("no queue"), "ok"
    level = "wait" if wait.minutes > LONG_WAIT_MINUTES else "ok"
    return reader.formats.duration(wait.minutes), level


def _movement(reader: Reader, place: str, count: int, spot: Spot) -> dict[str, Any]:
    x, y = spot["dot"]
    name = reader.names.place(place)
    label = reader.words.ngettext(
        "%(place)s: %(num)s movement", "%(place)s: %(num)s movements", count, place=name
    )
    return {"x": x, "y": y, "count": count, "label": label, "href": ""}


def _points(line: tuple[str, ...], spots: Mapping[str, Spot]) -> list[tuple[int, int]]:
    return [(spots[place]["x"], spots[place]["y"]) for place in line if place in spots]


@cache
def _lines(reference: Reference) -> tuple[tuple[str, ...], ...]:
    """The corridors by land, as the places their roads and rails run through."""
    found: dict[tuple[str, ...], None] = {}
    for route in DEMO_ROUTES.values():
        for stretch in _stretches(reference, route):
            if len(stretch) > 1:
                found[min(stretch, stretch[::-1])] = None
    return tuple(found)


def _stretches(reference: Reference, route: Route) -> Iterator[tuple[str, ...]]:
    """The parts of a route between its sea crossings."""
    places = [route.points[0].place]
    for before, after in zip(route.points, route.points[1:], strict=False):
        if before.mode == "sea":
            yield tuple(places)
            places = [after.place]
        else:
            places += _between(reference, before.place, after.place, before.mode or "road")
    yield tuple(places)


def _between(reference: Reference, start: str, end: str, mode: Mode) -> list[str]:
    path = shortest_path(reference, start, end, (mode,))
    return [hop.place for hop in path] if path else [end]
