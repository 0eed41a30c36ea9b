"""Bodies that are too large to be held: read piece by piece, each within its time."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from typing import Any, Final, NamedTuple

from litestar import Request
from litestar.exceptions import ClientException
from multipart import MultipartError, MultipartSegment, PushMultipartParser

PIECE_SECONDS: Final = 30.0
FIELD_BYTES_MAX: Final = 4_000
PARTS_MAX: Final = 40
AnyRequest = Request[Any, Any, Any]


async def pieces_of(request: AnyRequest) -> AsyncGenerator[bytes, None]:
    """The body as it comes. When the line is cut it ends: what came before is worth keeping."""
    stream = request.stream()
    while True:
        try:
            async with asyncio.timeout(PIECE_SECONDS):
                piece = await anext(stream)
        except (StopAsyncIteration, TimeoutError, ClientException):
            return
        yield piece


class Part(NamedTuple):
    """The file of a form: its name, and its bytes as they come."""

    filename: str
    pieces: AsyncIterator[bytes]


TakePart = Callable[[Part, dict[str, str]], Awaitable[None]]
"""(file, fields that came before it)."""


async def read_parts(request: AnyRequest, take: TakePart) -> dict[str, str]:
    """The fields of a multipart form; each of its files is handed on while it comes."""
    return await _Form(request, take).read()


class _Form:
    def __init__(self, request: AnyRequest, take: TakePart) -> None:
        _, options = request.content_type
        self._stream = request.stream()
        self._take = take
        self._parser = PushMultipartParser(
            options.get("boundary", "-"), max_segment_count=PARTS_MAX
        )
        self._events: Any = iter(())
        self._fields: dict[str, str] = {}

    async def read(self) -> dict[str, str]:
        try:
            with self._parser:
                while (event := await self._next()) is not None:
                    if isinstance(event, MultipartSegment):
                        await self._part(event)
        except (MultipartError, TimeoutError) as error:
            raise ClientException("the form is not whole") from error
        return self._fields

    async def _next(self) -> Any:
        """The next segment, piece, or end of a segment (`b""`); None at the end of the form."""
        while True:
            for event in self._events:
                return event if event is not None else b""
            if self._parser.closed:
                return None
            async with asyncio.timeout(PIECE_SECONDS):
                data = await anext(self._stream, b"")
            self._events = iter(self._parser.parse(data))

    async def _part(self, segment: MultipartSegment) -> None:
        if segment.filename is None:
            held = bytearray()
            async for piece in self._pieces():
                held += piece[: FIELD_BYTES_MAX - len(held)]
            self._fields[segment.name or ""] = held.decode("utf-8", "replace")
            return
        pieces = self._pieces()
        await self._take(Part(segment.filename, pieces), self._fields)
        async for _ in pieces:  # of a file that was refused the rest is let go
            pass

    async def _pieces(self) -> AsyncGenerator[bytes, None]:
        while piece := await self._next():
            yield bytes(piece)
