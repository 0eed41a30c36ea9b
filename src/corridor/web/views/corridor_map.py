"""The live map: corridors, checkpoints with their present wait, movements as mere numbers.

One corridor may be chosen: it alone is drawn strongly then, with its own stations and movements.
"""

from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import msgspec

from corridor.domain.reference import Reference
from corridor.domain.routes import Route, countries_of
from corridor.domain.routes.demo import DEMO_ROUTES
from corridor.engine.hlc import to_ms
from corridor.web.services import Services
from corridor.web.templating import STATIC, Reader
from corridor.web.views.map_signs import Spot, set_apart
from corridor.web.views.map_ways import way_lines

LONG_WAIT_MINUTES: Final = 120
"""From here on the map calls a wait longer than usual."""
ALWAYS: Final = ("KG-BISH", "KZ-ALMA", "UZ-TASH", "TM-ASHG", "AZ-BAKU", "GE-TBIL")


@cache
def drawn() -> dict[str, Any]:
    """The positions that the build wrote beside the base map; empty before a build."""
    path = STATIC / "map.json"
    if not path.is_file():
        return {"width": 1200, "height": 520, "places": {}, "seas": {}, "countries": {}}
    return dict(msgspec.json.decode(path.read_bytes()))


def base_of(reader: Reader) -> dict[str, Any]:
    """What every map shows: its size, and names of countries and seas in the reader's language."""
    found = drawn()
    countries = [
        {"code": code, "x": x, "y": y, "name": reader.names.country(code)}
        for code, (x, y) in found["countries"].items()
    ]
    own = {place[:2] for place in ALWAYS}
    return {
        **{name: found[name] for name in ("width", "height", "seas")},
        "countries": [one | {"is_ours": one["code"] in own} for one in countries],
    }


def corridor_map(reader: Reader, services: Services, chosen: str = "") -> dict[str, Any]:
    """The view of macros/map.html. Nothing of it belongs to anybody: counts and waits alone.

    `chosen`: the name of a corridor; one that there is not chooses nothing.
    """
    spots: Mapping[str, Spot] = drawn()["places"]
    waits = waits_now(services)
    moving = _moving(services)
    ways = [_way(reader, services, name, chosen, moving) for name in _corridors()]
    here = Counter[str]()
    for (place, there), count in moving.items():
        if chosen not in DEMO_ROUTES or _runs(DEMO_ROUTES[chosen], place, there):
            here[place] += count
    shown = set_apart(_places(here, chosen), spots)
    return base_of(reader) | {
        "ways": ways,
        "chosen": chosen if chosen in DEMO_ROUTES else "",
        "underway": moving.total(),
        "queues": _queues(reader, waits),
        "places": [_place(reader, place, spot, waits) for place, spot in shown.items()],
        "movements": [
            _movement(reader, place, count, shown[place])
            for place, count in sorted(here.items())
            if place in shown
        ],
    }


@cache
def _corridors() -> tuple[str, ...]:
    """Names of the ready-made routes, of two that run over the same places the first."""
    found: dict[frozenset[str], str] = {}
    for name, route in DEMO_ROUTES.items():
        mode = route.points[0].mode or ""
        found.setdefault(frozenset((mode, *(point.place for point in route.points))), name)
    return tuple(found.values())


def _way(
    reader: Reader, services: Services, name: str, chosen: str, moving: Counter[tuple[str, str]]
) -> dict[str, Any]:
    route = DEMO_ROUTES[name]
    ends = [reader.names.place(route.points[end].place) for end in (0, -1)]
    return {
        "id": name,
        "name": " — ".join(ends),
        "mode": route.points[0].mode,
        "states": [(code, reader.names.country(code)) for code in countries_of(route)],
        "count": sum(count for leg, count in moving.items() if _runs(route, *leg)),
        "chosen": name == chosen,
        "lines": _lines(name, services.reference),
    }


@cache
def _lines(name: str, reference: Reference) -> list[dict[str, str]]:
    """What is drawn of a corridor: the same at each look."""
    return way_lines(DEMO_ROUTES[name], reference, drawn()["places"])


def _runs(route: Route, here: str, there: str) -> bool:
    """Whether a movement between these two is on a leg of this route, one way or the other."""
    return {here, there} <= {point.place for point in route.points}


def _queues(reader: Reader, waits: Mapping[str, "Wait"]) -> list[dict[str, Any]]:
    """Checkpoints with vehicles before them, the longest wait first."""
    busy = sorted(waits.items(), key=lambda one: (-one[1].minutes, one[0]))
    return [
        {
            "name": reader.names.place(place),
            "vehicles": wait.vehicles,
            "wait": reader.formats.duration(wait.minutes),
        }
        for place, wait in busy
        if wait.vehicles
    ]


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


def _moving(services: Services) -> Counter[tuple[str, str]]:
    """(where last seen, next station) → movements, from the sizes of the map's lists."""
    found: Counter[tuple[str, str]] = Counter()
    for name, count in services.queries.counts("map:").items():
        _, here, there = name.split(":")
        found[here, there] += count
    return found


def _places(moving: Counter[str], chosen: str) -> list[str]:
    if chosen in DEMO_ROUTES:
        return [point.place for point in DEMO_ROUTES[chosen].points]
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
