"""Cancelling the declaration, by its carrier."""

from typing import Final

from corridor.domain.facts import Actor
from corridor.domain.movement.cancelling import CancelDeclaration, DeclarationCancelled
from corridor.domain.movement.state import BEFORE_RELEASE, Movement
from corridor.domain.refusals import N_
from corridor.web.act import (
    LAST,
    Act,
    Field,
    MovementDeed,
    Place,
    Reading,
    Shown,
    field_of,
    why_of,
)
from corridor.web.acts.fields import reason_of

REASON_MAX: Final = 512


def _may(state: Movement, actor: Actor) -> Place | None:
    return LAST if state.status in BEFORE_RELEASE else None


def _means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _(
        "Customs stops its work, a reserved guarantee becomes free. The dossier cannot be "
        "revived: you would have to file a new one."
    )


def _fields(deed: MovementDeed) -> list[Field]:
    return [field_of("textarea", "reason", deed.reader.words("Reason"))]


def _cancel(deed: MovementDeed) -> CancelDeclaration | None:
    _ = deed.reader.words
    reason = reason_of(deed)
    if len(reason) > REASON_MAX:
        deed.form.add_error("reason", _("At most %(limit)s characters.", limit=str(REASON_MAX)))
    return CancelDeclaration(reason) if reason else None


CANCELLING: Final = Shown[Movement](
    acts=(
        Act(
            name="cancel",
            label=N_("Cancel the declaration"),
            title=N_("Cancel the declaration %(ref)s?"),
            consequence=_means,
            command=_cancel,
            done=N_("The declaration was cancelled"),
            offered=_may,
            fields=_fields,
            pointers={"/reason": "reason"},
            kind="stop",
            desk="carrier",
        ),
    ),
    reads=(
        Reading(
            DeclarationCancelled, N_("Declaration cancelled by the carrier"), "stopped", note=why_of
        ),
    ),
)
