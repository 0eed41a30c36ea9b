"""A process that leaves the processors to whoever else wants them."""

import os
from contextlib import suppress
from typing import Final

NICENESS: Final = 19


def stand_back(pid: int) -> None:
    """Let a process run only where nobody else would, if the system can (Linux), and else after
    the others. A thread that is merely nice is let finish its turn, and who serves waits for that.

    To be done when it has just begun: a thread that it has already stays as it is. A process that
    has ended, or that the system lets nobody change, is none the worse.
    """
    with suppress(OSError):
        if hasattr(os, "SCHED_IDLE"):
            os.sched_setscheduler(pid, os.SCHED_IDLE, os.sched_param(0))
        else:
            os.setpriority(os.PRIO_PROCESS, pid, NICENESS)
