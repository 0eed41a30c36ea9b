"""What follows an authorised consignee's notification: until when the goods may be kept."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.facts import Actor
from corridor.domain.movement.state import Movement
from corridor.domain.movement.taking_in import ConsigneeTermSet, KeepForControl, KeptForControl
from corridor.domain.refusals import N_
from corridor.web.act import (
    BESIDES,
    Act,
    Banner,
    MovementDeed,
    Place,
    Reading,
    Shown,
    Tale,
    field_of,
    is_at_stage,
    why_of,
)


def _may(state: Movement, actor: Actor) -> Place | None:
    there = state.destination
    is_open = is_at_stage(state, actor, "arrived") and there.permit_at and not there.kept
    return BESIDES if is_open else None


def _keep(deed: MovementDeed) -> KeepForControl | None:
    reason = deed.needed("reason", deed.reader.words("Give the reason."))
    return KeepForControl(reason) if reason else None


def _until(said: ConsigneeTermSet, tale: Tale) -> Iterable[str]:
    yield tale.say("Authorisation %(number)s.", number=said.authorisation)
    at = tale.reader.formats.moment(said.permit_at, said.office)
    yield tale.say("The unloading is permitted by itself: %(moment)s.", moment=at)


def _banners(state: Movement, tale: Tale) -> Iterable[Banner]:
    there, say = state.destination, tale.say
    if there.status != "arrived" or not there.permit_at:
        return
    if there.kept:
        title = say("The goods are kept for a control")
        yield Banner(title, say("Reason: %(why)s", why=there.kept), "wait")
        return
    at = tale.reader.formats.moment(there.permit_at, there.office)
    text = say("Without a control the unloading is permitted by itself: %(moment)s.", moment=at)
    yield Banner(say("At an authorised consignee's"), text, "info")


TAKING_IN: Final = Shown[Movement](
    acts=(
        Act(
            name="keep",
            desk="customs",
            label=N_("Keep for a control"),
            title=N_("Keep the goods for a control?"),
            consequence=lambda deed: deed.reader.words(
                "The unloading is not permitted by itself any more: your office permits it once "
                "the goods were looked at. The consignee reads the reason."
            ),
            command=_keep,
            done=N_("The goods are kept for a control"),
            offered=_may,
            fields=lambda deed: [field_of("textarea", "reason", deed.reader.words("Reason"))],
            pointers={"/reason": "reason"},
        ),
    ),
    reads=(
        Reading(ConsigneeTermSet, N_("Taken in by an authorised consignee"), note=_until),
        Reading(KeptForControl, N_("Kept for a control"), "attention", why_of, to_carrier=True),
    ),
    banners=_banners,
)
