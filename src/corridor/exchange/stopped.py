"""Which permits of a node no longer hold: what its peers fetch for posts that lose their line.

A list of digests tells a peer nothing of permits that it has not seen; see
`corridor.domain.permits.stopped`.
"""

from typing import Final

import msgspec

from corridor.domain.permits.stopped import StoppedPermits
from corridor.evidence import canonical
from corridor.evidence.errors import EvidenceError
from corridor.evidence.event import NodeName
from corridor.evidence.keys import Signer
from corridor.evidence.trust import TrustList
from corridor.exchange.errors import LineFault, RequestRefused
from corridor.exchange.messages import Nonce
from corridor.exchange.sealed_answer import open_sealed, seal_answer

STOPPED_PATH: Final = "/exchange/v1/stopped-permits"
REQUEST_BYTES_MAX: Final = 500
ANSWER_BYTES_MAX: Final = 1 << 20
DIGESTS_MAX: Final = 50_000
"""At fifteen bytes each: well below what an answer may have."""
_CONTEXT: Final = b"corridor/stopped-permits/v1\n"


class StoppedRequest(msgspec.Struct, frozen=True, rename={"issuer": "to", "asker": "from"}):
    """`asker` wants the list of `issuer`. `nonce` comes back."""

    issuer: NodeName
    asker: NodeName
    nonce: Nonce


class StoppedAnswer(msgspec.Struct, frozen=True, rename={"issuer": "from", "asker": "to"}):
    """The issuer's list, at the instant of its clock that the list names."""

    issuer: NodeName
    asker: NodeName
    nonce: Nonce
    stopped: StoppedPermits


def decode_asked(body: bytes) -> StoppedRequest:
    """The request of a body; RequestRefused when it is none."""
    try:
        return canonical.decode(body, StoppedRequest, size_bytes_max=REQUEST_BYTES_MAX)
    except EvidenceError as error:
        raise RequestRefused("malformed", 400, str(error)) from None


def seal_stopped(answer: StoppedAnswer, signer: Signer) -> bytes:
    """Two lines, as a page has: the issuer's seal, and what it seals."""
    return seal_answer(answer, _CONTEXT, signer)


def open_stopped(data: bytes, asked: StoppedRequest, trust: TrustList, now: str) -> StoppedPermits:
    """The list, where the issuer sealed it and it answers just this; else LineFault."""
    answer = open_sealed(data, StoppedAnswer, _CONTEXT, asked.issuer, trust, now, ANSWER_BYTES_MAX)
    if (answer.issuer, answer.asker, answer.nonce) != (asked.issuer, asked.asker, asked.nonce):
        raise LineFault("answer", "it answers something else")
    return answer.stopped
