"""Channels to peers: who gets which of our events, in which order, chained by hashes."""

from corridor.engine.ports import ChannelEntry, StoredEvent, Transaction
from corridor.evidence.chain import next_head


class ChannelWriter:
    """Used by the single writer only; buffers the open transaction's entries per peer."""

    def __init__(self) -> None:
        self._ends: dict[str, tuple[int, bytes]] = {}
        self._pending: dict[str, list[ChannelEntry]] = {}

    def reopen(self) -> None:
        """Forget what a failed transaction left behind."""
        self._ends.clear()
        self._pending.clear()

    def publish(self, tx: Transaction, peer: str, event: StoredEvent) -> None:
        """Put the event at the end of the channel to the peer."""
        position, head = self._ends.get(peer) or tx.channel_end(peer)
        entry = ChannelEntry(position + 1, event.index, event.leaf, next_head(head, event.leaf))
        self._ends[peer] = (entry.position, entry.head)
        self._pending.setdefault(peer, []).append(entry)

    def flush(self, tx: Transaction) -> frozenset[str]:
        """Write what is pending; the peers who have something new."""
        for peer, entries in self._pending.items():
            tx.put_channel(peer, entries)
        peers = frozenset(self._pending)
        self._pending = {}
        return peers
