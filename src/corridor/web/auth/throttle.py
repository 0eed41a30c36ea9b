"""Slows down guessing: so many failures in a while, by name and by address, then a pause."""

from collections import OrderedDict
from typing import Final

WINDOW_MS: Final = 15 * 60 * 1000
PER_LOGIN_MAX: Final = 8
PER_ADDRESS_MAX: Final = 60
_KEYS_MAX: Final = 50_000


class Throttle:
    """Counts failures in memory. A success forgets those of the login, not of the address."""

    def __init__(self) -> None:
        self._failures: OrderedDict[str, list[int]] = OrderedDict()

    def is_open(self, login: str, address: str, now_ms: int) -> bool:
        """Whether one more attempt may be made."""
        by_login = self._recent(f"login:{login}", now_ms)
        by_address = self._recent(f"address:{address}", now_ms)
        return len(by_login) < PER_LOGIN_MAX and len(by_address) < PER_ADDRESS_MAX

    def failed(self, login: str, address: str, now_ms: int) -> None:
        """Count a failure."""
        for key in (f"login:{login}", f"address:{address}"):
            kept = [*self._recent(key, now_ms), now_ms][-PER_ADDRESS_MAX:]
            self._failures[key] = kept
            self._failures.move_to_end(key)
        while len(self._failures) > _KEYS_MAX:
            self._failures.popitem(last=False)

    def succeeded(self, login: str) -> None:
        """Forget the login's failures."""
        self._failures.pop(f"login:{login}", None)

    def _recent(self, key: str, now_ms: int) -> list[int]:
        return [at for at in self._failures.get(key, ()) if now_ms - at < WINDOW_MS]
