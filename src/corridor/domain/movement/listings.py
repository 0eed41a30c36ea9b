"""Where a movement stands in the work lists, and by which keys it can be found."""

from collections.abc import Iterator
from typing import Any

from corridor.domain.attachments import all_files, attachment_keys
from corridor.domain.consignment import Dossier, carnet_of, declared_seals, items_of, vehicles_of
from corridor.domain.days import is_instant
from corridor.domain.listings import Row
from corridor.domain.movement.broken_seals import known_seals
from corridor.domain.movement.carnet import carnet_key
from corridor.domain.movement.falling_due import Due, falling_due, waited_for
from corridor.domain.movement.lodging import lrn_key
from corridor.domain.movement.offices import (
    departure_office,
    destination_office,
    node_of,
    transit_offices,
)
from corridor.domain.movement.reminding import due_afar
from corridor.domain.movement.rules.parties import parties_of
from corridor.domain.movement.state import BEFORE_RELEASE, OPEN, UNDERWAY, Movement
from corridor.domain.movement.stations import Station, reached, stations_of, strip_of
from corridor.domain.movement.tables import marks, marks_in
from corridor.domain.movement.undischarged import undischarged
from corridor.domain.movement.voyage import port_offices, steps_here
from corridor.domain.movement.writing import open_questions
from corridor.domain.searching import Findable, findable, identifier

UNKNOWN = "9999"
"""Stands for a time that nobody named: after all that are."""
NAMED_MAX = 200
"""Goods items whose descriptions are found: a form holds more."""
SHOWN_MAX = 5
"""Vehicles that a row names."""
SEA = ":sea"
"""How the list of a port ends."""
Desks = tuple[tuple[str, str], ...]


def listings(state: Movement, node: str, desks: Desks = ()) -> tuple[Row, ...]:
    """All rows on this node: the carrier's list, each office's lane, its guarantors', and the map.

    `desks`: (office, lane) of those who have it on their desks besides the offices of the route.
    """
    data, found = summary(state), marks(state)
    rows = (
        Row(name, due, state.reference, state.updated_at)
        if more is None
        else Row(
            name,
            due,
            named_as(state, name),
            state.updated_at,
            data | more if more else data,  # itself where nothing is added: it is encoded once
            state.lodged_at,
            marks=marks_in(name, found),
        )
        for name, due, more in _places(state, node, desks, data["expected"])
    )
    return (*rows, *undischarged(state, node), *_by_sea(state, node))


def sea_list(office: str) -> str:
    """What a port has before it: movements of whose voyage something may be said there now."""
    return f"checkpoint:{office}{SEA}"


def _by_sea(state: Movement, node: str) -> Iterator[Row]:
    if state.status != "released" or node in state.withdrawn:
        return
    for office in sorted(port_offices(state)):
        if node_of(office) == node and steps_here(state, office):
            yield Row(sea_list(office), _due(state), state.reference, state.updated_at)


def named_as(state: Movement, name: str) -> str:
    """The number by which a list puts it in order: its carrier's is the carrier's own."""
    return state.dossier.lrn if name.startswith("carrier:") else state.reference


def _places(
    state: Movement, node: str, desks: Desks, expected: dict[str, str]
) -> Iterator[tuple[str, str, dict[str, Any] | None]]:
    """(list, due, what its row shows besides); the map shows nothing of it.

    `expected`: where it is still to come, and when.
    """
    for office, lane in desks:
        if node_of(office) == node:
            due = _due_in(state, lane, expected.get(office))
            yield f"customs:{office}:{lane}", due, at_office(state, office)
    if node in state.withdrawn:
        return
    is_open = state.status in OPEN
    if state.home == node:
        yield f"carrier:{state.owner}:{'open' if is_open else 'closed'}", _due(state), {}
        if day := due_afar(state, node):
            yield f"carrier:{state.owner}:due", day, None
    if state.trader and node == node_of(destination_office(state.dossier)):
        yield f"carrier:{state.trader}:arrivals", _due(state), {}
    terms = dict(due_at(state))
    for office, lane in lanes(state):
        if node_of(office) == node:
            if (office, lane) not in desks:
                due = _due_in(state, lane, expected.get(office))
                yield f"customs:{office}:{lane}", due, at_office(state, office)
            if found := terms.get(office):
                yield _due_row(state, office, found)
    if state.status in UNDERWAY:
        here, there = _leg(state)
        yield f"map:{here.place}:{there.place}", _time_or_unknown(there.expected), None


