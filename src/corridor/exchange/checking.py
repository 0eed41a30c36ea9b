"""Where pages are checked: beside the writer, or, when there is much to catch up with, next door.

Half of a check needs nothing but the page's bytes, yet holds the interpreter as long as the fold
does. A second process does that half while this one folds the page before.
"""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any, Protocol

import msgspec

from corridor.evidence.errors import EvidenceError
from corridor.evidence.event import decode_envelope
from corridor.evidence.trust import TrustList
from corridor.exchange.errors import PageRefused
from corridor.exchange.messages import split_page
from corridor.exchange.opening import open_proved
from corridor.exchange.page_check import (
    Expected,
    ProvedPage,
    VerifiedPage,
    open_page,
    prove_page,
    verify_page,
)

LARGE_EVENTS_MIN = 100
Offload = Callable[..., Awaitable[Any]]
"""Runs a function off the event loop: `asyncio.to_thread`."""


class PageChecker(Protocol):
    """Checks pages; see `verify_page` for what it answers and raises."""

    async def check(
        self, data: bytes, expected: Expected, trust: TrustList, now: str
    ) -> VerifiedPage: ...


class ThreadChecker:
    """Checks each page in a thread of this process."""

    def __init__(self, offload: Offload = asyncio.to_thread) -> None:
        self._offload = offload

    async def check(
        self, data: bytes, expected: Expected, trust: TrustList, now: str
    ) -> VerifiedPage:
        """Verify the page."""
        page: VerifiedPage = await self._offload(verify_page, data, expected, trust, now)
        return page


class Reason(msgspec.Struct, frozen=True):
    """A refusal on its way back from the other process."""

    reason: str
    detail: str
    proof: bytes


class ProcessChecker:
    """Has large pages proved by a process of its own, begun when the first one comes."""

    def __init__(self) -> None:
        self._small = ThreadChecker()
        self._pool: ProcessPoolExecutor | None = None

    async def check(
        self, data: bytes, expected: Expected, trust: TrustList, now: str
    ) -> VerifiedPage:
        """Verify the page; a worker that died is replaced, and this page checked here."""
        if data.count(b"\n") < LARGE_EVENTS_MIN:
            return await self._small.check(data, expected, trust, now)
        try:
            proved = await self._prove(data, expected, trust, now)
        except BrokenProcessPool:
            self.stop()
            return await self._small.check(data, expected, trust, now)
        if isinstance(proved, Reason):
            raise PageRefused(proved.reason, proved.detail, proved.proof)
        return await asyncio.to_thread(open_page, data, proved, expected, trust, now, open_proved)

    def stop(self) -> None:
        """End the other process."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    async def _prove(self, *asked: Any) -> ProvedPage | Reason:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn"))
        return await asyncio.get_running_loop().run_in_executor(self._pool, prove_aside, *asked)


def prove_aside(data: bytes, expected: Expected, trust: TrustList, now: str) -> ProvedPage | Reason:
    """In the other process: steps 1 to 9, and that each event is a canonical envelope."""
    try:
        proved = prove_page(data, expected, trust, now)
        for event in split_page(data).events:
            decode_envelope(event)
    except PageRefused as refused:
        return Reason(refused.code.removeprefix("page."), refused.detail, refused.proof)
    except EvidenceError as error:
        return Reason("event", str(error), b"")
    return proved
