"""The corridor strip as macros/strip.html draws it: of a movement, of a list's row, of a plan."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.movement.frontier import Between, between
from corridor.domain.movement.state import BEFORE_RELEASE, OPEN, Movement
from corridor.domain.movement.stations import Station, stations_of
from corridor.domain.permits.requirements import RequirementState
from corridor.domain.refusals import N_
from corridor.domain.routes import Route, countries_of, union_of
from corridor.domain.territories import is_customs_frontier
from corridor.web.templating import Reader
from corridor.web.views.seals import seal_views
from corridor.web.views.split_shown import split_notes
from corridor.web.views.standing import tag_of, word_of
from corridor.web.views.voyages import voyage_notes

View = dict[str, Any]
Marks = Mapping[str, list[View]]
"""Country → the permits that hang below its first station."""
DRAWINGS_MAX: Final = 500
UNION_NAMES: Final = {"EAEU": N_("Eurasian Economic Union"), "EU": N_("European Union")}
REACHED: Final = frozenset({"done", "here", "attention", "stopped"})


def strip_of(
    reader: Reader,
    movement: Movement,
    needs: Iterable[RequirementState] = (),
    href: Callable[[RequirementState], str] | None = None,
) -> View:
    """The strip of a movement with what each state asks for. `href` leads on from a permit.

    Times are those of each station's own place.
    """
    stations = stations_of(movement)
    if movement.status not in OPEN:
        stations = tuple(_over(station) for station in stations)
    marks = requirement_marks(reader, needs, href)
    shown = _stations(stations, reader, marks)
    late = {office for d in movement.delays for office, was, now in d.arrivals if was != now}
    for station, view in zip(stations, shown, strict=True):
        if station.office in late and view["time"] and not station.event:
            view["label"] = reader.words("now expected")
    sides = {one.office: one for one in between(movement)}
    for station, view in zip(stations, shown, strict=True):
        if station.role == "transit" and station.office in sides:
            view["between"] = _between(sides[station.office], reader)
    if movement.voyage:
        at_sea = voyage_notes(movement, reader)
        for station, view in zip(stations, shown, strict=True):
            view["voyage"] = at_sea.get(station.place, "")
    if movement.split is not None:
        apart = split_notes(movement, reader)
        for station, view in zip(stations, shown, strict=True):
            view["parts"] = apart.get(station.office, "") if station.role != "via" else ""
    if movement.limit_date and not shown[-1]["time"]:
        shown[-1] |= {
            "label": reader.words("limit date"),
            "time": reader.formats.day(movement.limit_date),
        }
    return {
        "stations": shown,
        "summary": _summary(stations, movement.status, reader),
        "note": way_note(movement.dossier.route, reader),
        "seals": seal_views(movement, reader),
    }


def _over(station: Station) -> Station:
    """Nothing is expected of a movement that came to its end."""
    return replace(station, expected="")


def _between(sides: Between, reader: Reader) -> View:
    """How long after the exit it was let in; marked where the two sides do not agree."""
    say, took = reader.words, reader.formats.duration(sides.minutes)
    if sides.standing == "disagrees":
        return {"text": say("let in %(took)s before its exit", took=took), "kind": "stop"}
    kind = "wait" if sides.standing == "long" else ""
    return {"text": say("%(took)s after its exit", took=took), "kind": kind}


def route_strip(reader: Reader, route: Route, marks: Marks | None = None) -> View:
    """The strip of a route nobody has travelled yet, with expected times."""
    stations = tuple(
        Station(
            p.place, p.country, p.role, "todo", p.office or "", p.mode or "", "", "", p.eta or ""
        )
        for p in route.points
    )
    ends = _ends(stations, reader)
    summary = reader.words("%(ends)s: %(count)s places", ends=ends, count=len(stations))
    return {
        "stations": _stations(stations, reader, marks or {}),
        "summary": summary,
        "note": way_note(route, reader),
    }


def way_note(route: Route, reader: Reader) -> str:
    """What holds of a way as a whole: one union of states, and states without a node."""
    return " ".join(filter(None, (union_note(route, reader), absent_note(route, reader))))


def absent_note(route: Route, reader: Reader) -> str:
    """States of the way that have no node; nothing where each has one."""
    nodes = reader.nodes
    absent = [country for country in countries_of(route) if country not in nodes]
    if not absent:
        return ""
    return reader.words(
        "Without a node yet: %(states)s. Nobody there sees the dossier in this system or records "
        "anything in it; where the way ends there, the office of departure ends the movement by "
        "other proof of arrival.",
        states=", ".join(map(reader.names.country, absent)),
    )


def union_note(route: Route, reader: Reader) -> str:
    """What holds of a way that stays inside one union of states; nothing for any other."""
    union = union_of(route)
    if not union:
        return ""
    return reader.words(
        "The whole way lies in one customs territory: %(union)s. One declaration is enough, with "
        "an office of departure and one of destination; no office of transit stands between its "
        "states.",
        union=reader.words(UNION_NAMES[union]),
    )


def small_strip(reader: Reader, strip: Iterable[Sequence[Any]], status: str = "") -> View:
    """For strip_small: `strip` (and status) of a row's data, see `movement.listings.summary`.

    Drawn once for all rows that are as far on the same way: of a work list it is the dearest part.
    """
    way = tuple(
        Station(place, country, "", state, "", mode) for place, country, state, mode in strip
    )
    kept = reader.drawings
    if len(kept) > DRAWINGS_MAX:
        kept.clear()
    if (way, status) not in kept:
        view = {"stations": _stations(way, reader, {}), "summary": _summary(way, status, reader)}
        macros: Any = reader.environment.get_template("macros/strip.html").module
        kept[way, status] = view | {"drawn": macros.strip_small(view)}
    return kept[way, status]


def requirement_marks(
    reader: Reader,
    states: Iterable[RequirementState],
    href: Callable[[RequirementState], str] | None = None,
) -> dict[str, list[View]]:
    """What hangs below each state: what it asks for, and whether it is there."""
    marks: dict[str, list[View]] = {}
    for found in states:
        mark = {
            "label": reader.labels(found.requirement.kind, "permit_kind"),
            "state": word_of(reader, found).lower(),
            "kind": tag_of(found),
            "href": href(found) if href else "",
        }
        marks.setdefault(found.requirement.country, []).append(mark)
    return marks


def _stations(stations: Sequence[Station], reader: Reader, marks: Marks) -> list[View]:
    last = max((i for i, s in enumerate(stations) if s.state in REACHED), default=-1)
    shown = []
    hung: set[str] = set()
    for index, station in enumerate(stations):
        here = [] if station.country in hung else marks.get(station.country, [])
        hung.add(station.country)
        shown.append(_station(station, reader, here) | {"travelled": index < last})
        if index and _is_open_border(stations[index - 1], station):
            shown[index]["between"] = {"text": reader.words("border without customs"), "kind": ""}
    return shown


def _is_open_border(before: Station, after: Station) -> bool:
    """Whether another state begins here, and no other customs territory."""
    is_border = before.country != after.country
    return is_border and not is_customs_frontier(before.country, after.country)


def _station(station: Station, reader: Reader, permits: list[View]) -> View:
    label, instant = _when(station, reader)
    moment = reader.formats.short_moment(instant, station.place)
    return {
        "name": reader.names.place(station.place),
        "country": station.country,
        "office": station.office,
        "country_name": reader.names.country(station.country),
        "state": station.state,
        "label": label,
        "time": moment.text,
        "iso": moment.iso,
        "time_zone": moment.zone,
        "mode_to_next": station.mode or "road",
        "permits": permits,
    }


def _when(station: Station, reader: Reader) -> tuple[str, str]:
    """What happened there and when, else when it is expected."""
    if station.event:
        return reader.labels(station.event, "station_event"), station.at
    if station.expected and station.state not in ("done", "stopped"):
        return reader.words("expected"), station.expected
    return "", ""


def _ends(stations: Sequence[Station], reader: Reader) -> str:
    first, last = (reader.names.place(stations[i].place) for i in (0, -1))
    return f"{first} → {last}"


def _summary(stations: Sequence[Station], status: str, reader: Reader) -> str:
    """One sentence for who does not see the drawing."""
    say, ends = reader.words, _ends(stations, reader)
    if status in BEFORE_RELEASE:
        return say("%(ends)s: not on the way yet", ends=ends)
    if all(station.state == "done" for station in stations):
        return say("%(ends)s: the whole way is done", ends=ends)
    stopped = [s for s in stations if s.state == "stopped"]
    if stopped:
        return say("%(ends)s: stopped at %(place)s", ends=ends, place=_place(stopped[-1], reader))
    here = max((i for i, s in enumerate(stations) if s.state in REACHED), default=0)
    return say(
        "%(ends)s: now at %(place)s, %(done)s of %(total)s places passed",
        ends=ends,
        place=_place(stations[here], reader),
        done=here,
        total=len(stations),
    )


def _place(station: Station, reader: Reader) -> str:
    return reader.names.place(station.place)
