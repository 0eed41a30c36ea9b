"""The virus scanner ClamAV, asked over its socket: the port `Scanner`.

The daemon gets the bytes (INSTREAM), not a path, so it needs no right to the node's folder. Its
limits have to take what this node takes: `StreamMaxLength 101M`, `MaxFileSize` and `MaxScanSize`
likewise, and `AlertExceedsMax yes`; docs/node.md says so.
"""

import asyncio
import struct
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Final

from corridor.engine.file_ports import ScannerAway

PIECE_BYTES: Final = 256 << 10
SECONDS_MAX: Final = 120.0
ANSWER_BYTES_MAX: Final = 4_096
_FOUND: Final = " FOUND"
_Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class ClamAV:
    """`address`: path of a socket, or `host:port`."""

    def __init__(self, address: str, seconds: float = SECONDS_MAX) -> None:
        self.address = address
        self._seconds = seconds

    async def scan(self, path: Path) -> str:
        """See the port. Whatever is no plain yes or no means that nothing was scanned."""
        async with self._asking() as (reader, writer):
            writer.write(b"zINSTREAM\0")
            with path.open("rb") as file:
                while piece := await asyncio.to_thread(file.read, PIECE_BYTES):
                    writer.write(struct.pack("!I", len(piece)) + piece)
                    await writer.drain()
            writer.write(struct.pack("!I", 0))
            said = await _answer(reader, writer)
        verdict = said.removeprefix("stream: ")
        if verdict == "OK":
            return ""
        if verdict.endswith(_FOUND):
            return verdict.removesuffix(_FOUND)
        raise ScannerAway(f"{self.address} says {said[:200]!r}")

    async def version(self) -> str:
        """See the port."""
        async with self._asking() as (reader, writer):
            writer.write(b"zVERSION\0")
            return await _answer(reader, writer)

    @asynccontextmanager
    async def _asking(self) -> AsyncGenerator[_Streams, None]:
        """A connection for one question, within time."""
        writer: asyncio.StreamWriter | None = None
        try:
            async with asyncio.timeout(self._seconds):
                reader, writer = await self._connected()
                yield reader, writer
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            raise ScannerAway(f"{self.address}: {type(error).__name__} {error}") from error
        finally:
            if writer is not None:
                writer.close()
                with suppress(OSError):
                    await writer.wait_closed()

    async def _connected(self) -> _Streams:
        host, found, port = self.address.rpartition(":")
        if found and port.isdigit():
            return await asyncio.open_connection(host, int(port))
        return await asyncio.open_unix_connection(self.address)


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> str:
    await writer.drain()
    return (await reader.read(ANSWER_BYTES_MAX)).rstrip(b"\0\n").decode("utf-8", "replace")
