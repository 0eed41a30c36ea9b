"""Who speaks of a permit: whom a command is taken from, and which node is believed.

The applicant speaks through the node where it applied, the authority through the node of its own
state and at the desk that was asked. A crossing is written off by the state that gave the permit.
"""

from collections.abc import Callable
from typing import Any, Final

from corridor.domain.acts import Voice, When
from corridor.domain.context import Context
from corridor.domain.facts import Actor, Fact
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import Refused, refuse

Speaks = Callable[[Permit, str, Actor], bool]


def is_applicant(permit: Permit, node: str, actor: Actor) -> bool:
    """Whether this is the organisation that applied, at the node where it did."""
    return node == permit.home and actor.org == permit.owner


def _is_authority(permit: Permit, node: str, actor: Actor) -> bool:
    at_desk = actor.office == permit.request.authority and actor.role == "permit"
    return node == permit.request.country and at_desk


def _is_state_of_use(permit: Permit, node: str, actor: Actor) -> bool:
    return node == permit.request.country


def _voice(name: str, speaks: Speaks, code: str) -> Voice[Permit]:
    def asks(permit: Permit, command: Any, context: Context) -> Refused | None:
        if speaks(permit, context.node, context.actor):
            return None
        asked = permit.request
        return refuse(code, authority=asked.authority, country=asked.country)

    def says(permit: Permit, fact: Fact[Any]) -> bool:
        return speaks(permit, fact.node, fact.actor)

    return Voice(name, says, asks)


APPLICANT: Final = _voice("applicant", is_applicant, "permit_not_yours")
"""The organisation that applied, at the node where it did."""
AUTHORITY: Final = _voice("authority that was asked", _is_authority, "permit_not_your_desk")
"""An officer of it, at the node of its state."""
STATE_OF_USE: Final = _voice("state of issue", _is_state_of_use, "permit_not_your_state")
"""Any voice of the state that gave the permit: its border offices write it off."""


UNDECIDED: Final = frozenset({"applied", "information_requested"})


def during(*statuses: str) -> When[Permit]:
    """While the permit has one of these."""
    return When(frozenset(statuses), "permit_wrong_status", lambda permit: permit.status)
