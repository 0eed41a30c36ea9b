"""Runs one of the demo's processes for as long as its supervisor lives, and no longer.

All are forked from one process that has loaded the program already: loading it takes longer than
starting a node, and six would do it at the same time.
"""

import multiprocessing
import os
import signal
import sys
import threading
import time
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from pathlib import Path

STOP_WITHIN_S = 10.0
LOOK_S = 0.5
LOG_BYTES_MAX = 10 << 20
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["corridor.node.demo.loaded"])


def load() -> None:
    """Begin loading the program, so that it is there when the first process is asked for."""
    from multiprocessing import forkserver  # noqa: PLC0415 - it opens a socket of its own

    forkserver.ensure_running()


def start(arguments: tuple[str, ...], log: Path) -> BaseProcess:
    """Start `serve DIR`, a node, or of the demo in a folder `traffic DIR`, the simulated actors,
    or `past DIR`, which makes the years before it.

    What it writes goes to the end of `log`, which begins anew when it has become too long.
    """
    process = _FORKS.Process(target=_run, args=(arguments, str(log)), daemon=True)
    process.start()
    return process


def _run(arguments: tuple[str, ...], log: str) -> None:
    os.setsid()  # Ctrl-C is for the supervisor, which stops the rest
    os.umask(0o077)  # a node's log is as private as the node
    _write_to(Path(log))
    threading.Thread(target=_stop_with_parent, daemon=True, name="parent").start()
    sys.argv = ["corridor", *arguments]
    if arguments[0] == "traffic":
        from corridor.node.demo.traffic import main  # noqa: PLC0415 - nodes do not need it
    elif arguments[0] == "past":
        from corridor.node.demo.past.making import main  # noqa: PLC0415 - nor this
    else:
        from corridor.node.serving import main  # noqa: PLC0415 - see above
    main()


def _write_to(log: Path) -> None:
    is_long = log.exists() and log.stat().st_size >= LOG_BYTES_MAX
    with log.open("wb" if is_long else "ab") as file:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
            os.dup2(file.fileno(), stream.fileno())


def _stop_with_parent() -> None:
    """Stop as if asked to when the supervisor ends, however it ended, and insist: no orphan keeps
    a port. The process that forked this one must live too, since it alone can tell of its end.
    """
    parent, forked_by = multiprocessing.parent_process(), os.getppid()
    while parent and not wait([parent.sentinel], LOOK_S) and os.getppid() == forked_by:
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(STOP_WITHIN_S)
    os._exit(1)
