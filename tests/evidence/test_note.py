"""Signed notes: the specification's own examples, then every way to be malformed."""

import base64
import re
from hashlib import sha256
from pathlib import Path

import pytest

from corridor.evidence.errors import EvidenceError, KeyInvalid, NoteInvalid
from corridor.evidence.keys import Algorithm, Ed25519Signer, P256Signer, PublicKey
from corridor.evidence.note import (
    Role,
    Verifier,
    add_signatures,
    cosign,
    is_key_name,
    key_id,
    note_text,
    open_text,
    parse_verifier_key,
    sign_note,
    signature_lines,
    verifier_key,
)
from tests.evidence.world import SIGNERS

EXAMPLE_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
LOG = SIGNERS["KG"]
TEXT = "corridor\nспасибо\n\nlast\n"
NOTE = sign_note(TEXT, "corridor/KG", LOG)
LINE = signature_lines(NOTE)[0]
TEXT_LINE = signature_lines(sign_note("text\n", "corridor/KG", LOG))[0]
KNOWN = Verifier("corridor/KG", Role.LOG, LOG.public)
P256 = P256Signer.generate("KG-p256")


def example_note(shared: Path) -> str:
    document = (shared / "vectors/c2sp-specs/signed-note.md").read_text(encoding="utf-8")
    assert EXAMPLE_KEY in document
    return re.findall(r"```\n(This is an example.*?)```", document, re.DOTALL)[0]


def test_the_specification_example(shared: Path) -> None:
    verifier = parse_verifier_key(EXAMPLE_KEY)
    note = open_text(example_note(shared), [verifier])
    assert note.text == "This is an example message.\n"
    assert note.signatures[0].name == "example.com/foo"
    assert verifier_key(verifier) == EXAMPLE_KEY


def test_the_specification_example_tampered(shared: Path) -> None:
    note = example_note(shared).replace("example message", "exemple message")
    with pytest.raises(NoteInvalid, match=r"note\.signature"):
        open_text(note, [parse_verifier_key(EXAMPLE_KEY)])


def test_sign_and_open() -> None:
    note = open_text(NOTE, [KNOWN])
    assert (note.text, note_text(NOTE)) == (TEXT, TEXT)
    assert (note.signatures[0].role, note.signatures[0].time_s) == (Role.LOG, None)


@pytest.mark.parametrize("signer", [SIGNERS["KZ"], P256], ids=["ed25519", "p256"])
def test_cosignatures(signer: Ed25519Signer | P256Signer) -> None:
    both = cosign(NOTE, signer, 1_679_315_147)
    witness = Verifier(signer.name, Role.WITNESS, signer.public)
    signatures = open_text(both, [KNOWN, witness]).signatures
    assert [(item.role, item.time_s) for item in signatures] == [
        (Role.LOG, None),
        (Role.WITNESS, 1_679_315_147),
    ]
    assert open_text(both, [witness]).signatures[0].public == signer.public
    named = cosign(NOTE, signer, 0, "other")
    assert signature_lines(named)[1].startswith("— other ")


def test_p256_log_signature() -> None:
    note = sign_note(TEXT, "corridor/KG", P256)
    verifier = Verifier("corridor/KG", Role.LOG, P256.public)
    assert open_text(note, [verifier]).signatures[0].public == P256.public
    assert parse_verifier_key(verifier_key(verifier)) == verifier
    broken = base64.b64encode(verifier.key_id + b"not der").decode()
    with pytest.raises(NoteInvalid, match=r"note\.signature"):
        open_text(f"{TEXT}\n— corridor/KG {broken}\n", [verifier])


def test_roles_have_different_key_ids() -> None:
    for public in (LOG.public, P256.public):
        ids = {key_id("n", role, public) for role in Role}
        assert len(ids) == 2


def test_the_key_id_of_an_ecdsa_log_key() -> None:
    assert key_id("any name", Role.LOG, P256.public) == sha256(P256.public.data).digest()[:4]


def test_limits_are_reached_before_they_are_passed() -> None:
    assert len(open_text(f"text\n\n{LINE.replace('KG', 'XX') * 63}{TEXT_LINE}", [KNOWN]).text) == 5
    latest = (1 << 63) - 1
    witness = Verifier("KZ-1", Role.WITNESS, SIGNERS["KZ"].public)
    note = cosign(NOTE, SIGNERS["KZ"], latest)
    assert open_text(note, [witness]).signatures[0].time_s == latest


