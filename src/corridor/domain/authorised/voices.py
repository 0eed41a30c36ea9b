"""Who speaks of an authorisation: the customs office that gave it, on the node of its own state."""

from typing import Any, Final

from corridor.domain.acts import Voice
from corridor.domain.authorised.state import AuthorisedPerson
from corridor.domain.context import Context
from corridor.domain.facts import Fact
from corridor.domain.refusals import Refused, refuse


def _says(person: AuthorisedPerson, fact: Fact[Any]) -> bool:
    return fact.node == person.node and fact.actor.office == person.office


def _asks(person: AuthorisedPerson, command: Any, context: Context) -> Refused | None:
    is_theirs = context.node == person.node and context.actor.office == person.office
    return None if is_theirs else refuse("authorisation_not_yours", office=person.office)


OFFICE: Final = Voice("the office that gave it", _says, _asks)
