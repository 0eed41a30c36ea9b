"""Addresses of mail, as far as one can tell by looking: nothing that begins another line."""

import re
from typing import Final

LETTERS_MAX: Final = 254
_ADDRESS: Final = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)


def is_address(text: str) -> bool:
    """Whether it has the shape of an address that a mail can be sent to."""
    return len(text) <= LETTERS_MAX and _ADDRESS.fullmatch(text) is not None
