"""How long after the click an event stands on the other node's work list, one at a time."""

import http.client
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

import msgspec

from corridor.node.bench.dossiers import Bodies
from corridor.node.bench.lodge import PATH, carrier_token
from corridor.node.bench.nodes import BenchNode
from corridor.node.bench.result import Result, cost
from corridor.node.demo.ports import HOST

OFFICE = "UZTASH01"
LOGIN = "customs-uztash01"
SAMPLES_LEAST = 100
SAMPLES_MOST = 2_000
GIVE_UP_S = 10.0
HTTP_OK = 200
HTTP_CREATED = 201


class _Row(msgspec.Struct):
    subject: str


class _Page(msgspec.Struct):
    rows: tuple[_Row, ...]


class _Lodged(msgspec.Struct):
    subject: str


_PAGE = msgspec.json.Decoder(_Page)
_LODGED = msgspec.json.Decoder(_Lodged)


class NotSeen(Exception):
    """The other node did not show what was lodged."""

    code = "bench-not-seen"

    def diagnostics(self) -> str:
        """What to do."""
        return "Run it again on a quieter machine; if it lasts, report it."


def bench_live(publisher: BenchNode, follower: BenchNode, bodies: Bodies, seconds: float) -> Result:
    """From sending a lodgement here to reading its row there, beside the answer's own delay."""
    seen_ms: list[float] = []
    answered_ms: list[float] = []
    end = time.perf_counter() + seconds
    with _calling(publisher) as here, _calling(follower) as there:
        while len(seen_ms) < SAMPLES_LEAST or time.perf_counter() < end:
            begun = time.perf_counter()
            subject = _lodge(here, bodies.next(), carrier_token(publisher))
            answered_ms.append((time.perf_counter() - begun) * 1000)
            _await_row(there, follower.tokens[LOGIN], subject)
            seen_ms.append((time.perf_counter() - begun) * 1000)
            if len(seen_ms) >= SAMPLES_MOST:
                break
    return _result(sorted(seen_ms), sorted(answered_ms))


def _result(seen: list[float], answered: list[float]) -> Result:
    half, late = len(seen) // 2, int(len(seen) * 0.99)
    return cost(
        "follow-live",
        seen[half],
        answered[half],
        "ms from click to the other node's work list",
        "the click's own durable answer",
        samples=len(seen),
        p50_ms=round(seen[half], 1),
        p99_ms=round(seen[late], 1),
        answer_p50_ms=round(answered[half], 1),
        answer_p99_ms=round(answered[late], 1),
    )


@contextmanager
def _calling(node: BenchNode) -> Iterator[http.client.HTTPConnection]:
    connection = http.client.HTTPConnection(HOST, node.port, timeout=GIVE_UP_S)
    try:
        yield connection
    finally:
        connection.close()


def _lodge(connection: http.client.HTTPConnection, body: bytes, token: str) -> str:
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    connection.request("POST", PATH, body, headers)
    answer = connection.getresponse()
    data = answer.read()
    if answer.status != HTTP_CREATED:
        raise NotSeen(f"{answer.status} {data[:200]!r}")
    return _LODGED.decode(data).subject


def _await_row(connection: http.client.HTTPConnection, token: str, subject: str) -> None:
    """Read the top of the work list, the newest first, until the subject is there."""
    path = f"/api/v1/lists/{quote(f'customs:{OFFICE}:decide')}?sort=updated&dir=desc&limit=5"
    end = time.perf_counter() + GIVE_UP_S
    while time.perf_counter() < end:
        connection.request("GET", path, headers={"Authorization": f"Bearer {token}"})
        answer = connection.getresponse()
        data = answer.read()
        if answer.status != HTTP_OK:
            raise NotSeen(f"{answer.status} {data[:200]!r}")
        if any(row.subject == subject for row in _PAGE.decode(data).rows):
            return
    raise NotSeen(f"{subject} is not on the list of {OFFICE} within {GIVE_UP_S} s")
