"""How a permit stands now: asked of the node that issued it, else what this node knows."""

from corridor.domain.permits.credentials import Credential
from corridor.domain.permits.state import Permit
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
        state = self._held(credential)
        if issuer == here:
            return Looked(known_of(state, text), instant(self._engine.settings.clock.now_ms()))
        try:
            told = await ask_standing(self._engine, self._trust, self._transport, issuer, text)
        except (ExchangeError, EvidenceError):
            known = known_of(state, text) if state is not None else None
            return Looked(known, since=self._board.last_heard(issuer))
        return Looked(Known(told.standing, told.issued_at), told.at)

    def _held(self, credential: Credential) -> Permit | None:
        subject = self._queries.resolve(credential.number)
        state = self._queries.get(subject).state if subject else None
        return state if isinstance(state, Permit) else None
