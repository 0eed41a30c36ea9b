"""Whether a permit still stands: what a post asks the node that issued it, and the sealed answer.

A permit's events go to who has a part in it alone, so a post of another state cannot know of its
revocation. It asks with the permit's own signed text: whoever has that before them may know whether
it was revoked, used up or replaced; by a number alone nobody learns anything.
"""

from hashlib import sha256
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from corridor.domain.permits.credentials import BYTES_MAX
from corridor.domain.permits.verdict import Standing
from corridor.evidence import canonical
from corridor.evidence.errors import EvidenceError
from corridor.evidence.event import Instant, NodeName
from corridor.evidence.keys import Signer
from corridor.evidence.trust import TrustList
from corridor.exchange.errors import LineFault, RequestRefused
from corridor.exchange.messages import Hash, Nonce
from corridor.exchange.sealed_answer import open_sealed, seal_answer

STANDING_PATH: Final = "/exchange/v1/permit-standing"
AREA: Final = "permit"
REQUEST_BYTES_MAX: Final = 2_000
_CONTEXT: Final = b"corridor/permit-standing/v1\n"


class StandingRequest(msgspec.Struct, frozen=True, rename={"issuer": "to", "asker": "from"}):
    """`asker` has the credential `text` before it and asks `issuer`. `nonce` comes back."""

    issuer: NodeName
    asker: NodeName
    nonce: Nonce
    text: Annotated[str, Meta(min_length=1, max_length=BYTES_MAX)]


class StandingAnswer(msgspec.Struct, frozen=True, rename={"issuer": "from", "asker": "to"}):
    """How the permit stands at the instant `at` of the issuer's clock.

    `digest`: SHA-256 of the text asked about. `issued_at`: when it was granted, empty where the
    issuer knows of no such permit.
    """

    issuer: NodeName
    asker: NodeName
    at: Instant
    digest: Hash
    nonce: Nonce
    standing: Standing
    issued_at: str = ""


def digest_of(text: str) -> bytes:
    """What ties an answer to the text asked about."""
    return sha256(text.encode()).digest()


def decode_asked(body: bytes) -> StandingRequest:
    """The request of a body; RequestRefused when it is none."""
    try:
        return canonical.decode(body, StandingRequest, size_bytes_max=REQUEST_BYTES_MAX)
    except EvidenceError as error:
        raise RequestRefused("malformed", 400, str(error)) from None


def seal_standing(answer: StandingAnswer, signer: Signer) -> bytes:
    """Two lines, as a page has: the issuer's seal, and what it seals."""
    return seal_answer(answer, _CONTEXT, signer)


def open_answer(data: bytes, asked: StandingRequest, trust: TrustList, now: str) -> StandingAnswer:
    """The answer, where the issuer sealed it and it answers just this; else LineFault."""
    answer = open_sealed(data, StandingAnswer, _CONTEXT, asked.issuer, trust, now)
    told = (answer.issuer, answer.asker, answer.nonce, answer.digest)
    if told != (asked.issuer, asked.asker, asked.nonce, digest_of(asked.text)):
        raise LineFault("answer", "it answers something else")
    return answer
