"""How a permit stands now: asked of the node that issued it, else what this node knows."""

from corridor.domain.permits.credentials import Credential
from corridor.domain.permits.verdict import Known, known_of
from corridor.engine.core import Engine
from corridor.engine.hlc import instant
from corridor.engine.queries import Queries
from corridor.evidence.errors import EvidenceError
from corridor.exchange.errors import ExchangeError
from corridor.exchange.standing_ask import ask_standing
from corridor.exchange.transport import Transport
from corridor.exchange.trust import TrustInForce
from corridor.node.peers import PeerBoard
from corridor.web.services import Looked


class PermitLookup:
    """Called with a credential whose signature is the issuer's, and with its whole text."""

    def __init__(
        self, engine: Engine, trust: TrustInForce, transport: Transport, board: PeerBoard
    ) -> None:
        self._engine = engine
        self._trust = trust
        self._transport = transport
        self._board = board
        self._queries = Queries(engine)

    async def __call__(self, credential: Credential, text: str) -> Looked:
        """The issuer's word; without a line to it, ours, and since when there is none."""
        issuer, here = credential.issuer, self._engine.node
        held = self._queries.permit(credential.number)
        if issuer == here:
            return Looked(known_of(held, text), instant(self._engine.settings.clock.now_ms()))
        try:
            told = await ask_standing(self._engine, self._trust, self._transport, issuer, text)
        except (ExchangeError, EvidenceError):
            known = known_of(held, text) if held is not None else None
            return Looked(known, since=self._board.last_heard(issuer))
        return Looked(Known(told.standing, told.issued_at), told.at)
