"""One message handed to one receiver of webhooks, whose address is judged each time."""

import ssl
from typing import Final

import msgspec

from corridor.gateways.calling import Call, Limits, Reply, call, trusted_here
from corridor.gateways.judging import (
    AddressRefused,
    JudgedNetwork,
    Resolve,
    check_url,
    judged,
    look_up,
    origin_of,
)
from corridor.gateways.webhooks.signing import headers_of

SECONDS_MAX: Final = 15.0
"""For all of one message, however slowly a receiver answers."""
ANSWER_BYTES_MAX: Final = 65_536
"""An answer is read for its status alone; a longer one is cut off."""
AGENT: Final = "corridor-webhooks/1"
GONE: Final = 410
REST_S_MAX: Final = 24 * 3600


class Handed(msgspec.Struct, frozen=True):
    """What came of it. `error` is empty where the receiver took it. `status`: 0 without an answer.

    `is_down`: nothing else would be taken now either. `rest_s`: how long it asks to be left alone.
    """

    status: int = 0
    error: str = ""
    is_down: bool = False
    rest_s: int = 0

    @property
    def is_gone(self) -> bool:
        """Whether the receiver says that it wants nothing more, for good."""
        return self.status == GONE


class Receivers:
    """The way to receivers. `named`: origins of the node's settings that are not judged."""

    def __init__(
        self,
        named: frozenset[str] = frozenset(),
        resolve: Resolve = look_up,
        seconds: float = SECONDS_MAX,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.named = named
        self._resolve = resolve
        self._limits = Limits(seconds, ANSWER_BYTES_MAX)
        self._tls = tls or trusted_here()

    async def judge(self, url: str) -> str:
        """Why nothing is ever sent there, by its code; empty where it is."""
        try:
            await judged(url, self.named, self._resolve)
        except AddressRefused as refused:
            return refused.code
        return ""

    async def hand(self, url: str, secret: str, id: str, seconds: int, body: bytes) -> Handed:
        """Send a message of a webhook once."""
        signed = headers_of(secret, id, seconds, body)
        headers = {"content-type": "application/json", "user-agent": AGENT, **signed}
        return await self.post(url, headers, body)

    async def post(self, url: str, headers: dict[str, str], body: bytes) -> Handed:
        """Send it once, to an address that is judged now."""
        try:
            check_url(url, self.named)
            network = JudgedNetwork(origin_of(url) in self.named, self._resolve)
            asked = Call("POST", url, headers, body)
            return _handed(await call(asked, self._limits, self._tls, network))
        except AddressRefused as refused:
            return Handed(error=refused.code)


def _handed(reply: Reply) -> Handed:
    status = reply.status
    if not status:
        return Handed(error=reply.error, is_down=True)
    if 200 <= status < 300:
        return Handed(status)
    is_down = status >= 500 or status == 429
    kind = "redirect" if 300 <= status < 400 else "status"
    return Handed(status, f"{kind} {status}", is_down, _rest_of(reply))


def _rest_of(reply: Reply) -> int:
    """For how many seconds it asks to be left alone, if it says so in seconds."""
    said = reply.header(b"retry-after")
    return min(int(said), REST_S_MAX) if said.isdigit() and len(said) < len(str(1 << 62)) else 0
