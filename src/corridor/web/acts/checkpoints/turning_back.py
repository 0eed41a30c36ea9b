"""A vehicle that turns back before the gate."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.checkpoints.state import Visit
from corridor.domain.checkpoints.turning_back import LeaveQueue, QueueLeft
from corridor.domain.facts import Actor
from corridor.domain.refusals import N_
from corridor.web.act import (
    BESIDES,
    Act,
    Deed,
    Field,
    Place,
    Reading,
    Shown,
    Tale,
    field_of,
)


def _may(state: Visit, actor: Actor) -> Place | None:
    return BESIDES if state.status == "waiting" else None


def _back_means(deed: Deed[Visit]) -> str:
    _ = deed.reader.words
    return _(
        "%(plate)s leaves the queue without passing the gate. It may register again later.",
        plate=deed.state.plate,
    )


def _back_fields(deed: Deed[Visit]) -> list[Field]:
    _ = deed.reader.words
    return [field_of("textarea", "reason", _("Reason"), optional=True, rows=2)]


def _why(said: QueueLeft, tale: Tale) -> Iterable[str]:
    return [said.reason]


TURNING_BACK: Final = Shown[Visit](
    acts=(
        Act(
            name="turn-back",
            desk="checkpoint",
            label=N_("It turned back"),
            title=N_("Did it turn back?"),
            consequence=_back_means,
            command=lambda deed: LeaveQueue(deed.form["reason"]),
            done=N_("The vehicle left the queue"),
            offered=_may,
            fields=_back_fields,
            pointers={"/reason": "reason"},
            kind="quiet",
        ),
    ),
    reads=(Reading(QueueLeft, N_("Vehicle turned back from the queue"), note=_why),),
)
