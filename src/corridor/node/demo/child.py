"""Runs one of the demo's processes for as long as its supervisor lives, and no longer.

Standard input is a pipe whose other end the supervisor holds. When it closes, however the
supervisor ended, this process stops as if it had been asked to: no orphan keeps a port.
"""

import os
import signal
import sys
import threading
import time

STOP_WITHIN_S = 10.0


def main() -> None:
    """`serve DIR` runs a node, `traffic DIR` the simulated actors of the demo in that folder."""
    threading.Thread(target=_stop_with_parent, daemon=True, name="parent").start()
    if sys.argv[1] == "traffic":
        from corridor.node.demo.traffic import main as run  # noqa: PLC0415 - nodes do not need it
    else:
        from corridor.node.cli import main as run  # noqa: PLC0415 - see above
    run()


def _stop_with_parent() -> None:
    """Ask this process to stop when the pipe ends, and insist when it does not."""
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(STOP_WITHIN_S)
    os._exit(1)


if __name__ == "__main__":
    main()
