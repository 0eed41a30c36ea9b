"""Closing a movement after its debt was dealt with; taking one up again that had ended."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.facts import Actor
from corridor.domain.movement.closing import (
    ENDED,
    CloseMovement,
    MovementClosed,
    MovementReopened,
    ReopenMovement,
)
from corridor.domain.movement.offices import departure_office
from corridor.domain.movement.state import UNDERWAY, Movement
from corridor.domain.refusals import N_
from corridor.web.act import (
    AT_ONCE,
    LAST,
    Act,
    Banner,
    MovementDeed,
    Place,
    Reading,
    Shown,
    Tale,
    sentences,
    why_of,
)
from corridor.web.acts.fields import reason_field, reason_of


def _may_close(state: Movement, actor: Actor) -> Place | None:
    recovery = state.pursuit.recovery
    is_over = recovery is not None and recovery.outcome not in ("", "withdrawn")
    is_theirs = actor.office == departure_office(state.dossier)
    if not is_theirs or not is_over or state.status not in UNDERWAY:
        return None
    return AT_ONCE if state.pursuit.awaits_end else LAST


def _may_reopen(state: Movement, actor: Actor) -> Place | None:
    is_theirs = actor.office == departure_office(state.dossier)
    return LAST if is_theirs and state.status in ENDED else None


def _close_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _("The procedure ends without a discharge, and its guarantee is free again.")


def _reopen_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _(
        "The movement is under enquiry again, and all offices of its route are told. A guarantee "
        "that was free again is not reserved anew; its guarantor can still be asked to pay."
    )


def _close(deed: MovementDeed) -> CloseMovement | None:
    reason = reason_of(deed)
    return None if deed.form.errors else CloseMovement(reason)


def _reopen(deed: MovementDeed) -> ReopenMovement | None:
    reason = reason_of(deed)
    return None if deed.form.errors else ReopenMovement(reason)


def _banners(state: Movement, tale: Tale) -> Iterable[Banner]:
    if state.status == "closed":
        text = tale.say("Reason: %(why)s", why=state.reason)
        yield Banner(tale.say("The procedure was closed"), text, "info")
    for one in state.pursuit.reopened[-1:]:
        text = sentences((tale.say("Reason: %(why)s", why=one.reason), tale.moment(one.at)))
        is_past = state.status in ENDED
        yield Banner(tale.say("The movement was reopened"), text, "info", folded=is_past)


CLOSING: Final = Shown[Movement](
    acts=(
        Act(
            name="close",
            desk="customs",
            label=N_("Close the procedure"),
            title=N_("Close the procedure of %(ref)s?"),
            consequence=_close_means,
            command=_close,
            done=N_("The procedure was closed"),
            offered=_may_close,
            fields=lambda deed: reason_field(deed, deed.reader.words("All offices read this.")),
            pointers={"/reason": "reason"},
        ),
        Act(
            name="reopen",
            desk="customs",
            label=N_("Reopen"),
            title=N_("Reopen %(ref)s?"),
            consequence=_reopen_means,
            command=_reopen,
            done=N_("The movement was reopened"),
            offered=_may_reopen,
            fields=lambda deed: reason_field(deed, deed.reader.words("All offices read this.")),
            pointers={"/reason": "reason"},
            aside=True,
        ),
    ),
    reads=(
        Reading(MovementClosed, N_("Procedure closed"), note=why_of, to_carrier=True),
        Reading(MovementReopened, N_("Movement reopened"), "attention", why_of, True),
    ),
    banners=_banners,
)
