"""Lifting a measure of the own state."""

from collections.abc import Iterable
from typing import Final

from corridor.domain import typed
from corridor.domain.barrier import Barrier
from corridor.domain.barriers.lifting import BarrierLifted, LiftBarrier
from corridor.domain.facts import Actor
from corridor.domain.refusals import N_
from corridor.web.act import BESIDES, Act, Deed, Place, Reading, Shown, Tale, field_of


def _command(deed: Deed[Barrier]) -> LiftBarrier | None:
    day = typed.day(deed.needed("on", deed.reader.words("Give the day.")))
    reason = deed.needed("reason", deed.reader.words("Give the reason."))
    return None if deed.form.errors else LiftBarrier(day, reason)


def _offered(state: Barrier, actor: Actor) -> Place | None:
    return BESIDES if actor.role == "registrar" and not state.lifted_on else None


def _reads(said: BarrierLifted, tale: Tale) -> Iterable[str]:
    yield tale.say("Holds no more from %(day)s.", day=tale.reader.formats.day(said.on))
    yield said.reason


LIFT: Final = Act[Barrier](
    name="lift",
    desk="registrar",
    label=N_("Lift the measure"),
    title=N_("Lift a measure"),
    consequence=lambda deed: deed.reader.words(
        "All nodes show that it holds no more, and carriers that watch such measures are told."
    ),
    fields=lambda deed: [
        field_of("date", "on", deed.reader.words("Holds no more from")),
        field_of("textarea", "reason", deed.reader.words("By which act, or why"), rows=2),
    ],
    command=_command,
    done=N_("The measure was lifted"),
    offered=_offered,
    pointers={"/on": "on", "/reason": "reason"},
    stays=True,
)
LIFTING: Final = Shown[Barrier](
    acts=(LIFT,), reads=(Reading(BarrierLifted, N_("Measure lifted"), note=_reads),)
)
