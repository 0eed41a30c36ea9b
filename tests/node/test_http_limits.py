"""A request's head is bounded in bytes and in time; what follows is the application's business."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import pytest
import uvicorn

from corridor.node import http_limits
from corridor.node.http_limits import (
    GATHERED_BYTES_MAX,
    HEAD_BYTES_MAX,
    BoundedProtocol,
    OnePiece,
    server_config,
)
from corridor.node.settings import NodeSettings

Ask = Callable[[bytes], Any]
CUT = b"cut"
GET = b"GET / HTTP/1.1\r\nHost: x\r\n"


async def _app(scope: Any, receive: Any, send: Any) -> None:
    """Reads the body to its end and says how long it was."""
    length, more = 0, True
    while more:
        message = await receive()
        length += len(message.get("body", b""))
        more = message.get("more_body", False)
    body = str(length).encode()
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@asynccontextmanager
async def line() -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A connection to a server that has these limits."""
    config = uvicorn.Config(_app, lifespan="off", log_level="critical")
    config.load()
    state = uvicorn.Server(config).server_state
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: BoundedProtocol(config, state, {}), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield reader, writer
    finally:
        writer.close()
        server.close()


async def status_of(reader: asyncio.StreamReader) -> bytes:
    """The number in the status line, or that the line was cut."""
    try:
        first = await asyncio.wait_for(reader.readline(), 5)
    except ConnectionResetError:
        return CUT
    return first.split(b" ")[1] if first else CUT


@pytest.mark.parametrize(
    ("host", "status"),
    [
        (b"a.test:8701", b"200"),
        (b"[::1]:8701", b"200"),
        (b"", b"200"),
        (b"a:70000", b"400"),
        (b"a:x", b"400"),
        (b"a:1:2", b"400"),
        (b"[::1", b"400"),
        (b"b@a", b"400"),
    ],
)
async def test_an_address_can_be_made_of_the_host(host: bytes, status: bytes) -> None:
    async with line() as (reader, writer):
        writer.write(b"POST / HTTP/1.1\r\nHost: " + host + b"\r\nContent-Length: 2\r\n\r\nab")
        assert await status_of(reader) == status


