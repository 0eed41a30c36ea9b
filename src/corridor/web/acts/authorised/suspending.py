"""Suspending an authorisation, and taking it up again."""

from typing import Final

from corridor.domain.authorised.state import AuthorisedPerson
from corridor.domain.authorised.suspending import (
    AuthorisationResumed,
    AuthorisationSuspended,
    ResumeAuthorisation,
    SuspendAuthorisation,
)
from corridor.domain.facts import Actor
from corridor.domain.refusals import N_
from corridor.web.act import Act, Deed, Place, Reading, Shown, field_of, when_at, why_of


def _may_suspend(state: AuthorisedPerson, actor: Actor) -> Place | None:
    return when_at(actor.office == state.office and state.standing == "given")


def _may_resume(state: AuthorisedPerson, actor: Actor) -> Place | None:
    return when_at(actor.office == state.office and state.standing == "suspended")


def _suspend(deed: Deed[AuthorisedPerson]) -> SuspendAuthorisation | None:
    reason = deed.needed("reason", deed.reader.words("Give the reason."))
    return SuspendAuthorisation(reason) if reason else None


SUSPENDING: Final = Shown[AuthorisedPerson](
    acts=(
        Act(
            name="suspend",
            desk="customs",
            label=N_("Suspend"),
            title=N_("Suspend the authorisation?"),
            consequence=lambda deed: deed.reader.words(
                "Declarations that name it are refused until it is taken up again; what was begun "
                "goes on."
            ),
            command=_suspend,
            done=N_("The authorisation was suspended"),
            offered=_may_suspend,
            fields=lambda deed: [field_of("textarea", "reason", deed.reader.words("Reason"))],
            pointers={"/reason": "reason"},
            kind="stop",
        ),
        Act(
            name="resume",
            desk="customs",
            label=N_("Take it up again"),
            title=N_("Take the authorisation up again?"),
            consequence=lambda deed: deed.reader.words("It can be used again from now on."),
            command=lambda deed: ResumeAuthorisation(),
            done=N_("The authorisation holds again"),
            offered=_may_resume,
        ),
    ),
    reads=(
        Reading(AuthorisationSuspended, N_("Authorisation suspended"), "stopped", note=why_of),
        Reading(AuthorisationResumed, N_("Authorisation taken up again")),
    ),
)
