"""Output that somebody stops reading: the command goes on and ends with its own answer.

`corridor rules list | head -1` shows a line, whatever is printed and in how many pieces, and what a
command found out is its exit code whether or not all of it was read.
"""

import io
import sys
from contextlib import suppress
from typing import Any, TextIO


class _Pipe(io.FileIO):
    """Nobody is told that the reader has gone, and once only that there is no room."""

    _is_lost = False

    def write(self, b: Any, /) -> int:
        try:
            return super().write(b)
        except BrokenPipeError:
            return memoryview(b).nbytes
        except OSError:
            if not self._is_lost:
                self._is_lost = True
                raise
            return memoryview(b).nbytes  # kept for another try as the process ends


def bear_closed_pipes() -> None:
    """For standard output and errors of this process."""
    sys.stdout = _patient(sys.stdout)
    sys.stderr = _patient(sys.stderr)


def _patient(stream: TextIO) -> TextIO:
    """A stream without a file of its own, as tests and closed ones are, stays as it is."""
    with suppress(AttributeError, OSError, ValueError):
        pipe = io.BufferedWriter(_Pipe(stream.fileno(), "w", closefd=False))
        return io.TextIOWrapper(
            pipe,
            stream.encoding,
            stream.errors,
            line_buffering=bool(stream.line_buffering),
            write_through=stream is sys.stderr,
        )
    return stream
