"""A load generator on plain sockets, cheap enough to leave the processors to the server.

Sends as fast as answers come, over a fixed number of connections, for a fixed time; then stops.
"""

import asyncio
import time
from collections.abc import Callable
from typing import Final, cast

import msgspec
import uvloop

STATUS_AT: Final = slice(9, 12)
END_OF_HEAD: Final = b"\r\n\r\n"
ANSWERED_WITHIN_S: Final = 60.0
"""So long after its end the last answers are waited for."""


class Load(msgspec.Struct, frozen=True):
    """What was measured: requests answered as expected, in how many seconds, and how late."""

    answered: int
    seconds: float
    other: int
    latencies_ms: tuple[float, ...] = ()

    @property
    def per_second(self) -> float:
        """Answered requests a second."""
        return self.answered / self.seconds


class _Count:
    """What all connections count, of answers between two instants."""

    def __init__(self, start: float, end: float, status: bytes) -> None:
        self.start, self.end, self.status = start, end, status
        self.good = 0
        self.other = 0
        self.latencies_ms: list[float] = []

    def add(self, status: bytes, begun: float, done: float) -> None:
        """An answer; none that came too early or too late."""
        if not self.start <= done < self.end:
            return
        if status == self.status:
            self.good += 1
            self.latencies_ms.append((done - begun) * 1000)
        else:
            self.other += 1


class _Connection(asyncio.Protocol):
    """One request after another. `ended`: done once the time is over, or the server has closed."""

    _transport: asyncio.WriteTransport

    def __init__(self, request: Callable[[], bytes], count: _Count) -> None:
        self._request, self._count = request, count
        self._answer = b""
        self._begun = 0.0
        self.ended = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)
        self._ask(time.perf_counter())

    def data_received(self, data: bytes) -> None:
        self._answer += data
        at = self._answer.find(END_OF_HEAD)
        if at < 0 or len(self._answer) < at + len(END_OF_HEAD) + _length(self._answer[:at]):
            return
        done = time.perf_counter()
        self._count.add(self._answer[STATUS_AT], self._begun, done)
        self._answer = b""
        self._ask(done)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.ended.done():
            self.ended.set_exception(exc or ConnectionError("the server closed a connection"))

    def _ask(self, now: float) -> None:
        if now < self._count.end:
            self._begun = now
            self._transport.write(self._request())
        else:
            self.ended.set_result(None)
            self._transport.close()


def run_load(
    port: int,
    request: Callable[[], bytes],
    seconds: float,
    connections: int = 32,
    warm_up_s: float = 1.0,
    status: bytes = b"201",
) -> Load:
    """Load `127.0.0.1:port` with requests and count the answers after the warm-up."""
    start = time.perf_counter() + warm_up_s
    count = _Count(start, start + seconds, status)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_connected(port, request, connections, count))
    return Load(count.good, seconds, count.other, tuple(count.latencies_ms))


async def _connected(
    port: int, request: Callable[[], bytes], connections: int, count: _Count
) -> None:
    loop = asyncio.get_running_loop()
    made = [
        await loop.create_connection(lambda: _Connection(request, count), "127.0.0.1", port)
        for _ in range(connections)
    ]
    async with asyncio.timeout(count.end - time.perf_counter() + ANSWERED_WITHIN_S):
        await asyncio.gather(*(connection.ended for _, connection in made))


def _length(head: bytes) -> int:
    lower = head.lower()
    at = lower.index(b"content-length:") + len(b"content-length:")
    return int(lower[at:].partition(b"\r\n")[0])


def post(path: str, body: bytes, headers: str = "") -> bytes:
    """The bytes of a POST of JSON over a connection that is kept."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n{headers}\r\n"
    )
    return head.encode() + body