def lanes(state: Movement) -> Iterator[tuple[str, str]]:
    """(office, lane) for every office of the movement that has it on its desk."""
    yield departure_office(state.dossier), _departure_lane(state)
    if not state.mrn:
        return
    for office in transit_offices(state.dossier):
        yield office, _transit_lane(state, office)
    yield destination_office(state.dossier), _destination_lane(state)


def _due_row(
    state: Movement, office: str, found: tuple[Due, ...]
) -> tuple[str, str, dict[str, Any]]:
    """One row of all that falls due there, by the nearest of its days; what is there because of
    its limit date alone does not say it once more.
    """
    more = at_office(state, office)
    if [due.what for due in found] != ["limit"]:
        more |= {"terms": [[due.what, due.day, due.about] for due in found]}
    return f"customs:{office}:due", found[0].day, more


def due_at(state: Movement) -> Iterator[tuple[str, tuple[Due, ...]]]:
    """What falls due at each office, the nearest first; an office that it has left waits no more
    for its limit date.
    """
    found = falling_due(state)
    if not found:
        return
    left = {office for office, lane in lanes(state) if lane == "closed"}
    for office in dict.fromkeys(office for due in found for office in due.at):
        own = (due for due in found if office in due.at)
        mine = tuple(due for due in own if due.what != "limit" or office not in left)
        if mine:
            yield office, mine


def _departure_lane(state: Movement) -> str:
    """A discrepancy is its to decide on; so is a diversion, which puts it there by itself."""
    is_doubtful = any(found.is_undecided for found in state.discrepancies)
    if is_doubtful and state.status != "written_off" and not state.pending_diversion:
        return "decide"
    if state.status in BEFORE_RELEASE:
        return "expected" if state.standing == "prelodged" else "decide"
    if state.status == "released":
        return "underway"
    return "arrived" if state.status == "arrived" else "closed"


def _transit_lane(state: Movement, office: str) -> str:
    if state.status not in OPEN or _has_left(state, office):
        return "closed"
    crossing = state.crossing_at(office)
    if crossing is None:
        return "expected"
    return "decide" if crossing.status == "stopped" else "underway"


def _has_left(state: Movement, office: str) -> bool:
    """Seen further on: at a later office of transit, or at destination."""
    route = transit_offices(state.dossier)
    later = route[route.index(office) + 1 :]
    crossed = {c.office for c in state.crossings if c.status == "crossed"}
    return bool(state.destination.arrived_at) or not crossed.isdisjoint(later)


def _destination_lane(state: Movement) -> str:
    if state.arrival_notice is not None:
        return "decide"
    if state.status == "arrived" and state.destination.status != "goods_released":
        return "arrived"
    return "expected" if state.status in OPEN and state.status != "arrived" else "closed"


def _due_in(state: Movement, lane: str, expected: str | None) -> str:
    """What a lane is sorted by: where a movement is awaited, when it comes; where its goods are,
    until when they may.
    """
    if state.standing == "prelodged":
        return state.present_by or UNKNOWN
    return _time_or_unknown(expected) if lane == "expected" else _due(state)


def _time_or_unknown(said: str | None) -> str:
    """What is no time is as good as none: it would stand before, or behind, all that are."""
    return said if said and is_instant(said) else UNKNOWN


def _due(state: Movement) -> str:
    """The limit date once released, else the time it came in."""
    return state.limit_date or state.lodged_at


def _leg(state: Movement) -> tuple[Station, Station]:
    """The stations between which the movement is."""
    stations = stations_of(state)
    here = max((i for i, s in enumerate(stations) if s.state in ("here", "attention")), default=0)
    there = min(here + 1, len(stations) - 1)
    return stations[here], stations[there]


def summary(state: Movement) -> dict[str, Any]:
    """What a work list shows of a movement."""
    dossier, waits = state.dossier, waited_for(state)
    items, consignee = items_of(dossier), dossier.consignment.consignee
    return {
        "ref": state.reference,
        "mrn": state.mrn,
        "lrn": dossier.lrn,
        "status": state.standing,
        "stage": state.destination.standing,
        "holder": dossier.holder.name or dossier.holder.id,
        "owner": state.owner,
        **_vehicles(dossier),
        "goods": items[0].description if items else "",
        "items": len(items),
        "gross_kg": dossier.consignment.gross_kg,
        "channel": state.channel,
        "guarantee": "carnet" if carnet_of(dossier) else state.guarantee_status,
        "trouble": len(state.open_discrepancies()),
        "worst": state.worst,
        "overdue": state.is_overdue,
        "incidents": len(state.incidents),
        "consignee": consignee.name if consignee is not None else "",
        "borders": list(transit_offices(dossier)),
        "expected": _expected(state),
        "late": bool(state.delays),
        "told": state.open_trouble is not None,
        "limit_date": state.limit_date,
        "lodged_at": state.lodged_at,
        "strip": strip_of(state),
        **({"reported": said} if (said := reported(state)) else {}),
        **({"deadline": [waits.what, waits.day]} if waits is not None else {}),
        **({"asked": True} if open_questions(state, "customs") else {}),
    }


