"""A log's leaves for tests, read the slow and plainly right way."""

from corridor.evidence.merkle import EMPTY_ROOT, Subtrees, leaf_hash, range_hash, root_of


class Leaves:
    """A reader that hashes everything anew: slow, and plainly right."""

    def __init__(self, count: int) -> None:
        self.leaves = [leaf_hash(b"%d" % number) for number in range(count)]

    def hash_at(self, level: int, index: int) -> bytes:
        span = self.leaves[index << level : (index + 1) << level]
        assert len(span) == 1 << level
        return root_of(span)


def tree_root(reader: Subtrees, size: int) -> bytes:
    """The root of the tree over the first leaves of a reader."""
    return range_hash(reader, 0, size) if size else EMPTY_ROOT
