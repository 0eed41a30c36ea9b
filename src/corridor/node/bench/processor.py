"""Processor time of another process and its children, where the system tells it (Linux).

A busy neighbour lengthens every time on the wall; what a process spent hardly changes by it.
"""

import os
from pathlib import Path

_PROC = Path("/proc")
_TICKS = os.sysconf("SC_CLK_TCK")
_PARENT, _USER, _SYSTEM = 1, 11, 12
"""Places after the name in /proc/<pid>/stat."""


def is_told() -> bool:
    """Whether this system tells it."""
    return (_PROC / "self" / "stat").exists()


def seconds_of(pid: int) -> float:
    """User and system time of the process and of its children that live, in seconds."""
    found = {int(path.name): _stat(path) for path in _PROC.iterdir() if path.name.isdigit()}
    mine = {pid} | {of for of, stat in found.items() if stat and int(stat[_PARENT]) == pid}
    spent = (found.get(of) or () for of in mine)
    return sum(int(stat[_USER]) + int(stat[_SYSTEM]) for stat in spent if stat) / _TICKS


def _stat(path: Path) -> tuple[str, ...]:
    """Fields after the name, which may hold spaces; none of a process that ended meanwhile."""
    try:
        return tuple((path / "stat").read_text().rpartition(")")[2].split())
    except OSError:
        return ()
