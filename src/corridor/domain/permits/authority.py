"""Who may say what about a permit: the check inside every fold, and before every decision.

The applicant speaks through the node where it applied, the authority through the node of its own
state and at the desk that was asked. A crossing is written off by the state that gave the permit.
"""

from collections.abc import Callable

from corridor.domain.facts import Actor, Fact
from corridor.domain.permits import events as e
from corridor.domain.permits.state import Permit

PERMIT_ROLE = "permit"
Speaks = Callable[[Permit, str, Actor], bool]


def may_apply(subject: str, node: str) -> bool:
    """An application is born on the node that its id names (`pm-KG-…`), and nowhere else."""
    return subject.split("-")[1:2] == [node]


def is_applicant(permit: Permit, node: str, actor: Actor) -> bool:
    """The organisation that applied, at the node where it did."""
    return node == permit.home and actor.org == permit.owner


def is_authority(permit: Permit, node: str, actor: Actor) -> bool:
    """An officer of the authority that was asked, at the node of its state."""
    at_desk = actor.office == permit.request.authority and actor.role == PERMIT_ROLE
    return node == permit.request.country and at_desk


def is_state_of_use(permit: Permit, node: str, actor: Actor) -> bool:
    """Any voice of the state that gave the permit: its border offices write it off."""
    return node == permit.request.country


SPEAKERS: dict[type, Speaks] = {
    e.PermitApplied: is_applicant,
    e.InformationRequested: is_authority,
    e.InformationProvided: is_applicant,
    e.PermitGranted: is_authority,
    e.PermitRefused: is_authority,
    e.PermitWithdrawn: is_applicant,
    e.PermitUsed: is_state_of_use,
    e.PermitRevoked: is_authority,
}


def may_say(permit: Permit, fact: Fact[e.PermitEvent]) -> bool:
    """Whether the speaker of this fact is one who may state it about this permit."""
    speaks = SPEAKERS.get(type(fact.payload))
    return speaks is not None and speaks(permit, fact.node, fact.actor)
