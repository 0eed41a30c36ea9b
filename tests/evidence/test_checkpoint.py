"""Checkpoints: a log made by others, and what is refused."""

from pathlib import Path

import pytest

from corridor.evidence.checkpoint import (
    checkpoint_text,
    log_verifier,
    open_note,
    origin_of,
    parse_checkpoint,
    peek_checkpoint,
    sign_checkpoint,
    witness_verifier,
)
from corridor.evidence.errors import NoteInvalid
from corridor.evidence.merkle import EMPTY_ROOT
from corridor.evidence.note import cosign, parse_verifier_key
from tests.evidence.world import SIGNERS

TESSERA_KEY = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"
KG, KZ = SIGNERS["KG"], SIGNERS["KZ"]
ORIGIN = origin_of("KG")
NOTE = sign_checkpoint(ORIGIN, 12, bytes(32), KG)
LOG = log_verifier("KG", KG.public)


def test_checkpoints_made_by_others(shared: Path) -> None:
    log = shared / "vectors/tlog-tessera/testdata/log"
    verifier = parse_verifier_key(TESSERA_KEY)
    for size in range(16):
        note = (log / f"checkpoint.{size}").read_text(encoding="utf-8")
        checkpoint = open_note(note, [verifier], origin="example.com/log/testdata")
        assert checkpoint.size == size
        assert (size == 0) == (checkpoint.root == EMPTY_ROOT)
        with pytest.raises(NoteInvalid, match=r"note\.signature"):
            open_note(note.replace(f"\n{size}\n", f"\n{size + 1}\n"), [verifier])


def test_the_specification_examples_parse(shared: Path) -> None:
    document = (shared / "vectors/c2sp-specs/tlog-cosignature.md").read_text(encoding="utf-8")
    note = document.split("```\n")[1]
    checkpoint = peek_checkpoint(note)
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20_852_163)
    signed = f"cosignature/v1\ntime 1679315147\n{checkpoint.text}"
    assert signed in document.replace("\n    ", "\n")


def test_sign_cosign_open() -> None:
    note = cosign(cosign(NOTE, KZ, 20), KZ, 10)
    checkpoint = open_note(note, [LOG, witness_verifier("KZ-1", KZ.public)], origin=ORIGIN)
    assert checkpoint.is_signed_by_log
    assert (checkpoint.origin, checkpoint.size, checkpoint.root) == (ORIGIN, 12, bytes(32))
    assert checkpoint.cosigned_s(KZ.public) == 10
    assert checkpoint.cosigned_s(KG.public) is None
    assert peek_checkpoint(note).signatures == ()


def test_extensions() -> None:
    note = sign_checkpoint(ORIGIN, 0, EMPTY_ROOT, KG, ["one", "two words"])
    assert open_note(note, [LOG]).extensions == ("one", "two words")


def test_the_largest_size() -> None:
    assert parse_checkpoint(f"o\n9223372036854775807\n{ROOT}\n").size == (1 << 63) - 1


def test_a_witness_alone_does_not_speak_for_the_log() -> None:
    note = cosign(NOTE, KZ, 10)
    witness = witness_verifier("KZ-1", KZ.public)
    assert not open_note(note, [witness]).is_signed_by_log
    with pytest.raises(NoteInvalid, match=r"note\.unsigned"):
        open_note(note, [witness], origin=ORIGIN)


def test_a_note_of_another_log() -> None:
    with pytest.raises(NoteInvalid, match=r"note\.origin"):
        open_note(NOTE, [LOG], origin=origin_of("KZ"))


ROOT = "A" * 43 + "="


@pytest.mark.parametrize(
    "text",
    [
        f"o\n1\n{ROOT}",
        f"o\n{ROOT}\n",
        f"\n1\n{ROOT}\n",
        f"o\n1\n{ROOT}\n\n",
        f"o\n01\n{ROOT}\n",
        f"o\n-1\n{ROOT}\n",
        f"o\n9223372036854775808\n{ROOT}\n",
        f"o\n1\n{ROOT[1:]}\n",
        f"o\n1\n{'A' * 42}B=\n",
        f"o\n1\n{ROOT}x\n",
    ],
)
def test_malformed(text: str) -> None:
    with pytest.raises(NoteInvalid, match=r"note\.malformed"):
        parse_checkpoint(text)


def test_what_cannot_be_signed() -> None:
    for size, root in ((-1, bytes(32)), (1, bytes(31)), (1, bytes(33))):
        with pytest.raises(NoteInvalid, match=r"note\.malformed"):
            checkpoint_text(ORIGIN, size, root)
