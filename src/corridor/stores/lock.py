"""One node's database belongs to one node that runs: an exclusive lock on a file beside it.

A forked process shares the lock. One whose other half was killed keeps it until it has finished
what it was doing, so it is waited for a little.
"""

import fcntl
import os
import time
from pathlib import Path
from typing import Self

from corridor.stores.errors import StoreLocked, StoreUnavailable

PATIENCE_S = 2.0
PROBE_S = 0.05


class FileLock:
    """Held until `release` or the end of the process, however it ends."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    @classmethod
    def take(cls, path: Path) -> Self:
        """Take it soon, or raise `StoreLocked` naming the process that has it."""
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StoreUnavailable(f"{path}: {error.strerror}") from error
        end = time.monotonic() + PATIENCE_S
        while not _is_taken(descriptor):
            if time.monotonic() > end:
                holder = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
                os.close(descriptor)
                raise StoreLocked(f"{path} is held by process {holder or 'unknown'}")
            time.sleep(PROBE_S)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode("ascii"), 0)
        return cls(descriptor)

    def release(self) -> None:
        """Let another process have it. The file stays: removing it would let two hold it."""
        os.close(self._descriptor)


def _is_taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
