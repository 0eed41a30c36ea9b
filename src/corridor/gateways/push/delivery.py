"""One notice handed to one push service (RFC 8030), which is judged as receivers of webhooks are.

Besides, a node sends to the services alone that its settings name: who makes a browser say another
address gets nothing.
"""

from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

import msgspec

from corridor.gateways.judging import AddressRefused, check_url, origin_of
from corridor.gateways.push.encryption import encrypted, keys_of
from corridor.gateways.push.naming import Sender
from corridor.gateways.webhooks.delivery import Handed, Receivers

TOPIC: Final = "news"
"""Of what waits at a service for a browser that is off, the newest alone is brought."""
AGENT: Final = "corridor-notices/1"
_GONE: Final = (404, 410)


class Subscription(msgspec.Struct, frozen=True):
    """Where a browser listens, and its keys, as its scripts write them."""

    endpoint: str
    p256dh: str
    auth: str


class Waits(msgspec.Struct, frozen=True):
    """How long a service keeps it for a browser that is off, and how urgent it is (RFC 8030)."""

    ttl_s: int = 24 * 3600
    urgency: str = "normal"


class PushServices:
    """The way to them. `hosts`: their names as they are set now; `*.` stands for any part."""

    def __init__(
        self, receivers: Receivers, sender: Sender, hosts: Callable[[], tuple[str, ...]]
    ) -> None:
        self._receivers = receivers
        self._sender = sender
        self._hosts = hosts

    @property
    def is_on(self) -> bool:
        """Whether any service is asked."""
        return bool(self._hosts())

    @property
    def key(self) -> str:
        """The node's public key, for browsers."""
        return self._sender.public

    async def judge(self, endpoint: str, p256dh: str, auth: str) -> str:
        """Why nothing is ever sent there, by its code; empty where it is."""
        try:
            keys_of(p256dh, auth)
        except ValueError:
            return "push-keys"
        try:
            self._check(endpoint)
        except AddressRefused as refused:
            return refused.code
        return await self._receivers.judge(endpoint)

    def _check(self, endpoint: str) -> None:
        check_url(endpoint, self._receivers.named)
        if origin_of(endpoint) in self._receivers.named:
            return
        host = str(urlsplit(endpoint).hostname)
        if not any(_is_host(host, one) for one in self._hosts()):
            raise AddressRefused("push-service-unknown")

    async def hand(self, to: Subscription, plain: bytes, waits: Waits, now_s: int) -> Handed:
        """Send it once."""
        try:
            self._check(to.endpoint)
            body = encrypted(plain, keys_of(to.p256dh, to.auth))
        except AddressRefused as refused:
            return Handed(error=refused.code)
        except ValueError:
            return Handed(error="push-keys")
        headers = {
            "authorization": self._sender.authorization(origin_of(to.endpoint), now_s),
            "content-encoding": "aes128gcm",
            "content-type": "application/octet-stream",
            "topic": TOPIC,
            "ttl": str(waits.ttl_s),
            "urgency": waits.urgency,
            "user-agent": AGENT,
        }
        return await self._receivers.post(to.endpoint, headers, body)


def is_gone(handed: Handed) -> bool:
    """Whether the service says that the browser listens there no more (RFC 8030, 7.3)."""
    return handed.status in _GONE


def _is_host(host: str, pattern: str) -> bool:
    any_part = pattern.removeprefix("*")
    return host == pattern or (any_part != pattern and host.endswith(any_part))
