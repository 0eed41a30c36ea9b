"""Slows down guessing: so many failures in a while, by name and by address, then a pause."""

from collections import OrderedDict
from ipaddress import IPv6Address, IPv6Network
from typing import Final

WINDOW_MS: Final = 15 * 60 * 1000
PER_LOGIN_MAX: Final = 8
PER_ADDRESS_MAX: Final = 60
_KEYS_MAX: Final = 50_000
_NAME_LETTERS_MAX: Final = 200


class Throttle:
    """Counts attempts in memory, each as a failure until it has succeeded.

    It is counted before anything is compared: of a hundred sent at once ninety-two are not looked
    at. A success forgets the failures of the name, and of the address that one attempt alone.
    """

    def __init__(self) -> None:
        self._failures: OrderedDict[str, list[int]] = OrderedDict()

    def begin(self, name: str, address: str, now_ms: int) -> bool:
        """Whether one more attempt may be made; then it is counted."""
        by_name, by_address = _keys(name, address)
        recent = {key: self._recent(key, now_ms) for key in (by_name, by_address)}
        if len(recent[by_name]) >= PER_LOGIN_MAX or len(recent[by_address]) >= PER_ADDRESS_MAX:
            return False
        for key, found in recent.items():
            self._failures[key] = [*found, now_ms]
            self._failures.move_to_end(key)
        while len(self._failures) > _KEYS_MAX:
            self._failures.popitem(last=False)
        return True

    def succeeded(self, name: str, address: str, now_ms: int) -> None:
        """It was no guess."""
        by_name, by_address = _keys(name, address)
        self._failures.pop(by_name, None)
        found = self._failures.get(by_address, [])
        if now_ms in found:
            found.remove(now_ms)

    def _recent(self, key: str, now_ms: int) -> list[int]:
        return [at for at in self._failures.get(key, ()) if now_ms - at < WINDOW_MS]


def _keys(name: str, address: str) -> tuple[str, str]:
    return f"login:{name[:_NAME_LETTERS_MAX]}", f"address:{_network(address)}"


def _network(address: str) -> str:
    """Whoever has one address of IPv6 has 2^64 of them: they count as one."""
    try:
        found = IPv6Address(address.partition("%")[0])
    except ValueError:
        return address
    return str(found.ipv4_mapped or IPv6Network((found, 64), strict=False))
