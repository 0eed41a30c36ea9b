"""Accepting the declaration, or not."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.facts import Actor
from corridor.domain.movement.accepting import (
    AcceptDeclaration,
    DeclarationAccepted,
    DeclarationRejected,
    RejectDeclaration,
)
from corridor.domain.movement.offices import departure_office
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import N_
from corridor.web.act import (
    Act,
    MovementDeed,
    Place,
    Reading,
    Shown,
    Tale,
    when_at,
    why_of,
)
from corridor.web.acts.fields import reason_field, reason_of


def _may_accept(state: Movement, actor: Actor) -> Place | None:
    is_theirs = actor.office == departure_office(state.dossier) and state.status == "submitted"
    return when_at(is_theirs and not state.awaits_goods)


def _may_reject(state: Movement, actor: Actor) -> Place | None:
    is_theirs = actor.office == departure_office(state.dossier)
    return when_at(is_theirs and state.status == "submitted")


def _accept_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _(
        "The declaration gets its MRN and binds its holder; from now on every state on the route "
        "sees the movement. This cannot be taken back."
    )


def _reject_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _(
        "The declaration is not accepted and the dossier ends here; the carrier may file anew."
    )


def _reject(deed: MovementDeed) -> RejectDeclaration | None:
    reason = reason_of(deed)
    return RejectDeclaration(reason) if reason else None


def _mrn(said: DeclarationAccepted, tale: Tale) -> Iterable[str]:
    return [tale.say("MRN %(mrn)s.", mrn=said.mrn)]


ACCEPTING: Final = Shown[Movement](
    acts=(
        Act(
            name="accept",
            desk="customs",
            label=N_("Accept the declaration"),
            title=N_("Accept the declaration?"),
            consequence=_accept_means,
            command=lambda deed: AcceptDeclaration(),
            done=N_("The declaration was accepted"),
            offered=_may_accept,
        ),
        Act(
            name="reject",
            desk="customs",
            label=N_("Do not accept"),
            title=N_("Refuse to accept the declaration?"),
            consequence=_reject_means,
            command=_reject,
            done=N_("The declaration was not accepted"),
            offered=_may_reject,
            fields=reason_field,
            pointers={"/reason": "reason"},
            kind="stop",
        ),
    ),
    reads=(
        Reading(DeclarationAccepted, N_("Declaration accepted, MRN given"), note=_mrn),
        Reading(
            DeclarationRejected,
            N_("Declaration not accepted"),
            "stopped",
            note=why_of,
            to_carrier=True,
        ),
    ),
)
