"""Receipts: a follower's signed statement that it durably holds a publisher's channel up to here.

A receipt binds the channel's position and head, and carries the publisher's checkpoint with the
follower's co-signature, so that it is a witness statement about the publisher's log as well.
"""

from typing import Annotated, Final

import msgspec
from msgspec import Meta

from corridor.evidence import canonical
from corridor.evidence.chain import HEAD_BYTES, head_over
from corridor.evidence.checkpoint import Checkpoint, open_note, origin_of
from corridor.evidence.errors import NoteInvalid, ReceiptInvalid, SignatureInvalid
from corridor.evidence.event import Instant, NodeName
from corridor.evidence.keys import Signer, verify
from corridor.evidence.trust import KeyId, KeyUse, TrustList

_CONTEXT: Final = b"corridor/receipt/v1\n"

Position = Annotated[int, Meta(ge=1, le=canonical.INTEGER_MAX)]
Head = Annotated[bytes, Meta(min_length=HEAD_BYTES, max_length=HEAD_BYTES)]


class Receipt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`follower` holds `publisher`'s channel to it up to position `upto`, whose head is `head`.

    `checkpoint`: the publisher's note of the last page, with the follower's cosignature/v1.
    `at`: the follower's clock when it had committed.
    """

    publisher: NodeName
    follower: NodeName
    upto: Position
    head: Head
    checkpoint: str
    at: Instant


class SignedReceipt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A receipt as sent: `body` is its canonical bytes, `key` the id in the trust list."""

    body: bytes
    key: KeyId
    signature: bytes


class VerifiedReceipt(msgspec.Struct, frozen=True):
    """A receipt whose signatures hold. `cosigned_s`: POSIX seconds of the co-signature."""

    receipt: Receipt
    checkpoint: Checkpoint
    cosigned_s: int


def sign_receipt(receipt: Receipt, signer: Signer) -> SignedReceipt:
    """The receipt with the signature of the follower's node key."""
    body = canonical.encode(receipt)
    return SignedReceipt(body, signer.name, signer.sign(_CONTEXT + body))


def verify_receipt(signed: SignedReceipt, trust: TrustList, at: str) -> VerifiedReceipt:
    """Verify a receipt's own signature, then the log's and follower's on its checkpoint.

    `at`: the instant at which the keys must be valid; a receiver passes its own clock.
    Raises ReceiptInvalid or TrustRefused.
    """
    receipt = canonical.decode(signed.body, Receipt)
    node, key = trust.key_by_id(signed.key, KeyUse.NODE, at)
    if node != receipt.follower:
        raise ReceiptInvalid("signature", f"{signed.key} is a key of {node}")
    try:
        verify(key.public_key, _CONTEXT + signed.body, signed.signature)
    except SignatureInvalid as error:
        raise ReceiptInvalid("signature", str(error)) from None
    return _with_checkpoint(receipt, trust, at)


def verify_chain(receipt: Receipt, position: int, before: bytes, leaves: list[bytes]) -> None:
    """Raise ReceiptInvalid unless the entry at `position` is what the receipt acknowledges.

    `before`: the head before that entry; `leaves`: leaf hashes from it up to receipt.upto.
    """
    if position < 1 or position + len(leaves) - 1 != receipt.upto or not leaves:
        raise ReceiptInvalid("chain", f"{len(leaves)} entries from {position} to {receipt.upto}")
    if head_over(before, leaves) != receipt.head:
        raise ReceiptInvalid("chain", f"another head at {receipt.upto}")


def _with_checkpoint(receipt: Receipt, trust: TrustList, at: str) -> VerifiedReceipt:
    witnesses = trust.witness_verifiers(receipt.follower, at)
    try:
        checkpoint = open_note(
            receipt.checkpoint,
            (*trust.log_verifiers(receipt.publisher, at), *witnesses),
            origin=origin_of(receipt.publisher),
        )
    except NoteInvalid as error:
        raise ReceiptInvalid("checkpoint", str(error)) from None
    times = [checkpoint.cosigned_s(witness.public) for witness in witnesses]
    known = [time_s for time_s in times if time_s is not None]
    if not known:
        raise ReceiptInvalid("checkpoint", f"{receipt.follower} did not co-sign")
    return VerifiedReceipt(receipt, checkpoint, min(known))
