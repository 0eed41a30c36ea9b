"""Canonical JSON bytes (RFC 8785), narrowed to what is ever hashed or signed here.

Narrowed: no floats, integers within ±(2^53 - 1), NFC strings, depth and size limits. The bytes
that are hashed are the bytes stored and sent, so a reader refuses what it would write otherwise.

The checks are ordered for speed: whole-buffer tests in C settle nearly every honest message, and
only what they cannot settle is walked value by value.
"""

import json
import unicodedata
from functools import lru_cache
from typing import Any, Final, NoReturn, TypeVar

import msgspec

from corridor.evidence.errors import NotCanonical

T = TypeVar("T")

DEPTH_MAX: Final = 32
SIZE_BYTES_MAX: Final = 1 << 20
INTEGER_MAX: Final = (1 << 53) - 1

_INTEGER_DIGITS_MIN: Final = 16  # the shortest decimal that can pass INTEGER_MAX
# Digits become "0" and four-byte UTF-8 leaders 0xF0: one pass answers two questions.
_MARKS: Final = bytes(0x30 if 0x30 <= byte <= 0x39 else min(byte, 0xF0) for byte in range(256))
_ASCII: Final = bytes(range(128))
_LONG_DIGITS: Final = b"0" * _INTEGER_DIGITS_MIN
_DEEPEST_INDENT: Final = b"\n" + b" " * DEPTH_MAX


def _refuse_float(text: str) -> NoReturn:
    raise ValueError(f"float {text}")


_ENCODER: Final = msgspec.json.Encoder(order="sorted")
_ORDERED: Final = msgspec.json.Encoder()
_DECODER: Final = msgspec.json.Decoder(float_hook=_refuse_float)


def encode(obj: object) -> bytes:
    """Canonical bytes of a struct or of plain JSON values.

    Raises NotCanonical where the value has none: floats, large integers, non-NFC strings, lone
    surrogates, keys that are not strings, nesting beyond DEPTH_MAX.
    """
    try:
        data = _ENCODER.encode(obj)
        if b"null" in data:  # msgspec writes NaN as null, where a later check would not see it
            _walk(msgspec.to_builtins(obj, builtin_types=(bytes, msgspec.Raw)), 1)
    except (UnicodeEncodeError, TypeError, RecursionError, msgspec.MsgspecError) as error:
        raise NotCanonical("malformed", str(error)) from None
    if b"\xf0" in data.translate(_MARKS):
        data = _written(_load(data), b"\xf0")
    parse(data, size_bytes_max=len(data))
    return data


def parse(data: bytes, *, size_bytes_max: int = SIZE_BYTES_MAX) -> Any:
    """The plain value of canonical bytes; NotCanonical for any other bytes."""
    if len(data) > size_bytes_max:
        raise NotCanonical("size", f"{len(data)} bytes, at most {size_bytes_max}")
    value = _load(data)
    marks = data.translate(_MARKS)
    if _written(value, marks) != data:
        _explain_difference(data)
    if _LONG_DIGITS in marks or not is_nfc(data):
        _walk(value, 1)
    return value


def decode(data: bytes, type_: type[T], *, size_bytes_max: int = SIZE_BYTES_MAX) -> T:
    """A typed value from canonical bytes; NotCanonical when not canonical or of another shape."""
    parse(data, size_bytes_max=size_bytes_max)
    shape: Any = type_
    try:
        value: T = _decoder(shape).decode(data)
    except msgspec.ValidationError as error:
        raise NotCanonical("shape", str(error)) from None
    return value


@lru_cache(maxsize=64)
def _decoder(type_: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(type_)


def _load(data: bytes) -> Any:
    try:
        value = _DECODER.decode(data)
    except msgspec.ValidationError as error:
        large = str(error).startswith("Integer")
        raise NotCanonical("integer" if large else "float", str(error)) from None
    except RecursionError:
        raise NotCanonical("depth", f"more than {DEPTH_MAX} levels") from None
    except (UnicodeDecodeError, msgspec.DecodeError) as error:
        raise NotCanonical("malformed", str(error)) from None
    # Nesting is read off the widest indent, which no string can feign: none holds a raw newline.
    if len(data) > 2 * DEPTH_MAX and _DEEPEST_INDENT in msgspec.json.format(data, indent=1):
        _walk(value, 1)
    return value


def _written(value: object, marks: bytes) -> bytes:
    return _ORDERED.encode(_sorted_utf16(value)) if b"\xf0" in marks else _ENCODER.encode(value)


def _sorted_utf16(value: Any) -> Any:
    """The value with keys in the order of RFC 8785, section 3.2.3: by UTF-16 code units.

    msgspec sorts by code point, which differs only where a key leaves the basic plane.
    """
    if isinstance(value, dict):
        ordered = sorted(value.items(), key=lambda item: item[0].encode("utf-16-be"))
        return {key: _sorted_utf16(member) for key, member in ordered}
    if isinstance(value, list):
        return [_sorted_utf16(member) for member in value]
    return value


def is_nfc(data: bytes) -> bool:
    """Whether the whole text is NFC; then so is each string in it, for quotes never compose.

    Seen at once where no character in it can join another. UTF-8 is taken for granted.
    """
    if data.isascii() or _stand_alone(data.translate(None, _ASCII)):
        return True
    return unicodedata.is_normalized("NFC", data.decode())


@lru_cache(maxsize=1_024)
def _stand_alone(beyond_ascii: bytes) -> bool:
    """Remembered, because the names and addresses of a firm come again with each dossier."""
    return all(map(_stands_alone, {*beyond_ascii.decode()}))


@lru_cache(maxsize=4_096)
def _stands_alone(character: str) -> bool:
    """Whether it is in NFC whatever stands before it: no mark, no vowel or final of Hangul."""
    return (
        unicodedata.is_normalized("NFC", character)
        and unicodedata.category(character)[0] != "M"
        and not "\u1160" <= character <= "\u11ff"
    )


def _walk(value: Any, depth: int) -> None:
    """The exact check, value by value."""
    if isinstance(value, str):
        if not unicodedata.is_normalized("NFC", value):
            raise NotCanonical("not-nfc", ascii(value[:40]))
    elif isinstance(value, float):
        raise NotCanonical("float", repr(value))
    elif isinstance(value, int):
        if abs(value) > INTEGER_MAX:
            raise NotCanonical("integer", f"{value.bit_length()} bits, at most 53")
    elif isinstance(value, dict | list):
        _walk_members(value, depth)


def _walk_members(value: dict[str, Any] | list[Any], depth: int) -> None:
    if depth > DEPTH_MAX:
        raise NotCanonical("depth", f"more than {DEPTH_MAX} levels")
    if isinstance(value, dict):
        for key in value:
            _walk(key, depth)
        value = list(value.values())
    for member in value:
        _walk(member, depth + 1)


def _explain_difference(data: bytes) -> NoReturn:
    """Name why bytes differ from their canonical form: a repeated key is the dangerous case."""
    json.loads(data, object_pairs_hook=_refuse_duplicates)
    raise NotCanonical("form", "re-encoding gives other bytes")


def _refuse_duplicates(pairs: list[tuple[str, Any]]) -> None:
    keys = [key for key, _ in pairs]
    if len(set(keys)) != len(keys):
        raise NotCanonical("duplicate-key", ascii(keys[:8]))
