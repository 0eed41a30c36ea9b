"""The way to a partner: one message posted, or its public page read; judged as webhooks are.

Whoever names an address makes the node call it, so it is never one of the own network.
"""

from typing import Any, Final, NamedTuple

import msgspec

from corridor.gateways.calling import Call, Limits, call, trusted_here
from corridor.gateways.judging import (
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
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
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
        self._limits = Limits(seconds, ANSWER_BYTES_MAX)
        self._tls = trusted_here()

    async def read(self, url: str) -> Said:
        """What stands at an address."""
        return await self._ask("GET", url, {}, b"")

    async def post(self, url: str, proof: str, body: bytes) -> Said:
        """Hand over one message."""
        headers = {"content-type": "application/json", "authorization": f"Bearer {proof}"}
        return await self._ask("POST", url, headers, body)

    async def _ask(self, method: str, url: str, given: dict[str, str], body: bytes) -> Said:
        headers = {"accept": "application/json", "user-agent": AGENT, **given}
        try:
            check_url(url, self._named)
            network = JudgedNetwork(origin_of(url) in self._named, self._resolve)
            reply = await call(Call(method, url, headers, body), self._limits, self._tls, network)
        except AddressRefused as refused:
            return Said(0, error=refused.code)
        return Said(reply.status, reply.body if reply.is_whole else b"", reply.error)
