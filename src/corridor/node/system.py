"""The machine behind the ports: its clock and its randomness. Read nowhere else."""

import base64
import secrets
import time
from datetime import date

from corridor.domain.days import day_at
from corridor.engine.hlc import instant

ALPHABET = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Thirty-two, so that each byte falls on each equally often; none is taken for another."""
_LETTERS = ALPHABET * (256 // len(ALPHABET))
TOKEN_LENGTH = 12
SALT_BYTES = 16


class SystemClock:
    """Wall clock, UTC."""

    def now_ms(self) -> int:
        """Milliseconds since the epoch."""
        return time.time_ns() // 1_000_000


def present() -> str:
    """The instant it is."""
    return instant(SystemClock().now_ms())


def today_in(where: str) -> date:
    """The calendar day it is at a place."""
    return date.fromisoformat(day_at(present(), where))


class SystemTokens:
    """Random values from the operating system."""

    def token(self) -> str:
        """Twelve capitals and digits."""
        return secrets.token_bytes(TOKEN_LENGTH).translate(_LETTERS).decode()

    def salt(self) -> str:
        """Sixteen bytes, base64url without padding."""
        return base64.urlsafe_b64encode(secrets.token_bytes(SALT_BYTES)).decode().rstrip("=")
