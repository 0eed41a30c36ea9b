"""One call to another system: within a time, reading little, following no redirect."""

import asyncio
import ssl
from functools import cache
from typing import Final

import httpcore
import msgspec

WORDS_MAX: Final = 200
_DOWN: Final = (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError)


class Limits(msgspec.Struct, frozen=True):
    """For all of one call, however slowly it is answered; and how much of the answer is read."""

    seconds: float
    answer_bytes: int


class Call(msgspec.Struct, frozen=True):
    """What is asked."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes = b""


class Reply(msgspec.Struct, frozen=True):
    """What came back. `status` 0: nothing, and `error` says why.

    `body`: as far as it was read; `is_whole`: whether that is all of it.
    """

    status: int = 0
    headers: tuple[tuple[bytes, bytes], ...] = ()
    body: bytes = b""
    is_whole: bool = True
    error: str = ""

    def header(self, name: bytes) -> bytes:
        """The first of this name, in small letters; empty where there is none."""
        return next((value for one, value in self.headers if one.lower() == name), b"")


@cache
def trusted_here() -> ssl.SSLContext:
    """For lines to whoever the machine trusts; read once, which takes longer than a call."""
    return ssl.create_default_context()


async def call(
    asked: Call,
    limits: Limits,
    tls: ssl.SSLContext,
    network: httpcore.AsyncNetworkBackend | None = None,
) -> Reply:
    """Ask once, on a connection of its own. Raises what `network` raises of an address."""
    try:
        async with asyncio.timeout(limits.seconds):
            return await _called(asked, limits, tls, network)
    except TimeoutError:
        return Reply(error="timeout")
    except (*_DOWN, OSError) as error:
        return Reply(error=f"{type(error).__name__} {error}".strip()[:WORDS_MAX])


async def _called(
    asked: Call,
    limits: Limits,
    tls: ssl.SSLContext,
    network: httpcore.AsyncNetworkBackend | None,
) -> Reply:
    headers = [("accept-encoding", "identity"), *asked.headers.items()]
    more = {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), limits.seconds)}
    pool = httpcore.AsyncConnectionPool(
        ssl_context=tls, network_backend=network, max_keepalive_connections=0
    )
    async with (
        pool,
        pool.stream(
            asked.method, asked.url, headers=headers, content=asked.body, extensions=more
        ) as answer,
    ):
        body = await _read(answer, limits.answer_bytes)
        is_whole = len(body) <= limits.answer_bytes
        return Reply(answer.status, tuple(answer.headers), body[: limits.answer_bytes], is_whole)


async def _read(answer: httpcore.Response, most: int) -> bytes:
    """No more than shows that it is too long."""
    found = bytearray()
    async for part in answer.aiter_stream():
        found += part
        if len(found) > most:
            break
    return bytes(found)
