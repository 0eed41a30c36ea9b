"""Which peer it is that asks, by its signature; and what is answered to whom nothing is told."""

from http import HTTPStatus

import msgspec

from corridor.engine.hlc import instant
from corridor.evidence.errors import HttpSignatureInvalid, TrustRefused
from corridor.evidence.httpsig import Request, VerifiedMessage, verify_request
from corridor.evidence.keys import PublicKey
from corridor.evidence.trust import KeyUse, TrustList
from corridor.exchange.errors import RequestRefused
from corridor.exchange.messages import Problem
from corridor.exchange.transport import Answer

_MINUTE_MS = 60_000


def authenticated(request: Request, trust: TrustList, now_ms: int) -> tuple[str, VerifiedMessage]:
    """The peer that signed the request, by a transport key in force; else RequestRefused."""
    nodes: list[str] = []

    def key_of(keyid: str) -> PublicKey:
        node, key = trust.key_by_id(keyid, KeyUse.TRANSPORT, instant(now_ms))
        nodes.append(node)
        return key.public_key

    try:
        verified = verify_request(request, key_of, now_ms // 1000)
    except TrustRefused as error:
        raise RequestRefused("key", HTTPStatus.UNAUTHORIZED, str(error)) from None
    except HttpSignatureInvalid as error:
        peer = "".join(nodes)
        raise RequestRefused("signature", HTTPStatus.UNAUTHORIZED, str(error), peer) from None
    return nodes[0], verified


class Pace:
    """Counts what each peer asks a minute."""

    def __init__(self, per_minute_max: int) -> None:
        self._most = per_minute_max
        self._minute = -1
        self._asked: dict[str, int] = {}

    def check(self, peer: str, now_ms: int) -> None:
        """Count one more; RequestRefused where it is one too many."""
        if now_ms // _MINUTE_MS != self._minute:
            self._minute = now_ms // _MINUTE_MS
            self._asked.clear()
        self._asked[peer] = self._asked.get(peer, 0) + 1
        if self._asked[peer] > self._most:
            raise RequestRefused("pace", HTTPStatus.TOO_MANY_REQUESTS, peer, peer)


def check_addressee(node: str, to: str, peer: str, asker: str) -> None:
    """Whether `peer`, which signed, asks for itself, and asks this node; else RequestRefused."""
    if to != node or asker != peer:
        detail = f"{peer} asks as {asker} of {to}"
        raise RequestRefused("addressee", HTTPStatus.FORBIDDEN, detail, peer)


def problem_of(refused: RequestRefused) -> Answer:
    """What a stranger may know: the code and the remedy, not the detail."""
    problem = Problem(
        code=refused.code,
        detail=refused.detail if refused.peer else "",
        remedy=refused.diagnostics(),
        status=refused.status,
        title=HTTPStatus(refused.status).phrase,
    )
    headers = {"content-type": "application/problem+json"}
    return Answer(refused.status, headers, msgspec.json.encode(problem))
