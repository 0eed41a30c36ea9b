"""The trust list: threshold, roll-back, key life, and what is malformed."""

from typing import Any

import msgspec
import pytest

from corridor.evidence import canonical
from corridor.evidence.errors import TrustRefused
from corridor.evidence.keys import P256Signer
from corridor.evidence.trust import (
    ExchangePair,
    KeyUse,
    NodeKey,
    RootKey,
    Roots,
    SignedTrustList,
    TrustList,
    open_trust_list,
    seal_trust_list,
    sign_trust_list,
)
from tests.evidence.world import (
    NOW,
    ROOT_SIGNERS,
    ROOTS,
    SIGNERS,
    entry,
    node_key,
    sealed,
    signer,
    trust_list,
)


def refusal(data: bytes, roots: Roots = ROOTS, previous: int = 0) -> str:
    with pytest.raises(TrustRefused) as caught:
        open_trust_list(data, roots, previous)
    return caught.value.reason


def with_keys(*keys: NodeKey) -> TrustList:
    return trust_list(nodes=(entry("KG", *keys), entry("KZ")))


def key_refusal(trust: TrustList, use: KeyUse = KeyUse.NODE, at: str = NOW) -> str:
    with pytest.raises(TrustRefused) as caught:
        trust.keys_for("KG", use, at)
    return caught.value.reason


def test_open() -> None:
    assert open_trust_list(sealed(), ROOTS, 3) == trust_list()


def test_roll_back_is_refused() -> None:
    assert refusal(sealed(), previous=4) == "rollback"


def test_threshold_counts_distinct_known_keys() -> None:
    trust = trust_list()
    one = (ROOT_SIGNERS[0],)
    assert refusal(seal_trust_list(trust, one)) == "threshold"
    assert refusal(seal_trust_list(trust, one * 3)) == "threshold"
    assert refusal(seal_trust_list(trust, (*one, signer("stranger")))) == "threshold"
    twice = Roots(2, (ROOTS.keys[0], msgspec.structs.replace(ROOTS.keys[0], id="alias")))
    body = canonical.encode(trust)
    first = sign_trust_list(body, ROOT_SIGNERS[0])
    second = msgspec.structs.replace(first, root="alias")
    assert refusal(canonical.encode(SignedTrustList(body, (first, second))), twice) == "threshold"


def test_a_p256_root() -> None:
    root = P256Signer.generate("root-hsm")
    roots = Roots(1, (RootKey(root.name, root.algorithm, root.public.data),))
    assert open_trust_list(seal_trust_list(trust_list(), (root,)), roots) == trust_list()


def test_a_signature_over_another_body() -> None:
    signed = msgspec.json.decode(sealed(), type=SignedTrustList)
    other = msgspec.structs.replace(signed, body=canonical.encode(trust_list(version=9)))
    assert refusal(canonical.encode(other)) == "threshold"


def test_bytes_that_are_not_canonical() -> None:
    assert refusal(sealed() + b" ") == "malformed"
    body = canonical.encode(trust_list()) + b" "
    signatures = tuple(sign_trust_list(body, root) for root in ROOT_SIGNERS)
    assert refusal(canonical.encode(SignedTrustList(body, signatures))) == "malformed"


BAD_KEY = msgspec.structs.replace(node_key(SIGNERS["KG"]), public=b"short")
ENDED = node_key(SIGNERS["KG"], valid_to="2026-01-01T00:00:00.000Z")


@pytest.mark.parametrize(
    "changes",
    [
        {"nodes": (entry("KG"), entry("KG", node_key(signer("other")))), "exchange": ()},
        {"nodes": (entry("KG"), entry("KZ", node_key(SIGNERS["KG"]))), "exchange": ()},
        {"nodes": (entry("KG", BAD_KEY), entry("KZ"))},
        {"nodes": (entry("KG", ENDED), entry("KZ"))},
        {"expires": "2026-10-01T00:00:00.000Z"},
        {"exchange": (ExchangePair("KG", "AZ", ()),)},
        {"version": 0},
    ],
)
def test_inconsistent_lists(changes: dict[str, Any]) -> None:
    assert refusal(sealed(trust_list(**changes))) == "malformed"


def test_keys_overlap_in_rotation() -> None:
    new = node_key(signer("KG-2"), valid_from="2026-11-01T00:00:00.000Z")
    trust = with_keys(node_key(SIGNERS["KG"]), new)
    assert [key.id for key in trust.keys_for("KG", KeyUse.LOG, NOW)] == ["KG-1", "KG-2"]
    before = trust.keys_for("KG", KeyUse.LOG, "2026-10-30T00:00:00.000Z")
    assert [key.id for key in before] == ["KG-1"]
    assert [item.name for item in trust.log_verifiers("KG", NOW)] == ["corridor/KG"] * 2
    assert [item.name for item in trust.witness_verifiers("KG", NOW)] == ["KG-1", "KG-2"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"revoked_at": NOW, "revoked_reason": "stolen"}, "revoked"),
        ({"valid_from": "2026-11-22T00:00:00.000Z"}, "not-yet-valid"),
        ({"valid_to": NOW}, "key-expired"),
        ({"use": (KeyUse.LOG,)}, "unknown-key"),
    ],
)
def test_keys_fail_closed(changes: dict[str, Any], reason: str) -> None:
    assert key_refusal(with_keys(node_key(SIGNERS["KG"], **changes))) == reason


def test_a_key_serves_from_its_first_instant() -> None:
    trust = with_keys(node_key(SIGNERS["KG"], valid_from=NOW))
    assert [key.id for key in trust.keys_for("KG", KeyUse.NODE, NOW)] == ["KG-1"]


def test_a_list_whose_exchange_names_all_its_nodes() -> None:
    trust = trust_list(nodes=(entry("KG"), entry("KZ")))
    assert open_trust_list(sealed(trust), ROOTS) == trust


def test_a_revoked_key_served_until_its_revocation() -> None:
    later = "2026-11-21T22:51:00.124Z"
    trust = with_keys(node_key(SIGNERS["KG"], revoked_at=later, revoked_reason="stolen"))
    assert [key.id for key in trust.keys_for("KG", KeyUse.NODE, NOW)] == ["KG-1"]
    assert key_refusal(trust, at=later) == "revoked"


def test_nothing_is_trusted_after_the_end() -> None:
    assert key_refusal(trust_list(), at="2027-01-01T00:00:00.000Z") == "expired"
    assert not trust_list().is_expired(NOW)


def test_lookup_by_id() -> None:
    trust = trust_list()
    assert trust.key_by_id("KZ-1", KeyUse.TRANSPORT, NOW)[0] == "KZ"
    with pytest.raises(TrustRefused, match=r"trust\.unknown-key"):
        trust.key_by_id("AZ-1", KeyUse.TRANSPORT, NOW)
    with pytest.raises(TrustRefused, match=r"trust\.use"):
        with_keys(node_key(SIGNERS["KG"], use=(KeyUse.LOG,))).key_by_id("KG-1", KeyUse.NODE, NOW)
    with pytest.raises(TrustRefused, match=r"trust\.unknown-node"):
        trust.node("AZ")


def test_half_of_its_life() -> None:
    assert not trust_list().is_half_aged("2026-11-15T23:59:59.999Z")
    assert trust_list().is_half_aged("2026-11-16T00:00:00.000Z")
