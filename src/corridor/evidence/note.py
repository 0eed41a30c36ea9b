"""Signed notes and their signatures (C2SP signed-note, tlog-cosignature).

A note is text, an empty line, and signature lines. Logs sign the text; witnesses co-sign it with
the time at which it was the newest they had seen. Signatures of unknown keys are passed over; a
known key's signature that fails condemns the note.
"""

import base64
import binascii
import re
from collections.abc import Iterable
from enum import StrEnum
from hashlib import sha256
from typing import Final

import msgspec

from corridor.evidence.errors import KeyInvalid, NoteInvalid, SignatureInvalid
from corridor.evidence.keys import (
    Algorithm,
    PublicKey,
    Signer,
    is_signed_by,
    signature_from_der,
    signature_to_der,
)

NOTE_CHARACTERS_MAX: Final = 1 << 20
SIGNATURES_MAX: Final = 64
TIME_S_MAX: Final = (1 << 63) - 1
_KEY_ID_BYTES: Final = 4
_TIME_BYTES: Final = 8
_SIGNATURE_LINE: Final = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})\Z")
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f]")
# signed-note assigns no byte to P-256 co-signatures: 0xff and a long identifier, as it advises.
_P256_COSIGNATURE: Final = b"\xffcorridor/cosignature-ecdsa-p256/v1"


class Role(StrEnum):
    """What a key states by its signature on a note."""

    LOG = "log"
    WITNESS = "witness"


class Verifier(msgspec.Struct, frozen=True):
    """A known key under its name on signature lines, for one role."""

    name: str
    role: Role
    public: PublicKey

    @property
    def key_id(self) -> bytes:
        """The 4 bytes before each signature."""
        return key_id(self.name, self.role, self.public)


class NoteSignature(msgspec.Struct, frozen=True):
    """A signature that has been verified. `time_s`: POSIX seconds, of a witness only."""

    name: str
    role: Role
    public: PublicKey
    time_s: int | None = None


class Note(msgspec.Struct, frozen=True):
    """Text with at least one verified signature; it ends in a newline."""

    text: str
    signatures: tuple[NoteSignature, ...]


def key_id(name: str, role: Role, public: PublicKey) -> bytes:
    """The key's id for a role: SHA-256(name || LF || type || key)[:4], as signed-note says."""
    if role is Role.LOG and public.algorithm is Algorithm.P256:
        return sha256(public.data).digest()[:_KEY_ID_BYTES]
    return sha256(name.encode() + b"\n" + _type(role, public) + public.data).digest()[
        :_KEY_ID_BYTES
    ]


def verifier_key(verifier: Verifier) -> str:
    """The verifier as signed-note's "vkey" text."""
    material = _type(verifier.role, verifier.public) + verifier.public.data
    return f"{verifier.name}+{verifier.key_id.hex()}+{base64.b64encode(material).decode()}"


def parse_verifier_key(text: str) -> Verifier:
    """The verifier of a "vkey" text: Ed25519 or ECDSA log keys, Ed25519 witness keys."""
    name, _, rest = text.partition("+")
    id_, _, encoded = rest.partition("+")
    material = _unbase64(encoded)
    kinds = {
        0x01: (Role.LOG, Algorithm.ED25519),
        0x02: (Role.LOG, Algorithm.P256),
        0x04: (Role.WITNESS, Algorithm.ED25519),
    }
    if material[:1] == b"" or material[0] not in kinds:
        raise KeyInvalid("algorithm", "unknown type of verifier key")
    role, algorithm = kinds[material[0]]
    verifier = Verifier(name, role, PublicKey(algorithm, material[1:]))
    if not is_key_name(name) or verifier.key_id.hex() != id_:
        raise KeyInvalid("malformed", "the verifier key's name or id does not match")
    return verifier


def is_key_name(name: str) -> bool:
    """Whether a signature line can carry the name: not empty, no space, no plus sign."""
    return re.fullmatch(r"[^\s+]+", name) is not None and not _CONTROL.search(name)


def sign_note(text: str, name: str, signer: Signer) -> str:
    """The text with the signer's plain (log) signature under `name`."""
    signature = signer.sign(text.encode())
    if signer.algorithm is Algorithm.P256:
        signature = signature_to_der(signature)
    note = f"{text}\n{_line(name, Role.LOG, signer.public, signature)}"
    _split(note)
    return note


