"""The head of a channel publisher → follower: h_n = SHA-256(h_{n-1} || leaf_hash_n).

Positions on a channel are 1, 2, 3 …; a gap, a reorder or a fork gives another head at once.
"""

from collections.abc import Iterable
from hashlib import sha256
from typing import Final

HEAD_BYTES: Final = 32
GENESIS: Final = bytes(HEAD_BYTES)
"""h_0, the head of a channel on which nothing was sent yet."""


def next_head(head: bytes, leaf: bytes) -> bytes:
    """The head after one more entry, given the entry's leaf hash."""
    return sha256(head + leaf).digest()


def head_over(head: bytes, leaves: Iterable[bytes]) -> bytes:
    """The head after several more entries, in the order given."""
    for leaf in leaves:
        head = sha256(head + leaf).digest()
    return head
