"""Fetches from each peer the list of its permits that no longer hold, for posts without a line."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Final

from corridor.domain.permits.stopped import StoppedPermits
from corridor.engine.core import Engine
from corridor.engine.stopped import KEPT, KeepStopped, read_stopped
from corridor.evidence.errors import EvidenceError
from corridor.exchange.errors import ExchangeError
from corridor.exchange.stopped_ask import ask_stopped
from corridor.exchange.stopped_serve import StoppedDesk
from corridor.exchange.transport import Transport
from corridor.exchange.trust import Submit, TrustInForce

ROUND_SECONDS: Final = 60.0
AGAIN_SECONDS: Final = 15.0
"""Sooner, where somebody did not answer; a peer answers six times a minute."""


class StoppedLists:
    """One per node. A peer that does not answer keeps the list that it gave last."""

    def __init__(
        self,
        engine: Engine,
        submit: Submit,
        trust: TrustInForce,
        transport: Transport,
        desk: StoppedDesk,
    ) -> None:
        self._engine = engine
        self._submit = submit
        self._trust = trust
        self._transport = transport
        self._desk = desk
        self._read: dict[str, tuple[bytes, StoppedPermits]] = {}

    async def run(self, turn: Callable[[str], AbstractContextManager[None]]) -> None:
        """Until cancelled. What goes wrong in a round ends with its `turn`."""
        while True:
            rest = AGAIN_SECONDS
            with turn("stopped permits"):
                fetched = [await self.fetch(peer.node) for peer in self._trust.peers()]
                rest = ROUND_SECONDS if all(fetched) else AGAIN_SECONDS
            await asyncio.sleep(rest)

    async def fetch(self, issuer: str) -> bool:
        """Keep the issuer's list; whether it gave one."""
        try:
            stopped = await ask_stopped(self._engine, self._trust, self._transport, issuer)
        except (ExchangeError, EvidenceError):
            return False
        await self._submit(KeepStopped(issuer, stopped))
        return True

    def of(self, issuer: str) -> StoppedPermits | None:
        """The list of a node as it is known here; None where nothing is."""
        if issuer == self._engine.node:
            return self._desk.own()
        with self._engine.store.read() as reader:
            kept = reader.document(KEPT, issuer)
        return self._opened(issuer, kept.body) if kept is not None else None

    def _opened(self, issuer: str, body: bytes) -> StoppedPermits:
        """Decoded once for each list that a peer gave, and looked up without reading it through."""
        before = self._read.get(issuer)
        if before is None or before[0] != body:
            before = self._read[issuer] = body, read_stopped(body)
        return before[1]

    def all(self) -> dict[str, StoppedPermits]:
        """By node, what a post takes along."""
        nodes = (self._engine.node, *(peer.node for peer in self._trust.peers()))
        found = {node: self.of(node) for node in nodes}
        return {node: stopped for node, stopped in found.items() if stopped is not None}
