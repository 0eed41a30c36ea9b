"""Makes the invented years: every event folded and turned into rows as those of a log are.

For each node the rows of what it could have seen stand in a file beside its database, marked as
invented; its observatory takes them in before its own log. They are in no log: nobody said them.
"""

import os
import random
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Final

import msgspec

from corridor.domain.permits.applying import PermitApplied
from corridor.domain.permits.rulebook import load_requirement_rules
from corridor.domain.reference import load_reference
from corridor.domain.routes import DEMO_ROUTES, countries_of
from corridor.engine.hlc import to_ms
from corridor.engine.observed import MAKING, PAST, Making
from corridor.node.demo.network import DEMO_NODES
from corridor.node.demo.past.journey import Journey, Said
from corridor.node.demo.past.roads import Roads
from corridor.node.demo.past.seasons import HOUR_MS, expected
from corridor.node.demo.world import CarrierData, load_world
from corridor.node.settings import write_secret
from corridor.node.standing_back import stand_back
from corridor.node.system import today_in
from corridor.observatory.happening import Happening
from corridor.observatory.parquet import write_rows
from corridor.observatory.reading import Reading

SEED: Final = 20_241_201
DAYS: Final = 730
DAY_MS: Final = 24 * HOUR_MS
Told = Callable[[int, int], None]
"""Told of progress: days that are made, of how many."""


def make_past(folder: Path, until: date, told: Told, days: int = DAYS) -> None:
    """The files of all nodes of a demo, whole or not at all; they follow from the days alone."""
    rows: dict[str, list[Happening]] = {node: [] for node in DEMO_NODES}
    for seen, row in _rows(until, days, told):
        for node in seen & rows.keys():
            rows[node].append(row)
    for node, made in rows.items():
        write_rows(made, folder / node / PAST)


def main() -> None:
    """The years before the demo in the folder that the last argument names, where they are not."""
    folder = Path(sys.argv[-1])
    if not is_made(folder):
        stand_back(os.getpid())
        make_past(folder, today_in(DEMO_NODES[0]), partial(_tell, folder))


def is_made(folder: Path) -> bool:
    """Whether each node of a demo has its file."""
    return all((folder / node / PAST).exists() for node in DEMO_NODES)


def _tell(folder: Path, done: int, of: int) -> None:
    """Where the nodes' pages look for it."""
    for node in DEMO_NODES:
        write_secret(folder / node / MAKING, msgspec.json.encode(Making(done, of)))


def _rows(until: date, days: int, told: Told) -> Iterator[tuple[set[str], Happening]]:
    reading, number = Reading(load_reference()), 0
    end = to_ms(f"{until}T00:00:00Z")
    for seen, said in _events(until, days, told):
        if said.at >= end:
            continue
        number += 1
        for row in reading.of(number, said.subject, said.fact):
            yield seen, msgspec.structs.replace(row, invented=True)


def _events(until: date, days: int, told: Told) -> Iterator[tuple[set[str], Said]]:
    """Movement by movement, in the order in which they set out."""
    chance = random.Random(SEED)  # noqa: S311 - a story, not a secret
    roads = Roads(load_reference(), load_requirement_rules(), until)
    first, number = until - timedelta(days=days), 0
    for day in range(days):
        begins = to_ms(f"{first + timedelta(days=day)}T00:00:00Z")
        for way in DEMO_ROUTES:
            for _ in range(_departures(chance, way, day, begins)):
                number += 1
                carrier = chance.choice(_carriers(way))
                journey = Journey(chance, roads, way, carrier, number)
                for said in journey.told(begins + int(chance.triangular(0, DAY_MS, 0.3 * DAY_MS))):
                    yield _seen(said, journey), said
        if day % 10 == 0 or day == days - 1:
            told(day + 1, days)


def _departures(chance: random.Random, way: str, day: int, begins: int) -> int:
    mode = DEMO_ROUTES[way].points[0].mode or "road"
    wanted = expected(way, mode, day / 30.4, begins)
    whole = int(wanted)
    return whole + (chance.random() < wanted - whole)


def _carriers(way: str) -> tuple[CarrierData, ...]:
    return load_world().nodes[DEMO_ROUTES[way].points[0].country].carriers


def _seen(said: Said, journey: Journey) -> set[str]:
    """Nodes that would have heard it: those of the way, of a permit's two states, of a gate."""
    if said.subject.startswith("mv-"):
        return set(countries_of(journey.dossier.route))
    asked = (said.fact.payload.request.country,) if type(said.fact.payload) is PermitApplied else ()
    return {said.subject[3:5], said.fact.node, *asked}
