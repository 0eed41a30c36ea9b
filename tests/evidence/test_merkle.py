"""RFC 9162 hashing and proofs: vectors good and tampered, and a reader made of leaves."""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.evidence import merkle
from corridor.evidence.errors import EvidenceError, ProofInvalid
from corridor.evidence.merkle import (
    consistency_proof,
    inclusion_proof,
    node_hash,
    root_of,
    verify_consistency,
    verify_inclusion,
)
from tests.evidence.leaves import Leaves, tree_root


def naive_root(leaves: list[bytes]) -> bytes:
    """The definition of RFC 9162, section 2.1.1, word for word."""
    if not leaves:
        return merkle.EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return node_hash(naive_root(leaves[:k]), naive_root(leaves[k:]))


def vectors(shared: Path, kind: str) -> list[dict[str, Any]]:
    folder = shared / "vectors" / "merkle-rfc6962" / "testdata" / kind
    return [json.loads(path.read_bytes()) for path in sorted(folder.rglob("*.json"))]


def unpack(case: dict[str, Any], name: str) -> bytes:
    return base64.b64decode(case[name] or "")


def proof_of(case: dict[str, Any]) -> list[bytes]:
    return [base64.b64decode(item) for item in case["proof"] or ()]


def verdict(check: Callable[..., None], arguments: tuple[Any, ...]) -> bool:
    try:
        check(*arguments)
    except ProofInvalid:
        return False
    return True


def test_inclusion_vectors(shared: Path) -> None:
    cases = vectors(shared, "inclusion")
    assert len(cases) > 80
    for case in cases:
        arguments = (
            unpack(case, "leafHash"),
            case["leafIdx"],
            case["treeSize"],
            unpack(case, "root"),
            proof_of(case),
        )
        assert verdict(verify_inclusion, arguments) != case["wantErr"], case["desc"]


def test_consistency_vectors(shared: Path) -> None:
    cases = vectors(shared, "consistency")
    assert len(cases) > 80
    for case in cases:
        arguments = (
            case["size1"],
            case["size2"],
            unpack(case, "root1"),
            unpack(case, "root2"),
            proof_of(case),
        )
        assert verdict(verify_consistency, arguments) != case["wantErr"], case["desc"]


def test_root_is_as_defined() -> None:
    leaves = Leaves(70).leaves
    for size in range(71):
        assert root_of(leaves[:size]) == naive_root(leaves[:size])


def test_every_proof_of_small_trees_verifies() -> None:
    reader = Leaves(40)
    roots = [tree_root(reader, size) for size in range(41)]
    for size in range(1, 41):
        for index in range(size):
            proof = inclusion_proof(reader, index, size)
            verify_inclusion(reader.leaves[index], index, size, roots[size], proof)
        for old in range(1, size + 1):
            proof = consistency_proof(reader, old, size)
            verify_consistency(old, size, roots[old], roots[size], proof)


@given(st.data())
def test_a_changed_inclusion_proof_fails(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, 40))
    index = data.draw(st.integers(0, size - 1))
    reader = Leaves(size)
    proof = inclusion_proof(reader, index, size)
    at = data.draw(st.integers(0, len(proof) - 1))
    changed = [*proof[:at], bytes(32), *proof[at + 1 :]]
    root = tree_root(reader, size)
    with pytest.raises(ProofInvalid, match=r"proof\.root"):
        verify_inclusion(reader.leaves[index], index, size, root, changed)
    for other in (proof[:-1], [*proof, bytes(32)]):
        with pytest.raises(ProofInvalid, match=r"proof\.length"):
            verify_inclusion(reader.leaves[index], index, size, root, other)


@pytest.mark.parametrize("reason", ["range", "length", "root", "malformed"])
def test_consistency_refusals(reason: str) -> None:
    reader = Leaves(9)
    roots = [tree_root(reader, size) for size in range(10)]
    proof = consistency_proof(reader, 6, 9)
    cases: dict[str, list[tuple[int, int, bytes, bytes, list[bytes]]]] = {
        "range": [(0, 9, roots[0], roots[9], []), (9, 6, roots[9], roots[6], proof)],
        "length": [
            (6, 9, roots[6], roots[9], proof[:-1]),
            (6, 9, roots[6], roots[9], [*proof, roots[1]]),
            (6, 9, roots[6], roots[9], []),
            (6, 6, roots[6], roots[6], proof),
        ],
        "root": [(6, 9, roots[5], roots[9], proof), (6, 6, roots[6], roots[5], [])],
        "malformed": [(6, 9, roots[6][:-1], roots[9], proof)],
    }
    for case in cases[reason]:
        with pytest.raises(ProofInvalid) as caught:
            verify_consistency(*case)
        assert caught.value.reason == reason


def test_proofs_beyond_the_log_are_refused() -> None:
    reader = Leaves(3)
    for prove, place in (
        (inclusion_proof, 3),
        (inclusion_proof, -1),
        (consistency_proof, 0),
        (consistency_proof, 4),
    ):
        with pytest.raises(EvidenceError, match=r"proof\.range"):
            prove(reader, place, 3)


def test_a_place_outside_the_tree_is_no_inclusion() -> None:
    for index, size in ((3, 3), (-1, 3), (0, 0)):
        with pytest.raises(ProofInvalid, match=r"proof\.range"):
            verify_inclusion(bytes(32), index, size, bytes(32), [])
    with pytest.raises(ProofInvalid, match=r"proof\.malformed"):
        verify_inclusion(bytes(31), 0, 1, bytes(31), [])


def test_the_empty_tree() -> None:
    assert tree_root(Leaves(0), 0) == merkle.EMPTY_ROOT
    assert merkle.EMPTY_ROOT.hex().startswith("e3b0c44298fc1c14")
