"""Reading a body strictly, and writing it as it is signed.

The open server signs what its JSON library writes, and verifies by writing what it read once more:
no blanks, no nulls, and five characters besides the usual ones escaped so that HTML cannot be made
of them. Whoever wants to be understood by it writes the same bytes.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

CONTROLS: Final = {number: f"\\u{number:04x}" for number in range(0x20)}
ESCAPES: Final = CONTROLS | {
    ord(one): said
    for one, said in {
        '"': '\\"',
        "\\": "\\\\",
        "\t": "\\t",
        "\b": "\\b",
        "\n": "\\n",
        "\r": "\\r",
        "\f": "\\f",
        "<": "\\u003c",
        ">": "\\u003e",
        "&": "\\u0026",
        "=": "\\u003d",
        "'": "\\u0027",
        "\u2028": "\\u2028",
        "\u2029": "\\u2029",
    }.items()
}


DEPTH_MAX: Final = 32


class BodyUnreadable(Exception):
    """The body is no object in JSON, names a member twice, or nests too deeply."""


def read_body(data: bytes) -> dict[str, Any]:
    """The object of a body; BodyUnreadable."""
    try:
        found = json.loads(data, object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise BodyUnreadable from None
    if not isinstance(found, dict):
        raise BodyUnreadable
    return found


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(name)
        found[name] = value
    return found


def _no_number(said: str) -> Any:
    raise ValueError(said)


def written(value: Any, deep: int = DEPTH_MAX) -> str:
    """A value as it is signed. UnicodeError: half a character; BodyUnreadable: too deep."""
    if not deep:
        raise BodyUnreadable
    match value:
        case str():
            value.encode()
            return f'"{value.translate(ESCAPES)}"'
        case bool():
            return "true" if value else "false"
        case None:
            return "null"
        case int():
            return str(value)
        case float():
            return repr(value)
        case list():
            return f"[{','.join(written(one, deep - 1) for one in value)}]"
    return _written_object(value, deep)


def _written_object(value: Mapping[str, Any], deep: int) -> str:
    members = (f"{written(k)}:{written(v, deep - 1)}" for k, v in value.items() if v is not None)
    return f"{{{','.join(members)}}}"
