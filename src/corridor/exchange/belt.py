"""What one makes and another uses meanwhile, a few pieces ahead."""

import asyncio
from collections.abc import AsyncIterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Belt(Generic[T]):
    """At most `ahead` pieces wait on it."""

    def __init__(self, ahead: int) -> None:
        self._items: asyncio.Queue[T | None] = asyncio.Queue()
        self._room = asyncio.Semaphore(ahead)

    async def fill(self, made: AsyncIterator[T]) -> None:
        """Put all of it on the belt; whatever happens, the end is marked."""
        try:
            await self._room.acquire()
            async for item in made:
                self._items.put_nowait(item)
                await self._room.acquire()
        finally:
            self._items.put_nowait(None)

    async def items(self) -> AsyncIterator[T]:
        """Each in turn; its place is free once the next is asked for."""
        while (item := await self._items.get()) is not None:
            yield item
            self._room.release()
