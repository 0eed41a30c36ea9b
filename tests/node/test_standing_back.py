"""A process that leaves the processors to whoever else wants them."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from corridor.node.standing_back import NICENESS, stand_back

pytestmark = pytest.mark.processes


@pytest.fixture
def pid() -> Iterator[int]:
    """Another process, which does nothing."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        yield process.pid


def test_it_runs_where_nobody_else_would(pid: int) -> None:
    stand_back(pid)
    assert os.sched_getscheduler(pid) == os.SCHED_IDLE
    assert os.sched_getscheduler(0) == os.SCHED_OTHER


def test_where_the_system_knows_no_such_it_is_nice(
    pid: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "SCHED_IDLE")
    stand_back(pid)
    assert os.getpriority(os.PRIO_PROCESS, pid) == NICENESS


def test_who_has_ended_is_none_the_worse(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    stand_back(pid)
    stand_back(2**22 + 1)  # no process has such a number
