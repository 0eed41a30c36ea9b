"""A secret that one node hands to another: an access code for the guarantor's node to check.

It is closed for the addressee's key alone and bound to what it is for; the request is signed, the
answer sealed. Neither end keeps it: what is said of it is whether it fitted.
"""

from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from corridor.evidence import canonical
from corridor.evidence.errors import EvidenceError
from corridor.evidence.event import Instant, NodeName
from corridor.evidence.keys import Signer
from corridor.evidence.trust import TrustList
from corridor.exchange.errors import LineFault, RequestRefused
from corridor.exchange.messages import Nonce
from corridor.exchange.sealed_answer import open_sealed, seal_answer

HANDING_PATH: Final = "/exchange/v1/guarantee-access"
REQUEST_BYTES_MAX: Final = 2_000
_CONTEXT: Final = b"corridor/guarantee-access/v1\n"
Word = Literal["fits", "wrong", "locked", "unknown"]
Name = Annotated[str, Meta(min_length=4, max_length=60)]


class HandingRequest(msgspec.Struct, frozen=True, rename={"guarantor": "to", "asker": "from"}):
    """`asker` hands `guarantor` the code of `guarantee` for `movement`, closed for its `key`."""

    guarantor: NodeName
    asker: NodeName
    nonce: Nonce
    guarantee: Name
    movement: Name
    attempt: Annotated[str, Meta(min_length=1, max_length=40)]
    key: Annotated[str, Meta(min_length=1, max_length=100)]
    closed: Annotated[bytes, Meta(max_length=400)]


class HandingAnswer(msgspec.Struct, frozen=True, rename={"guarantor": "from", "asker": "to"}):
    """What came of it at the instant `at` of the guarantor's clock."""

    guarantor: NodeName
    asker: NodeName
    at: Instant
    nonce: Nonce
    word: Word


def purpose_of(guarantee: str, movement: str, asker: str) -> bytes:
    """What a code is closed for: it opens for nothing else."""
    return _CONTEXT + f"{guarantee}\n{movement}\n{asker}".encode()


def decode_handed(body: bytes) -> HandingRequest:
    """The request of a body; RequestRefused when it is none."""
    try:
        return canonical.decode(body, HandingRequest, size_bytes_max=REQUEST_BYTES_MAX)
    except EvidenceError as error:
        raise RequestRefused("malformed", 400, str(error)) from None


def seal_word(answer: HandingAnswer, signer: Signer) -> bytes:
    """The answer as it travels."""
    return seal_answer(answer, _CONTEXT, signer)


def open_word(data: bytes, asked: HandingRequest, trust: TrustList, now: str) -> Word:
    """What came of it, where the guarantor's node sealed it and it answers just this."""
    answer = open_sealed(data, HandingAnswer, _CONTEXT, asked.guarantor, trust, now)
    if (answer.asker, answer.nonce) != (asked.asker, asked.nonce):
        raise LineFault("answer", "it answers something else")
    return answer.word
