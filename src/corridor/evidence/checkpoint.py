"""Checkpoints: the signed head of a node's log (C2SP tlog-checkpoint)."""

import base64
import re
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from corridor.evidence import note as notes
from corridor.evidence.errors import NoteInvalid
from corridor.evidence.keys import PublicKey, Signer
from corridor.evidence.note import Note, NoteSignature, Role, Verifier

SIZE_MAX: Final = (1 << 63) - 1
_SIZE: Final = re.compile(r"(0|[1-9][0-9]{0,18})\Z")
_ROOT: Final = re.compile(r"[A-Za-z0-9+/]{43}=\Z")


class Checkpoint(msgspec.Struct, frozen=True):
    """A log's head with its verified signatures. `text` is what they sign."""

    origin: str
    size: int
    root: bytes
    text: str
    extensions: tuple[str, ...] = ()
    signatures: tuple[NoteSignature, ...] = ()

    @property
    def is_signed_by_log(self) -> bool:
        """Whether the log itself signed: a key for logs under the name of the origin."""
        return any(
            signature.role is Role.LOG and signature.name == self.origin
            for signature in self.signatures
        )

    def cosigned_s(self, public: PublicKey) -> int | None:
        """POSIX seconds of the key's earliest co-signature, or None without one."""
        times = [
            signature.time_s
            for signature in self.signatures
            if signature.public == public and signature.time_s is not None
        ]
        return min(times, default=None)


def origin_of(node: str) -> str:
    """The origin line of a node's log."""
    return f"corridor/{node}"


def log_verifier(node: str, public: PublicKey) -> Verifier:
    """The verifier of a node's log key: it signs under the name of the origin."""
    return Verifier(origin_of(node), Role.LOG, public)


def witness_verifier(name: str, public: PublicKey) -> Verifier:
    """The verifier of a witness's key, by its id in the trust list."""
    return Verifier(name, Role.WITNESS, public)


def checkpoint_text(origin: str, size: int, root: bytes, extensions: Sequence[str] = ()) -> str:
    """The text that a checkpoint signs."""
    lines = [origin, str(size), base64.b64encode(root).decode(), *extensions]
    text = "".join(f"{line}\n" for line in lines)
    parse_checkpoint(text)
    return text


def sign_checkpoint(
    origin: str, size: int, root: bytes, signer: Signer, extensions: Sequence[str] = ()
) -> str:
    """A checkpoint note signed by the log under the name of its origin.

    The caller must never sign two that are inconsistent.
    """
    return notes.sign_note(checkpoint_text(origin, size, root, extensions), origin, signer)


def open_note(text: str, verifiers: Iterable[Verifier], *, origin: str | None = None) -> Checkpoint:
    """The checkpoint of a note, with its verified signatures.

    With `origin`, the note must be of that log and signed by it, not by witnesses alone. Raises
    NoteInvalid: malformed, unsigned, signature (of a known key fails), origin.
    """
    note = notes.open_text(text, verifiers)
    checkpoint = _with_signatures(note)
    if origin is not None and checkpoint.origin != origin:
        raise NoteInvalid("origin", f"{checkpoint.origin} instead of {origin}")
    if origin is not None and not checkpoint.is_signed_by_log:
        raise NoteInvalid("unsigned", f"{origin} itself did not sign")
    return checkpoint


def peek_checkpoint(text: str) -> Checkpoint:
    """The checkpoint of a note whose signatures are NOT verified, to choose keys or to compare."""
    return parse_checkpoint(notes.note_text(text))


def parse_checkpoint(text: str) -> Checkpoint:
    """The checkpoint of a note's text, without signatures; NoteInvalid if it is none."""
    lines = text.split("\n")
    if len(lines) < 4 or lines.pop() or not all(lines):
        raise NoteInvalid("malformed", "a checkpoint has three or more lines, none empty")
    origin, size, root, *extensions = lines
    if not _SIZE.match(size) or int(size) > SIZE_MAX or not _ROOT.match(root):
        raise NoteInvalid("malformed", "not a tree size and root hash")
    hash_ = base64.b64decode(root)
    if base64.b64encode(hash_).decode() != root:
        raise NoteInvalid("malformed", "the root hash is not exact base64")
    return Checkpoint(origin, int(size), hash_, text, tuple(extensions))


def _with_signatures(note: Note) -> Checkpoint:
    return msgspec.structs.replace(parse_checkpoint(note.text), signatures=note.signatures)
