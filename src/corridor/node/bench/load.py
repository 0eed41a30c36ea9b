"""A load generator on plain sockets, cheap enough to leave the other core to the server.

Sends as fast as answers come, over a fixed number of connections, for a fixed time; then stops.
"""

import asyncio
import time
from collections.abc import Callable

import msgspec

STATUS_AT = slice(9, 12)


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
    def __init__(self) -> None:
        self.good = 0
        self.other = 0
        self.latencies_ms: list[float] = []


async def run_load(
    port: int,
    request: Callable[[], bytes],
    seconds: float,
    connections: int = 32,
    warm_up_s: float = 1.0,
    status: bytes = b"201",
) -> Load:
    """Load `127.0.0.1:port` with requests and count the answers after the warm-up."""
    count = _Count()
    start = time.perf_counter() + warm_up_s
    end = start + seconds
    await asyncio.gather(
        *(_connection(port, request, start, end, status, count) for _ in range(connections))
    )
    return Load(count.good, seconds, count.other, tuple(count.latencies_ms))


async def _connection(
    port: int,
    request: Callable[[], bytes],
    start: float,
    end: float,
    status: bytes,
    count: _Count,
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        while (begun := time.perf_counter()) < end:
            writer.write(request())
            head = await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(_length(head))
            done = time.perf_counter()
            if not start <= done < end:
                continue
            if head[STATUS_AT] == status:
                count.good += 1
                count.latencies_ms.append((done - begun) * 1000)
            else:
                count.other += 1
    finally:
        writer.close()
        await writer.wait_closed()


def _length(head: bytes) -> int:
    lower = head.lower()
    at = lower.index(b"content-length:") + len(b"content-length:")
    return int(lower[at : lower.index(b"\r\n", at)])


def post(path: str, body: bytes, headers: str = "") -> bytes:
    """The bytes of a POST of JSON over a connection that is kept."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n{headers}\r\n"
    )
    return head.encode() + body
