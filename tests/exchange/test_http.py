"""Two nodes with writers of their own, over HTTP in this process and over real sockets."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
import uvicorn

from corridor.engine.queries import Queries
from corridor.engine.writer import Writer
from corridor.evidence.httpsig import Request
from corridor.exchange import http
from corridor.exchange.errors import LineFault
from corridor.exchange.follower import Follower, Pace
from corridor.exchange.http import HttpTransport
from corridor.exchange.serve import Publisher
from corridor.exchange.transport import Answer
from tests.exchange.network import Node, Wires
from tests.exchange.steps import accepted_movement
from tests.support.engines import MOVEMENT, lodge

Asgi = Callable[[Any, Any, Any], Awaitable[None]]
KG = "http://kg.test/exchange/v1/follow"


def app_of(publisher: Publisher) -> Asgi:
    """The smallest web server of a publisher."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        url = f"{scope['scheme']}://{headers['host']}{scope['path']}"
        answer = await publisher.handle_follow(Request(scope["method"], url, headers, body))
        fields = [(name.encode(), value.encode()) for name, value in answer.headers.items()]
        await send({"type": "http.response.start", "status": answer.status, "headers": fields})
        await send({"type": "http.response.body", "body": answer.body})

    return app


@contextmanager
def writing(node: Node) -> Iterator[Writer]:
    """The node's writer thread."""
    writer = Writer(node.core)
    writer.start()
    try:
        yield writer
    finally:
        writer.stop()


async def test_a_waiting_follower_is_woken_by_the_commit() -> None:
    kg, uz = Node("KG", Wires()), Node("UZ", Wires())
    with writing(kg) as kg_writer, writing(uz) as uz_writer:
        publisher = Publisher(kg.core, kg_writer.run, kg.trust)
        transport = httpx.ASGITransport(app_of(publisher))
        async with httpx.AsyncClient(transport=transport) as client:
            pace = Pace(wait_s=20)
            follower = Follower(uz.core, uz_writer.run, uz.trust, HttpTransport(client), "KG", pace)
            running = asyncio.ensure_future(follower.run())
            await asyncio.sleep(0.3)
            assert follower.status.position == 0
            await asyncio.to_thread(accepted_movement, kg.core)
            for _ in range(200):
                if follower.status.position == 2:
                    break
                await asyncio.sleep(0.02)
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
    assert follower.status.position == 2, follower.status
    assert Queries(uz.core).get(MOVEMENT).state is not None


@pytest.fixture
async def kg_port() -> AsyncIterator[tuple[Node, int]]:
    """KG's publisher behind a real socket."""
    kg = Node("KG", Wires())
    accepted_movement(kg.core)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        app: Any = app_of(kg.publisher)
        server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_config=None))
        serving = asyncio.ensure_future(server.serve(sockets=[listening]))
        while not server.started:  # noqa: ASYNC110 - it has nothing to wait for
            await asyncio.sleep(0.01)
        yield kg, port
        server.should_exit = True
        await serving


async def test_over_real_sockets(kg_port: tuple[Node, int]) -> None:
    kg, port = kg_port
    uz = Node("UZ", Wires())
    transport = HttpTransport()
    follower = Follower(uz.core, uz.submit, uz.trust, _At(transport, port), "KG", Pace(wait_s=0))
    assert await follower.round() is None, follower.status
    assert Queries(uz.core).get(MOVEMENT).state == Queries(kg.core).get(MOVEMENT).state
    await transport.close()


class _At:
    """The transport, whatever the trust list says, to this port; signed for the listed name."""

    def __init__(self, transport: HttpTransport, port: int) -> None:
        self._transport = transport
        self._port = port

    async def follow(self, request: Request, wait_s: int) -> Answer:
        headers = {**request.headers, "host": "kg.test"}
        url = request.url.replace("kg.test", f"127.0.0.1:{self._port}")
        return await self._transport.follow(Request("POST", url, headers, request.body), wait_s)


async def test_nobody_listens() -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        port = reserved.getsockname()[1]
        transport = HttpTransport()
        with pytest.raises(LineFault, match="unreachable"):
            await transport.follow(Request("POST", f"http://127.0.0.1:{port}/"), 0)
        await transport.close()


async def test_an_answer_without_end_is_not_read_to_its_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(http, "ANSWER_BYTES_MAX", 1_000)

    async def parts() -> AsyncIterator[bytes]:
        while True:
            yield b"x" * 300

    endless = httpx.MockTransport(lambda request: httpx.Response(200, content=parts()))
    async with httpx.AsyncClient(transport=endless) as client:
        with pytest.raises(LineFault, match="size"):
            await HttpTransport(client).follow(Request("POST", KG), 0)


async def test_a_peer_that_accepts_and_never_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "READ_S", 0.1)

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()  # until the other side gives up
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    transport = HttpTransport()
    with pytest.raises(LineFault, match="ReadTimeout"):
        await transport.follow(Request("POST", f"http://127.0.0.1:{port}/"), 0)
    await transport.close()
    await asyncio.sleep(0.05)
    server.close()
    await server.wait_closed()


async def test_a_burst_while_the_follower_waits_comes_in_order() -> None:
    kg, uz = Node("KG", Wires()), Node("UZ", Wires())
    accepted_movement(kg.core)
    for number in range(2, 30):
        lodge(kg.core, f"mv-KG-{number:020d}", f"L{number}")
    transport = httpx.ASGITransport(app_of(kg.publisher))
    async with httpx.AsyncClient(transport=transport) as client:
        pace = Pace(wait_s=0, limit=3)
        line = HttpTransport(client)
        follower = Follower(uz.core, uz.submit, uz.trust, line, "KG", pace)
        assert await follower.round() is None
    with kg.core.store.read() as here:
        assert follower.status.position == here.channel_end("UZ")[0]
