"""Letting a vehicle in and out."""

from typing import Final

from corridor.domain.checkpoints.gate import GateLeft, GateOpened, LeaveGate, OpenGate
from corridor.domain.checkpoints.state import Visit
from corridor.domain.facts import Actor
from corridor.domain.refusals import N_
from corridor.web.act import Act, Deed, Place, Reading, Shown, when_at


def _may_enter(state: Visit, actor: Actor) -> Place | None:
    return when_at(state.status == "waiting")


def _may_leave(state: Visit, actor: Actor) -> Place | None:
    return when_at(state.status == "inside")


def _in_means(deed: Deed[Visit]) -> str:
    _ = deed.reader.words
    return _("%(plate)s is called and passes the gate; its waiting ends.", plate=deed.state.plate)


def _out_means(deed: Deed[Visit]) -> str:
    _ = deed.reader.words
    return _("%(plate)s leaves the zone; its visit is over.", plate=deed.state.plate)


GATE: Final = Shown[Visit](
    acts=(
        Act(
            name="gate-in",
            desk="checkpoint",
            label=N_("Let in through the gate"),
            title=N_("Let it in?"),
            consequence=_in_means,
            command=lambda deed: OpenGate(),
            done=N_("The vehicle was let in"),
            offered=_may_enter,
            confirms=False,
            stays=True,
        ),
        Act(
            name="gate-out",
            desk="checkpoint",
            label=N_("Let out through the gate"),
            title=N_("Let it out?"),
            consequence=_out_means,
            command=lambda deed: LeaveGate(),
            done=N_("The vehicle has left"),
            offered=_may_leave,
            confirms=False,
        ),
    ),
    reads=(
        Reading(GateOpened, N_("Vehicle let in")),
        Reading(GateLeft, N_("Vehicle left the checkpoint")),
    ),
)
