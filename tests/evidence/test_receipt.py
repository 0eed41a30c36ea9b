"""Receipts: signed by the follower, bound to the channel, with its co-signature."""

from typing import Any

import msgspec
import pytest

from corridor.evidence.chain import GENESIS, head_over, next_head
from corridor.evidence.checkpoint import origin_of, sign_checkpoint
from corridor.evidence.errors import NotCanonical, ReceiptInvalid, TrustRefused
from corridor.evidence.merkle import leaf_hash
from corridor.evidence.note import cosign
from corridor.evidence.receipt import (
    Receipt,
    SignedReceipt,
    sign_receipt,
    verify_chain,
    verify_receipt,
)
from tests.evidence.world import NOW, NOW_S, SIGNERS, entry, node_key, trust_list

LEAVES = [leaf_hash(b"%d" % number) for number in range(5)]
LOG_NOTE = sign_checkpoint(origin_of("KG"), 5, bytes(32), SIGNERS["KG"])
NOTE = cosign(LOG_NOTE, SIGNERS["KZ"], NOW_S)


def receipt(**changes: Any) -> Receipt:
    fields: dict[str, Any] = {
        "publisher": "KG",
        "follower": "KZ",
        "upto": 5,
        "head": head_over(GENESIS, LEAVES),
        "checkpoint": NOTE,
        "at": NOW,
    }
    return Receipt(**(fields | changes))


def signed(by: str = "KZ", **changes: Any) -> SignedReceipt:
    return sign_receipt(receipt(**changes), SIGNERS[by])


def refusal(item: SignedReceipt) -> str:
    with pytest.raises(ReceiptInvalid) as caught:
        verify_receipt(item, trust_list(), NOW)
    return caught.value.reason


def test_sign_and_verify() -> None:
    verified = verify_receipt(signed(), trust_list(), NOW)
    assert verified.receipt == receipt()
    assert (verified.checkpoint.size, verified.cosigned_s) == (5, NOW_S)


def test_the_earliest_cosignature_counts() -> None:
    again = cosign(NOTE, SIGNERS["KZ"], NOW_S - 9)
    assert verify_receipt(signed(checkpoint=again), trust_list(), NOW).cosigned_s == NOW_S - 9


def test_another_node_may_not_sign() -> None:
    assert refusal(signed(by="UZ")) == "signature"


def test_a_changed_body() -> None:
    other = signed(upto=4)
    assert refusal(msgspec.structs.replace(signed(), body=other.body)) == "signature"


def test_an_uncanonical_body() -> None:
    item = msgspec.structs.replace(signed(), body=signed().body + b" ")
    with pytest.raises(NotCanonical):
        verify_receipt(item, trust_list(), NOW)


@pytest.mark.parametrize(
    "note",
    [
        LOG_NOTE,
        cosign(LOG_NOTE, SIGNERS["UZ"], NOW_S),
        cosign(sign_checkpoint(origin_of("UZ"), 5, bytes(32), SIGNERS["UZ"]), SIGNERS["KZ"], 1),
        "no note",
    ],
)
def test_checkpoints_refused(note: str) -> None:
    assert refusal(signed(checkpoint=note)) == "checkpoint"


def test_a_revoked_key_signs_nothing() -> None:
    revoked = node_key(SIGNERS["KZ"], revoked_at="2026-11-01T00:00:00.000Z")
    trust = trust_list(nodes=(entry("KG"), entry("KZ", revoked)))
    with pytest.raises(TrustRefused, match=r"trust\.revoked"):
        verify_receipt(signed(), trust, NOW)


def test_the_chain_binds_each_position() -> None:
    head = GENESIS
    for position, leaf in enumerate(LEAVES, 1):
        verify_chain(receipt(), position, head, LEAVES[position - 1 :])
        head = next_head(head, leaf)


def test_positions_begin_with_one() -> None:
    with pytest.raises(ReceiptInvalid, match=r"receipt\.chain"):
        verify_chain(receipt(upto=4), 0, GENESIS, LEAVES)


@pytest.mark.parametrize(
    ("position", "before", "leaves"),
    [
        (1, GENESIS, LEAVES[:4]),
        (1, GENESIS, [*LEAVES[:4], bytes(32)]),
        (1, bytes([1] * 32), LEAVES),
        (0, GENESIS, [bytes(32), *LEAVES]),
        (6, GENESIS, []),
        # The head is right, the position claimed is not.
        (2, GENESIS, LEAVES),
        (6, head_over(GENESIS, LEAVES), []),
    ],
)
def test_chains_refused(position: int, before: bytes, leaves: list[bytes]) -> None:
    with pytest.raises(ReceiptInvalid, match=r"receipt\.chain"):
        verify_chain(receipt(), position, before, leaves)
