"""Lifting: the state says that a measure of its own holds no more."""

from collections.abc import Iterator
from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Told
from corridor.domain.barrier import Barrier
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.refusals import N_, Refusal, RefusalText
from corridor.domain.registrars import REGISTRAR
from corridor.domain.reported import decided, wrong_day, wrong_text
from corridor.domain.values import Date, Reason, Text


class LiftBarrier(Command, frozen=True, tag="barrier.lift"):
    """Say from which day the measure holds no more, and by what."""

    on: Date
    reason: Reason


class BarrierLifted(Payload, frozen=True, tag="barrier.lifted/1"):
    """A measure holds no more from a day on."""

    on: Date
    reason: Text


def _lift(state: Barrier, command: LiftBarrier, context: Context) -> Decision:
    return decided(_wrong(state, command), BarrierLifted(command.on, command.reason))


def _wrong(state: Barrier, command: LiftBarrier) -> Iterator[Refusal]:
    if state.lifted_on == command.on:
        yield Refusal("barrier_lifted", "/on")
    yield from wrong_day(command.on, "/on")
    yield from wrong_text(command.reason, "/reason")


def _lifted(s: Barrier, p: BarrierLifted, f: Fact[Any]) -> Barrier:
    return replace(s, lifted_on=p.on, lifted_because=p.reason)


LIFTING: Final = Act[Barrier](
    "lifting",
    asked=(Asked(LiftBarrier, by="registrar", decide=_lift, voice=REGISTRAR),),
    told=(Told(BarrierLifted, REGISTRAR, frozenset(), _lifted),),
    texts={
        "barrier_lifted": RefusalText(
            N_("The measure is lifted from that day already."), N_("Nothing is left to do.")
        ),
    },
)
