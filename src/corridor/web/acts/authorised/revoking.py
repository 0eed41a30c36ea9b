"""Revoking an authorisation."""

from typing import Final

from corridor.domain.authorised.revoking import AuthorisationRevoked, RevokeAuthorisation
from corridor.domain.authorised.state import AuthorisedPerson
from corridor.domain.facts import Actor
from corridor.domain.refusals import N_
from corridor.web.act import (
    BESIDES,
    Act,
    Deed,
    Place,
    Reading,
    Shown,
    field_of,
    why_of,
)


def _may(state: AuthorisedPerson, actor: Actor) -> Place | None:
    return BESIDES if actor.office == state.office and not state.revoked_at else None


def _revoke(deed: Deed[AuthorisedPerson]) -> RevokeAuthorisation | None:
    reason = deed.needed("reason", deed.reader.words("Give the reason."))
    return RevokeAuthorisation(reason) if reason else None


REVOKING: Final = Shown[AuthorisedPerson](
    acts=(
        Act(
            name="revoke",
            desk="customs",
            label=N_("Revoke"),
            title=N_("Revoke the authorisation?"),
            consequence=lambda deed: deed.reader.words(
                "It ends for good: a new one has to be given. What was begun by it goes on."
            ),
            command=_revoke,
            done=N_("The authorisation was revoked"),
            offered=_may,
            fields=lambda deed: [field_of("textarea", "reason", deed.reader.words("Reason"))],
            pointers={"/reason": "reason"},
            kind="stop",
        ),
    ),
    reads=(Reading(AuthorisationRevoked, N_("Authorisation revoked"), "stopped", note=why_of),),
)
