"""What the engine answers: what was said, or why nothing was."""

import msgspec

from corridor.domain.refusals import Refusal


class Said(msgspec.Struct, frozen=True):
    """One event that came of a command: its number on this node, its tag, its subject."""

    number: int
    tag: str
    subject: str


class Outcome(msgspec.Struct, frozen=True, omit_defaults=True):
    """The answer to a command. Refused exactly when `refusals` is not empty."""

    subject: str
    version: int = 0
    events: tuple[Said, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    position: int = 0
    """Entries in the node's log once this was committed: what a reader must see to see it."""


class Published(msgspec.Struct, frozen=True):
    """What a commit changed, for those who wait: subjects, lists, and channels to peers."""

    subjects: frozenset[str] = frozenset()
    lists: frozenset[str] = frozenset()
    peers: frozenset[str] = frozenset()