def cosign(note: str, signer: Signer, time_s: int, name: str | None = None) -> str:
    """The note with one more line: the signer's cosignature/v1 at POSIX time `time_s`.

    `name` defaults to the signer's. The co-signer must have checked that the note's tree is
    consistent with the last one it saw of that log.
    """
    text, _ = _split(note)
    if not 0 <= time_s <= TIME_S_MAX:
        raise NoteInvalid("malformed", "time out of range")
    signature = time_s.to_bytes(_TIME_BYTES, "big") + signer.sign(_cosigned(text, time_s))
    return add_signatures(
        note, [_line(name or signer.name, Role.WITNESS, signer.public, signature)]
    )


def add_signatures(note: str, lines: Iterable[str]) -> str:
    """The note with further signature lines, each once."""
    _, present = _split(note)
    seen = {f"— {name} {encoded}\n" for name, encoded in present}
    for line in lines:
        if line not in seen:
            seen.add(line)
            note += line
    _split(note)
    return note


def signature_lines(note: str) -> list[str]:
    """The note's signature lines, verified or not, each with its newline."""
    return [f"— {name} {encoded}\n" for name, encoded in _split(note)[1]]


def note_text(note: str) -> str:
    """The text that is signed. Not to be relied upon before open_text."""
    return _split(note)[0]


def open_text(note: str, verifiers: Iterable[Verifier]) -> Note:
    """The note, when at least one known key signed it and no known key's signature fails."""
    text, lines = _split(note)
    known: dict[tuple[str, bytes], list[Verifier]] = {}
    for verifier in verifiers:
        known.setdefault((verifier.name, verifier.key_id), []).append(verifier)
    verified = []
    for name, encoded in lines:
        data = _unbase64(encoded)
        if candidates := known.get((name, data[:_KEY_ID_BYTES])):
            verified.append(_verified(text, candidates, data[_KEY_ID_BYTES:]))
    if not verified:
        raise NoteInvalid("unsigned", "no known key signed the note")
    return Note(text, tuple(verified))


def _verified(text: str, candidates: list[Verifier], signature: bytes) -> NoteSignature:
    for verifier in candidates:
        if verifier.role is Role.WITNESS:
            time_s = int.from_bytes(signature[:_TIME_BYTES], "big")
            message, plain = _cosigned(text, time_s), signature[_TIME_BYTES:]
        else:
            time_s, message, plain = None, text.encode(), _plain(verifier, signature)
        if (time_s or 0) <= TIME_S_MAX and is_signed_by(verifier.public, message, plain):
            return NoteSignature(verifier.name, verifier.role, verifier.public, time_s)
    raise NoteInvalid("signature", f"the signature of {candidates[0].name} fails")


def _plain(verifier: Verifier, signature: bytes) -> bytes:
    if verifier.public.algorithm is Algorithm.ED25519:
        return signature
    try:
        return signature_from_der(signature)
    except SignatureInvalid:
        return b""  # which no key has signed


def _cosigned(text: str, time_s: int) -> bytes:
    return f"cosignature/v1\ntime {time_s}\n{text}".encode()


def _type(role: Role, public: PublicKey) -> bytes:
    """signed-note's signature type identifier."""
    if public.algorithm is Algorithm.P256:
        return b"\x02" if role is Role.LOG else _P256_COSIGNATURE
    return b"\x01" if role is Role.LOG else b"\x04"


def _line(name: str, role: Role, public: PublicKey, signature: bytes) -> str:
    encoded = base64.b64encode(key_id(name, role, public) + signature).decode()
    return f"— {name} {encoded}\n"


def _split(note: str) -> tuple[str, list[tuple[str, str]]]:
    """The signed text and (name, base64) of each signature line; NoteInvalid if not a note."""
    head, blank, tail = note.rpartition("\n\n")
    if len(note) > NOTE_CHARACTERS_MAX or not blank or not tail.endswith("\n"):
        raise NoteInvalid("malformed", "no signed text, or too long")
    if _CONTROL.search(note) or not _is_utf8(note):
        raise NoteInvalid("malformed", "control characters or lone surrogates")
    lines = tail[:-1].split("\n")
    if len(lines) > SIGNATURES_MAX:
        raise NoteInvalid("malformed", f"more than {SIGNATURES_MAX} signatures")
    return head + "\n", [_signature_line(line) for line in lines]


def _signature_line(line: str) -> tuple[str, str]:
    match = _SIGNATURE_LINE.match(line)
    if match is None or len(_unbase64(match[2])) <= _KEY_ID_BYTES:
        raise NoteInvalid("malformed", "not a signature line")
    return match[1], match[2]


def _unbase64(text: str) -> bytes:
    """Standard base64 in its one exact form."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NoteInvalid("malformed", "not base64") from None
    if base64.b64encode(data).decode() != text:
        raise NoteInvalid("malformed", "not exact base64")
    return data


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
