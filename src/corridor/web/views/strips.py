"""The corridor strip of a movement, large and small, as macros/strip.html takes it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from corridor.domain.movement.state import Movement
from corridor.domain.movement.stations import Station, stations_of
from corridor.domain.permits.state import Permit
from corridor.domain.routes import Route
from corridor.web.labels import kind_of_status
from corridor.web.templating import Reader

_MODE_AT_END = "road"


def strip_of(
    reader: Reader, movement: Movement, permits: Iterable[Permit] = (), href: str = ""
) -> dict[str, Any]:
    """The large strip. Permits hang below the first station of the state that asks for them.

    `href`: the address of a permit's page with `{id}` in it, or "" where there is none to open.
    """
    hung = permits_by_country(reader, permits, href)
    stations = stations_of(movement)
    shown = [_station(reader, station, hung) for station in stations]
    return _view(reader, shown)


def strip_of_route(reader: Reader, route: Route) -> dict[str, Any]:
    """The strip of a route nobody has travelled yet."""
    stations = [
        Station(
            p.place, p.country, p.role, "todo", p.office or "", p.mode or "", "", "", p.eta or ""
        )
        for p in route.points
    ]
    return _view(reader, [_station(reader, station, {}) for station in stations])


def small_strip(reader: Reader, stations: Sequence[Sequence[str]]) -> dict[str, Any]:
    """The small strip of a work list row: its `strip` of [place, country, state, mode]."""
    shown = [
        {
            "name": reader.names.place(place),
            "country": country,
            "state": state,
            "mode_to_next": mode or _MODE_AT_END,
            "travelled": False,
        }
        for place, country, state, mode in stations
    ]
    return _view(reader, shown)


def permits_by_country(
    reader: Reader, permits: Iterable[Permit], href: str = ""
) -> dict[str, list[dict[str, str]]]:
    """Country → its permits as the strip shows them."""
    found: dict[str, list[dict[str, str]]] = {}
    for permit in permits:
        found.setdefault(permit.request.country, []).append(
            {
                "label": reader.labels(permit.request.kind, "permit_kind"),
                "state": reader.labels(permit.status, "permit_status"),
                "kind": kind_of_status(permit.status),
                "href": href.format(id=permit.id) if href else "",
            }
        )
    return found


def _station(
    reader: Reader, station: Station, hung: dict[str, list[dict[str, str]]]
) -> dict[str, Any]:
    moment = reader.formats.short_moment(station.at or station.expected, station.country)
    word = reader.labels(station.event, "station_event") if station.event else ""
    if not word and station.expected:
        word = reader.words.gettext("expected")
    return {
        "name": reader.names.place(station.place),
        "country": station.country,
        "country_name": reader.names.country(station.country),
        "state": station.state,
        "label": word,
        "time": moment.text,
        "time_zone": moment.zone,
        "iso": moment.iso,
        "mode_to_next": station.mode or _MODE_AT_END,
        "travelled": False,
        "permits": hung.pop(station.country, []),
    }


def _view(reader: Reader, stations: list[dict[str, Any]]) -> dict[str, Any]:
    reached = max((i for i, s in enumerate(stations) if s["state"] != "todo"), default=0)
    for index, station in enumerate(stations):
        station["travelled"] = index < reached
    return {"stations": stations, "summary": _summary(reader, stations, reached)}


def _summary(reader: Reader, stations: list[Mapping[str, Any]] | Any, reached: int) -> str:
    names = {"start": stations[0]["name"], "end": stations[-1]["name"]}
    if all(station["state"] == "todo" for station in stations):
        return reader.words.gettext("%(start)s – %(end)s", **names)
    if all(station["state"] == "done" for station in stations):
        return reader.words.gettext("%(start)s – %(end)s: all places passed", **names)
    return reader.words.gettext(
        "%(start)s – %(end)s: now %(here)s, place %(number)s of %(total)s",
        here=stations[reached]["name"],
        number=reached + 1,
        total=len(stations),
        **names,
    )
