"""A security server of X-Road and the service behind it, as the message protocol for REST has them.

Written from the protocol's side: it checks the address and the headers of a call, passes it on to a
service, adds its own headers to the answer, and marks what is its own fault with `X-Road-Error`.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

ME = "KG/GOV/70000001/corridor"
SERVICE = "KG/GOV/70000005/road/permits"
Service = Callable[[str, dict[str, Any]], tuple[int, Any]]


class SecurityServerDouble:
    """`service`: (path, body) → (status, answer). `fault`: what the exchange says instead."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.fault = ""
        self.is_mute = False
        self.calls: list[tuple[str, dict[str, str]]] = []
        self.port = 0

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._talk(reader, writer)
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        method, target, _ = head[0].split(" ")
        headers = {k.lower(): v for k, _, v in (line.partition(": ") for line in head[1:] if line)}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        self.calls.append((f"{method} {target}", headers))
        if self.is_mute:
            await reader.read()  # until whoever asked has gone
            return
        status, answer, more = self._answer(method, target, headers, body)
        data = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        said = {
            "content-length": str(len(data)),
            "connection": "close",
            "content-type": "application/json;charset=utf-8",
            **more,
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in said.items())
        writer.write(f"HTTP/1.1 {status} Said\r\n{lines}\r\n".encode() + data)
        with suppress(ConnectionError):
            await writer.drain()

    def _answer(
        self, method: str, target: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, Any, dict[str, str]]:
        prefix = f"/r1/{SERVICE}"
        if headers.get("x-road-client") != ME:
            return self._own(400, "Client.InvalidClientId")
        if method != "PUT" or not target.startswith(prefix):
            return self._own(500, "Server.ServerProxy.UnknownService")
        if self.fault:
            return self._own(500, self.fault)
        status, answer = self.service(target.removeprefix(prefix), json.loads(body))
        more = {"x-road-id": headers["x-road-id"], "x-road-service": SERVICE}
        return status, answer, more

    def _own(self, status: int, fault: str) -> tuple[int, Any, dict[str, str]]:
        said = {"type": fault, "message": "said by the exchange", "detail": "9bc95b6e"}
        return status, said, {"x-road-error": fault}

    @asynccontextmanager
    async def running(self) -> AsyncIterator[str]:
        """Its address, while it listens."""
        server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = server.sockets[0].getsockname()[1]
        async with server:
            yield f"http://127.0.0.1:{self.port}"
