"""How it stands with each peer, put together for the operator's page and for the desks."""

from collections.abc import Mapping
from types import MappingProxyType

from corridor.engine.codec import fact_of
from corridor.engine.core import Engine
from corridor.engine.hlc import instant, to_ms
from corridor.exchange.follower import Follower
from corridor.exchange.keeping import RECEIPTS_GIVEN, receipts_cursor
from corridor.exchange.trust import TrustInForce
from corridor.web.services import PeerStatus, Waiting

STATES = {"starting": "unknown", "following": "ok", "faulty": "stopped", "stopped": "halted"}
SILENT_MS = 60_000
"""So long without a word is told at the desks."""
WAITING_MAX = 2_000


class PeerBoard:
    """Reads the followers' state and the channels' ends."""

    def __init__(
        self,
        engine: Engine,
        trust: TrustInForce,
        restored: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._engine = engine
        self._trust = trust
        self._restored = restored
        self._followers: dict[str, Follower] = {}
        self._since: dict[str, str] = {}
        self.problem = ""
        """Why the newest trust list was refused, while it is."""

    def watch(self, follower: Follower) -> None:
        """Show this follower from now on."""
        self._followers[follower.status.peer] = follower
        self._since[follower.status.peer] = instant(self._engine.settings.clock.now_ms())

    def last_heard(self, peer: str) -> str:
        """When the peer answered last, by our clock; empty if it has not since the start."""
        follower = self._followers.get(peer)
        return follower.status.last_success if follower is not None else ""

    def statuses(self) -> tuple[PeerStatus, ...]:
        """One line a peer, in the order of the trust list."""
        return tuple(self._status(entry.node, entry.url) for entry in self._trust.peers())

    def silent(self) -> Mapping[str, str]:
        """Peers without a word for a while, and when the last one was; "" before the first."""
        now = self._engine.settings.clock.now_ms()
        words = {peer: self._last_word(peer) for peer in self._followers if self._is_out(peer)}
        return {
            peer: word
            for peer, word in words.items()
            if now - to_ms(word or self._since[peer]) >= SILENT_MS
        }

    def waiting_for(self, peer: str) -> tuple[Waiting, ...]:
        """What the peer has not acknowledged yet, by subject, the longest waiting first."""
        found: dict[str, Waiting] = {}
        with self._engine.store.read() as reader:
            confirmed = reader.cursor(receipts_cursor(peer)).position
            for entry in reader.channel(peer, confirmed, WAITING_MAX):
                event = reader.event(entry.index)
                if event is not None:
                    first = found.get(event.subject)
                    since = first.since if first else fact_of(event).at
                    count = first.events + 1 if first else 1
                    found[event.subject] = Waiting(event.subject, count, since)
        return tuple(found.values())

    def _silent_since(self, peer: str) -> str:
        """Its last word, or when this node began to ask; "" while it answers."""
        return (self._last_word(peer) or self._since[peer]) if self._is_out(peer) else ""

    def _is_out(self, peer: str) -> bool:
        return STATES[self._followers[peer].status.state] in ("stopped", "halted")

    def _last_word(self, peer: str) -> str:
        """When it last answered; before the first time since the start, when a page of it came."""
        last = self.last_heard(peer)
        if last:
            return last
        with self._engine.store.read() as reader:
            given = reader.document(RECEIPTS_GIVEN, peer)
        return given.updated if given is not None else ""

    def _status(self, peer: str, url: str) -> PeerStatus:
        follower = self._followers.get(peer)
        with self._engine.store.read() as reader:
            sent, _ = reader.channel_end(peer)
            confirmed = reader.cursor(receipts_cursor(peer)).position
            received = reader.cursor(peer).position
        restored_at = self._restored.get(peer, "")
        if follower is None:
            return PeerStatus(
                peer, url, "unknown", received, sent, confirmed, restored_at=restored_at
            )
        status = follower.status
        state = STATES[status.state]
        if state == "stopped" and status.error.startswith("page."):
            state = "refused"
        return PeerStatus(
            node=peer,
            url=url,
            state="behind" if state == "ok" and status.lag else state,
            received=received,
            sent=sent,
            confirmed=confirmed,
            last_page_at=status.last_success,
            last_receipt_at=status.receipt_at,
            problem=_problem(status.error, status.detail) or self.problem,
            silent_since=self._silent_since(peer),
            restored_at=restored_at,
        )


def _problem(code: str, detail: str) -> str:
    """The peer's own code is in the detail where it refused."""
    return f"{code} {detail}" if code == "line.status" else code
