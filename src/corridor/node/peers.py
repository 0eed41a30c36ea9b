"""How it stands with each peer, put together for the operator's page."""

from corridor.engine.core import Engine
from corridor.exchange.follower import Follower
from corridor.exchange.keeping import receipts_cursor
from corridor.exchange.trust import TrustInForce
from corridor.web.services import PeerStatus

STATES = {"starting": "unknown", "following": "ok", "faulty": "stopped", "stopped": "halted"}


class PeerBoard:
    """Reads the followers' state and the channels' ends."""

    def __init__(self, engine: Engine, trust: TrustInForce) -> None:
        self._engine = engine
        self._trust = trust
        self._followers: dict[str, Follower] = {}
        self.problem = ""
        """Why the newest trust list was refused, while it is."""

    def watch(self, follower: Follower) -> None:
        """Show this follower from now on."""
        self._followers[follower.status.peer] = follower

    def last_heard(self, peer: str) -> str:
        """When the peer answered last, by our clock; empty if it has not since the start."""
        follower = self._followers.get(peer)
        return follower.status.last_success if follower is not None else ""

    def statuses(self) -> tuple[PeerStatus, ...]:
        """One line a peer, in the order of the trust list."""
        return tuple(self._status(entry.node, entry.url) for entry in self._trust.peers())

    def _status(self, peer: str, url: str) -> PeerStatus:
        follower = self._followers.get(peer)
        with self._engine.store.read() as reader:
            sent, _ = reader.channel_end(peer)
            confirmed = reader.cursor(receipts_cursor(peer)).position
            received = reader.cursor(peer).position
        if follower is None:
            return PeerStatus(peer, url, "unknown", received, sent, confirmed)
        status = follower.status
        state = STATES[status.state]
        return PeerStatus(
            node=peer,
            url=url,
            state="behind" if state == "ok" and status.lag else state,
            received=received,
            sent=sent,
            confirmed=confirmed,
            last_page_at=status.last_success,
            last_receipt_at=status.receipt_at,
            problem=status.error or self.problem,
        )
