"""Bodies of API calls: bytes in, checked structs out; every fault found is told, not one alone.

The quick way is one decoding by a ready decoder. Only when that fails, or the bytes are not those
that we would have written ourselves, is anything looked at a second time.
"""

import asyncio
import json
import re
from typing import Any, Final, Generic, TypeVar

import msgspec
from litestar import Request
from litestar.exceptions import ClientException

from corridor.web.api.findings import controls_in, findings_in, spoilt_in
from corridor.web.errors import BadBody
from corridor.web.patience import Slow

T = TypeVar("T")
BODY_SECONDS: Final = 30
_ENCODER: Final = msgspec.json.Encoder()
_ANYTHING: Final = msgspec.json.Decoder()
_BYTE: Final = re.compile(r"\(byte (\d+)\)\Z")
_UNSEEN: Final = re.compile(
    rb"\\(?:u00[01]|[bf]|u20(?:2[a-e]|6[6-9]))|\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]",
    re.IGNORECASE,
)
_MAY_HIDE: Final = (b"\\", b"\xe2\x80", b"\xe2\x81")
"""How a letter that nobody sees may be written: as an escape, or as the bytes of those that turn
the order round.
"""


class Unsupported(ClientException):
    """The body is not JSON by its own word."""

    status_code = 415


class BodyReader(Generic[T]):
    """Reads bodies of one type."""

    def __init__(self, shape: Any) -> None:
        self.shape = shape
        self._decoder: msgspec.json.Decoder[T] = msgspec.json.Decoder(shape)

    async def read(self, request: "Request[Any, Any, Any]") -> T:
        """The body of the request; BadBody says all that is wrong with it."""
        return self.decode(await body_of(request))

    def decode(self, data: bytes) -> T:
        """The value in the bytes.

        1. They decode to the shape: unknown members, wrong types and lengths are refused there.
        2. No member is named twice, of which the decoder would silently keep the last.
        3. No text holds control characters, which no page, print or message can show.
        """
        try:
            value = self._decoder.decode(data)
        except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
            raise self._bad(data, error) from None
        if _ENCODER.encode(value) != data and has_twice(data):
            raise BadBody("duplicate_key")
        if any(sign in data for sign in _MAY_HIDE) and _UNSEEN.search(data):
            found = tuple(controls_in(_ANYTHING.decode(data)))
            if found:
                raise BadBody("invalid", found)
        return value

    def _bad(self, data: bytes, error: Exception) -> BadBody:
        try:
            anything = _ANYTHING.decode(data)
        except msgspec.MsgspecError as broken:
            return malformed(str(broken))
        except RecursionError:
            return BadBody("too_deep")
        except UnicodeDecodeError:
            return BadBody("not_utf8", spoilt_in(data))
        found = findings_in(anything, self.shape)
        return BadBody("invalid", tuple(found) or (("", str(error)),))


def malformed(said: str) -> BadBody:
    """What the decoder said of the bytes, without its words: they have one language."""
    if said == "Input data was truncated":
        return BadBody("cut_off")
    byte = _BYTE.search(said)
    return BadBody("malformed_at", byte=byte[1]) if byte else BadBody("malformed")


async def body_of(request: "Request[Any, Any, Any]") -> bytes:
    """The bytes of a JSON request, within time; Litestar itself bounds their number."""
    kind = request.headers.get("content-type", "")
    if not kind.startswith("application/json"):
        raise Unsupported
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await request.body()
    except TimeoutError:
        raise Slow from None


def has_twice(data: bytes) -> bool:
    """Whether some object names a member twice. `data` is valid JSON.

    Decoding to dicts keeps one of the two, so writing the dicts again gives fewer quotation marks.
    Only marks written as an escape could hide that; then every object is looked at.
    """
    if b"\\u0022" in data:
        return _has_twice_exactly(data)
    return _ENCODER.encode(_ANYTHING.decode(data)).count(b'"') != data.count(b'"')


def _has_twice_exactly(data: bytes) -> bool:
    found = False

    def look(members: list[tuple[str, Any]]) -> None:
        nonlocal found
        found = found or len({name for name, _ in members}) != len(members)

    json.loads(data, object_pairs_hook=look)
    return found
