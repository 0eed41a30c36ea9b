"""Who speaks of a watch: the firm whose it is, and its node."""

from typing import Any, Final

from corridor.domain.acts import SYSTEM, Voice
from corridor.domain.context import Context
from corridor.domain.refusals import Refused, refuse
from corridor.domain.watches.state import Watch


def _asks_owner(state: Watch, command: Any, context: Context) -> Refused | None:
    return None if context.actor.org == state.owner else refuse("watch_not_yours")


WATCHER: Final[Voice[Watch]] = Voice(
    "firm that watches",
    lambda state, fact: fact.node == state.node and fact.actor.org == state.owner,
    _asks_owner,
)
WATCHERS_CLOCK: Final[Voice[Watch]] = Voice(
    "node of the firm that watches",
    lambda state, fact: fact.node == state.node and fact.actor.role == SYSTEM,
)
