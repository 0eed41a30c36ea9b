"""Who speaks of a quota: the transport ministries of its two states, each on its own node."""

from collections.abc import Callable
from typing import Any, Final

from corridor.domain.acts import Voice
from corridor.domain.context import Context
from corridor.domain.facts import Fact
from corridor.domain.quota import Quota
from corridor.domain.reference.authorities import ministry_of
from corridor.domain.refusals import Refused, refuse

Nodes = Callable[[Quota], frozenset[str]]


def not_yours(country: str) -> Refused:
    """Who may not, and who may."""
    return refuse("quota_not_yours", authority=ministry_of(country))


def _voice(name: str, nodes: Nodes) -> Voice[Quota]:
    """Believed by the node that speaks: who is its ministry, that node alone knows for certain."""

    def says(quota: Quota, fact: Fact[Any]) -> bool:
        return fact.node in nodes(quota)

    def asks(quota: Quota, command: Any, context: Context) -> Refused | None:
        is_there = context.node in nodes(quota)
        if is_there and context.actor.office == ministry_of(context.node):
            return None
        return not_yours(min(nodes(quota)))

    return Voice(name, says, asks)


EITHER: Final = _voice("ministry of either state", lambda quota: quota.parties)
GIVER: Final = _voice("state whose roads are used", lambda quota: frozenset({quota.giver}))
HOLDER: Final = _voice("state whose carriers use it", lambda quota: frozenset({quota.holder}))
