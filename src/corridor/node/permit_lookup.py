"""How a permit stands now: asked of the node that issued it, else what this node knows."""

from corridor.domain.permits.credentials import Credential
from corridor.domain.permits.stopped import known_by_lists
from corridor.domain.permits.verdict import Known, with_limits
from corridor.engine.core import Engine
from corridor.engine.hlc import instant
from corridor.engine.queries import Queries
from corridor.engine.stopped import is_disputed, known_here
from corridor.evidence.errors import EvidenceError
from corridor.exchange.errors import ExchangeError
from corridor.exchange.standing_ask import ask_standing
from corridor.exchange.transport import Transport
from corridor.exchange.trust import TrustInForce
from corridor.node.peers import PeerBoard
from corridor.node.stopped_lists import StoppedLists
from corridor.web.services import Looked


class PermitLookup:
    """Called with a credential whose signature is the issuer's, and with its whole text."""

    def __init__(
        self,
        engine: Engine,
        trust: TrustInForce,
        transport: Transport,
        board: PeerBoard,
        stopped: StoppedLists,
    ) -> None:
        self._engine = engine
        self._trust = trust
        self._transport = transport
        self._board = board
        self._stopped = stopped
        self._queries = Queries(engine)

    async def __call__(self, credential: Credential, text: str) -> Looked:
        """The issuer's word; without a line to it, ours, and since when there is none."""
        issuer, here = credential.issuer, self._engine.node
        if issuer == here:
            known = known_here(self._queries, credential.number, text)
            return Looked(known, instant(self._engine.settings.clock.now_ms()))
        try:
            told = await ask_standing(self._engine, self._trust, self._transport, issuer, text)
        except (ExchangeError, EvidenceError):
            return Looked(self._by_itself(credential), since=self._board.last_heard(issuer))
        known = Known(told.standing, told.issued_at)
        if known.standing == "in_force" and is_disputed(self._queries, credential.number):
            known = Known("disputed", told.issued_at)  # whatever its issuer holds of it
        return Looked(with_limits(known, self._queries.permit(credential.number)), told.at)

    def _by_itself(self, credential: Credential) -> Known | None:
        """What this node knows: of a permit that went by here, else by the lists given last."""
        if self._queries.permit(credential.number) is not None:
            return known_here(self._queries, credential.number, credential.text)
        return known_by_lists(self._stopped.all(), credential)
