"""Follows one peer for ever: asks, checks, takes, gives receipt, asks again.

A task per peer. While pages are being committed the next are fetched and checked; a request
carries the newest receipt there is. Whatever fails, the cursor in the store says where to go on, so
there is no other state to repair.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from secrets import SystemRandom
from typing import Any, Literal

import msgspec

from corridor.engine.core import Engine, Job
from corridor.engine.hlc import instant
from corridor.engine.ports import Cursor, Reader
from corridor.engine.records import PeerMisbehaved
from corridor.evidence.checkpoint import peek_checkpoint
from corridor.evidence.errors import EvidenceError
from corridor.evidence.receipt import SignedReceipt
from corridor.exchange import keeping
from corridor.exchange.belt import Belt
from corridor.exchange.convict import Convict
from corridor.exchange.denials import Denials, Note
from corridor.exchange.errors import ExchangeError, PageRefused
from corridor.exchange.messages import (
    EVENTS_MAX,
    FOLLOW_PATH,
    WAIT_S_MAX,
    FollowRequest,
    PageHead,
    encode_request,
    peek_head,
)
from corridor.exchange.page_check import CONVICTING, Expected
from corridor.exchange.page_open import VerifiedPage, verify_page
from corridor.exchange.take import Taken, TakePage
from corridor.exchange.transport import Transport, body_of, signed_request
from corridor.exchange.trust import Submit, TrustInForce

BACKOFF_FIRST_S = 0.5
BACKOFF_MAX_S = 5.0
STOPPED_CHECK_S = 5.0
AHEAD_MAX = 3
"""Pages fetched before those in front of them are checked, and checked before those are kept."""

State = Literal["starting", "following", "faulty", "stopped"]


class PeerStatus(msgspec.Struct, frozen=True):
    """How following a peer goes, for the operator's page. Instants are "" before the first.

    `lag`: events that the peer said it has for us and we do not hold yet. `error`: the code of the
    last fault, "" once it is over. `receipt_at`: when we last gave a receipt and co-signed.
    """

    peer: str
    state: State = "starting"
    position: int = 0
    lag: int = 0
    last_success: str = ""
    error: str = ""
    detail: str = ""
    receipt_at: str = ""


class Pace(msgspec.Struct, frozen=True):
    """How the follower waits; tests bring their own."""

    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    jitter: Callable[[], float] = SystemRandom().random
    wait_s: int = WAIT_S_MAX
    limit: int = EVENTS_MAX
    offload: Callable[..., Awaitable[Any]] = asyncio.to_thread


class Follower:
    """Follows `peer` for the node of `engine`. `run` never returns; cancel it to stop."""

    def __init__(
        self,
        engine: Engine,
        submit: Submit,
        trust: TrustInForce,
        transport: Transport,
        peer: str,
        pace: Pace | None = None,
    ) -> None:
        self._engine = engine
        self._submit = submit
        self._trust = trust
        self._transport = transport
        self._peer = peer
        self._pace = pace or Pace()
        self._receipt: SignedReceipt | None = None
        self._denials = Denials()
        self.status = PeerStatus(peer)

    async def run(self) -> None:
        """Follow for ever."""
        faults = 0
        while True:
            error = await self.round()
            faults = 0 if error is None else faults + 1
            if error is not None:
                await self._pace.sleep(self._backoff_s(faults))

    async def round(self) -> BaseException | None:
        """Ask, and take what there is until there is no more. Gives what went wrong, or None."""
        try:
            if await self._is_stopped():
                return PageRefused("fork", self.status.detail)
            await self._drain()
        except PageRefused as refused:
            await self._refused(refused)
            return refused
        except (ExchangeError, EvidenceError) as error:
            self._faulty(error.code, error.detail)
            return error
        except Exception as error:  # noqa: BLE001 - one peer's trouble must not end the following
            self._faulty("line.commit", f"{type(error).__name__}: {error}")
            return error
        return None

    async def _drain(self) -> None:
        """Three at work on pages one after another: one fetches, one checks, one takes."""
        cursor = self._resume()
        first = await self._fetch(cursor.position, cursor.size, self._pace.wait_s)
        fetched, checked = Belt[_Fetched](AHEAD_MAX), Belt[VerifiedPage](AHEAD_MAX)
        ahead = [
            asyncio.ensure_future(fetched.fill(self._fetch_from(first))),
            asyncio.ensure_future(checked.fill(self._check_from(fetched, cursor))),
        ]
        try:
            await self._take_from(checked)
            for task in reversed(ahead):  # a page that was refused, before a line that failed
                await task
        finally:
            for task in ahead:
                task.cancel()
            await asyncio.gather(*ahead, return_exceptions=True)

    async def _take_from(self, checked: Belt[VerifiedPage]) -> None:
        """Each page is handed in before the one in front of it is kept.

        They are taken in that order; where one is not, its followers find the cursor elsewhere.
        """
        handed_in: deque[tuple[PageHead, asyncio.Future[Any]]] = deque()
        try:
            async for page in checked.items():
                job = asyncio.ensure_future(self._submit(TakePage(page)))
                handed_in.append((page.proved.head, job))
                if len(handed_in) > 1:
                    self._taken(*await _first_done(handed_in))
            while handed_in:
                self._taken(*await _first_done(handed_in))
        finally:
            await asyncio.gather(*(job for _, job in handed_in), return_exceptions=True)

    async def _fetch_from(self, page: "_Fetched") -> "AsyncIterator[_Fetched]":
        """The page, and those that follow, each asked for while those before it are checked."""
        yield page
        while (head := peek_head(page.body)) is not None and head.more and head.next > page.after:
            page = await self._fetch(head.next, peek_checkpoint(head.checkpoint).size, 0)
            yield page

    async def _check_from(
        self, fetched: "Belt[_Fetched]", cursor: Cursor
    ) -> AsyncIterator[VerifiedPage]:
        async for found in fetched.items():
            expected = Expected(self._peer, self._engine.node, cursor, found.nonce)
            now = instant(self._engine.settings.clock.now_ms())
            page: VerifiedPage = await self._pace.offload(
                verify_page, found.body, expected, self._trust.current, now, self._may_open
            )
            cursor = page.proved.cursor
            yield page

    def _may_open(self) -> bool:
        """Whether to open a page's events here: when something waits behind what the writer is at.

        All of those of a peer that was at fault just now, so that it costs the writer nothing.
        """
        return self._engine.waiting > 1 or self.status.state == "faulty"

    def _resume(self) -> Cursor:
        with self._engine.store.read() as reader:
            cursor = reader.cursor(self._peer)
            self._receipt = last_receipt(reader, self._peer)
        return cursor

    async def _fetch(self, after: int, size: int, wait_s: int) -> "_Fetched":
        settings = self._engine.settings
        url = self._trust.current.node(self._peer).url.rstrip("/") + FOLLOW_PATH
        nonce = settings.tokens.salt()
        wanted = FollowRequest(
            publisher=self._peer,
            follower=self._engine.node,
            after=after,
            nonce=nonce,
            limit=self._pace.limit,
            receipt=self._receipt,
            size=size,
            wait_s=wait_s,
        )
        now_ms = settings.clock.now_ms()
        request = signed_request(url, encode_request(wanted), settings.signer, nonce, now_ms)
        return _Fetched(body_of(await self._transport.follow(request, wait_s)), after, nonce)

    def _taken(self, head: PageHead, taken: Taken | PageRefused) -> None:
        if isinstance(taken, PageRefused):
            raise taken
        now = instant(self._engine.settings.clock.now_ms())
        receipt_at = self.status.receipt_at
        if taken.receipt:
            self._receipt = msgspec.json.decode(taken.receipt, type=SignedReceipt)
            receipt_at = now
        self.status = PeerStatus(
            peer=self._peer,
            state="following",
            position=taken.cursor.position,
            lag=max(0, head.end - taken.cursor.position),
            last_success=now,
            receipt_at=receipt_at,
        )

    async def _refused(self, refused: PageRefused) -> None:
        """Into the log; and what the publisher sealed and cannot be honest stops the channel."""
        self._faulty(refused.code, refused.detail)
        detail = refused.detail[:200]
        job: Job | None = None
        if refused.code in CONVICTING:
            job = Convict(self._peer, refused.code, detail, refused.proof)
        elif self._denials.admits(refused.code, self._engine.settings.clock.now_ms()):
            job = Note(f"peer-{self._peer}", PeerMisbehaved(self._peer, refused.code, detail))
        if job is None:
            return
        try:
            await self._submit(job)
        except Exception as error:  # noqa: BLE001 - the same page will be refused again
            self._faulty("line.commit", str(error))

    async def _is_stopped(self) -> bool:
        with self._engine.store.read() as reader:
            stop = reader.document(keeping.STOPPED, self._peer)
        if stop is not None:
            code = stop.body.decode()
            self.status = msgspec.structs.replace(self.status, state="stopped", error=code)
        return stop is not None

    def _faulty(self, code: str, detail: str) -> None:
        self.status = msgspec.structs.replace(
            self.status, state="faulty", error=code, detail=detail[:200]
        )

    def _backoff_s(self, faults: int) -> float:
        if self.status.state == "stopped":
            return STOPPED_CHECK_S
        longest = min(BACKOFF_MAX_S, BACKOFF_FIRST_S * (1 << min(faults - 1, 10)))
        return longest * (0.5 + 0.5 * self._pace.jitter())


async def _first_done(
    handed_in: deque[tuple[PageHead, asyncio.Future[Any]]],
) -> tuple[PageHead, Any]:
    head, job = handed_in.popleft()
    return head, await job


class _Fetched(msgspec.Struct, frozen=True):
    """A page as it came, and of the request: after which position, with which nonce."""

    body: bytes
    after: int
    nonce: str


def last_receipt(reader: Reader, peer: str) -> SignedReceipt | None:
    """The last receipt we gave for the peer's channel."""
    document = reader.document(keeping.RECEIPTS_GIVEN, peer)
    return msgspec.json.decode(document.body, type=SignedReceipt) if document else None
