"""Channel heads."""

from hashlib import sha256

from corridor.evidence.chain import GENESIS, head_over, next_head


def test_heads_chain() -> None:
    first, second = sha256(b"1").digest(), sha256(b"2").digest()
    head = next_head(next_head(GENESIS, first), second)
    assert head == sha256(sha256(bytes(32) + first).digest() + second).digest()
    assert head == head_over(GENESIS, [first, second])
    assert head != head_over(GENESIS, [second, first])
    assert head_over(head, []) == head
