"""What a client may send before it has asked for anything: so much, and so slowly, and no more.

The server underneath reads request heads without end. Bodies are bounded by whoever reads them.
From where somebody asks is what the connection says, and behind a gateway that is trusted, what it
says. A name of this node that no address can be made of is refused before anything is made of it.

What is said in one turn of the loop goes in one piece: a head and its body are one packet and one
call of the system, not two.
"""

import asyncio
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final, cast
from urllib.parse import urlsplit

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_BYTES_MAX: Final = 64 << 10
HEAD_SECONDS: Final = 20.0
"""From the connection, or from a request's first byte, to the end of its head."""
SHUTDOWN_SECONDS: Final = 3
GATHERED_BYTES_MAX: Final = 64 << 10
"""So much waits at most for the end of the turn."""
_BAD: Final = b"400 Bad Request"
_TOO_LARGE: Final = b"431 Request Header Fields Too Large"
_TOO_SLOW: Final = b"408 Request Timeout"


def server_config(app: Any, trusted_proxies: Sequence[str]) -> uvicorn.Config:
    """How the node's server is set up. Without trusted proxies it reads no forwarded address."""
    return uvicorn.Config(
        app,
        http=BoundedProtocol,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        proxy_headers=bool(trusted_proxies),
        forwarded_allow_ips=list(trusted_proxies),
    )


@lru_cache(maxsize=256)
def is_authority(host: bytes) -> bool:
    """Whether a `Host` names a host, and a port that there can be: addresses are made of it."""
    said = host.decode("latin-1")
    try:
        found = urlsplit(f"//{said}")
        return found.netloc == said and "@" not in said and found.port != 0
    except ValueError:
        return False


class OnePiece:
    """A transport that sends once in a turn of the loop; all else is the transport's own."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._waiting: list[bytes] = []
        self._bytes = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Send it at the end of this turn, or at once when there is much."""
        if not self._waiting:
            self._loop.call_soon(self.flush)
        self._waiting.append(data)
        self._bytes += len(data)
        if self._bytes >= GATHERED_BYTES_MAX:
            self.flush()

    def flush(self) -> None:
        """Send what waits, unless nobody is there any more."""
        waiting, self._waiting, self._bytes = self._waiting, [], 0
        if waiting and not self._transport.is_closing():
            self._transport.writelines(waiting)

    def is_closing(self) -> bool:
        """Whether nothing can be sent any more."""
        return self._transport.is_closing()

    def close(self) -> None:
        """Hang up, once all is sent."""
        self.flush()
        self._transport.close()


class BoundedProtocol(HttpToolsProtocol):
    """One connection. A request whose head is too long or comes too slowly ends it."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._head_bytes = 0
        self._reads_head = False
        self._deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Somebody connected; they are expected to say something."""
        super().connection_made(cast(asyncio.Transport, OnePiece(transport, self.loop)))
        self._begin_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        """They are gone."""
        self._end_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Bytes came; those of a head are counted."""
        super().data_received(data)
        if self._reads_head:
            self._head_bytes += len(data)
            if self._head_bytes > HEAD_BYTES_MAX:
                self._refuse(_TOO_LARGE)

    def on_message_begin(self) -> None:
        """The first byte of a request."""
        super().on_message_begin()
        self._head_bytes, self._reads_head = 0, True
        self._begin_waiting()

    def on_headers_complete(self) -> None:
        """The head is complete: from here on the application bounds what it reads."""
        self._reads_head = False
        self._end_waiting()
        if all(is_authority(value) for name, value in self.headers if name == b"host"):
            super().on_headers_complete()
        else:
            self._refuse(_BAD)

    def on_body(self, body: bytes) -> None:
        """A piece of a body; that of a request that was refused is nobody's."""
        if not self.transport.is_closing():
            super().on_body(body)

    def _begin_waiting(self) -> None:
        self._end_waiting()
        self._deadline = self.loop.call_later(HEAD_SECONDS, self._refuse, _TOO_SLOW)

    def _end_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _refuse(self, status: bytes) -> None:
        """Say why and hang up; nothing of the request has reached the application."""
        self._end_waiting()
        if not self.transport.is_closing():
            head = b"HTTP/1.1 " + status + b"\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
            self.transport.write(head)
            self.transport.close()
