"""`bench rules`: dossiers a second through all checks of all states of a five-state route.

Ours is what a dossier is told before it leaves: the rules of its data and of its way, and what each
state asks for. Beside it stands a whole lodgement over HTTP, checked, durable and answered. Both
are measured in seconds of the processor, the lodgement in those of the node's two processes.
"""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import msgspec
from msgspec.structs import replace

from corridor.domain.consignment import Dossier
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.domain.movement.preflight import verdicts
from corridor.domain.permits.requirements import load_requirement_rules
from corridor.domain.reference import load_reference
from corridor.domain.routes import Route
from corridor.node.bench.dossiers import Bodies
from corridor.node.bench.lodge import NODE, bodies_for, lodged_each
from corridor.node.bench.nodes import bench_nodes
from corridor.node.bench.result import Result, rate
from corridor.node.system import today_in

ROUTE = "osh-poti"
STATES = 5
DIFFERENT = 500
"""So many dossiers, each with times of its own: nothing that one was told helps another."""
ROUND_S = 1.0


def bench_rules(seconds: float) -> Iterator[Result]:
    """One result; so many seconds for both sides together."""
    with bench_nodes([NODE]) as nodes:
        node = nodes[NODE]
        bodies = bodies_for(node, "RULES", ROUTE)
        dossiers = list(different(bodies))
        with node.running() as pid:
            rounds = [
                (_judged_each(dossiers, ROUND_S / 2), lodged_each(node, bodies, pid))
                for _ in range(max(1, round(seconds / ROUND_S)))
            ]
    shares = sorted(lodged / judged for judged, lodged in rounds)
    yield rate(
        "rules",
        rounds,
        "dossiers in a second of the processor",
        "whole lodgements over HTTP in one",
        states=STATES,
        share_of_lodge=round(shares[len(shares) // 2], 3),
    )


def different(bodies: Bodies) -> Iterator[Dossier]:
    """Dossiers with times of their own."""
    for number in range(DIFFERENT):
        dossier = msgspec.json.decode(bodies.next(), type=LodgeDeclaration).dossier
        yield replace(dossier, route=_later(dossier.route, timedelta(minutes=number)))


def _later(route: Route, by: timedelta) -> Route:
    points = (
        replace(one, eta=_instant(datetime.fromisoformat(one.eta) + by)) if one.eta else one
        for one in route.points
    )
    return Route(tuple(points))


def _instant(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _judged_each(dossiers: list[Dossier], seconds: float) -> float:
    """So many in each second of the processor."""
    reference, rules = load_reference(), load_requirement_rules()
    day, done, begun = today_in(NODE).isoformat(), 0, time.process_time()
    while (spent := time.process_time() - begun) < seconds or not done:
        found = verdicts(dossiers[done % DIFFERENT], rules, (), reference, day)
        if len(found) != STATES:
            raise ValueError(f"{len(found)} states")
        done += 1
    return done / spent
