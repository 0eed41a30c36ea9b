"""Refusals in the log, and what keeps a flood of them from filling it."""

from typing import Final

import msgspec

from corridor.domain.facts import Payload
from corridor.engine.records import PeerMisbehaved, RequestDenied
from corridor.engine.unit import Unit
from corridor.exchange.errors import RequestRefused
from corridor.exchange.trust import Submit

WINDOW_MS: Final = 600_000
NOTED_MAX: Final = 5
REASONS_MAX: Final = 256


class Denials:
    """Counts refusals by reason in windows of ten minutes; the first few of each are noted."""

    def __init__(self) -> None:
        self._window = -1
        self._counts: dict[str, int] = {}

    def admits(self, reason: str, now_ms: int) -> bool:
        """Whether this one is still to be noted."""
        if now_ms // WINDOW_MS != self._window:
            self._window = now_ms // WINDOW_MS
            self._counts.clear()
        if reason not in self._counts and len(self._counts) >= REASONS_MAX:
            return False
        self._counts[reason] = self._counts.get(reason, 0) + 1
        return self._counts[reason] <= NOTED_MAX


_DISHONEST: Final = frozenset({"request.receipt", "request.position"})


class Note(msgspec.Struct, frozen=True):
    """A record of the node about a subject of the exchange, for the writer."""

    subject: str
    payload: Payload

    def run(self, unit: Unit) -> None:
        """Append it."""
        unit.note(self.subject, self.payload)


async def noted(
    refused: RequestRefused, what: str, denials: Denials, submit: Submit, now_ms: int
) -> None:
    """Put a refused request of a peer, or of a stranger, into the log; of a flood the first few."""
    if not denials.admits(f"{refused.peer} {refused.code}", now_ms):
        return
    record: Payload = RequestDenied(f"{what} by {refused.peer or 'a stranger'}", refused.code)
    if refused.code in _DISHONEST:
        record = PeerMisbehaved(refused.peer, refused.code, refused.detail[:200])
    await submit(Note(f"peer-{refused.peer}" if refused.peer else "node", record))
