"""Identifiers of X-Road: who calls, and what is called (message protocol for REST, §4.1, §4.2).

Parts are separated by slashes and percent-encoded each by itself; a subsystem may be left out.
"""

import re
from typing import Final

PARTS_MAX_LETTERS: Final = 255
CLIENT_PARTS: Final = (3, 4)
SERVICE_PARTS: Final = (4, 5)
_PLAIN: Final = re.compile(rb"[A-Za-z0-9._~-]")
_ENCODED: Final = re.compile(rb"%([0-9A-Fa-f]{2})")


def read_client(text: str) -> tuple[str, ...]:
    """Instance, class, member and perhaps subsystem; nothing where it is none."""
    return _read(text, CLIENT_PARTS)


def read_service(text: str) -> tuple[str, ...]:
    """The same of the provider, and the code of the service."""
    return _read(text, SERVICE_PARTS)


def written(parts: tuple[str, ...]) -> str:
    """As it stands in a header, or in an address."""
    return "/".join(map(_encoded, parts))


def _read(text: str, lengths: tuple[int, ...]) -> tuple[str, ...]:
    if not text.isascii() or len(text) > PARTS_MAX_LETTERS * max(lengths):
        return ()
    try:
        parts = tuple(map(_decoded, text.split("/")))
    except UnicodeDecodeError:
        return ()
    is_right = len(parts) in lengths and all(map(_is_part, parts))
    return parts if is_right else ()


def _encoded(part: str) -> str:
    """Percent-encoded (RFC 3986): the letters that are not reserved stand for themselves."""
    every = (bytes([byte]) for byte in part.encode())
    return "".join(b.decode() if _PLAIN.match(b) else f"%{b.hex().upper()}" for b in every)


def _decoded(part: str) -> str:
    """Raises UnicodeDecodeError for what is no UTF-8."""
    return _ENCODED.sub(lambda found: bytes.fromhex(found[1].decode()), part.encode()).decode()


def _is_part(part: str) -> bool:
    """No control signs, nothing that walks about in an address, not too long."""
    is_path = part in (".", "..") or "/" in part or "\\" in part or ";" in part
    return 0 < len(part) <= PARTS_MAX_LETTERS and part.isprintable() and not is_path
