"""One call through the security server, and whether the exchange or the service failed at it."""

import ssl
from typing import Final

import msgspec

from corridor.domain.codes.xroad import read_client, read_service, written
from corridor.gateways.calling import WORDS_MAX, Call, Limits, Reply, call
from corridor.gateways.xroad.settings import XRoad

PROTOCOL: Final = "r1"
ANSWER_BYTES_MAX: Final = 1 << 20


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
        }
        limits = Limits(float(self._settings.seconds), ANSWER_BYTES_MAX)
        return _called(await call(Call("PUT", at, headers, body), limits, self._tls))


def _called(reply: Reply) -> Called:
    """A header says whether the exchange failed, or the service refused."""
    if not reply.status:
        return Called(error=reply.error, is_down=True)
    if not reply.is_whole:
        return Called(reply.status, error="answer too long")
    status, data, fault = reply.status, reply.body, reply.header(b"x-road-error")
    if fault:
        said = fault.decode("ascii", "replace")[:WORDS_MAX]
        return Called(status, data, _words(data) or said, is_down=True, by_exchange=True)
    if 200 <= status < 300:
        return Called(status, data)
    return Called(status, data, _words(data) or f"status {status}", status in (429, 503))


def _words(data: bytes) -> str:
    """What the body of an error says (§4.6), or a problem document."""
    try:
        said = msgspec.json.decode(data, type=_Said)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return ""
    words = (said.type, said.message or said.title or said.detail)
    return ": ".join(one for one in words if one)[:WORDS_MAX]
