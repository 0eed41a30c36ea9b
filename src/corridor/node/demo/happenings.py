"""What comes in between on the way of a simulated movement, besides what stops it at an office.

Each happens once, as soon as it can; what others have to answer is answered. All is invented.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from corridor.domain.consignment import Means, items_of
from corridor.domain.days import minutes_later
from corridor.domain.movement.carried import Part, PartGoods, Step
from corridor.domain.movement.changing import DecideChange, RequestChange
from corridor.domain.movement.diverting import DecideDiversion, RequestDiversion
from corridor.domain.movement.enquiring import Enquire
from corridor.domain.movement.following_parts import RecordPart, parts_ahead
from corridor.domain.movement.incident import RecordIncident
from corridor.domain.movement.offices import (
    departure_office,
    destination_office,
    transit_offices,
)
from corridor.domain.movement.reporting import Arrival, ReportDelay
from corridor.domain.movement.splitting import JoinLoad, SplitLoad
from corridor.domain.movement.state import Movement
from corridor.domain.movement.voyage import RecordVoyage, ports_of, steps_here
from corridor.domain.movement.wagons import RecordWagons, done_with
from corridor.domain.movement.writing import WriteToCarrier
from corridor.node.demo.troubles import Act, Troubles, carrier, customs
from corridor.node.demo.world import load_world

OTHER_PORTS: Final = {"GEPOTI01": "GEBATU01", "GEBATU01": "GEPOTI01"}
SECOND_TRUCK: Final = "DTC"
AT_SEA: Final[tuple[Step, ...]] = ("waiting", "loaded", "sailed", "arrived", "unloaded")
DELAY_MIN: Final = 2 * 24 * 60
VESSEL: Final = "Пример-1"


def happening(movement: Movement, troubles: Troubles) -> Act | None:
    """The next of them that is due, or nothing."""
    if movement.status != "released":
        return None
    return next(_due(movement, troubles), None)


def _due(movement: Movement, troubles: Troubles) -> Iterator[Act]:
    yield from _together_again(movement)
    yield from _decided(movement)
    yield from _at_sea(movement)
    yield from _from_home(movement, troubles)
    yield from _behind_offices(movement, troubles)


def _decided(movement: Movement) -> Iterator[Act]:
    """What the carrier asked for is allowed by whoever has to."""
    asked = movement.pending_diversion
    if asked is not None:
        decision = DecideDiversion(asked.to_office, allowed=True)
        yield customs(departure_office(movement.dossier), movement, decision)
    for change in movement.changes:
        if change.status == "requested":
            yield customs(change.office, movement, DecideChange(change.office, confirmed=True))


def _from_home(movement: Movement, troubles: Troubles) -> Iterator[Act]:
    """What its own state does: the carrier asks and tells, departure asks."""
    offices = transit_offices(movement.dossier)
    if troubles.asked_after and offices and not movement.pursuit.enquiries:
        asked = Enquire("Просим сообщить, проследовал ли транспорт.", offices[0], status=True)
        yield customs(departure_office(movement.dossier), movement, asked)
    crossed = _crossed(movement)
    if not crossed:
        return
    last, there = movement.dossier.route.points[-1], destination_office(movement.dossier)
    if troubles.delayed and not movement.delays and last.eta:
        late = Arrival(there, minutes_later(last.eta, DELAY_MIN))
        yield carrier(movement, ReportDelay((late,), "Очередь на перевале, движение закрыто."))
    if troubles.diverts and there in OTHER_PORTS and not movement.diversions:
        asks = RequestDiversion(there, OTHER_PORTS[there], "Судно подано в другой порт.")
        yield carrier(movement, asks)
    ahead = [office for office in offices if office not in crossed]
    if troubles.other_driver and ahead and not movement.changes:
        change = RequestChange(ahead[0], "Водитель заболел.", driver="Сменный водитель (пример)")
        yield carrier(movement, change)


def _behind_offices(movement: Movement, troubles: Troubles) -> Iterator[Act]:
    """What offices note once the vehicle is through."""
    crossed = _crossed(movement)
    if troubles.held_up_at in crossed and not movement.incidents:
        office = troubles.held_up_at
        text = "Лопнула шина, колесо заменено на месте; груз и пломбы целы."
        yield customs(office, movement, RecordIncident(office, "5", text))
    if troubles.written_to and crossed and not movement.messages:
        office = crossed[-1]
        words = "Пришлите копию свидетельства о допущении транспортного средства."
        yield customs(office, movement, WriteToCarrier(office, words, asks=True))
    out = _exit_behind(movement, troubles.split_at) if troubles.split_at in crossed else ""
    if out and movement.split is None and movement.exit_at(out) is None:
        yield customs(troubles.split_at, movement, split_of(movement, troubles.split_at))


def _crossed(movement: Movement) -> tuple[str, ...]:
    """Offices that have let it in, in their order."""
    offices = transit_offices(movement.dossier)
    seen = ((office, movement.crossing_at(office)) for office in offices)
    return tuple(office for office, one in seen if one is not None and one.status == "crossed")


def _exit_behind(movement: Movement, entry: str) -> str:
    """The office by which the state is left into which that office let it; empty for none."""
    points = movement.dossier.route.points
    found = (b.office for a, b in pairwise(points) if a.office == entry and b.role == "exit")
    return next(found, None) or ""


def split_of(movement: Movement, office: str) -> SplitLoad:
    """Half of each kind of goods goes on a second truck."""
    halves: tuple[list[PartGoods], list[PartGoods]] = [], []
    for item in items_of(movement.dossier):
        count, kg = sum(one.count or 0 for one in item.packages), int(item.gross_kg)
        number = item.declaration_number
        halves[0].append(PartGoods(number, count - count // 2, str(kg - kg // 2)))
        halves[1].append(PartGoods(number, count // 2, str(kg // 2)))
    means = _vehicles(movement)
    second = (
        Means("departure", "30", f"{office[:2]}{SECOND_TRUCK}{movement.id[-4:]}", office[:2]),
    )
    serial = movement.id[-6:]
    parts = (
        Part(1, means, tuple(halves[0]), f"CMR-{serial}-1", (f"{office[:2]}-{serial}1",)),
        Part(2, second, tuple(halves[1]), f"CMR-{serial}-2", (f"{office[:2]}-{serial}2",)),
    )
    return SplitLoad(office, _place_of(movement, office), parts, movement.seals)


def _together_again(movement: Movement) -> Iterator[Act]:
    """The parts come together where the state is left."""
    split = movement.split
    if split is None or split.joined_at:
        return
    office = _exit_behind(movement, split.office)
    if not office:
        return
    for part in parts_ahead(movement, office):
        yield customs(office, movement, RecordPart(office, part.number))
    serial = movement.id[-6:]
    means = split.parts[0].means
    new = (f"{office[:2]}-{serial}3",)
    place = _place_of(movement, office)
    joined = JoinLoad(office, place, means, f"CMR-{serial}-3", movement.seals, new)
    yield customs(office, movement, joined)


def _vehicles(movement: Movement) -> tuple[Means, ...]:
    return tuple(one for one in movement.dossier.consignment.means if one.role == "departure")


def _place_of(movement: Movement, office: str) -> str:
    return next(p.place for p in movement.dossier.route.points if p.office == office)


def _at_sea(movement: Movement) -> Iterator[Act]:
    """The ports of a ferry tell of each step, in its order; before it leaves the first of them."""
    for place, (here, there) in ports_of(movement).items():
        said = {one.step for one in movement.voyage if one.place == place}
        step = next((one for one in AT_SEA if one not in said), None)
        port = there.office if step in ("arrived", "unloaded") else here.office
        staffed = load_world().nodes[str(port)[:2]].checkpoints if port else {}
        is_there = movement.exit_at(here.office or "") is not None
        if step is None or port is None or port not in staffed or not is_there:
            continue
        if (place, step) in steps_here(movement, port):
            told = RecordVoyage(place, step, vessel=VESSEL, office=port)
            yield Act(port[:2], "checkpoint", port, movement.id, told)


def some_wagons(movement: Movement, office: str) -> RecordWagons | None:
    """The first wagons of a train come before the others; None where all go at once."""
    wagons = tuple(one.id for one in _vehicles(movement))
    is_train = len(wagons) > 1 and movement.dossier.consignment.inland_mode == "2"
    if not is_train or done_with(movement, office, "crossed"):
        return None
    return RecordWagons(office, "crossed", wagons[:-1], train="2405")
