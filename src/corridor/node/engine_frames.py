"""What a node and its engine's process say to each other, and how: whole messages on a stream."""

import pickle
import socket
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
    """Whole messages out of a stream of bytes. What is read into is made once."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._chunk = memoryview(bytearray(CHUNK_BYTES))

    def take(self, channel: socket.socket) -> int:
        """Read what has come, a chunk at most; the bytes that came, none at the end."""
        size = channel.recv_into(self._chunk)
        self._data += self._chunk[:size]
        return size

    def whole(self) -> Iterator[Any]:
        """The messages that are complete."""
        at = 0
        try:
            while (begin := at + _LENGTH.size) <= len(self._data):
                end = begin + _LENGTH.unpack_from(self._data, at)[0]
                if len(self._data) < end:
                    return
                with memoryview(self._data) as held, held[begin:end] as part:
                    message = pickle.loads(part)  # noqa: S301 - our own process, our own socket
                at = end
                yield message
        finally:
            del self._data[:at]


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


class _Appending:
    """A file for the pickler whose end is that of the buffer: a page of events is copied once."""

    def __init__(self, out: bytearray) -> None:
        self.write = out.extend


def pack_onto(out: bytearray, message: Any) -> None:
    """Append a message with its length before it; when it cannot be packed, nothing is appended."""
    start = len(out)
    try:
        out += bytes(_LENGTH.size)
        _Pickler(_Appending(out), pickle.HIGHEST_PROTOCOL).dump(message)
        _LENGTH.pack_into(out, start, len(out) - start - _LENGTH.size)
    except BaseException:
        del out[start:]
        raise
