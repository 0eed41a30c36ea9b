"""The page multiproof, against plain audit paths."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.evidence.errors import ProofInvalid
from corridor.evidence.merkle import EMPTY_ROOT, inclusion_proof
from corridor.evidence.multiproof import (
    path_from_many,
    paths_from_many,
    prove_many,
    verify_many,
)
from tests.evidence.leaves import Leaves, tree_root

READER = Leaves(80)
ROOTS = [tree_root(READER, size) for size in range(81)]


@st.composite
def pages(draw: st.DrawFn) -> tuple[list[int], int]:
    size = draw(st.integers(1, 80))
    indexes = draw(st.sets(st.integers(0, size - 1)))
    return sorted(indexes), size


@given(pages())
def test_a_page_verifies_and_yields_plain_paths(page: tuple[list[int], int]) -> None:
    indexes, size = page
    leaves = [READER.leaves[index] for index in indexes]
    proof = prove_many(READER, indexes, size)
    verify_many(indexes, leaves, size, ROOTS[size], proof)
    wanted = [inclusion_proof(READER, index, size) for index in indexes]
    assert paths_from_many(indexes, leaves, size, proof) == wanted


@given(pages(), st.data())
def test_any_change_fails(page: tuple[list[int], int], data: st.DataObject) -> None:
    indexes, size = page
    leaves = [READER.leaves[index] for index in indexes]
    proof = prove_many(READER, indexes, size)
    hashes = [*leaves, *proof]
    at = data.draw(st.integers(0, len(hashes) - 1))
    hashes[at] = bytes(32)
    cut = len(leaves)
    with pytest.raises(ProofInvalid, match=r"proof\.root"):
        verify_many(indexes, hashes[:cut], size, ROOTS[size], hashes[cut:])


def test_consecutive_events_need_few_hashes() -> None:
    assert len(prove_many(READER, range(10, 60), 80)) <= 12


def test_an_empty_page_proves_the_root_alone() -> None:
    assert prove_many(READER, [], 80) == [ROOTS[80]]
    verify_many([], [], 80, ROOTS[80], [ROOTS[80]])
    assert prove_many(READER, [], 0) == []
    verify_many([], [], 0, EMPTY_ROOT, [])
    assert paths_from_many([], [], 0, []) == []


def test_one_path_of_a_page() -> None:
    indexes = [3, 4, 40]
    leaves = [READER.leaves[index] for index in indexes]
    proof = prove_many(READER, indexes, 77)
    path = path_from_many(indexes, leaves, 77, proof, 40)
    assert path == inclusion_proof(READER, 40, 77)
    with pytest.raises(ProofInvalid, match=r"proof\.range"):
        path_from_many(indexes, leaves, 77, proof, 5)


@pytest.mark.parametrize(
    ("indexes", "leaves", "size", "reason"),
    [
        ([2, 1], 2, 5, "range"),
        ([1, 1], 2, 5, "malformed"),
        ([1, 3, 2, 4], 4, 5, "malformed"),
        ([5], 1, 5, "range"),
        ([-1], 1, 5, "range"),
        ([], 0, -1, "range"),
        ([0], 1, 0, "range"),
        ([1], 2, 5, "malformed"),
    ],
)
def test_shapes_refused(indexes: list[int], leaves: int, size: int, reason: str) -> None:
    with pytest.raises(ProofInvalid) as caught:
        verify_many(indexes, READER.leaves[:leaves], size, ROOTS[5], [])
    assert caught.value.reason == reason


def test_lengths_refused() -> None:
    proof = prove_many(READER, [1], 5)
    leaves = [READER.leaves[1]]
    for wrong in (proof[:-1], [*proof, bytes(32)]):
        with pytest.raises(ProofInvalid, match=r"proof\.length"):
            verify_many([1], leaves, 5, ROOTS[5], wrong)
    with pytest.raises(ProofInvalid, match=r"proof\.malformed"):
        verify_many([1], leaves, 5, ROOTS[5], [b"short"])
