"""What a node and its engine's process say to each other, and how: whole messages on a stream."""

import io
import pickle
import struct
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from corridor.engine.log import Tip
from corridor.engine.outcome import Published

CHUNK_BYTES: Final = 1 << 20
_LENGTH: Final = struct.Struct("!I")


class Done(msgspec.Struct, frozen=True):
    """What came of a batch: results by the number of the job, news, and the log's end if moved."""

    results: tuple[tuple[int, Any], ...]
    published: tuple[Published, ...]
    tip: Tip | None


class SetPeers(msgspec.Struct, frozen=True):
    """Not a job: from now on, publish to these."""

    peers: frozenset[str]


class Frames:
    """Whole messages out of a stream of bytes."""

    def __init__(self) -> None:
        self._data = bytearray()

    def feed(self, data: bytes) -> Iterator[Any]:
        """The messages that are complete with these bytes."""
        self._data += data
        while len(self._data) >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(self._data)
            end = _LENGTH.size + length
            if len(self._data) < end:
                return
            message = bytes(self._data[_LENGTH.size : end])
            del self._data[:end]
            yield pickle.loads(message)  # noqa: S301 - from our own process, through our own socket


class _Pickler(pickle.Pickler):
    """Errors travel by what they hold, since their arguments are not those of their `__init__`."""

    def reducer_override(self, obj: Any) -> Any:
        if isinstance(obj, BaseException):
            return _raised, (type(obj), obj.args, obj.__dict__)
        return NotImplemented


def _raised(kind: type[BaseException], args: tuple[Any, ...], held: dict[str, Any]) -> Any:
    error = kind.__new__(kind, *args)
    error.__dict__.update(held)
    return error


def pack(message: Any) -> bytes:
    """A message with its length before it."""
    out = io.BytesIO(bytes(_LENGTH.size))
    out.seek(_LENGTH.size)
    _Pickler(out, pickle.HIGHEST_PROTOCOL).dump(message)
    data = out.getbuffer()
    _LENGTH.pack_into(data, 0, len(data) - _LENGTH.size)
    return bytes(data)
