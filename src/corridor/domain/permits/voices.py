"""Who speaks of a permit: whom a command is taken from, and which node is believed.

The applicant speaks through the node where it applied, the authority through the node of its own
state and at the desk that was asked; where a quota is asked, that is the own state. A crossing is
written off by the state where the permit holds.
"""

from collections.abc import Callable
from typing import Any, Final

from corridor.domain.acts import SYSTEM, Voice, When
from corridor.domain.context import Context
from corridor.domain.facts import Actor, Fact
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import Refused, refuse

Speaks = Callable[[Permit, str, Actor], bool]


def is_applicant(permit: Permit, node: str, actor: Actor) -> bool:
    """Whether this is the organisation that applied, at the node where it did."""
    return node == permit.home and bool(permit.owner) and actor.org == permit.owner


def _is_authority(permit: Permit, node: str, actor: Actor) -> bool:
    """One that another state issued, that state alone takes back."""
    at_desk = actor.office == permit.request.authority and actor.role == "permit"
    at_desk = at_desk and not permit.admitted_from
    return node == permit.issuer and at_desk


def _is_keeper(permit: Permit, node: str, actor: Actor) -> bool:
    is_desk = permit.brought is not None and _is_authority(permit, node, actor)
    return is_desk or is_applicant(permit, node, actor)


def _is_issued_by_quota(permit: Permit, node: str, actor: Actor) -> bool:
    return node == permit.home and bool(permit.request.quota)


def _is_issuer(permit: Permit, node: str, actor: Actor) -> bool:
    by_node = node == permit.issuer and actor.role == SYSTEM
    return by_node or _is_authority(permit, node, actor)


def _is_state_of_issue(permit: Permit, node: str, actor: Actor) -> bool:
    return node == permit.issuer and actor.role == SYSTEM


def _is_home(permit: Permit, node: str, actor: Actor) -> bool:
    return node == permit.home and actor.role == SYSTEM


def _is_state_of_use(permit: Permit, node: str, actor: Actor) -> bool:
    return node in permit.countries


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
KEEPER: Final = _voice(
    "applicant, or the authority that brought it in", _is_keeper, "permit_not_yours"
)
"""Who says for which dossiers it is kept."""
MINISTRY: Final = _voice("own ministry, by quota", _is_issued_by_quota, "permit_not_by_quota")
"""The node of the carrier's state, for permits out of a quota alone."""
ISSUER: Final = _voice("authority that was asked, or its node", _is_issuer, "permit_not_your_desk")
"""An officer of it; or the node of its state, where a rule of it decides, or time does."""
STATE_OF_ISSUE: Final = _voice(
    "node of the state of issue", _is_state_of_issue, "permit_not_your_state"
)
"""Nobody's hand there."""
HOME: Final = _voice("node where it was applied for", _is_home, "permit_not_your_state")
"""Or where it was brought in; nobody's hand there."""
STATE_OF_USE: Final = _voice("state where it holds", _is_state_of_use, "permit_not_your_state")
"""Any voice of the state whose roads it is for: its border offices write it off."""


UNDECIDED: Final = frozenset({"applied", "information_requested"})


def during(*statuses: str) -> When[Permit]:
    """While the permit has one of these."""
    return When(frozenset(statuses), "permit_wrong_status", lambda permit: permit.status)
