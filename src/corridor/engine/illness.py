"""When a node cannot do what it is asked: it says so, keeps all, and invites to come again."""

from typing import ClassVar


class Unavailable(Exception):
    """Not now, through no fault of whoever asks. What was kept before is kept.

    A command whose answer did not come may be asked again: under the same idempotency key it is
    done once, whether it was done the first time or not.
    """

    illness: ClassVar[str]
    """The stable name of what ails the node."""


class DiskLow(Unavailable):
    """So little room is left that it is kept for those who have to go on; nothing was done."""

    illness = "disk_low"
