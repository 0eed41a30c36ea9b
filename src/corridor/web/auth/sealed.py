"""A secret that has to outlive a request: sealed with the node's own key, in no record but this."""

import secrets
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from corridor.web.auth.sessions import derived

_NONCE_BYTES: Final = 12


def sealed(key: bytes, text: str, about: str) -> bytes:
    """The text, to be opened with the same key and for the same thing alone."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    cipher = AESGCM(derived(key, "sealed"))
    return nonce + cipher.encrypt(nonce, text.encode(), about.encode())


def opened(key: bytes, data: bytes, about: str) -> str:
    """The text; nothing where it was sealed with another key, as in a store restored elsewhere."""
    cipher = AESGCM(derived(key, "sealed"))
    try:
        return cipher.decrypt(data[:_NONCE_BYTES], data[_NONCE_BYTES:], about.encode()).decode()
    except (InvalidTag, ValueError):
        return ""
