"""Answers peers how a permit of this node stands. It reads, and writes nothing but refusals."""

from http import HTTPStatus
from typing import Final

from corridor.domain.permits.credentials import Credential, read_credential
from corridor.engine.core import Engine
from corridor.engine.hlc import instant
from corridor.engine.queries import Queries
from corridor.engine.stopped import known_here
from corridor.evidence.httpsig import Request
from corridor.evidence.keys import is_signed_by
from corridor.exchange.areas import areas_shown
from corridor.exchange.callers import Pace, authenticated, check_addressee, problem_of
from corridor.exchange.denials import Denials, noted
from corridor.exchange.errors import RequestRefused
from corridor.exchange.standing import (
    AREA,
    REQUEST_BYTES_MAX,
    StandingAnswer,
    StandingRequest,
    decode_asked,
    digest_of,
    seal_standing,
)
from corridor.exchange.transport import Answer
from corridor.exchange.trust import Submit, TrustInForce

PER_MINUTE_MAX: Final = 600
"""Questions of one peer: all its posts together, each with a lorry every few seconds."""
_MEDIA_TYPE: Final = "application/vnd.corridor.standing+json-lines"


class StandingDesk:
    """Who asks has to be a peer to whom permits may be shown, and to hold the permit's text."""

    def __init__(self, engine: Engine, submit: Submit, trust: TrustInForce) -> None:
        self._engine = engine
        self._submit = submit
        self._trust = trust
        self._queries = Queries(engine)
        self._denials = Denials()
        self._pace = Pace(PER_MINUTE_MAX)

    async def handle(self, request: Request) -> Answer:
        """The answer to a POST at STANDING_PATH; see `Publisher.handle_follow` for its terms."""
        now_ms = self._engine.settings.clock.now_ms()
        try:
            answer = self._answer(request, now_ms)
        except RequestRefused as refused:
            await noted(refused, "permit standing", self._denials, self._submit, now_ms)
            return problem_of(refused)
        body = seal_standing(answer, self._engine.settings.signer)
        return Answer(HTTPStatus.OK, {"content-type": _MEDIA_TYPE}, body)

    def _answer(self, request: Request, now_ms: int) -> StandingAnswer:
        """Deny first.

        1. A peer signed the request, lately.
        2. It has not asked too often.
        3. It asks for itself, and this node; permits may be shown to it.
        4. What it shows is a permit that this node signed, whatever became of the key.
        """
        if len(request.body) > REQUEST_BYTES_MAX:
            raise RequestRefused("size", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        peer, _ = authenticated(request, self._trust.current, now_ms)
        self._pace.check(peer, now_ms)
        asked = decode_asked(request.body)
        self._check_address(asked, peer)
        shown = self._shown(asked, peer)
        known = known_here(self._queries, shown.number, asked.text)
        digest = digest_of(asked.text)
        node = self._engine.node
        at = instant(now_ms)
        return StandingAnswer(node, peer, at, digest, asked.nonce, known.standing, known.issued_at)

    def _check_address(self, asked: StandingRequest, peer: str) -> None:
        check_addressee(self._engine.node, asked.issuer, peer, asked.asker)
        if AREA not in areas_shown(self._trust.current, self._engine.node, peer):
            raise RequestRefused("member", HTTPStatus.FORBIDDEN, peer, peer)

    def _shown(self, asked: StandingRequest, peer: str) -> Credential:
        read = read_credential(asked.text)
        if isinstance(read, Credential) and read.issuer == asked.issuer:
            keys = (k for node, k in self._trust.current.all_keys() if node == asked.issuer)
            mine = (k for k in keys if k.id == read.key_id)
            if any(is_signed_by(k.public_key, read.message, read.signature) for k in mine):
                return read
        raise RequestRefused("permit", HTTPStatus.NOT_FOUND, "", peer)
