"""Pages go compressed over a thin line: gzip, which every browser takes.

A page holds a form's token beside what its reader asked for, and how long it is when compressed
could tell an observer of the line about the token, guess by guess. So each answer has up to a
hundred bytes of chance in its head, where gzip keeps a file's name ("Heal the BREACH").
"""

import secrets
import zlib
from collections.abc import Iterable
from typing import Any, Final

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

LEAST: Final = 1_000
"""Shorter pages fit one packet anyway."""
LEVEL: Final = 5
CHANCE_MAX: Final = 100
_HEAD: Final = b"\x1f\x8b\x08\x08\0\0\0\0\0\xff"
"""Of gzip: deflated, a name follows, no time, no system."""


def gzipped(data: bytes) -> bytes:
    """The bytes compressed, with a name of random length."""
    name = secrets.token_hex(CHANCE_MAX // 2).encode()[: secrets.randbelow(CHANCE_MAX + 1)]
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    tail = zlib.crc32(data).to_bytes(4, "little") + (len(data) & 0xFFFFFFFF).to_bytes(4, "little")
    return b"".join((_HEAD, name, b"\0", packer.compress(data), packer.flush(), tail))


def accepted(headers: Iterable[tuple[bytes, bytes]], coding: bytes) -> bool:
    """Whether the reader takes answers in this coding."""
    for name, value in headers:
        if name == b"accept-encoding":
            asked = (part.partition(b";") for part in value.replace(b" ", b"").split(b","))
            return any(one == coding and weight != b"q=0" for one, _, weight in asked)
    return False


class Compressed:
    """Stands before pages. What is sent in parts, or is no page, goes as it is."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        takes = scope["type"] == ScopeType.HTTP and accepted(scope["headers"], b"gzip")
        await self.app(scope, receive, _Sender(send) if takes else send)


class _Sender:
    """Holds the head of a page back until it is known how long its body is."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Any = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_page(message["headers"]):
            self._start = message
            return
        start, self._start = self._start, None
        if start is not None and message["type"] == "http.response.body":
            if not message.get("more_body") and len(message["body"]) >= LEAST:
                message["body"] = gzipped(message["body"])
                length = str(len(message["body"])).encode()
                kept = [one for one in start["headers"] if one[0] != b"content-length"]
                told = ((b"content-encoding", b"gzip"), (b"content-length", length))
                start["headers"] = [*kept, *told]
            start["headers"] = [*start["headers"], (b"vary", b"accept-encoding")]
            await self._send(start)
        await self._send(message)


def _is_page(headers: Any) -> bool:
    return any(k == b"content-type" and v.startswith(b"text/html") for k, v in headers)
