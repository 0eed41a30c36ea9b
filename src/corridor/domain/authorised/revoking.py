"""Revoking: it ends for good before its last day."""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Told
from corridor.domain.authorised.state import AuthorisedPerson
from corridor.domain.authorised.voices import OFFICE
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.refusals import N_, RefusalText, refuse
from corridor.domain.values import Reason, Text


class RevokeAuthorisation(Command, frozen=True, tag="authorised.revoke"):
    """End it for good."""

    reason: Reason


class AuthorisationRevoked(Payload, frozen=True, tag="authorised.revoked/1"):
    """It ended for good; what was begun by it goes on."""

    reason: Text


def _revoke(state: AuthorisedPerson, command: RevokeAuthorisation, context: Context) -> Decision:
    if state.revoked_at:
        return refuse("authorisation_revoked_already", given=state.revoked_at)
    return (AuthorisationRevoked(command.reason),)


def _revoked(s: AuthorisedPerson, p: AuthorisationRevoked, f: Fact[Any]) -> AuthorisedPerson:
    return s if s.revoked_at else replace(s, revoked_at=f.at, reason=p.reason)


REVOKING: Final = Act[AuthorisedPerson](
    "revoking",
    asked=(Asked(RevokeAuthorisation, by="customs", decide=_revoke, voice=OFFICE),),
    told=(Told(AuthorisationRevoked, OFFICE, frozenset(), _revoked),),
    texts={
        "authorisation_revoked_already": RefusalText(
            N_("This authorisation was revoked already: {given}."), N_("Nothing is left to do.")
        ),
    },
)