async def test_a_head_within_the_limit_is_answered() -> None:
    async with line() as (reader, writer):
        writer.write(GET + b"x-a: " + b"a" * (HEAD_BYTES_MAX // 2) + b"\r\n\r\n")
        assert await status_of(reader) == b"200"


@pytest.mark.parametrize("count", [1, 100])
async def test_an_endless_head_is_cut_off(count: int) -> None:
    async with line() as (reader, writer):
        writer.write(GET)
        for number in range(count):
            writer.write(b"x-%d: " % number + b"a" * (300_000 // count) + b"\r\n")
        # What was sent and never read can reset the line before the answer has been.
        assert await status_of(reader) in (b"431", CUT)


async def test_a_slow_head_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_limits, "HEAD_SECONDS", 0.2)
    async with line() as (reader, writer):
        writer.write(GET + b"x-slow: ")
        assert await status_of(reader) == b"408"


async def test_silence_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_limits, "HEAD_SECONDS", 0.2)
    async with line() as (reader, _):
        assert await status_of(reader) == b"408"


async def test_a_body_may_be_longer_and_slower_than_a_head(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(http_limits, "HEAD_SECONDS", 0.2)
    async with line() as (reader, writer):
        writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 300000\r\n\r\n")
        for _ in range(3):
            writer.write(b"x" * 100_000)
            await asyncio.sleep(0.15)
        assert await status_of(reader) == b"200"


async def test_each_request_of_a_connection_has_its_own_limit() -> None:
    async with line() as (reader, writer):
        for _ in range(4):
            writer.write(GET + b"x-a: " + b"a" * (HEAD_BYTES_MAX // 2) + b"\r\n\r\n")
            assert await status_of(reader) == b"200"
            await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(1)


async def seen_from(trusted: tuple[str, ...], peer: str, *forwarded: str) -> str:
    """From where the application thinks that somebody asks."""
    seen = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["client"][0])

    config = server_config(app, trusted)
    config.load()
    headers = [(b"x-forwarded-for", value.encode()) for value in forwarded]
    scope = {"type": "http", "client": (peer, 1), "headers": headers, "scheme": "http"}
    await config.loaded_app(scope, None, None)
    return str(seen[0])


GATEWAYS = ("10.0.0.0/8", "2001:db8::/64")


@pytest.mark.parametrize(
    ("trusted", "peer", "forwarded", "seen"),
    [
        ((), "127.0.0.1", ("6.6.6.6",), "127.0.0.1"),
        (GATEWAYS, "127.0.0.1", ("6.6.6.6",), "127.0.0.1"),
        (GATEWAYS, "7.7.7.7", ("6.6.6.6", "10.0.0.1"), "7.7.7.7"),
        (GATEWAYS, "10.0.0.1", (), "10.0.0.1"),
        (GATEWAYS, "10.0.0.1", ("7.7.7.7",), "7.7.7.7"),
        (GATEWAYS, "10.0.0.1", ("6.6.6.6, 7.7.7.7",), "7.7.7.7"),
        (GATEWAYS, "10.0.0.1", ("10.9.9.9, 6.6.6.6, 7.7.7.7, 10.0.0.2",), "7.7.7.7"),
        (GATEWAYS, "10.0.0.1", ("6.6.6.6", "7.7.7.7"), "7.7.7.7"),
        (GATEWAYS, "10.0.0.1", ("6.6.6.6", "7.7.7.7", "2001:db8::2"), "7.7.7.7"),
        (GATEWAYS, "2001:db8::2", ("7.7.7.7:4711",), "7.7.7.7"),
        (GATEWAYS, "10.0.0.1", ("10.0.0.1, *",), "*"),
    ],
)
async def test_a_forwarded_address_is_believed_as_far_as_its_hops_are_trusted(
    trusted: tuple[str, ...], peer: str, forwarded: tuple[str, ...], seen: str
) -> None:
    assert await seen_from(trusted, peer, *forwarded) == seen


async def test_the_environment_makes_nobody_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")
    assert await seen_from((), "7.7.7.7", "6.6.6.6") == "7.7.7.7"
    assert await seen_from(GATEWAYS, "7.7.7.7", "6.6.6.6") == "7.7.7.7"


@pytest.mark.parametrize("network", ["*", "0.0.0.0/0", "::/0", "10.0.0.1/8", "gateway", ""])
def test_a_gateway_is_named_by_its_network(network: str) -> None:
    text = {"node": "KG", "name": {"ru": "К", "en": "K"}, "trusted_proxies": [network]}
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(text, NodeSettings)


class _Wire(asyncio.Transport):
    """Keeps what is sent, one entry for each call of the system."""

    def __init__(self) -> None:
        super().__init__({"peername": ("192.0.2.1", 5)})
        self.sent: list[bytes] = []
        self.is_cut = False

    def writelines(self, list_of_data: Any) -> None:
        self.sent.append(b"".join(list_of_data))

    def is_closing(self) -> bool:
        return self.is_cut

    def close(self) -> None:
        self.is_cut = True


async def test_what_is_said_in_one_turn_goes_in_one_piece() -> None:
    wire = _Wire()
    line = OnePiece(wire, asyncio.get_running_loop())
    line.write(b"head")
    line.write(b"body")
    assert wire.sent == []
    await asyncio.sleep(0)
    assert wire.sent == [b"headbody"]
    line.write(b"next")
    await asyncio.sleep(0)
    assert wire.sent == [b"headbody", b"next"]
    assert line.get_extra_info("peername") == ("192.0.2.1", 5)


async def test_much_does_not_wait_for_the_end_of_the_turn() -> None:
    wire = _Wire()
    line = OnePiece(wire, asyncio.get_running_loop())
    line.write(b"head")
    line.write(bytes(GATHERED_BYTES_MAX))
    line.write(b"tail")
    assert [len(one) for one in wire.sent] == [GATHERED_BYTES_MAX + 4]
    line.close()
    assert wire.sent[1:] == [b"tail"]
    await asyncio.sleep(0)
    assert len(wire.sent) == 2


async def test_nothing_is_sent_to_who_is_gone() -> None:
    wire = _Wire()
    line = OnePiece(wire, asyncio.get_running_loop())
    line.write(b"head")
    wire.is_cut = True
    await asyncio.sleep(0)
    assert wire.sent == []
    assert line.is_closing()
