"""The way to a partner: one message posted, or its public page read; judged as webhooks are.

Whoever names an address makes the node call it, so it is never one of the own network.
"""

import asyncio
import ssl
from typing import Any, Final, NamedTuple

import httpcore
import msgspec

from corridor.gateways.webhooks.judging import (
    AddressRefused,
    JudgedNetwork,
    Resolve,
    check_url,
    look_up,
    origin_of,
)

SECONDS_MAX: Final = 15.0
ANSWER_BYTES_MAX: Final = 65_536
AGENT: Final = "corridor-epermit/1"
_DOWN: Final = (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError)


class Said(NamedTuple):
    """What a partner answered. `status` 0: nothing, and `error` says why."""

    status: int
    body: bytes = b""
    error: str = ""

    @property
    def code(self) -> str:
        """The code of the protocol by which a message was refused; empty where there is none."""
        details = self.json.get("details")
        found = details.get("errorCode") if isinstance(details, dict) else None
        found = found or self.json.get("error_code")
        return found if isinstance(found, str) and len(found) <= 60 else ""

    @property
    def json(self) -> dict[str, Any]:
        """The object in it; empty where there is none."""
        try:
            found = msgspec.json.decode(self.body)
        except msgspec.DecodeError:
            return {}
        return found if isinstance(found, dict) else {}


class PartnerLine:
    """`named`: origins of the node's settings that are not judged; for tests alone."""

    def __init__(
        self,
        named: frozenset[str] = frozenset(),
        resolve: Resolve = look_up,
        seconds: float = SECONDS_MAX,
    ) -> None:
        self._named = named
        self._resolve = resolve
        self._seconds = seconds
        self._tls = ssl.create_default_context()

    async def read(self, url: str) -> Said:
        """What stands at an address."""
        return await self._ask("GET", url, {}, b"")

    async def post(self, url: str, proof: str, body: bytes) -> Said:
        """Hand over one message."""
        headers = {"content-type": "application/json", "authorization": f"Bearer {proof}"}
        return await self._ask("POST", url, headers, body)

    async def _ask(self, method: str, url: str, headers: dict[str, str], body: bytes) -> Said:
        try:
            check_url(url, self._named)
            async with asyncio.timeout(self._seconds):
                return await self._asked(method, url, headers, body)
        except AddressRefused as refused:
            return Said(0, error=refused.code)
        except TimeoutError:
            return Said(0, error="timeout")
        except (*_DOWN, OSError) as error:
            return Said(0, error=f"{type(error).__name__} {error}".strip()[:200])

    async def _asked(self, method: str, url: str, given: dict[str, str], body: bytes) -> Said:
        headers = {"accept": "application/json", "accept-encoding": "identity", **given}
        headers["user-agent"] = AGENT
        network = JudgedNetwork(origin_of(url) in self._named, self._resolve)
        pool = httpcore.AsyncConnectionPool(
            ssl_context=self._tls, network_backend=network, max_keepalive_connections=0
        )
        more = {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), self._seconds)}
        async with (
            pool,
            pool.stream(
                method, url, headers=[*headers.items()], content=body, extensions=more
            ) as answer,
        ):
            return Said(answer.status, await _limited(answer))


async def _limited(answer: httpcore.Response) -> bytes:
    found = bytearray()
    async for part in answer.aiter_stream():
        found += part
        if len(found) > ANSWER_BYTES_MAX:
            return b""
    return bytes(found)
