"""The frontier, tiles and the writer, against the plain definition."""

import base64
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.evidence.errors import ProofInvalid, TreeDamaged
from corridor.evidence.merkle import (
    EMPTY_ROOT,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_of,
    verify_consistency,
    verify_inclusion,
)
from corridor.evidence.tree import (
    TILE_BYTES,
    Frontier,
    TileReader,
    TreeWriter,
    edge_of,
    frontier_of,
    hashes_of,
)
from tests.evidence.leaves import tree_root

LEAVES = [leaf_hash(b"%d" % number) for number in range(66_200)]


class Tiles(dict[tuple[int, int], bytes]):
    """Tiles as a store would keep them."""

    def read(self, level: int, index: int) -> bytes | None:
        return self.get((level, index))


def grown(size: int) -> tuple[TreeWriter, Tiles]:
    writer, tiles = TreeWriter(), Tiles()
    for tile in writer.extend(LEAVES[:size]):
        tiles[tile.level, tile.index] = tile.data
    return writer, tiles


@given(st.integers(0, 3000))
def test_frontier_gives_the_root(size: int) -> None:
    frontier = Frontier()
    for leaf in LEAVES[:size]:
        frontier.append(leaf)
    assert frontier.root() == root_of(LEAVES[:size])
    again = Frontier.deserialise(frontier.serialise())
    again.append(LEAVES[size])
    assert (again.size, again.root()) == (size + 1, root_of(LEAVES[: size + 1]))


@pytest.mark.parametrize("data", [b"", bytes(7), bytes(9), bytes(8 + 32), b"\x00" * 7 + b"\x01"])
def test_bytes_that_are_no_frontier(data: bytes) -> None:
    with pytest.raises(ProofInvalid, match=r"proof\.malformed"):
        Frontier.deserialise(data)


def test_the_empty_log() -> None:
    writer = TreeWriter.rebuild(0, Tiles().read, [])
    assert (writer.size, writer.root(), writer.edge) == (0, EMPTY_ROOT, [])


@pytest.mark.parametrize("size", [1, 255, 256, 257, 511, 512, 700, 65_535, 65_536, 66_000])
def test_writer_reader_and_rebuild_agree(size: int) -> None:
    writer, tiles = grown(size)
    assert writer.root() == root_of(LEAVES[:size])
    reader = writer.reader(tiles.read)
    assert tree_root(reader, size) == writer.root()
    again = TreeWriter.rebuild(size, tiles.read, LEAVES[size - size % 256 : size])
    assert (again.size, again.edge, again.root()) == (size, writer.edge, writer.root())
    assert again.frontier.serialise() == writer.frontier.serialise()
    assert again.extend(LEAVES[size : size + 200]) == writer.extend(LEAVES[size : size + 200])


def test_tiles_hold_the_nodes_of_their_level() -> None:
    _, tiles = grown(66_000)
    assert set(tiles) == {(0, index) for index in range(257)} | {(1, 0)}
    assert all(len(data) == TILE_BYTES for data in tiles.values())
    assert hashes_of(tiles[0, 3]) == LEAVES[768:1024]
    assert hashes_of(tiles[1, 0])[7] == root_of(LEAVES[7 * 256 : 8 * 256])


@pytest.mark.parametrize(("index", "old"), [(0, 1), (65_535, 65_536), (65_999, 300), (4242, 4097)])
def test_proofs_from_tiles(index: int, old: int) -> None:
    writer, tiles = grown(66_000)
    reader = writer.reader(tiles.read)
    proof = inclusion_proof(reader, index, 66_000)
    verify_inclusion(LEAVES[index], index, 66_000, writer.root(), proof)
    proof = consistency_proof(reader, old, 66_000)
    verify_consistency(old, 66_000, root_of(LEAVES[:old]), writer.root(), proof)


def test_a_reader_keeps_its_size_while_the_log_grows() -> None:
    writer, tiles = grown(700)
    reader = writer.reader(tiles.read)
    root = writer.root()
    writer.extend(LEAVES[700:1500])
    assert tree_root(reader, 700) == root


def test_a_copy_is_unmoved_by_what_its_original_appends() -> None:
    writer, _ = grown(300)
    kept = writer.copy()
    writer.extend(LEAVES[300:900])
    assert (kept.size, kept.root()) == (300, root_of(LEAVES[:300]))
    assert kept.extend(LEAVES[300:600])[0].index == 1


def test_a_reader_forgets_the_oldest_tiles() -> None:
    writer, tiles = grown(66_000)
    reader = writer.reader(tiles.read)
    for _ in range(2):
        for index in range(100):
            assert reader.hash_at(8, index) == root_of(LEAVES[index * 256 : index * 256 + 256])
            assert reader.hash_at(0, index * 256) == LEAVES[index * 256]
    assert len(reader._expanded) == 64


def test_damage_is_reported() -> None:
    writer, tiles = grown(600)
    with pytest.raises(TreeDamaged, match=r"tree\.missing"):
        TileReader(Tiles().read).hash_at(0, 0)
    with pytest.raises(TreeDamaged, match=r"tree\.missing"):
        writer.reader(tiles.read).hash_at(0, 600)
    with pytest.raises(TreeDamaged, match="8 bytes"):
        TileReader(lambda level, index: bytes(8)).hash_at(0, 0)
    with pytest.raises(TreeDamaged, match="87 edge leaves, not 88"):
        edge_of(600, tiles.read, LEAVES[512:599])
    with pytest.raises(TreeDamaged, match="tile 0/0"):
        edge_of(600, Tiles().read, LEAVES[512:600])


def test_frontier_from_a_reader() -> None:
    writer, tiles = grown(1234)
    frontier = frontier_of(writer.reader(tiles.read), 1234)
    assert frontier.root() == writer.root()


def entries(bundle: bytes) -> list[bytes]:
    found = []
    while bundle:
        length = int.from_bytes(bundle[:2], "big")
        found.append(bundle[2 : 2 + length])
        bundle = bundle[2 + length :]
    return found


def test_a_tiled_log_made_by_others(shared: Path) -> None:
    log = shared / "vectors" / "tlog-tessera" / "testdata" / "log"
    leaves = [leaf_hash(item) for item in entries((log / "tile/entries/000.p/15").read_bytes())]
    assert hashes_of((log / "tile/0/000.p/15").read_bytes()) == leaves
    roots = {}
    for size in range(16):
        writer = TreeWriter()
        writer.extend(leaves[:size])
        lines = (log / f"checkpoint.{size}").read_text().splitlines()
        assert (int(lines[1]), base64.b64decode(lines[2])) == (size, writer.root())
        roots[size] = writer.root()
    reader = TileReader(Tiles().read, [leaves])
    for old in range(1, 16):
        for new in range(old, 16):
            proof = consistency_proof(reader, old, new)
            verify_consistency(old, new, roots[old], roots[new], proof)
            path = inclusion_proof(reader, old - 1, new)
            verify_inclusion(leaves[old - 1], old - 1, new, roots[new], path)
