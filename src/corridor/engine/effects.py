"""What a peer's event does here may fail of this program's own fault: then its effect is set aside.

The event itself is kept and proved, and the peer's line goes on. What was set aside is named
(`set_aside`), and tried again.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final, Literal

import msgspec
from msgspec.structs import replace

from corridor.engine.illness import Unavailable
from corridor.engine.ports import SealedEvent

Stage = Literal["fold", "follow", "tell"]
FOLD: Final = "fold"
"""The subject cannot be folded with it, and stands as it stood before."""
FOLLOW: Final = "follow"
"""It is folded; what follows from it here cannot be carried out."""
TELL: Final = "tell"
"""All of it is done; whoever is to know of it was not told."""
FAULTS_MAX: Final = 8
"""So many faults are looked for in one page, each of which is a try more."""
SAID_MAX: Final = 300
_NO_FAULTS: Final = (Unavailable, OSError, MemoryError)
"""The machine's, not the event's: the page is taken again as it is."""


class EffectFailed(Exception):
    """The effect of these events on a subject raised; nothing of the transaction can be kept."""

    def __init__(self, stage: Stage, subject: str, names: frozenset[str], what: str) -> None:
        self.stage, self.subject, self.names, self.what = stage, subject, names, what
        super().__init__(f"{stage} of {subject}: {what}")

    def __reduce__(self) -> tuple[object, ...]:
        """Between processes with all its parts."""
        return EffectFailed, (self.stage, self.subject, self.names, self.what)


class NewsFailed(EffectFailed):
    """What is told when all is done cannot be: whatever the job was, it is done without."""


def name_of(event: SealedEvent) -> str:
    """How an event is called here."""
    return f"{event.node}:{event.number}"


@contextmanager
def effect(
    stage: Stage,
    subject: str,
    events: Iterable[SealedEvent],
    failed: type[EffectFailed] = EffectFailed,
) -> Iterator[None]:
    """Whatever this program does wrong inside is the effect of these events that fails."""
    try:
        yield
    except (EffectFailed, *_NO_FAULTS):
        raise
    except Exception as error:
        what = f"{type(error).__name__}: {error}"[:SAID_MAX]
        raise failed(stage, subject, frozenset(map(name_of, events)), what) from error


class Left(msgspec.Struct, frozen=True):
    """What is not tried: events whose followings failed, subjects whose fold did, or whose news.

    `rest`: after so many faults, nothing of it is; what is sound is found by trying one by one.
    """

    followings: dict[str, str] = {}
    subjects: dict[str, str] = {}
    rest: bool = False

    def besides(self, failed: EffectFailed) -> "Left":
        """What is left out the next time."""
        if len(self.followings) + len(self.subjects) >= FAULTS_MAX:
            return replace(self, rest=True)
        if failed.stage != FOLLOW:
            return replace(self, subjects={**self.subjects, failed.subject: failed.what})
        told = dict.fromkeys(failed.names, failed.what)
        return replace(self, followings={**self.followings, **told})


NOTHING_LEFT: Final = Left()
