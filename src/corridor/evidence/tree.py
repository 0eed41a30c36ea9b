"""Growing and reading a log's tree: the frontier, 256-hash tiles (C2SP tlog-tiles), the writer.

A tile (level, index) holds 256 consecutive nodes of tree level 8 × level, as 8192 bytes. The right
edge of each tile level, fewer than 256 hashes, is not stored: it follows from the leaf hashes
after the last full tile and from the full tiles.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from typing import Final

import msgspec

from corridor.evidence.errors import ProofInvalid, TreeDamaged
from corridor.evidence.merkle import EMPTY_ROOT, HASH_BYTES, node_hash, root_of

TILE_HEIGHT: Final = 8
TILE_WIDTH: Final = 1 << TILE_HEIGHT
TILE_BYTES: Final = TILE_WIDTH * HASH_BYTES
_SIZE_BYTES: Final = 8
_EXPANDED_MAX: Final = 64

TileSource = Callable[[int, int], bytes | None]
"""Gives a full tile's 8192 bytes for (tile level, index), or None where it is not stored."""


class Tile(msgspec.Struct, frozen=True):
    """A finished tile. `level` counts tiles: its hashes are of tree level 8 × level."""

    level: int
    index: int
    data: bytes


class Frontier:
    """The compact range of a growing tree: one hash for each set bit of its size."""

    __slots__ = ("_hashes", "size")

    def __init__(self, size: int = 0, hashes: Iterable[bytes] = ()) -> None:
        self.size = size
        self._hashes = list(hashes)
        if size < 0 or len(self._hashes) != size.bit_count():
            raise ProofInvalid("malformed", "a frontier has a hash for each bit of its size")

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash at the right."""
        carry = self.size
        while carry & 1:
            leaf = node_hash(self._hashes.pop(), leaf)
            carry >>= 1
        self._hashes.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """The root of the tree so far."""
        if not self._hashes:
            return EMPTY_ROOT
        root = self._hashes[-1]
        for left in reversed(self._hashes[:-1]):
            root = node_hash(left, root)
        return root

    def copy(self) -> "Frontier":
        return Frontier(self.size, self._hashes)

    def serialise(self) -> bytes:
        """Size as 8 bytes big-endian, then the hashes from left to right."""
        return self.size.to_bytes(_SIZE_BYTES, "big") + b"".join(self._hashes)

    @classmethod
    def deserialise(cls, data: bytes) -> "Frontier":
        """The inverse of serialise; ProofInvalid for other bytes."""
        hashes = data[_SIZE_BYTES:]
        if len(data) < _SIZE_BYTES or len(hashes) % HASH_BYTES:
            raise ProofInvalid("malformed", "not a frontier")
        return cls(int.from_bytes(data[:_SIZE_BYTES], "big"), hashes_of(hashes))


class TileReader:
    """Reads any node from stored full tiles and the edge (Subtrees).

    `edge` gives, for each tile level, the hashes after the last full tile: a TreeWriter's edge, or
    edge_of(...). It keeps up to 64 tiles with their inner nodes, so reuse it, in
    one thread at a time.
    """

    def __init__(self, tile: TileSource, edge: Sequence[Sequence[bytes]] = ()) -> None:
        self._tile = tile
        self._edge = edge
        self._expanded: OrderedDict[tuple[int, int], list[list[bytes]]] = OrderedDict()

    def hash_at(self, level: int, index: int) -> bytes:
        """The node (level, index); TreeDamaged when neither tiles nor edge hold it."""
        tile_level, height = divmod(level, TILE_HEIGHT)
        first = index << height
        tile_index, offset = divmod(first, TILE_WIDTH)
        rows = self._rows(tile_level, tile_index)
        if rows is not None:
            return rows[height][offset >> height]
        return self._edge_hash(tile_level, offset, 1 << height)

    def _rows(self, level: int, index: int) -> list[list[bytes]] | None:
        """A full tile with the rows above it, lowest first; None where it is not full yet."""
        rows = self._expanded.get((level, index))
        if rows is None:
            data = self._tile(level, index)
            if data is None:
                return None
            rows = self._expanded[level, index] = _rows_of(_checked(level, index, data))
            if len(self._expanded) > _EXPANDED_MAX:
                self._expanded.popitem(last=False)
        return rows

    def _edge_hash(self, level: int, offset: int, width: int) -> bytes:
        edge = self._edge[level] if level < len(self._edge) else ()
        if offset + width > len(edge):
            raise TreeDamaged("missing", f"tile level {level}, hashes {offset}+{width}")
        return root_of(edge[offset : offset + width])


class TreeWriter:
    """Appends leaf hashes and gives back each tile as it becomes full.

    The single writer of a log holds one. It persists the tiles in the transaction that persists the
    leaves; when that fails it goes on from a copy() taken before, or rebuilds.
    """

    def __init__(self) -> None:
        self.frontier = Frontier()
        self.edge: list[list[bytes]] = []

    @classmethod
    def rebuild(cls, size: int, tile: TileSource, leaves: Sequence[bytes]) -> "TreeWriter":
        """From stored full tiles and the leaf hashes after the last full tile of level 0."""
        writer = cls()
        writer.edge = edge_of(size, tile, leaves)
        reader = TileReader(tile, writer.edge)
        writer.frontier = frontier_of(reader, size)
        return writer

    @property
    def size(self) -> int:
        return self.frontier.size

    def root(self) -> bytes:
        return self.frontier.root()

    def append(self, leaf: bytes) -> list[Tile]:
        """Add one leaf hash; the tiles that it made full, lowest first."""
        self.frontier.append(leaf)
        done: list[Tile] = []
        carry, level = leaf, 0
        while self._put(level, carry):
            row = self.edge[level]
            index = (self.size >> TILE_HEIGHT * (level + 1)) - 1
            done.append(Tile(level, index, b"".join(row)))
            carry = root_of(row)
            # A new list, so that a reader holding the old edge keeps seeing its own size.
            self.edge[level] = []
            level += 1
        return done

    def extend(self, leaves: Iterable[bytes]) -> list[Tile]:
        """Add leaf hashes in order; all tiles that became full."""
        return [tile for leaf in leaves for tile in self.append(leaf)]

    def reader(self, tile: TileSource) -> TileReader:
        """A reader of the tree as it is now, whatever is appended afterwards."""
        return TileReader(tile, [list(row) for row in self.edge])

    def copy(self) -> "TreeWriter":
        writer = TreeWriter()
        writer.frontier = self.frontier.copy()
        writer.edge = [list(row) for row in self.edge]
        return writer

    def _put(self, level: int, hash_: bytes) -> bool:
        """Whether the hash made the level's tile full."""
        if level == len(self.edge):
            self.edge.append([])
        row = self.edge[level]
        row.append(hash_)
        return len(row) == TILE_WIDTH


