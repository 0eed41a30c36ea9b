"""`bench lodge`: declarations accepted a second, beside what the same server and disk can do.

One real node in its own process, 32 connections, every check on, each answer durable. Between its
turns come those of an endpoint that only decodes the same body, and of the bare driver. Both are
measured on the wall and in seconds of the processor (the node's two processes; the endpoint's one;
never the load), since the latter mean the same on a busy machine. What the node does by itself
afterwards, as bringing into the search index what was filed, is in its seconds of the processor;
it is waited for, so that the endpoint's turn is not disturbed by it.
"""

import sys
from collections.abc import Callable, Iterator

import msgspec

from corridor.node.bench.dossiers import Bodies, big_dossier
from corridor.node.bench.limits import bare_commits
from corridor.node.bench.load import Load, post, run_load
from corridor.node.bench.nodes import BenchNode, bench_nodes, running_program
from corridor.node.bench.processor import await_rest, is_told, seconds_of
from corridor.node.bench.result import Result, rate
from corridor.node.demo.ports import free_ports
from corridor.node.demo.world import grn_of, load_world
from corridor.node.system import today_in

NODE = "KG"
ROUTE = "osh-poti"
PATH = "/api/v1/declarations"
CONNECTIONS = 32
BATCH = 32
LIMITS = "corridor.node.bench.limits"
WARM_UP_S = 0.3
ROUND_S = 0.6
"""Short, so that what else the machine does falls on both alike."""


class Turn(msgspec.Struct, frozen=True):
    """One round: ours, then each limit, at about the same time."""

    ours: Load
    decoded: Load
    driver: float
    ours_s: float
    """Seconds of the processor that each spent, warm-up included for both alike."""
    decoded_s: float


def bench_lodge(seconds: float) -> Iterator[Result]:
    """Two results: against the endpoint that only decodes, and against the bare driver."""
    with bench_nodes([NODE]) as nodes:
        node = nodes[NODE]
        bodies, (port,) = bodies_for(node, "LODGE"), free_ports(1)
        arguments = (sys.executable, "-m", LIMITS, str(port))
        log = node.folder / "limit.log"
        with node.running() as ours, running_program(arguments, log, port) as limit:
            rounds = max(1, round(seconds / ROUND_S))
            turns = [_turn(node, bodies, port, (ours, limit)) for _ in range(rounds)]
    yield from _results(turns, len(bodies.next()))


def bodies_for(node: BenchNode, name: str, route: str = ROUTE) -> Bodies:
    """Lodgements by the node's first carrier, under its guarantee."""
    carrier = load_world().nodes[node.name].carriers[0]
    dossier = big_dossier(grn_of(node.name, carrier), today_in(node.name), route)
    return Bodies(dossier, carrier.guarantee.access_code, name)


def lodgement(node: BenchNode, bodies: Bodies) -> Callable[[], bytes]:
    """Makes the next request, with the carrier's token."""
    token = carrier_token(node)
    return lambda: post(PATH, bodies.next(), f"Authorization: Bearer {token}\r\n")


def carrier_token(node: BenchNode) -> str:
    """The API token of the carrier that lodges."""
    return node.tokens[load_world().nodes[node.name].carriers[0].login]


def lodged_each(node: BenchNode, bodies: Bodies, pid: int) -> float:
    """Declarations in each second of the processor of a running node, of one short round."""
    before = seconds_of(pid)
    load = _load(node.port, lodgement(node, bodies), ROUND_S)
    return _each(load, seconds_of(pid) - before)


def _turn(node: BenchNode, bodies: Bodies, port: int, pids: tuple[int, int]) -> Turn:
    rows = [bodies.next() for _ in range(BATCH)]
    begun = _spent(pids)
    ours = _load(node.port, lodgement(node, bodies), ROUND_S)
    await_rest(pids[0])
    decoded = _load(port, lambda: post("/", bodies.next()), ROUND_S)
    ours_s, decoded_s = (after - before for before, after in zip(begun, _spent(pids), strict=True))
    driver = bare_commits(rows, BATCH, ROUND_S / 2, node.folder)
    return Turn(ours, decoded, driver, ours_s, decoded_s)


def _spent(pids: tuple[int, int]) -> tuple[float, ...]:
    return tuple(map(seconds_of, pids)) if is_told() else (0.0, 0.0)


def _load(port: int, request: Callable[[], bytes], seconds: float) -> Load:
    return run_load(port, request, seconds, CONNECTIONS, WARM_UP_S)


def _results(turns: list[Turn], body_bytes: int) -> Iterator[Result]:
    late = sorted(ms for turn in turns for ms in turn.ours.latencies_ms) or [0.0]
    yield rate(
        "lodge",
        [(turn.ours.per_second, turn.decoded.per_second) for turn in turns],
        "declarations/s",
        "an endpoint that only decodes the same body",
        body_bytes=body_bytes,
        connections=CONNECTIONS,
        not_accepted=sum(turn.ours.other for turn in turns),
        p50_ms=round(late[len(late) // 2], 1),
        p99_ms=round(late[int(len(late) * 0.99)], 1),
    )
    yield rate(
        "lodge-processor",
        [(_each(turn.ours, turn.ours_s), _each(turn.decoded, turn.decoded_s)) for turn in turns],
        "declarations in a second of the processor",
        "the same endpoint",
    )
    yield rate(
        "lodge-driver",
        [(turn.ours.per_second, turn.driver) for turn in turns],
        "declarations/s",
        f"the bare driver committing the same bytes, {BATCH} at a time",
    )


def _each(load: Load, spent_s: float) -> float:
    """Declarations in each second that the processor was at work; nothing where it is not told."""
    taken = load.per_second * (ROUND_S + WARM_UP_S)
    return taken / spent_s if spent_s else 0.0
