"""Tells peers which permits of this node no longer hold. It writes nothing but refusals."""

from http import HTTPStatus
from typing import Final

from corridor.domain.permits.stopped import StoppedPermits
from corridor.engine.core import Engine
from corridor.engine.hlc import instant
from corridor.engine.stopped import stopped_here
from corridor.evidence.httpsig import Request
from corridor.exchange.areas import areas_shown
from corridor.exchange.callers import Pace, authenticated, check_addressee, problem_of
from corridor.exchange.denials import Denials, noted
from corridor.exchange.errors import RequestRefused
from corridor.exchange.standing import AREA
from corridor.exchange.stopped import (
    DIGESTS_MAX,
    REQUEST_BYTES_MAX,
    StoppedAnswer,
    StoppedRequest,
    decode_asked,
    seal_stopped,
)
from corridor.exchange.transport import Answer
from corridor.exchange.trust import Submit, TrustInForce

PER_MINUTE_MAX: Final = 6
HOLDS_MS: Final = 10_000
"""So long one reading of the list answers all who ask."""
_MEDIA_TYPE: Final = "application/vnd.corridor.stopped+json-lines"


class StoppedDesk:
    """Who asks has to be a peer to whom permits may be shown."""

    def __init__(self, engine: Engine, submit: Submit, trust: TrustInForce) -> None:
        self._engine = engine
        self._submit = submit
        self._trust = trust
        self._denials = Denials()
        self._pace = Pace(PER_MINUTE_MAX)
        self._read: tuple[int, StoppedPermits] | None = None

    async def handle(self, request: Request) -> Answer:
        """The answer to a POST at STOPPED_PATH; see `Publisher.handle_follow` for its terms."""
        settings = self._engine.settings
        now_ms = settings.clock.now_ms()
        try:
            asked = self._open(request, now_ms)
        except RequestRefused as refused:
            await noted(refused, "stopped permits", self._denials, self._submit, now_ms)
            return problem_of(refused)
        answer = StoppedAnswer(asked.issuer, asked.asker, asked.nonce, self.own())
        body = seal_stopped(answer, settings.signer)
        return Answer(HTTPStatus.OK, {"content-type": _MEDIA_TYPE}, body)

    def own(self) -> StoppedPermits:
        """This node's list, read a moment ago at most."""
        now_ms = self._engine.settings.clock.now_ms()
        if self._read is None or abs(now_ms - self._read[0]) > HOLDS_MS:
            with self._engine.store.read() as reader:
                self._read = now_ms, stopped_here(reader, instant(now_ms), DIGESTS_MAX)
        return self._read[1]

    def _open(self, request: Request, now_ms: int) -> StoppedRequest:
        """Deny first.

        1. A peer signed the request, lately.
        2. It has not asked too often.
        3. It asks for itself, and this node; permits may be shown to it.
        """
        if len(request.body) > REQUEST_BYTES_MAX:
            raise RequestRefused("size", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        peer, _ = authenticated(request, self._trust.current, now_ms)
        self._pace.check(peer, now_ms)
        asked = decode_asked(request.body)
        check_addressee(self._engine.node, asked.issuer, peer, asked.asker)
        if AREA not in areas_shown(self._trust.current, self._engine.node, peer):
            raise RequestRefused("member", HTTPStatus.FORBIDDEN, peer, peer)
        return asked
