"""Brings access codes to the nodes of their guarantors, however long a line is down."""

from collections.abc import Iterator
from typing import Final

from corridor.engine.core import Engine
from corridor.engine.handing import PARCEL, read_parcel
from corridor.engine.handing_over import TakeParcel
from corridor.engine.ports import Document
from corridor.evidence.errors import EvidenceError
from corridor.exchange.errors import ExchangeError
from corridor.exchange.handing_ask import hand_over
from corridor.exchange.transport import Transport
from corridor.exchange.trust import Submit, TrustInForce
from corridor.node.telling.turns import Turns

AT_ONCE: Final = 8
WAITING_MAX: Final = 500
REST_MS_MAX: Final = 60_000
_REST_MS: Final = 1_000


class CodeCarrier:
    """One per node. A node that does not answer is left alone, longer each time, up to a minute."""

    def __init__(
        self, engine: Engine, submit: Submit, trust: TrustInForce, transport: Transport
    ) -> None:
        self._engine = engine
        self._submit = submit
        self._trust = trust
        self._transport = transport
        self._rests: dict[str, tuple[int, int]] = {}
        """Node → until when it is left alone, and how long."""

    async def run(self) -> None:
        """Until cancelled."""
        await Turns("access codes", AT_ONCE, self.due, self.bring).run()

    def due(self) -> Iterator[Document]:
        """What waits for nodes that are not left alone."""
        now_ms = self._engine.settings.clock.now_ms()
        with self._engine.store.read() as reader:
            waiting = reader.documents(PARCEL, None, WAITING_MAX)
        return (one for one in waiting if self._rests.get(one.owner, (0, 0))[0] <= now_ms)

    async def bring(self, document: Document) -> None:
        """Hand one over; without an answer it stays."""
        node, parcel = document.owner, read_parcel(document)
        try:
            word = await hand_over(self._engine, self._trust, self._transport, node, parcel)
        except (ExchangeError, EvidenceError):
            now_ms = self._engine.settings.clock.now_ms()
            rest = min(REST_MS_MAX, 2 * self._rests.get(node, (0, _REST_MS))[1])
            self._rests[node] = (now_ms + rest, rest)
            return
        self._rests.pop(node, None)
        await self._submit(TakeParcel(parcel, word))
