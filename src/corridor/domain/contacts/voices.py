"""Who speaks of a contact: the operator of the node of that state, and no other state for it."""

from typing import Any, Final

from corridor.domain.acts import Voice
from corridor.domain.contacts.state import Contact
from corridor.domain.context import Context
from corridor.domain.facts import Fact
from corridor.domain.refusals import Refused, refuse


def is_operator(fact: Fact[Any], state: str) -> bool:
    """Whether the operator of a state's own node said it."""
    return fact.node == state and fact.actor.role == "operator"


def _asks(contact: Contact, command: Any, context: Context) -> Refused | None:
    return None if contact.node == context.node else refuse("contact_other_state")


OPERATOR: Final = Voice(
    "operator of the node of that state",
    lambda contact, fact: is_operator(fact, contact.node),
    _asks,
)
