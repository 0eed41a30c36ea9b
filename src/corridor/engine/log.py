"""The node's own log: numbers its events, hashes them, grows the tree, signs it once per commit."""

import msgspec

from corridor.domain.facts import Actor, Fact, Payload
from corridor.engine.codec import composed, seal_event, tag_of
from corridor.engine.hlc import HybridClock
from corridor.engine.ports import Reader, SealedEvent, StoredEvent, Tokens, Transaction
from corridor.evidence.checkpoint import origin_of, sign_checkpoint
from corridor.evidence.event import event_leaf
from corridor.evidence.keys import Signer
from corridor.evidence.tree import TILE_WIDTH, Tile, TreeWriter


class Tip(msgspec.Struct, frozen=True):
    """The committed end of the log, for readers that make proofs: never changed once published."""

    size: int = 0
    note: str = ""
    edge: tuple[tuple[bytes, ...], ...] = ()


class LogWriter:
    """Used by the single writer only. `pending` is what the open transaction has yet to append."""

    def __init__(self, node: str, clock: HybridClock, tokens: Tokens, signer: Signer) -> None:
        self.node = node
        self.clock = clock
        self._tokens = tokens
        self._signer = signer
        self._tree = TreeWriter()
        self._number = 0
        self.pending: list[StoredEvent] = []
        self._tiles: list[Tile] = []

    def reopen(self, reader: Reader) -> None:
        """Go on from what the store holds: at start, and after a failed commit."""
        size = reader.size()
        edge_first = size - size % TILE_WIDTH
        self._tree = TreeWriter.rebuild(size, reader.tile, reader.leaves(edge_first, size))
        self._number = reader.last_number(self.node)
        self.pending.clear()
        self._tiles.clear()

    def say(
        self, subject: str, payload: Payload, actor: Actor
    ) -> tuple[StoredEvent, Fact[Payload]]:
        """Append a new event of our own; the fact is what folding its bytes would give."""
        self._number += 1
        clock, at = self.clock.tick(), self.clock.now()
        said = composed(payload)
        fact = Fact(said.payload, self.node, self._number, clock, at, actor)
        data = seal_event(fact, said.data, subject, self._tokens.salt())
        tag = tag_of(payload)
        sealed = SealedEvent(self.node, self._number, subject, clock, tag, data, event_leaf(data))
        return self.take(sealed), fact

    def take(self, sealed: SealedEvent) -> StoredEvent:
        """Append an event byte for byte, be it our own or a peer's."""
        event = StoredEvent(
            sealed.node,
            sealed.number,
            sealed.subject,
            sealed.clock,
            sealed.tag,
            sealed.data,
            sealed.leaf,
            self._tree.size,
        )
        self._tiles += self._tree.append(event.leaf)
        self.pending.append(event)
        return event

    def token(self) -> str:
        """Twelve random capitals and digits."""
        return self._tokens.token()

    def flush(self, tx: Transaction) -> None:
        """Write what is pending, so that the transaction can read it back."""
        if self.pending:
            tx.append(self.pending)
            self.pending = []
        for tile in self._tiles:
            tx.put_tile(tile.level, tile.index, tile.data)
        self._tiles.clear()

    @property
    def size(self) -> int:
        """Entries in the log, the pending ones included."""
        return self._tree.size

    def seal(self, tx: Transaction) -> Tip:
        """Flush, and sign the new root: the one signature of this commit."""
        self.flush(tx)
        note = sign_checkpoint(
            origin_of(self.node), self._tree.size, self._tree.root(), self._signer
        )
        tx.put_checkpoint(self._tree.size, note)
        return self.tip(note)

    def tip(self, note: str) -> Tip:
        """The end of the log as it stands."""
        edge = tuple(tuple(row) for row in self._tree.edge)
        return Tip(self._tree.size, note, edge)
