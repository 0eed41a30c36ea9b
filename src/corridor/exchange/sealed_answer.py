"""Answers of one node to another that are sealed by who answers, as pages are: two lines."""

from typing import TypeVar

import msgspec

from corridor.evidence import canonical
from corridor.evidence.errors import EvidenceError
from corridor.evidence.keys import Signer, is_signed_by
from corridor.evidence.trust import KeyUse, TrustList
from corridor.exchange.errors import LineFault
from corridor.exchange.messages import Seal

BYTES_MAX = 4_000
T = TypeVar("T")


def seal_answer(answer: msgspec.Struct, context: bytes, signer: Signer) -> bytes:
    """The seal, and what it seals."""
    line = canonical.encode(answer)
    seal = canonical.encode(Seal(signer.name, signer.sign(context + line)))
    return b"\n".join((seal, line, b""))


def open_sealed(
    data: bytes,
    kind: type[T],
    context: bytes,
    asked_of: str,
    trust: TrustList,
    now: str,
    bytes_max: int = BYTES_MAX,
) -> T:
    """The answer, where the node that was asked sealed it; else LineFault.

    1. It is two lines, each canonical.
    2. A key of that node, for nodes and in force, sealed it.
    """
    lines = data.split(b"\n")
    if len(lines) != 3 or lines[2]:
        raise LineFault("answer", "it is not two lines")
    try:
        seal = canonical.decode(lines[0], Seal, size_bytes_max=BYTES_MAX)
        answer = canonical.decode(lines[1], kind, size_bytes_max=bytes_max)
        node, key = trust.key_by_id(seal.key, KeyUse.NODE, now)
    except EvidenceError as error:
        raise LineFault("answer", str(error)) from None
    if node != asked_of or not is_signed_by(key.public_key, context + lines[1], seal.signature):
        raise LineFault("answer", f"the seal of {seal.key} fails")
    return answer
