"""Which addresses a node may be made to call: public ones, by HTTPS, and no other.

The name is looked up when the connection is made, every address found is judged, and the connection
goes to an address that was judged. So it does not matter what the name meant before.
"""

import asyncio
import re
import socket
from collections.abc import Awaitable, Callable, Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

import httpcore

URL_LETTERS_MAX: Final = 500
_NAT64: Final = IPv6Network("64:ff9b::/96")
_COMPATIBLE: Final = IPv6Network("::/96")
_NUMBER: Final = re.compile(r"[0-9]+|0[xX][0-9a-fA-F]*")
"""The last part of a host that is no name: `2130706433` and `127.1` are addresses to some."""
Resolve = Callable[[str, int], Awaitable[list[str]]]


class AddressRefused(Exception):
    """The address is one of those that are never called. `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def is_public(text: str) -> bool:
    """Whether an IP address belongs to the public net; one wrapped in another is judged as both."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return all(one.is_global and not one.is_multicast for one in _unwrapped(address))


def _unwrapped(address: IPv4Address | IPv6Address) -> Iterable[IPv4Address | IPv6Address]:
    if isinstance(address, IPv4Address):
        return (address,)
    inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64 or address in _COMPATIBLE:
        inner.append(IPv4Address(int(address) & 0xFFFF_FFFF))
    found = [one for one in inner if one is not None]
    is_only_wrapped = address.ipv4_mapped is not None or address in _NAT64
    return found if is_only_wrapped else (address, *found)


def origin_of(url: str) -> str:
    """`https://host:port` of an address, as the node's settings name a test receiver."""
    parts = _parts(url)
    return f"{parts.scheme}://{parts.netloc}" if parts else ""


def _parts(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        is_whole = bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return None
    return parts if is_whole else None


def check_url(url: str, named: frozenset[str]) -> None:
    """Refuse what can be refused by looking at it. `named`: origins that are never refused."""
    parts = _parts(url)
    is_plain = url.isascii() and url.isprintable() and " " not in url and "\\" not in url
    if parts is None or not is_plain or len(url) > URL_LETTERS_MAX:
        raise AddressRefused("url-shape")
    if "@" in parts.netloc or parts.fragment:
        raise AddressRefused("url-shape")
    if origin_of(url) in named:
        return
    if parts.scheme != "https":
        raise AddressRefused("url-not-https")
    host = str(parts.hostname)
    is_number = _NUMBER.fullmatch(host.rpartition(".")[2]) is not None
    if (_is_address(host) or is_number) and not is_public(host):
        raise AddressRefused("address-not-public")


def _is_address(host: str) -> bool:
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


async def look_up(host: str, port: int) -> list[str]:
    """All addresses of a name."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


async def judged(url: str, named: frozenset[str], resolve: Resolve = look_up) -> None:
    """Refuse an address whose name leads to the own network. Raises AddressRefused."""
    check_url(url, named)
    parts = urlsplit(url)
    if origin_of(url) not in named:
        await _public(str(parts.hostname), parts.port or 443, resolve)


async def _public(host: str, port: int, resolve: Resolve) -> list[str]:
    try:
        found = await resolve(host, port)
    except OSError:
        raise AddressRefused("name-unknown") from None
    if not found or not all(map(is_public, found)):
        raise AddressRefused("address-not-public")
    return found


class JudgedNetwork(httpcore.AsyncNetworkBackend):
    """Connects only to addresses that it has judged itself, a moment before."""

    def __init__(self, is_named: bool, resolve: Resolve = look_up) -> None:
        self._is_named = is_named
        self._resolve = resolve
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self, host: str, port: int, *given: Any, **more: Any
    ) -> httpcore.AsyncNetworkStream:
        """To the first address that answers; the name is not looked up a second time."""
        if self._is_named:
            return await self._inner.connect_tcp(host, port, *given, **more)
        *others, last = await _public(host, port, self._resolve)
        for address in others:
            try:
                return await self._inner.connect_tcp(address, port, *given, **more)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._inner.connect_tcp(last, port, *given, **more)

    async def sleep(self, seconds: float) -> None:
        """As the library asks for between attempts."""
        await self._inner.sleep(seconds)
