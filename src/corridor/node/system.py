"""The machine behind the ports: its clock and its randomness. Read nowhere else."""

import base64
import secrets
import time

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
ID_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
TOKEN_LENGTH = 12
SALT_BYTES = 16


class SystemClock:
    """Wall clock, UTC."""

    def now_ms(self) -> int:
        """Milliseconds since the epoch."""
        return time.time_ns() // 1_000_000


class SystemTokens:
    """Random values from the operating system."""

    def token(self) -> str:
        """Twelve capitals and digits."""
        number, text = secrets.randbelow(len(ALPHABET) ** TOKEN_LENGTH), ""
        for _ in range(TOKEN_LENGTH):
            number, digit = divmod(number, len(ALPHABET))
            text += ALPHABET[digit]
        return text

    def salt(self) -> str:
        """Sixteen bytes, base64url without padding."""
        return base64.urlsafe_b64encode(secrets.token_bytes(SALT_BYTES)).decode().rstrip("=")


def new_id(prefix: str, node: str, now_ms: int) -> str:
    """A subject id such as `mv-KG-01jd8x2k4m7q…`: sorted by time, impossible to guess."""
    number = (now_ms << 50) | secrets.randbits(50)
    digits = ""
    for _ in range(20):
        number, digit = divmod(number, 32)
        digits = ID_ALPHABET[digit] + digits
    return f"{prefix}-{node}-{digits}"
