"""The log against itself: each entry hashes to its leaf, the leaves to the tiles and the roots."""

from collections.abc import Iterable, Iterator
from typing import Final

from corridor.engine.ports import StoredEvent
from corridor.evidence.checkpoint import log_verifier, open_note, origin_of, peek_checkpoint
from corridor.evidence.errors import EvidenceError, NoteInvalid, TreeDamaged
from corridor.evidence.event import decode_envelope, envelope_tag, event_leaf
from corridor.evidence.keys import PublicKey
from corridor.evidence.tree import TILE_WIDTH, Tile, TreeWriter
from corridor.node.check.channels import wrong_receipt
from corridor.node.check.finding import Finding, Step
from corridor.stores.errors import StoreDamaged
from corridor.stores.inspector import Inspector

_NAMES: Final = ("node", "number", "subject", "clock", "tag")


class LogStage:
    """Entries in their order. The tree is grown along, or rebuilt from tiles that were checked."""

    name = "log"

    def __init__(self, node: str, public: PublicKey) -> None:
        self._verifiers = (log_verifier(node, public),)
        self._origin = origin_of(node)
        self._tree: TreeWriter | None = None
        self._is_sound = True
        """Whether roots can be compared: after one wrong leaf all that follow are wrong."""

    def total(self, look: Inspector) -> int:
        """Entries."""
        return look.size()

    def beyond(self, at: int | None) -> int:
        """The next entry; the tree has a hole from here on."""
        self._is_sound = False
        return (at or 0) + 1

    def step(self, look: Inspector, at: int | None, limit: int) -> Step:
        """A stretch of entries."""
        first, findings = at or 0, list[Finding]()
        tree = self._tree_at(look, first)
        entries = look.log(first, limit)
        notes = look.checkpoints(first, first + limit)
        for index, entry in enumerate(entries, first):
            if entry.index != index:
                findings.append(Finding("log", str(index), "the entry is missing"))
                return Step(self.beyond(entry.index - 1), findings, entry.index - first)
            findings += _wrong_in(entry)
            findings += wrong_receipt(entry, look)
            if tree is not None:
                findings += _wrong_tiles(tree.append(_leaf(entry, look)), look)
                findings += self._wrong_note(notes.get(tree.size), tree)
        end = first + len(entries)
        is_last = not entries or end >= look.size()
        if is_last and entries and end not in notes:
            findings.append(Finding("checkpoints", str(end), "the end of the log has none"))
        return Step(None if is_last else end, findings, len(entries))

    def _tree_at(self, look: Inspector, size: int) -> TreeWriter | None:
        """None until the next tile begins, where what it would stand on cannot be read."""
        if size == 0:
            self._tree, self._is_sound = None, True
        if self._tree is None or self._tree.size != size:
            edge = size - size % TILE_WIDTH
            try:
                self._tree = TreeWriter.rebuild(size, look.tile, look.leaves(edge, size))
            except (StoreDamaged, TreeDamaged):
                self._tree, self._is_sound = None, False
        return self._tree

    def _wrong_note(self, note: str | None, tree: TreeWriter) -> Iterator[Finding]:
        if note is None:
            return
        try:
            checkpoint = peek_checkpoint(note)
            open_note(note, self._verifiers, origin=self._origin)
        except NoteInvalid as error:
            if error.reason != "unsigned":  # an earlier key of this node signed it
                yield Finding("checkpoints", str(tree.size), str(error))
                return
        if checkpoint.size != tree.size:
            yield Finding("checkpoints", str(tree.size), f"it is of size {checkpoint.size}")
        elif self._is_sound and checkpoint.root != tree.root():
            self._is_sound = False
            what = "its root is not that of the log's entries; nor are those after it"
            yield Finding("checkpoints", str(tree.size), what)


def _wrong_tiles(tiles: Iterable[Tile], look: Inspector) -> Iterator[Finding]:
    for tile in tiles:
        if look.tile(tile.level, tile.index) != tile.data:
            row = f"{tile.level}/{tile.index}"
            yield Finding("tiles", row, "not the hashes of the log's entries")


def _leaf(entry: StoredEvent, look: Inspector) -> bytes:
    """The leaf that the log grew by: where two do not agree, the one that the tile has."""
    counted = event_leaf(entry.data)
    tile = look.tile(0, entry.index // TILE_WIDTH) if counted != entry.leaf else None
    at = entry.index % TILE_WIDTH * 32
    return counted if tile is not None and tile[at : at + 32] == counted else entry.leaf


def _wrong_in(entry: StoredEvent) -> Iterator[Finding]:
    row = f"{entry.index} ({entry.node} {entry.number})"
    if event_leaf(entry.data) != entry.leaf:
        yield Finding("log", row, "its bytes are not those that were hashed")
        return
    try:
        said = decode_envelope(entry.data)
        named = (said.node, said.number, said.subject, said.clock, envelope_tag(said))
    except EvidenceError as error:
        yield Finding("log", row, f"its bytes are no event: {error}")
        return
    kept = (entry.node, entry.number, entry.subject, entry.clock, entry.tag)
    for name, one, other in zip(_NAMES, named, kept, strict=True):
        if one != other:
            yield Finding("log", row, f"{name} is {other}, its bytes say {one}")
