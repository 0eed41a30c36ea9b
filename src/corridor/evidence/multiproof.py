"""One proof for all events of a page, and each event's own path out of it.

The proof is the list of hashes of the largest subtrees that hold none of the proved leaves, left to
right, in the tree that RFC 9162 section 2.1.1 splits. For consecutive leaves it is as short as two
audit paths, whatever the number of leaves.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from corridor.evidence.errors import ProofInvalid
from corridor.evidence.merkle import (
    EMPTY_ROOT,
    Subtrees,
    check_hashes,
    node_hash,
    range_hash,
    root_of,
    split,
)


def prove_many(reader: Subtrees, indexes: Sequence[int], size: int) -> list[bytes]:
    """The multiproof for leaves `indexes` (strictly ascending) in the tree of `size` leaves."""
    _check_indexes(indexes, size)
    proof: list[bytes] = []

    def emit(start: int, end: int, low: int, high: int) -> None:
        """Leaves [start, end) hold indexes[low:high]."""
        if low == high:
            proof.append(range_hash(reader, start, end))
        elif high - low < end - start:
            middle = start + split(end - start)
            cut = bisect_left(indexes, middle, low, high)
            emit(start, middle, low, cut)
            emit(middle, end, cut, high)

    if size:
        emit(0, size, 0, len(indexes))
    return proof


def verify_many(
    indexes: Sequence[int],
    leaf_hashes: Sequence[bytes],
    size: int,
    root: bytes,
    proof: Sequence[bytes],
) -> None:
    """Raise ProofInvalid unless each leaf hash is at its index under `root`."""
    _check_shape(indexes, leaf_hashes, size, proof)
    rest = iter(proof)

    def fold(start: int, end: int, low: int, high: int) -> bytes:
        if low == high:
            return _take(rest)
        if high - low == end - start:
            return root_of(leaf_hashes[low:high])
        middle = start + split(end - start)
        cut = bisect_left(indexes, middle, low, high)
        left = fold(start, middle, low, cut)
        return node_hash(left, fold(middle, end, cut, high))

    found = fold(0, size, 0, len(indexes)) if size else EMPTY_ROOT
    if next(rest, None) is not None:
        raise ProofInvalid("length", "too many hashes")
    if found != root:
        raise ProofInvalid("root", f"{len(indexes)} leaves of {size}")


def path_from_many(
    indexes: Sequence[int],
    leaf_hashes: Sequence[bytes],
    size: int,
    proof: Sequence[bytes],
    index: int,
) -> list[bytes]:
    """The plain audit path of leaf `index`, which must be one of `indexes`.

    The multiproof must have passed verify_many: nothing is compared with a root here.
    """
    if index not in indexes:
        raise ProofInvalid("range", f"leaf {index} is not proved")
    position = bisect_left(indexes, index)
    return paths_from_many(indexes, leaf_hashes, size, proof)[position]


def paths_from_many(
    indexes: Sequence[int], leaf_hashes: Sequence[bytes], size: int, proof: Sequence[bytes]
) -> list[list[bytes]]:
    """The plain audit path of every proved leaf, in the order of `indexes`.

    As path_from_many for each, at the cost of one pass.
    """
    _check_shape(indexes, leaf_hashes, size, proof)
    rest = iter(proof)
    paths: list[list[bytes]] = [[] for _ in indexes]

    def climb(start: int, end: int, low: int, high: int) -> bytes:
        if low == high:
            return _take(rest)
        if end - start == 1:
            return leaf_hashes[low]
        middle = start + split(end - start)
        cut = bisect_left(indexes, middle, low, high)
        left = climb(start, middle, low, cut)
        right = climb(middle, end, cut, high)
        for path in paths[low:cut]:
            path.append(right)
        for path in paths[cut:high]:
            path.append(left)
        return node_hash(left, right)

    if size:
        climb(0, size, 0, len(indexes))
    return paths


def _take(rest: Iterator[bytes]) -> bytes:
    hash_ = next(rest, None)
    if hash_ is None:
        raise ProofInvalid("length", "too few hashes")
    return hash_


def _check_shape(
    indexes: Sequence[int], leaf_hashes: Sequence[bytes], size: int, proof: Sequence[bytes]
) -> None:
    _check_indexes(indexes, size)
    if len(indexes) != len(leaf_hashes):
        raise ProofInvalid("malformed", f"{len(indexes)} indexes, {len(leaf_hashes)} hashes")
    check_hashes(leaf_hashes)
    check_hashes(proof)


def _check_indexes(indexes: Sequence[int], size: int) -> None:
    if size < 0 or (indexes and not 0 <= indexes[0] <= indexes[-1] < size):
        raise ProofInvalid("range", f"leaves of {size}")
    previous = -1
    for index in indexes:
        if index <= previous:
            raise ProofInvalid("malformed", "indexes must ascend")
        previous = index
