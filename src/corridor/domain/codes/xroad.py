"""Identifiers of X-Road: who calls, and what is called (message protocol for REST, §4.1, §4.2).

Parts are separated by slashes and percent-encoded each by itself; a subsystem may be left out.
"""

from typing import Final
from urllib.parse import quote, unquote

PARTS_MAX_LETTERS: Final = 255
CLIENT_PARTS: Final = (3, 4)
SERVICE_PARTS: Final = (4, 5)


def read_client(text: str) -> tuple[str, ...]:
    """Instance, class, member and perhaps subsystem; nothing where it is none."""
    return _read(text, CLIENT_PARTS)


def read_service(text: str) -> tuple[str, ...]:
    """The same of the provider, and the code of the service."""
    return _read(text, SERVICE_PARTS)


def written(parts: tuple[str, ...]) -> str:
    """As it stands in a header, or in an address."""
    return "/".join(quote(part, safe="") for part in parts)


def _read(text: str, lengths: tuple[int, ...]) -> tuple[str, ...]:
    if not text.isascii() or len(text) > PARTS_MAX_LETTERS * max(lengths):
        return ()
    try:
        parts = tuple(unquote(part, errors="strict") for part in text.split("/"))
    except UnicodeDecodeError:
        return ()
    is_right = len(parts) in lengths and all(map(_is_part, parts))
    return parts if is_right else ()


def _is_part(part: str) -> bool:
    """No control signs, nothing that walks about in an address, not too long."""
    is_path = part in (".", "..") or "/" in part or "\\" in part or ";" in part
    return 0 < len(part) <= PARTS_MAX_LETTERS and part.isprintable() and not is_path
