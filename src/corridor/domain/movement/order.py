"""The order of the route and of time: what is said has a place in both.

A vehicle is seen at the release, at each crossing and at the arrival, in the order of the route,
and the way between two of them takes its time. The release states how long at least (`least_min`)
and how far two right clocks may differ (`clocks_min`), so every node judges alike. What cannot have
been is refused at the desk; said by another node it stands, and a discrepancy stands beside it.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from msgspec.structs import replace

from corridor.domain.movement.parts import Discrepancy
from corridor.domain.movement.state import Movement

MISSING: Final = frozenset({"crossing_missing", "gone_on_though_stopped"})
NO_TIME: Final = timedelta(0)
USUAL_CLOCKS_MIN: Final = 5
"""Where the release stated no tolerance."""


class Sighting(NamedTuple):
    """Where and when it was seen: position of the point in the route, the office, the instant."""

    position: int
    office: str
    at: str


def span_between(start: str, end: str) -> timedelta | None:
    """How long it is from one instant to another; None where one of them is none.

    Another state may say a time that is in no calendar.
    """
    try:
        return datetime.fromisoformat(end) - datetime.fromisoformat(start)
    except (TypeError, ValueError):
        return None


def sightings(state: Movement) -> Iterator[Sighting]:
    """All of them, by office: the release first, then entries and exits, the arrival last."""
    points = state.dossier.route.points
    if state.released_at:
        yield Sighting(0, points[0].office or "", state.released_at)
    for crossing in state.crossings:
        if crossing.status == "crossed" and (index := place_of(state, crossing.office)):
            yield Sighting(index, crossing.office, crossing.at)
    for out in state.exits:
        if index := exit_of(state, out.office):
            yield Sighting(index, out.office, out.at)
    if state.destination.arrived_at:
        here = state.destination
        yield Sighting(len(points) - 1, here.office, here.arrived_at)


def place_of(state: Movement, office: str) -> int:
    """Index of the point where the office lets it in or receives it; 0 where it does neither."""
    points = enumerate(state.dossier.route.points)
    return next(
        (i for i, p in points if p.office == office and p.role in ("transit", "destination")), 0
    )


def exit_of(state: Movement, office: str) -> int:
    """Index of the point where the office sees it out; 0 where it does not."""
    points = enumerate(state.dossier.route.points)
    return next((i for i, p in points if (p.office, p.role) == (office, "exit")), 0)


def least_between(state: Movement, start: int, end: int) -> int:
    """Minutes that the way from one point to a later one takes at least."""
    return sum(state.least_min[start + 1 : end + 1])


def seen_at(state: Movement, office: str, given: str, said_at: str) -> Iterator[Discrepancy]:
    """All that stands against its having been at this office of transit or destination then."""
    yield from _seen_in(state, place_of(state, office), office, given, said_at)


def left_at(state: Movement, office: str, given: str, said_at: str) -> Iterator[Discrepancy]:
    """All that stands against its having left at this office of exit then."""
    yield from _seen_in(state, exit_of(state, office), office, given, said_at)


def _seen_in(
    state: Movement, here: int, office: str, given: str, said_at: str
) -> Iterator[Discrepancy]:
    yield from _missing(state, here, office, said_at)
    doubt = Discrepancy("", at=said_at, about=office, said=given)
    yield from _by_the_clock(state, doubt) or _on_the_way(state, here, doubt)


def happened_at(state: Movement, office: str, given: str, said_at: str) -> Iterator[Discrepancy]:
    """All that stands against something having happened on the way then, as this office says."""
    doubt = Discrepancy("", at=said_at, about=office, said=given)
    yield from _by_the_clock(state, doubt) or _since_release(state, doubt)


def _by_the_clock(state: Movement, doubt: Discrepancy) -> tuple[Discrepancy, ...]:
    ahead = span_between(doubt.at, doubt.said)
    if ahead is None:
        return (replace(doubt, code="time_impossible"),)
    return (replace(doubt, code="seen_in_future"),) if ahead > tolerance(state) else ()


def _since_release(state: Movement, doubt: Discrepancy) -> tuple[Discrepancy, ...]:
    took = span_between(state.released_at, doubt.said)
    if took is None or took + tolerance(state) >= NO_TIME:
        return ()
    office = state.dossier.route.points[0].office or ""
    told = replace(doubt, code="seen_before_release", other=office, seen=state.released_at)
    return (told,)


def _on_the_way(state: Movement, here: int, doubt: Discrepancy) -> Iterator[Discrepancy]:
    """The first sighting that it cannot be joined to: an earlier one, or one further on."""
    for seen in sightings(state):
        least = least_between(state, *sorted((seen.position, here)))
        code = _against(state, seen, here, least, doubt.said)
        if code:
            yield replace(doubt, code=code, other=seen.office, seen=seen.at, least_min=least)
            return


def _against(state: Movement, seen: Sighting, here: int, least: int, given: str) -> str:
    """What is wrong between a sighting and the instant here; nothing where it is the same point."""
    first, last = (seen.at, given) if seen.position < here else (given, seen.at)
    took = span_between(first, last)
    if took is None or seen.position == here or took + tolerance(state) >= timedelta(minutes=least):
        return ""
    if took + tolerance(state) >= NO_TIME:
        return "seen_too_soon" if seen.position < here else "seen_too_late"
    return "seen_before_release" if seen.position == 0 else "seen_out_of_order"


def tolerance(state: Movement) -> timedelta:
    """So far two right clocks may differ."""
    minutes = state.clocks_min if state.is_judged else USUAL_CLOCKS_MIN
    return timedelta(minutes=minutes)


def _missing(state: Movement, here: int, office: str, said_at: str) -> Iterator[Discrepancy]:
    """Offices of transit on the way here that have not let it in."""
    for point in state.dossier.route.points[:here]:
        if point.role != "transit" or not point.office:
            continue
        seen = state.crossing_at(point.office)
        if seen is None or seen.status == "stopped":
            code = "crossing_missing" if seen is None else "gone_on_though_stopped"
            yield Discrepancy(code, at=said_at, about=point.office, other=office)


def out_of_stage(state: Movement, office: str, said_at: str, stage: str) -> Iterator[Discrepancy]:
    """That a step at destination was left out: it is said elsewhere than at the stage before it."""
    if state.destination.status != stage:
        yield Discrepancy("stage_skipped", said_at, about=office)


def recorded(state: Movement, office: str) -> Movement:
    """The crossing at this office is missing no more: it has been said after all."""
    found = tuple(
        replace(d, outcome="recorded")
        if d.is_undecided and d.about == office and d.code in MISSING
        else d
        for d in state.discrepancies
    )
    return replace(state, discrepancies=found)


def earliest_at(state: Movement, office: str) -> tuple[Sighting, int] | None:
    """The sighting on the way here that keeps it longest, and the least minutes since; None where
    no way has to be counted.
    """
    here = place_of(state, office) or exit_of(state, office)
    found = [
        (seen, least_between(state, seen.position, here))
        for seen in sightings(state)
        if seen.position < here
    ]
    last = max(found, key=lambda one: one[0].position, default=None)
    return last if last is not None and last[1] else None
