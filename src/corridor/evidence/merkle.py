"""Merkle tree hashing, proofs and verification (RFC 9162, section 2.1), SHA-256.

Indexes count leaves from 0. A node (level, index) is the root of the complete, aligned subtree
over leaves [index << level, (index + 1) << level). Hashes are 32 bytes.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Final, Protocol

from corridor.evidence.errors import ProofInvalid

HASH_BYTES: Final = 32
EMPTY_ROOT: Final = sha256(b"").digest()


class Subtrees(Protocol):
    """Reads nodes of one log's tree. Stored nodes never change once the leaves exist."""

    def hash_at(self, level: int, index: int) -> bytes:
        """The hash of a complete aligned subtree; TreeDamaged when it is not there."""
        ...


def leaf_hash(data: bytes) -> bytes:
    """SHA-256(0x00 || data)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 || left || right)."""
    return sha256(b"\x01" + left + right).digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes, any number of them."""
    if not leaves:
        return EMPTY_ROOT
    row = list(leaves)
    while len(row) > 1:
        row = _row_above(row)
    return row[0]


def _row_above(row: list[bytes]) -> list[bytes]:
    """One level up; the odd one at the right edge moves up as it is."""
    pairs = zip(row[::2], row[1::2], strict=False)
    above = [sha256(b"\x01" + left + right).digest() for left, right in pairs]
    if len(row) & 1:
        above.append(row[-1])
    return above


def split(width: int) -> int:
    """The largest power of two smaller than `width` (RFC 9162: k), for width of 2 or more."""
    return 1 << (width - 1).bit_length() - 1


def range_hash(reader: Subtrees, start: int, end: int) -> bytes:
    """The hash of the subtree over leaves [start, end), as it stands in a tree that splits there.

    `start` must be a multiple of the smallest power of two that holds the range.
    """
    width = end - start
    if width & (width - 1) == 0:
        level = width.bit_length() - 1
        return reader.hash_at(level, start >> level)
    middle = start + split(width)
    return node_hash(range_hash(reader, start, middle), range_hash(reader, middle, end))


def inclusion_proof(reader: Subtrees, index: int, size: int) -> list[bytes]:
    """The audit path of leaf `index` in the tree of `size` leaves, leaf's sibling first."""
    if not 0 <= index < size:
        raise ProofInvalid("range", f"leaf {index} of {size}")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + split(end - start)
        if index < middle:
            path.append(range_hash(reader, middle, end))
            end = middle
        else:
            path.append(range_hash(reader, start, middle))
            start = middle
    path.reverse()
    return path


def consistency_proof(reader: Subtrees, old: int, new: int) -> list[bytes]:
    """Hashes showing that the tree of `new` leaves begins with that of `old` (old ≥ 1)."""
    if not 1 <= old <= new:
        raise ProofInvalid("range", f"from {old} to {new}")
    path: list[bytes] = []
    start, end = 0, new
    while old != end:
        middle = start + split(end - start)
        if old <= middle:
            path.append(range_hash(reader, middle, end))
            end = middle
        else:
            path.append(range_hash(reader, start, middle))
            start = middle
    if start:
        path.append(range_hash(reader, start, end))
    path.reverse()
    return path


def check_hashes(hashes: Sequence[bytes]) -> None:
    """Raise ProofInvalid unless each hash has 32 bytes."""
    if any(len(hash_) != HASH_BYTES for hash_ in hashes):
        raise ProofInvalid("malformed", "a hash is not of 32 bytes")


def verify_inclusion(
    leaf: bytes, index: int, size: int, root: bytes, proof: Sequence[bytes]
) -> None:
    """Raise ProofInvalid unless leaf hash `leaf` is at `index` under `root` (RFC 9162 2.1.3.2)."""
    if root_from_inclusion(leaf, index, size, proof) != root:
        raise ProofInvalid("root", f"leaf {index} of {size}")


def root_from_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    """The root that an audit path leads to; ProofInvalid when the path has another length."""
    if not 0 <= index < size:
        raise ProofInvalid("range", f"leaf {index} of {size}")
    check_hashes((leaf, *proof))
    position, last, hash_ = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise ProofInvalid("length", "too many hashes")
        if position & 1 or position == last:
            hash_ = node_hash(sibling, hash_)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            hash_ = node_hash(hash_, sibling)
        position, last = position >> 1, last >> 1
    if last:
        raise ProofInvalid("length", "too few hashes")
    return hash_


def verify_consistency(
    old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> None:
    """Raise ProofInvalid unless tree `new` begins with tree `old` (RFC 9162, 2.1.4.2)."""
    if not 1 <= old <= new:
        raise ProofInvalid("range", f"from {old} to {new}")
    if old == new:
        if proof:
            raise ProofInvalid("length", "sizes are equal, so nothing is to be proved")
        if old_root != new_root:
            raise ProofInvalid("root", f"two roots for size {old}")
        return
    check_hashes((old_root, new_root, *proof))
    # Step 2: a complete old tree is its own first hash and is left out of the proof.
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    _fold_consistency(old, new, old_root, new_root, path)


def _fold_consistency(
    old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]
) -> None:
    if not path:
        raise ProofInvalid("length", "too few hashes")
    position, last = old - 1, new - 1
    while position & 1:  # step 4
        position, last = position >> 1, last >> 1
    from_old = from_new = path[0]  # step 5
    for sibling in path[1:]:  # step 6
        if last == 0:
            raise ProofInvalid("length", "too many hashes")
        if position & 1 or position == last:
            from_old, from_new = node_hash(sibling, from_old), node_hash(sibling, from_new)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            from_new = node_hash(from_new, sibling)
        position, last = position >> 1, last >> 1
    if last:  # step 7
        raise ProofInvalid("length", "too few hashes")
    if from_old != old_root or from_new != new_root:
        raise ProofInvalid("root", f"from {old} to {new}")