def edge_of(size: int, tile: TileSource, leaves: Sequence[bytes]) -> list[list[bytes]]:
    """For each tile level, the hashes after its last full tile, in a tree of `size` leaves.

    `leaves`: the leaf hashes from the last full tile of level 0 to the end: size mod 256 of them.
    """
    if len(leaves) != size % TILE_WIDTH:
        raise TreeDamaged("missing", f"{len(leaves)} edge leaves, not {size % TILE_WIDTH}")
    edge = [list(leaves)] if size else []
    level, count = 1, size >> TILE_HEIGHT
    while count:
        first = count - count % TILE_WIDTH
        edge.append([_tile_root(tile, level - 1, index) for index in range(first, count)])
        level, count = level + 1, count >> TILE_HEIGHT
    return edge


def frontier_of(reader: TileReader, size: int) -> Frontier:
    """The frontier of the first `size` leaves."""
    levels = [level for level in range(size.bit_length()) if size >> level & 1]
    return Frontier(
        size, [reader.hash_at(level, (size >> level) - 1) for level in reversed(levels)]
    )


def hashes_of(data: bytes) -> list[bytes]:
    """Concatenated hashes, taken apart."""
    return [data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES)]


def _tile_root(tile: TileSource, level: int, index: int) -> bytes:
    data = tile(level, index)
    if data is None:
        raise TreeDamaged("missing", f"tile {level}/{index}")
    return root_of(hashes_of(_checked(level, index, data)))


def _checked(level: int, index: int, data: bytes) -> bytes:
    if len(data) != TILE_BYTES:
        raise TreeDamaged("missing", f"tile {level}/{index} has {len(data)} bytes")
    return data


def _rows_of(data: bytes) -> list[list[bytes]]:
    rows = [hashes_of(data)]
    for _ in range(TILE_HEIGHT - 1):
        below = rows[-1]
        pairs = zip(below[::2], below[1::2], strict=True)
        rows.append([node_hash(left, right) for left, right in pairs])
    return rows
