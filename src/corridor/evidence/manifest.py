"""The manifest of an evidence file: the SHA-256 of every other part, signed by the exporter."""

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Final

import msgspec

from corridor.evidence import note
from corridor.evidence.errors import CaseInvalid
from corridor.evidence.keys import Signer

MANIFEST: Final = "manifest.txt"
_TITLE: Final = "corridor/case/v1"
_FORM: Final = re.compile(
    rf"{_TITLE}\nnode ([A-Z]{{2}})\nexported ([0-9TZ:.-]{{24}})\n((?:[0-9a-f]{{64}}  [^\n ]+\n)+)\Z"
)


class Manifest(msgspec.Struct, frozen=True):
    """Who exported when, and the hex SHA-256 of each part by name."""

    node: str
    exported_at: str
    hashes: dict[str, str]


def sign_manifest(node: str, exported_at: str, parts: Mapping[str, bytes], signer: Signer) -> bytes:
    """The manifest of the parts as a signed note's bytes, under the name of the signer's key."""
    lines = [f"{sha256(parts[name]).hexdigest()}  {name}\n" for name in sorted(parts)]
    text = f"{_TITLE}\nnode {node}\nexported {exported_at}\n{''.join(lines)}"
    return note.sign_note(text, signer.name, signer).encode()


def check_manifest(parts: Mapping[str, bytes]) -> Manifest:
    """The manifest among the parts, when it names exactly the others. Its signature is unchecked.

    Raises CaseInvalid.
    """
    manifest = _parse(note.note_text(manifest_note(parts)))
    others = {name: data for name, data in parts.items() if name != MANIFEST}
    if manifest.hashes.keys() != others.keys():
        odd = sorted(manifest.hashes.keys() ^ others.keys())
        raise CaseInvalid("manifest", f"missing or not listed: {', '.join(odd[:5])}")
    for name, data in others.items():
        if manifest.hashes[name] != sha256(data).hexdigest():
            raise CaseInvalid("manifest", f"{name} was changed")
    return manifest


def manifest_note(parts: Mapping[str, bytes]) -> str:
    """The manifest's signed note; CaseInvalid when there is none."""
    try:
        return parts[MANIFEST].decode()
    except (KeyError, UnicodeDecodeError):
        raise CaseInvalid("manifest", f"no readable {MANIFEST}") from None


def _parse(text: str) -> Manifest:
    match = _FORM.match(text)
    if match is None:
        raise CaseInvalid("manifest", "not a manifest")
    lines = match[3].splitlines()
    hashes = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    if len(hashes) != len(lines):
        raise CaseInvalid("manifest", "a part is listed twice")
    return Manifest(match[1], match[2], hashes)
