"""The part of Structured Field Values (RFC 8941) that message signatures need, read strictly.

Dictionaries whose members are byte sequences or inner lists of strings with parameters. What is
written back by serialising is what RFC 8941 section 4.1 wants.
"""

import base64
import binascii
import re
from typing import Final, NoReturn

import msgspec

from corridor.evidence.errors import HttpSignatureInvalid

Bare = str | int | bool | bytes
Parameters = tuple[tuple[str, Bare], ...]

FIELD_CHARACTERS_MAX: Final = 8192
_KEY: Final = re.compile(r"[a-z*][a-z0-9_.*-]*")
_STRING: Final = re.compile(r'"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"')
_INTEGER: Final = re.compile(r"-?[0-9]{1,15}(?![0-9.])")
_BYTES: Final = re.compile(r":([A-Za-z0-9+/]*={0,2}):")
_SEPARATOR: Final = re.compile(r"[ \t]*,[ \t]*")
_SPACES: Final = re.compile(r" *")
_ESCAPE: Final = re.compile(r"\\(.)")


class Item(msgspec.Struct, frozen=True):
    """A bare value with parameters."""

    value: Bare
    parameters: Parameters = ()


class InnerList(msgspec.Struct, frozen=True):
    """Items in parentheses, with parameters of the list."""

    items: tuple[Item, ...]
    parameters: Parameters = ()


Member = Item | InnerList


def parse_dictionary(text: str) -> dict[str, Member]:
    """The members by key; HttpSignatureInvalid when malformed or a key comes twice."""
    if len(text) > FIELD_CHARACTERS_MAX:
        _malformed("field is too long")
    reader = _Reader(text.strip(" "))
    members: dict[str, Member] = {}
    while True:
        key = reader.take(_KEY)[0]
        if key in members:
            _malformed(f"{key} comes twice")
        members[key] = reader.member() if reader.skip("=") else Item(True, reader.parameters())
        if reader.at_end:
            return members
        reader.take(_SEPARATOR)


def serialise_list(inner: InnerList) -> str:
    """An inner list with its parameters, as section 4.1.1.1 writes it."""
    items = " ".join(serialise_item(item) for item in inner.items)
    return f"({items}){serialise_parameters(inner.parameters)}"


def serialise_item(item: Item) -> str:
    """An item with its parameters."""
    return serialise_bare(item.value) + serialise_parameters(item.parameters)


def serialise_parameters(parameters: Parameters) -> str:
    """Parameters in their order, each with its semicolon."""
    return "".join(
        f";{key}" if value is True else f";{key}={serialise_bare(value)}"
        for key, value in parameters
    )


def serialise_bare(value: Bare) -> str:
    """A bare value."""
    if isinstance(value, bool):
        return f"?{int(value)}"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, bytes):
        return f":{base64.b64encode(value).decode()}:"
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    if not _STRING.fullmatch(text := f'"{escaped}"'):
        _malformed("only printable ASCII can be written as a string")
    return text


class _Reader:
    """Takes a field value apart from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    @property
    def at_end(self) -> bool:
        return self._at == len(self._text)

    def take(self, pattern: re.Pattern[str]) -> re.Match[str]:
        match = pattern.match(self._text, self._at)
        if match is None:
            _malformed(f"at character {self._at}")
        self._at = match.end()
        return match

    def skip(self, character: str) -> bool:
        found = self._text.startswith(character, self._at)
        self._at += found
        return found

    def member(self) -> Member:
        if not self.skip("("):
            return Item(self.bare(), self.parameters())
        items: list[Item] = []
        self.take(_SPACES)
        while not self.skip(")"):
            items.append(Item(self.bare(), self.parameters()))
            if not self.take(_SPACES)[0] and not self._text.startswith(")", self._at):
                _malformed("items of a list are parted by spaces")
        return InnerList(tuple(items), self.parameters())

    def parameters(self) -> Parameters:
        found: dict[str, Bare] = {}
        while self.skip(";"):
            self.take(_SPACES)
            key = self.take(_KEY)[0]
            if key in found:
                _malformed(f"parameter {key} comes twice")
            found[key] = self.bare() if self.skip("=") else True
        return tuple(found.items())

    def bare(self) -> Bare:
        start = self._text[self._at : self._at + 1]
        if start == '"':
            return _ESCAPE.sub(r"\1", self.take(_STRING)[1])
        if start == ":":
            return _bytes(self.take(_BYTES)[1])
        return int(self.take(_INTEGER)[0])


def _bytes(encoded: str) -> bytes:
    try:
        data = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        _malformed("not base64")
    if base64.b64encode(data).decode() != encoded:
        _malformed("not exact base64")
    return data


def _malformed(detail: str) -> NoReturn:
    raise HttpSignatureInvalid("malformed", detail)
