"""One call through the security server: within a time, reading little, following no redirect."""

import asyncio
import ssl
from typing import Final

import httpcore
import msgspec

from corridor.domain.codes.xroad import read_client, read_service, written
from corridor.gateways.xroad.settings import XRoad

PROTOCOL: Final = "r1"
ANSWER_BYTES_MAX: Final = 1 << 20
WORDS_MAX: Final = 200
_DOWN: Final = (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError)


class Called(msgspec.Struct, frozen=True):
    """What came of a call. `status` 0: no answer. `error` is empty where the service answered well.

    `is_down`: nothing else would be answered now either: the exchange or the service is away. A
    service that fails at one message (500) may answer the next.
    `by_exchange`: X-Road said it, and not the service.
    """

    status: int = 0
    body: bytes = b""
    error: str = ""
    is_down: bool = False
    by_exchange: bool = False


class _Said(msgspec.Struct):
    type: str = ""
    message: str = ""
    title: str = ""
    detail: str = ""


class SecurityServer:
    """The way to all services of X-Road."""

    def __init__(self, settings: XRoad, tls: ssl.SSLContext | None = None) -> None:
        self._settings = settings
        self._client = written(read_client(settings.client))
        self._tls = tls or ssl.create_default_context(cafile=settings.ca_file or None)

    async def put(self, service: str, path: str, body: bytes, id: str, issue: str) -> Called:
        """Send a body to a path of a service. `id`: of this message; `issue`: what it is about."""
        at = f"{self._settings.server}/{PROTOCOL}/{written(read_service(service))}{path}"
        headers = {
            "x-road-client": self._client,
            "x-road-id": id,
            "x-road-issue": issue,
            "content-type": "application/json; charset=utf-8",
            "accept": "application/json",
            "accept-encoding": "identity",
        }
        try:
            async with asyncio.timeout(self._settings.seconds):
                return await self._put(at, headers, body)
        except TimeoutError:
            return Called(error="timeout", is_down=True)
        except (*_DOWN, OSError) as error:
            said = f"{type(error).__name__} {error}".strip()[:WORDS_MAX]
            return Called(error=said, is_down=True)

    async def _put(self, at: str, headers: dict[str, str], body: bytes) -> Called:
        seconds = float(self._settings.seconds)
        more = {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), seconds)}
        pool = httpcore.AsyncConnectionPool(ssl_context=self._tls, max_keepalive_connections=0)
        async with (
            pool,
            pool.stream(
                "PUT", at, headers=[*headers.items()], content=body, extensions=more
            ) as answer,
        ):
            data = await _read_a_little(answer)
            if data is None:
                return Called(answer.status, error="answer too long")
            return _called(answer, data)


async def _read_a_little(answer: httpcore.Response) -> bytes | None:
    parts, size = [], 0
    async for part in answer.aiter_stream():
        parts.append(part)
        size += len(part)
        if size > ANSWER_BYTES_MAX:
            return None
    return b"".join(parts)


def _called(answer: httpcore.Response, data: bytes) -> Called:
    """A header says whether the exchange failed, or the service refused."""
    fault = next((value for name, value in answer.headers if name.lower() == b"x-road-error"), b"")
    if fault:
        said = fault.decode("ascii", "replace")[:WORDS_MAX]
        return Called(answer.status, data, _words(data) or said, is_down=True, by_exchange=True)
    if 200 <= answer.status < 300:
        return Called(answer.status, data)
    is_down = answer.status in (429, 503)
    return Called(answer.status, data, _words(data) or f"status {answer.status}", is_down)


def _words(data: bytes) -> str:
    """What the body of an error says (§4.6), or a problem document."""
    try:
        said = msgspec.json.decode(data, type=_Said)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return ""
    words = (said.type, said.message or said.title or said.detail)
    return ": ".join(one for one in words if one)[:WORDS_MAX]
