"""How a story is told: its people, what it has come to, and patience with the exchange."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from corridor.domain.commands import Command
from corridor.domain.consignment import Dossier
from corridor.domain.movement.state import Movement
from corridor.domain.permits.state import Permit
from corridor.node.demo.actors import Actors
from corridor.node.demo.client import ApiRefused, Stopped
from corridor.node.demo.dossiers import STORY_CARRIER, STORY_HOME

T = TypeVar("T")
Facts = dict[str, Any]
PATIENCE_S = 60.0
LOOK_AGAIN_S = 0.1


class StoryFailed(Exception):
    """Something did not come out as it should."""


@dataclass
class Story:
    """What the steps share. Each step finds here what those before it left."""

    actors: Actors
    folder: Path
    asked_to_stop: threading.Event
    dossier: Dossier = field(init=False)
    subject: str = ""
    mrn: str = ""
    free_before_minor: int = 0
    hindrance: str = ""
    """The last refusal that was expected to pass, for whoever has to know why it did not."""
    evidence: Path = Path()
    events: int = 0
    verified: bool = False

    def movement(self, node: str, place: str, desk: str = "customs") -> Movement | None:
        """The movement as this desk sees it now; None while it does not know of it."""
        return self.actors.movement(node, desk, place, self.subject)

    def permits(self) -> tuple[Permit, ...]:
        """The permits of the dossier as its carrier sees them."""
        return self.actors.permits(STORY_HOME, STORY_CARRIER, self.subject)

    def do(self, node: str, desk: str, place: str, command: Command, subject: str = "") -> None:
        """Give a command about the movement, or about another subject."""
        self.actors.do(node, desk, place, subject or self.subject, command)

    def until(self, what: str, look: Callable[[], T | None]) -> T:
        """Look until there is something; StoryFailed after a while, naming what was awaited."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            found = look()
            if found is not None and found is not False:
                return found
            if time.monotonic() > deadline:
                raise StoryFailed(f"waited {PATIENCE_S:.0f} s in vain: {what} {self.hindrance}")
            if self.asked_to_stop.wait(LOOK_AGAIN_S):
                raise Stopped

    def until_permits(
        self, what: str, is_so: Callable[[tuple[Permit, ...]], bool]
    ) -> tuple[Permit, ...]:
        """The permits as their carrier sees them, once something is true of them."""

        def look() -> tuple[Permit, ...] | None:
            permits = self.permits()
            return permits if is_so(permits) else None

        return self.until(what, look)

    def refused(self, what: str, attempt: Callable[[], object]) -> ApiRefused:
        """That an attempt is refused; StoryFailed when it is not."""
        try:
            attempt()
        except ApiRefused as refused:
            return refused
        raise StoryFailed(f"{what} should have been refused")


def ensure(is_so: object, what: str) -> None:
    """StoryFailed unless it is so."""
    if not is_so:
        raise StoryFailed(what)
