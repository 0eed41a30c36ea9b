"""How the node itself is: its disk, its store, its works, its key, its trust list."""

from corridor.engine.gate import Gate
from corridor.engine.ports import Clock
from corridor.engine.queries import Queries
from corridor.engine.set_aside import COUNTED_MAX, SET_ASIDE
from corridor.evidence.keys import Signer
from corridor.exchange.trust import TrustInForce
from corridor.node.check.scrub import Scrub
from corridor.node.disk import DiskRoom
from corridor.node.upkeep import Upkeep
from corridor.web.services import Health


class NodeHealth:
    """Puts it together when somebody asks."""

    def __init__(
        self,
        gate: Gate,
        room: DiskRoom,
        scrub: Scrub,
        trust: TrustInForce,
        upkeep: Upkeep,
        queries: Queries,
    ) -> None:
        self._gate = gate
        self._queries = queries
        self._room = room
        self._scrub = scrub
        self._trust = trust
        self._upkeep = upkeep

    def report(self, signer: Signer, clock: Clock) -> Health:
        """As it is now."""
        found = self._scrub.state
        return Health(
            illness=self._gate.illness,
            free_bytes=self._room.free_bytes,
            low_bytes=self._room.low_bytes,
            checked_at=found.finished,
            checked_share=self._scrub.share,
            findings=tuple(map(str, found.findings)),
            key_valid_to=self._key_valid_to(signer),
            trust_expires=self._trust.current.expires,
            trust_alarm=self._trust.alarm(),
            failing=self._upkeep.failing(),
            set_aside=len(self._queries.documents(SET_ASIDE, None, COUNTED_MAX)),
            now=clock.now_ms(),
        )

    def _key_valid_to(self, signer: Signer) -> str:
        keys = {key.id: key.valid_to for _, key in self._trust.current.all_keys()}
        return keys.get(signer.name, "")
