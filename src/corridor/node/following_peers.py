"""Following whoever the trust list in force says, also after it changes."""

import asyncio
from collections.abc import Iterable
from pathlib import Path

from corridor.engine.beat import beat
from corridor.engine.core import Engine
from corridor.engine.gate import Gate
from corridor.engine.sharing import ShareWithAll
from corridor.evidence.errors import TrustRefused
from corridor.exchange.follower import Follower
from corridor.exchange.http import HttpTransport
from corridor.exchange.trust import TrustInForce
from corridor.node.peers import PeerBoard
from corridor.node.upkeep import TIMER_SECONDS, Upkeep


class FollowingPeers:
    """A follower for each peer; whoever is new is given what all may see."""

    def __init__(
        self,
        engine: Engine,
        gate: Gate,
        trust: TrustInForce,
        transport: HttpTransport,
        board: PeerBoard,
        upkeep: Upkeep,
    ) -> None:
        self._engine, self._gate, self._trust = engine, gate, trust
        self._transport, self._board, self._upkeep = transport, board, upkeep
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def run(self, trust_list: Path) -> None:
        """Until the node stops."""
        watching = asyncio.create_task(
            self._trust.watch(trust_list, self._gate.run, self._refused_list)
        )
        are_new = False
        try:
            while True:
                are_new = self._follow() or are_new
                if are_new:
                    with self._upkeep.turn("sharing with who is new"):
                        await self._gate.run(ShareWithAll())
                        are_new = False
                await beat(TIMER_SECONDS)
        finally:
            await end([watching, *self._tasks.values()])

    def _follow(self) -> bool:
        """Whether there is somebody new."""
        wanted = {entry.node for entry in self._trust.peers()}
        new = wanted - self._tasks.keys()
        for peer in new:
            follower = Follower(self._engine, self._gate.run, self._trust, self._transport, peer)
            self._board.watch(follower)
            self._tasks[peer] = asyncio.create_task(follower.run())
        for peer in self._tasks.keys() - wanted:
            self._tasks.pop(peer).cancel()
        return bool(new)

    def _refused_list(self, refused: TrustRefused) -> None:
        self._board.problem = f"{refused.code}: {refused}"


async def end(tasks: Iterable["asyncio.Task[None]"]) -> None:
    """Cancel them and wait."""
    found = list(tasks)
    for task in found:
        task.cancel()
    await asyncio.gather(*found, return_exceptions=True)
