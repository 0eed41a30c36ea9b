"""Changing: other conditions or another last day from now on; what was begun goes on as it was."""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Told
from corridor.domain.authorised.giving import wrong_conditions, wrong_last_day
from corridor.domain.authorised.state import AuthorisedPerson, Conditions
from corridor.domain.authorised.voices import OFFICE
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.refusals import N_, RefusalText, refuse
from corridor.domain.values import Date, Reason, Text


class ChangeAuthorisation(Command, frozen=True, tag="authorised.change"):
    """All its conditions and its last day as they are to be, and why."""

    valid_to: Date
    reason: Reason
    conditions: Conditions = Conditions()


class AuthorisationChanged(Payload, frozen=True, tag="authorised.changed/1"):
    """Its conditions and its last day from now on; its number stays."""

    valid_to: Date
    reason: Text
    conditions: Conditions = Conditions()


def _change(state: AuthorisedPerson, command: ChangeAuthorisation, context: Context) -> Decision:
    if state.revoked_at:
        return refuse("authorisation_standing", standing=state.standing)
    if (command.valid_to, command.conditions) == (state.valid_to, state.conditions):
        return refuse("authorisation_same")
    wrong = wrong_last_day(state.valid_from, command.valid_to, context)
    wrong = wrong or wrong_conditions(state.kind, command.conditions, context)
    return wrong or (AuthorisationChanged(command.valid_to, command.reason, command.conditions),)


def _changed(s: AuthorisedPerson, p: AuthorisationChanged, f: Fact[Any]) -> AuthorisedPerson:
    return s if s.revoked_at else replace(s, valid_to=p.valid_to, conditions=p.conditions)


CHANGING: Final = Act[AuthorisedPerson](
    "changing",
    asked=(Asked(ChangeAuthorisation, by="customs", decide=_change, voice=OFFICE),),
    told=(Told(AuthorisationChanged, OFFICE, frozenset(), _changed),),
    texts={
        "authorisation_same": RefusalText(
            N_("Nothing was changed."), N_("Change a condition or the last day.")
        ),
    },
)
