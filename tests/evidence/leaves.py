"""A log's leaves for tests, read the slow and plainly right way."""

from corridor.evidence.merkle import leaf_hash, root_of


class Leaves:
    """A reader that hashes everything anew: slow, and plainly right."""

    def __init__(self, count: int) -> None:
        self.leaves = [leaf_hash(b"%d" % number) for number in range(count)]

    def hash_at(self, level: int, index: int) -> bytes:
        span = self.leaves[index << level : (index + 1) << level]
        assert len(span) == 1 << level
        return root_of(span)