def test_unknown_keys_are_passed_over() -> None:
    stranger = Verifier("corridor/KG", Role.LOG, SIGNERS["UZ"].public)
    assert len(open_text(NOTE, [KNOWN, stranger]).signatures) == 1
    with pytest.raises(NoteInvalid, match=r"note\.unsigned"):
        open_text(NOTE, [stranger])


def test_one_bad_signature_of_a_known_key_condemns_the_note() -> None:
    both = cosign(NOTE, SIGNERS["KZ"], 5)
    forged = both.replace(signature_lines(both)[1], signature_lines(cosign(NOTE, LOG, 5, "x"))[1])
    witness = Verifier("KZ-1", Role.WITNESS, SIGNERS["KZ"].public)
    data = bytearray(base64.b64decode(signature_lines(both)[1].split()[2]))
    data[-1] ^= 1
    line = f"— KZ-1 {base64.b64encode(bytes(data)).decode()}\n"
    assert len(open_text(forged, [KNOWN, witness]).signatures) == 1
    with pytest.raises(NoteInvalid, match=r"note\.signature"):
        open_text(NOTE + line, [KNOWN, witness])


def test_a_time_beyond_the_range_is_refused() -> None:
    kz = SIGNERS["KZ"]
    witness = Verifier("KZ-1", Role.WITNESS, kz.public)
    time_s = 1 << 63
    signature = kz.sign(f"cosignature/v1\ntime {time_s}\n{TEXT}".encode())
    data = witness.key_id + time_s.to_bytes(8, "big") + signature
    with pytest.raises(NoteInvalid, match=r"note\.signature"):
        open_text(f"{TEXT}\n— KZ-1 {base64.b64encode(data).decode()}\n", [witness])
    for wrong in (-1, time_s):
        with pytest.raises(NoteInvalid, match=r"note\.malformed"):
            cosign(NOTE, kz, wrong)


def test_lines_are_added_once() -> None:
    line = signature_lines(cosign(NOTE, SIGNERS["KZ"], 5))[1]
    once = add_signatures(NOTE, [line, line])
    assert add_signatures(once, signature_lines(once)) == once == NOTE + line


@pytest.mark.parametrize(
    "note",
    [
        "",
        "text\n",
        f"text\n{LINE}",
        f"text\n\n{LINE[:-1]}",
        f"text\n\n{LINE}\n",
        f"te\rxt\n\n{LINE}",
        f"te\ud800xt\n\n{LINE}",
        "text\n\n— name\n",
        "text\n\n- name AAAAAAAAAAA=\n",
        "text\n\n— na+me AAAAAAAAAAA=\n",
        "text\n\n— na\u2003me AAAAAAAAAAA=\n",
        "text\n\n— name AAAA\n",
        "text\n\n— name AAAAAA==\n",
        "text\n\n— name AAAAAAAAAAB=\n",
        "text\n\n— name AAAAAAAAAAA\n",
        f"text\n\n{LINE * 65}",
        f"{'x' * (1 << 20)}\n\n{LINE}",
    ],
)
def test_malformed_notes(note: str) -> None:
    with pytest.raises(NoteInvalid, match=r"note\.malformed"):
        open_text(note, [KNOWN])


def test_text_that_cannot_be_signed() -> None:
    for text, name in (("no newline", "n"), ("tab\t\n", "n"), ("fine\n", "two words")):
        with pytest.raises(NoteInvalid, match=r"note\.malformed"):
            sign_note(text, name, LOG)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "name+530d903a",
        "name+530d903a+/w==",
        "name+530d903a+",
        EXAMPLE_KEY.replace("530d903a", "530d903b"),
        EXAMPLE_KEY.replace("example.com/foo", "example.com/bar"),
        verifier_key(Verifier("a b", Role.LOG, LOG.public)),
    ],
)
def test_verifier_keys_refused(key: str) -> None:
    with pytest.raises(EvidenceError):
        parse_verifier_key(key)


def test_verifier_key_of_unknown_type() -> None:
    public = PublicKey(Algorithm.P256, P256.public.data)
    with pytest.raises(KeyInvalid, match=r"key\.algorithm"):
        parse_verifier_key(verifier_key(Verifier("name", Role.WITNESS, public)))


def test_key_names() -> None:
    assert is_key_name("corridor/KG")
    assert not any(map(is_key_name, ("", "a b", "a+b", "a\x01b", "a\u3000b")))
