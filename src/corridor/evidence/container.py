"""The zip container of an evidence file, with one possible form for given parts.

Entries are stored, sorted by name, of one fixed time, without extra fields or comments. Reading
rebuilds the container from its parts and compares every byte, so no byte is free to change, and
nothing is ever inflated.
"""

import re
import struct
from collections.abc import Mapping
from typing import Final
from zlib import crc32

from corridor.evidence.errors import CaseInvalid

CONTAINER_BYTES_MAX: Final = 64 << 20
PARTS_MAX: Final = 8192
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,40}(/[a-z0-9][a-z0-9-]{0,40})?\.(json|txt)\Z")
_LOCAL: Final = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL: Final = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END: Final = struct.Struct("<4sHHHHIIH")
_VERSION: Final = 20  # zip 2.0: what folders in names ask for
_TIME: Final = 0
_DATE: Final = 0x21  # 1980-01-01, the first day that zip can write


def pack(parts: Mapping[str, bytes]) -> bytes:
    """The container of the parts. Names are lower-case ASCII, at most one folder deep."""
    if len(parts) > PARTS_MAX or not all(map(_NAME.match, parts)):
        raise CaseInvalid("container", "too many parts, or a name that may not be used")
    body, directory = bytearray(), bytearray()
    for name, data in sorted(parts.items()):
        encoded, checksum, at = name.encode(), crc32(data), len(body)
        common = (_TIME, _DATE, checksum, len(data), len(data), len(encoded), 0)
        body += _LOCAL.pack(b"PK\3\4", _VERSION, 0, 0, *common) + encoded + data
        directory += _CENTRAL.pack(b"PK\1\2", _VERSION, _VERSION, 0, 0, *common, 0, 0, 0, 0, at)
        directory += encoded
        if len(body) + len(directory) > CONTAINER_BYTES_MAX - _END.size:
            raise CaseInvalid("container", f"more than {CONTAINER_BYTES_MAX} bytes")
    count = len(parts)
    end = _END.pack(b"PK\5\6", 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory + end)


def unpack(data: bytes) -> dict[str, bytes]:
    """The parts of a container that pack() could have written; CaseInvalid for any other bytes."""
    if len(data) > CONTAINER_BYTES_MAX:
        raise CaseInvalid("container", f"more than {CONTAINER_BYTES_MAX} bytes")
    parts: dict[str, bytes] = {}
    at = 0
    while data.startswith(b"PK\3\4", at):
        name, content, at = _entry(data, at)
        parts[name] = content
    if pack(parts) != data:
        raise CaseInvalid("container", "not the exact form of an evidence file")
    return parts


def _entry(data: bytes, at: int) -> tuple[str, bytes, int]:
    """One entry's name and content, and where the next begins. Other fields are pack()'s to say."""
    start = at + _LOCAL.size
    if start > len(data):
        raise CaseInvalid("container", "cut off")
    *_, size, name_size, _ = _LOCAL.unpack_from(data, at)
    middle, end = start + name_size, start + name_size + size
    if end > len(data):
        raise CaseInvalid("container", "cut off")
    return data[start:middle].decode("latin-1"), data[middle:end], end
