"""A publisher that cannot be honest: its proof is kept, every peer is told, its channel stops."""

import msgspec

from corridor.engine.ports import Document
from corridor.engine.records import PeerMisbehaved
from corridor.engine.unit import Unit
from corridor.exchange import keeping


class Convict(msgspec.Struct, frozen=True):
    """Keep what convicts a publisher, tell every peer, and stop following it."""

    publisher: str
    code: str
    detail: str
    proof: bytes

    def run(self, unit: Unit) -> None:
        """Unless its channel is stopped already."""
        stopped = unit.tx.document(keeping.STOPPED, self.publisher)
        if stopped is not None:
            return
        at = unit.now()
        kept = Document(f"{self.publisher}:{at}", self.publisher, at, self.proof)
        unit.tx.put_document(keeping.CONVICTIONS, kept)
        stop = Document(self.publisher, "", at, self.code.encode())
        unit.tx.put_document(keeping.STOPPED, stop)
        alarm = PeerMisbehaved(self.publisher, self.code, self.detail)
        unit.note(f"peer-{self.publisher}", alarm, to=unit.settings.peers - {self.publisher})


class Resume(msgspec.Struct, frozen=True):
    """An operator has looked at what convicted the publisher, and lets it be followed again."""

    publisher: str

    def run(self, unit: Unit) -> None:
        """Take the stop away; what convicted it stays."""
        unit.tx.delete_document(keeping.STOPPED, self.publisher)
