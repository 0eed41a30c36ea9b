"""Answers follow requests. Knows no web framework: a signed request in, an answer out.

The web room gives it `POST /exchange/v1/follow`. It authenticates, spends the nonce, keeps the
receipt, and waits for something to send. Every refusal is a problem with a code, and an entry in
the log, unless a flood of them would fill it.
"""

import asyncio
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from corridor.engine.core import Engine
from corridor.engine.hlc import instant
from corridor.engine.jobs import DeleteDocument, PutDocument
from corridor.engine.ports import Document
from corridor.evidence.errors import EvidenceError
from corridor.evidence.httpsig import Request, VerifiedMessage
from corridor.evidence.receipt import SignedReceipt, verify_receipt
from corridor.exchange import keeping
from corridor.exchange.admit import Admit
from corridor.exchange.areas import areas_shown
from corridor.exchange.callers import authenticated, check_addressee, problem_of
from corridor.exchange.denials import Denials, noted
from corridor.exchange.errors import RequestRefused
from corridor.exchange.messages import (
    PAGE_MEDIA_TYPE,
    REQUEST_BYTES_MAX,
    FollowRequest,
    decode_request,
)
from corridor.exchange.publish import BuiltPage, build_page
from corridor.exchange.transport import Answer
from corridor.exchange.trust import Submit, TrustInForce
from corridor.exchange.waiting import Waiting

Offload = Callable[..., Awaitable[Any]]
"""Runs a function off the event loop: `asyncio.to_thread`."""

RESTORED_MAX = 1_000


class Publisher:
    """The serving half of one node's exchange."""

    def __init__(
        self,
        engine: Engine,
        submit: Submit,
        trust: TrustInForce,
        offload: Offload = asyncio.to_thread,
    ) -> None:
        self._engine = engine
        self._submit = submit
        self._trust = trust
        self._offload = offload
        self._denials = Denials()
        self._waiting = Waiting(engine)
        self._taken: dict[str, SignedReceipt] = {}
        with engine.store.read() as reader:
            found = reader.documents(keeping.RESTORED, None, RESTORED_MAX)
        self.restored: dict[str, str] = {one.id: one.updated for one in found}
        """Followers that had seen more of our log than there is, and when they said so first."""

    async def handle_follow(self, request: Request) -> Answer:
        """The answer to `POST /exchange/v1/follow`.

        `request.url` is absolute, with the authority that the client named; header names are lower
        case. Callers stop reading bodies at REQUEST_BYTES_MAX.
        """
        try:
            page = await self._answer(request)
        except RequestRefused as refused:
            now_ms = self._engine.settings.clock.now_ms()
            if refused.code == "request.restored":
                await self._remember_restored(refused.peer, refused.detail, instant(now_ms))
            await noted(refused, "follow", self._denials, self._submit, now_ms)
            return problem_of(refused)
        return Answer(HTTPStatus.OK, {"content-type": PAGE_MEDIA_TYPE}, page.data)

    def stop(self) -> None:
        """Answer all who wait, now."""
        self._waiting.stop()

    async def _answer(self, request: Request) -> BuiltPage:
        if len(request.body) > REQUEST_BYTES_MAX:
            raise RequestRefused("size", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        now_ms = self._engine.settings.clock.now_ms()
        peer, verified = authenticated(request, self._trust.current, now_ms)
        wanted = decode_request(request.body)
        self._check_address(wanted, peer)
        admit = self._admission(wanted, verified)
        # Building reads while admitting writes; nothing is answered before both are done.
        admitted = asyncio.ensure_future(self._submit(admit))
        try:
            page = await self._build(wanted)
        finally:
            admission = await admitted
        _check_admission(admission, peer)
        if admit.signed is not None:
            self._taken[peer] = admit.signed  # sent again until a newer one
            if self.restored.pop(peer, None) is not None:
                await self._submit(DeleteDocument(keeping.RESTORED, peer))
        if page.count or not wanted.wait_s or self._waiting.is_crowded(peer):
            return page
        return await self._wait(wanted)

    def _check_address(self, wanted: FollowRequest, peer: str) -> None:
        check_addressee(self._engine.node, wanted.publisher, peer, wanted.follower)
        if not areas_shown(self._trust.current, self._engine.node, peer):
            raise RequestRefused("member", HTTPStatus.FORBIDDEN, peer, peer)

    def _admission(self, wanted: FollowRequest, verified: VerifiedMessage) -> Admit:
        peer, signed = wanted.follower, wanted.receipt
        expires = instant((verified.expires + 2 * 60) * 1000)
        nonce = f"{verified.keyid} {verified.nonce}"
        if signed is None or self._taken.get(peer) == signed:
            return Admit(peer, nonce, expires)
        now = instant(self._engine.settings.clock.now_ms())
        try:
            receipt = verify_receipt(signed, self._trust.current, now).receipt
        except EvidenceError as error:
            raise RequestRefused("receipt", HTTPStatus.BAD_REQUEST, str(error), peer) from None
        if receipt.follower != peer or receipt.publisher != self._engine.node:
            detail = f"of {receipt.follower} for {receipt.publisher}"
            raise RequestRefused("receipt", HTTPStatus.BAD_REQUEST, detail, peer)
        return Admit(peer, nonce, expires, signed, receipt)

    async def _build(self, wanted: FollowRequest) -> BuiltPage:
        now = instant(self._engine.settings.clock.now_ms())
        try:
            page: BuiltPage = await self._offload(
                build_page, self._engine, wanted, self._trust.current, now
            )
        except RequestRefused as refused:
            refused.peer = wanted.follower
            raise
        return page

    async def _wait(self, wanted: FollowRequest) -> BuiltPage:
        """Until the channel to the peer grows, or the peer's patience ends."""
        with self._waiting.on(wanted.follower) as grown:
            page = await self._build(wanted)  # what came before we began to listen
            if page.count:
                return page
            try:
                await asyncio.wait_for(grown.wait(), wanted.wait_s)
            except TimeoutError:
                return page
        return await self._build(wanted)

    async def _remember_restored(self, peer: str, detail: str, at: str) -> None:
        """Until the peer acknowledges something again, this node's operator is told."""
        if peer not in self.restored:
            self.restored[peer] = at
            kept = Document(peer, "", at, detail.encode())
            await self._submit(PutDocument(keeping.RESTORED, kept))


def _check_admission(admission: str, peer: str) -> None:
    if admission == "replayed":
        raise RequestRefused("replayed", HTTPStatus.CONFLICT, "the nonce was used", peer)
    if admission == "receipt":
        detail = "it does not acknowledge what was sent"
        raise RequestRefused("receipt", HTTPStatus.BAD_REQUEST, detail, peer)
