"""Processor time of another process and its children, where the system tells it (Linux).

A busy neighbour lengthens every time on the wall; what a process spent hardly changes by it.
"""

import os
import time
from pathlib import Path
from typing import Final

_PROC = Path("/proc")
_TICKS = os.sysconf("SC_CLK_TCK")
_PARENT, _SPENT = 1, slice(11, 15)
"""Places after the name in /proc/<pid>/stat; spent: user and system time, and that of children that
have ended.
"""
LOOK_S: Final = 0.3
REST: Final = 0.1
"""Of a processor, at most: then a process is at rest."""
REST_WITHIN_S: Final = 20.0


def is_told() -> bool:
    """Whether this system tells it."""
    return (_PROC / "self" / "stat").exists()


def seconds_of(pid: int) -> float:
    """User and system time of the process and of its children, ended ones too, in seconds."""
    found = {int(path.name): _stat(path) for path in _PROC.iterdir() if path.name.isdigit()}
    mine = {pid} | {of for of, stat in found.items() if stat and int(stat[_PARENT]) == pid}
    spent = (found.get(of) or () for of in mine)
    return sum(int(ticks) for stat in spent for ticks in stat[_SPENT]) / _TICKS


def await_rest(pid: int) -> None:
    """Wait until the process and its children do nothing to speak of; not for ever."""
    until, before = time.monotonic() + REST_WITHIN_S, seconds_of(pid)
    while is_told() and time.monotonic() < until:
        time.sleep(LOOK_S)
        now = seconds_of(pid)
        if now - before < REST * LOOK_S:
            return
        before = now


def _stat(path: Path) -> tuple[str, ...]:
    """Fields after the name, which may hold spaces; none of a process that ended meanwhile."""
    try:
        return tuple((path / "stat").read_text().rpartition(")")[2].split())
    except OSError:
        return ()
