"""Suspending for a time, and taking up again."""

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


class SuspendAuthorisation(Command, frozen=True, tag="authorised.suspend"):
    """Nothing may be done by it until it is taken up again."""

    reason: Reason


class ResumeAuthorisation(Command, frozen=True, tag="authorised.resume"):
    """It holds again."""


class AuthorisationSuspended(Payload, frozen=True, tag="authorised.suspended/1"):
    """Nothing may be done by it for now; what was begun by it goes on."""

    reason: Text


class AuthorisationResumed(Payload, frozen=True, tag="authorised.resumed/1"):
    """It holds again."""


def _suspend(state: AuthorisedPerson, command: SuspendAuthorisation, context: Context) -> Decision:
    if state.standing != "given":
        return refuse("authorisation_standing", standing=state.standing)
    return (AuthorisationSuspended(command.reason),)


def _resume(state: AuthorisedPerson, command: ResumeAuthorisation, context: Context) -> Decision:
    if state.standing != "suspended":
        return refuse("authorisation_standing", standing=state.standing)
    return (AuthorisationResumed(),)


def _suspended(s: AuthorisedPerson, p: AuthorisationSuspended, f: Fact[Any]) -> AuthorisedPerson:
    return replace(s, suspended_at=f.at, reason=p.reason)


def _resumed(s: AuthorisedPerson, p: AuthorisationResumed, f: Fact[Any]) -> AuthorisedPerson:
    return replace(s, suspended_at="", reason="" if not s.revoked_at else s.reason)


SUSPENDING: Final = Act[AuthorisedPerson](
    "suspending",
    asked=(
        Asked(SuspendAuthorisation, by="customs", decide=_suspend, voice=OFFICE),
        Asked(ResumeAuthorisation, by="customs", decide=_resume, voice=OFFICE),
    ),
    told=(
        Told(AuthorisationSuspended, OFFICE, frozenset(), _suspended),
        Told(AuthorisationResumed, OFFICE, frozenset(), _resumed),
    ),
    texts={
        "authorisation_standing": RefusalText(
            N_("This cannot be done now: the authorisation is “{standing}”."),
            N_("Reload the page to see what has happened since."),
        ),
    },
)
