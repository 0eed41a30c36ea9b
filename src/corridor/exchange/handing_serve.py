"""Takes access codes that other nodes hand over, and has the guarantee's ledger check them."""

from http import HTTPStatus
from typing import Final

from corridor.domain.acts import SYSTEM
from corridor.domain.facts import Actor, home_of
from corridor.domain.guarantees.showing import AccessCodeWrong, ShowAccessCode
from corridor.domain.guarantees.state import Guarantee
from corridor.engine.codec import tag_of
from corridor.engine.core import Engine
from corridor.engine.hlc import instant
from corridor.engine.jobs import Execute
from corridor.engine.outcome import Outcome
from corridor.engine.queries import Queries
from corridor.evidence.errors import SealInvalid
from corridor.evidence.httpsig import Request
from corridor.exchange.areas import areas_shown
from corridor.exchange.callers import Pace, authenticated, check_addressee, problem_of
from corridor.exchange.denials import Denials, noted
from corridor.exchange.errors import RequestRefused
from corridor.exchange.handing import (
    REQUEST_BYTES_MAX,
    HandingAnswer,
    HandingRequest,
    Word,
    decode_handed,
    purpose_of,
    seal_word,
)
from corridor.exchange.transport import Answer
from corridor.exchange.trust import Submit, TrustInForce

AREA: Final = "movement"
PER_MINUTE_MAX: Final = 300
"""Codes of one peer: all its carriers together."""
_MEDIA_TYPE: Final = "application/vnd.corridor.guarantee-access+json-lines"
_WRONG: Final = tag_of(AccessCodeWrong)


class HandingDesk:
    """Who hands over has to be a peer, and to speak of a movement that was filed there."""

    def __init__(self, engine: Engine, submit: Submit, trust: TrustInForce) -> None:
        self._engine = engine
        self._submit = submit
        self._trust = trust
        self._queries = Queries(engine)
        self._denials = Denials()
        self._pace = Pace(PER_MINUTE_MAX)

    async def handle(self, request: Request) -> Answer:
        """The answer to a POST at HANDING_PATH; see `Publisher.handle_follow` for its terms."""
        settings = self._engine.settings
        now_ms = settings.clock.now_ms()
        try:
            asked, code = self._open(request, now_ms)
        except RequestRefused as refused:
            await noted(refused, "guarantee access", self._denials, self._submit, now_ms)
            return problem_of(refused)
        shown = ShowAccessCode(asked.movement, code, asked.attempt)
        actor = Actor("", self._engine.node, "", SYSTEM)
        outcome = await self._submit(Execute(shown, actor, asked.guarantee))
        word = _word(outcome, self._is_locked(asked.guarantee, instant(now_ms)))
        answer = HandingAnswer(self._engine.node, asked.asker, instant(now_ms), asked.nonce, word)
        return Answer(
            HTTPStatus.OK, {"content-type": _MEDIA_TYPE}, seal_word(answer, settings.signer)
        )

    def _is_locked(self, guarantee: str, now: str) -> bool:
        state = self._queries.get(guarantee).state
        return isinstance(state, Guarantee) and state.is_locked(now)

    def _open(self, request: Request, now_ms: int) -> tuple[HandingRequest, str]:
        """Deny first.

        1. A peer signed the request, lately.
        2. It has not handed over too many.
        3. It speaks for itself, to this node, of a movement that was filed there.
        4. What it hands over was closed for this node's key, for this guarantee and movement.
        """
        if len(request.body) > REQUEST_BYTES_MAX:
            raise RequestRefused("size", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        peer, _ = authenticated(request, self._trust.current, now_ms)
        self._pace.check(peer, now_ms)
        asked = decode_handed(request.body)
        check_addressee(self._engine.node, asked.guarantor, peer, asked.asker)
        if AREA not in areas_shown(self._trust.current, peer, self._engine.node):
            raise RequestRefused("member", HTTPStatus.FORBIDDEN, peer, peer)
        if not asked.movement.startswith("mv-") or home_of(asked.movement) != peer:
            raise RequestRefused("movement", HTTPStatus.FORBIDDEN, asked.movement, peer)
        if not asked.guarantee.startswith("gr-"):
            raise RequestRefused("malformed", HTTPStatus.BAD_REQUEST, asked.guarantee, peer)
        return asked, self._code_in(asked)

    def _code_in(self, asked: HandingRequest) -> str:
        purpose = purpose_of(asked.guarantee, asked.movement, asked.asker)
        try:
            return self._engine.settings.signer.unseal(asked.closed, purpose).decode()
        except (SealInvalid, UnicodeDecodeError):
            raise RequestRefused("closed", HTTPStatus.CONFLICT, asked.key, asked.asker) from None


def _word(outcome: Outcome, is_locked: bool) -> Word:
    """What came of it: what the ledger said, or why it would not look."""
    codes = {refusal.code for refusal in outcome.refusals}
    if "guarantee_unknown" in codes:
        return "unknown"
    if codes or any(said.tag == _WRONG for said in outcome.events):
        return "locked" if is_locked else "wrong"
    return "fits"
