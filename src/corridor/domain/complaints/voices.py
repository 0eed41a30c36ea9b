"""Who speaks of a complaint: the carrier, the registrar of the state complained of, its clock."""

from typing import Any, Final

from corridor.domain.acts import SYSTEM, Voice
from corridor.domain.complaints.state import Complaint
from corridor.domain.context import Context
from corridor.domain.facts import Fact
from corridor.domain.refusals import Refused, refuse
from corridor.domain.registrars import is_registrar


def _says_owner(state: Complaint, fact: Fact[Any]) -> bool:
    return fact.node == state.home and fact.actor.org == state.owner


def _asks_owner(state: Complaint, command: Any, context: Context) -> Refused | None:
    return None if context.actor.org == state.owner else refuse("complaint_not_yours")


def _asks_against(state: Complaint, command: Any, context: Context) -> Refused | None:
    return None if context.node == state.against else refuse("complaint_other_state")


COMPLAINER: Final[Voice[Complaint]] = Voice("carrier that complains", _says_owner, _asks_owner)
ANSWERER: Final[Voice[Complaint]] = Voice(
    "registrar of the state complained of",
    lambda state, fact: is_registrar(fact, state.against),
    _asks_against,
)
ANSWERERS_CLOCK: Final[Voice[Complaint]] = Voice(
    "node of the state complained of",
    lambda state, fact: fact.node == state.against and fact.actor.role == SYSTEM,
)