def _vehicles(dossier: Dossier) -> dict[str, Any]:
    """Of a train its first wagons, and how many there are besides."""
    every = vehicles_of(dossier)
    more = len(every) - SHOWN_MAX
    return {"plates": list(every[:SHOWN_MAX])} | ({"plates_more": more} if more > 0 else {})


def _expected(state: Movement) -> dict[str, str]:
    """Office → when it is expected there, of those that lie ahead."""
    ahead = state.dossier.route.points[reached(state) + 1 :]
    return {point.office: point.eta for point in ahead if point.office and point.eta}


def reported(state: Movement) -> dict[str, str]:
    """Office → when its carrier or a port last said what is expected there; others are planned."""
    said = (delay for delay in state.delays if delay.is_said)
    return {office: delay.at for delay in said for office, _, _ in delay.arrivals}


def at_office(state: Movement, office: str) -> dict[str, Any]:
    """What the lists of one office show besides: why a diversion or a change brings it there."""
    found: dict[str, Any] = {}
    if state.change_at(office) is not None:
        found["change"] = "decide"
    if state.arrival_notice is not None and state.arrival_notice.office == office:
        found["notified"] = True
    if open_questions(state, "carrier", office):
        found["carrier_asks"] = True
    if open_questions(state, "customs", office):
        found["carrier_asked"] = True
    if not state.diversions:
        return found
    is_asked = state.pending_diversion and office == departure_office(state.dossier)
    part = "decide" if is_asked else state.diversion_at(office)
    return found | {"diversion": part} if part else found


def found_by(state: Movement, node: str, desks: Desks = ()) -> Findable:
    """Its numbers, vehicles, containers and seals, and the names of its parties and goods."""
    dossier = state.dossier
    boxes = dossier.consignment.equipment
    ids = (
        state.mrn,
        dossier.lrn,
        carnet_of(dossier),
        *vehicles_of(dossier),
        *(plate for change in state.changes for plate in change.before),
        *(plate for incident in state.incidents for plate in incident.before),
        *(plate for leg in state.legs for plate in leg.before),
        *(one.id for part in (state.split.parts if state.split else ()) for one in part.means),
        *(state.split.before if state.split else ()),
        *(box.container for box in boxes),
        *declared_seals(dossier),
        *known_seals(state),
        *(use.grn for use in dossier.guarantees),
    )
    return findable(frozenset(_finders(state, node, desks)), ids, tuple(_names(dossier)))


def _finders(state: Movement, node: str, desks: Desks) -> Iterator[str]:
    """Whoever may see it: its carrier at home, the offices of the route from acceptance on."""
    if state.home == node:
        yield f"carrier:{state.owner}"
    points = state.dossier.route.points if state.mrn else state.dossier.route.points[:1]
    offices = [point.office for point in points] + [office for office, _ in desks]
    for office in offices:
        if office and node_of(office) == node:
            yield f"customs:{office}"
            if state.mrn:
                yield f"checkpoint:{office}"


def _names(dossier: Dossier) -> Iterator[str]:
    for _, party in parties_of(dossier):
        yield party.name
    for item in items_of(dossier)[:NAMED_MAX]:
        yield item.description


def seals_key(operator: str) -> str:
    """Under what the movements are found whose navigation seals this operator watches here."""
    return f"navigation:{operator}"


def keys(state: Movement, node: str) -> tuple[str, ...]:
    """Keys to find it by: the unique ones (LRN, MRN), then vehicles, containers and seals.

    A seal closes one load at a time: its key stands while the movement is under way.
    """
    found = [lrn_key(state.owner, state.dossier.lrn)] if state.home == node else []
    if state.mrn:
        found.append(f"mrn:{state.mrn}")
    if carnet := carnet_of(state.dossier):
        found.append(carnet_key(carnet))
    found += [f"plate:{identifier(plate)}" for plate in vehicles_of(state.dossier)]
    boxes = state.dossier.consignment.equipment
    found += [f"container:{identifier(box.container)}" for box in boxes if box.container]
    if state.status in UNDERWAY:
        found += [f"seal:{identifier(seal)}" for seal in state.seals]
    found += [seals_key(one.operator) for one in state.navigation_seals if one.node == node]
    found += attachment_keys(all_files(state.dossier.attachments, state.sent))
    return tuple(dict.fromkeys(found))
