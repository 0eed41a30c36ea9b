"""Correcting: customs asks the carrier to amend what it declared, says what, why and until when.

It is nobody's duty to release meanwhile. Once the amendment is there the request is over; when the
deadline passes without one, the office of departure sees so and decides.
"""

from collections.abc import Iterator
from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import SYSTEM, TO_CARRIER, Act, Asked, Decision, Heard, Timer, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.days import end_of_day, is_day
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.amending import is_fixed
from corridor.domain.movement.departing import Correction, Pointers, stands_in
from corridor.domain.movement.hearing import at_departure
from corridor.domain.movement.moments import during
from corridor.domain.movement.offices import departure_office
from corridor.domain.movement.state import BEFORE_RELEASE, Movement
from corridor.domain.movement.voices import DEPARTURE
from corridor.domain.refusals import N_, Refusal, RefusalText, Refused, refuse
from corridor.domain.values import Date, Reason, Text

USUAL_DAYS: Final = 5
"""The deadline that the form proposes: no law's, the officer says another."""


class AskForAmendment(Command, frozen=True, tag="movement.ask_amendment"):
    """Ask the carrier to amend these fields by a day; asked again, the last word counts."""

    reason: Reason
    deadline: Date
    fields: Pointers = ()


class DropAmendment(Command, frozen=True, tag="movement.drop_amendment"):
    """Say that the amendment is not needed any more."""


class MarkAmendmentLate(Command, frozen=True, tag="movement.mark_amendment_late"):
    """The node's own clock says that the deadline has passed."""


class AmendmentAsked(Payload, frozen=True, tag="movement.amendment_asked/1"):
    """CC022C: the office of departure asks for an amendment."""

    reason: Text
    deadline: Date
    fields: Pointers = ()


class AmendmentDropped(Payload, frozen=True, tag="movement.amendment_dropped/1"):
    """The amendment that was asked for is not needed any more."""


class AmendmentLate(Payload, frozen=True, tag="movement.amendment_late/1"):
    """The deadline of the amendment has passed, and none was made."""

    deadline: Date


def _ask(state: Movement, command: AskForAmendment, context: Context) -> Decision:
    found = tuple(_wrong(state, command, context))
    if found:
        return Refused(found)
    return (AmendmentAsked(command.reason, command.deadline, command.fields),)


def _wrong(state: Movement, command: AskForAmendment, context: Context) -> Iterator[Refusal]:
    if not command.fields:
        yield Refusal("amendment_of_nothing", "/fields")
    for index, field in enumerate(command.fields):
        args = {"pointer": field}
        if not stands_in(state.dossier, field):
            yield Refusal("amendment_of_unknown", f"/fields/{index}", "", args)
        elif state.mrn and is_fixed(field):
            yield Refusal("amendment_of_fixed", f"/fields/{index}", "R0520", args)
    if not is_day(command.deadline):
        yield Refusal("day_impossible", "/deadline", "", {"given": command.deadline})
    elif command.deadline < context.day_at(departure_office(state.dossier)):
        yield Refusal("deadline_past", "/deadline", "", {"date": command.deadline})


def _drop(state: Movement, command: DropAmendment, context: Context) -> Decision:
    if state.pending_correction is None:
        return refuse("amendment_not_asked")
    return (AmendmentDropped(),)


def _mark(state: Movement, command: MarkAmendmentLate, context: Context) -> Decision:
    asked = state.pending_correction
    if context.actor.role != SYSTEM or asked is None or asked.late_at:
        return ()
    is_over = context.day_at(departure_office(state.dossier)) > asked.deadline
    return (AmendmentLate(asked.deadline),) if is_over else ()


def _awaited_until(state: Movement) -> str:
    asked = state.pending_correction
    if asked is None or asked.late_at:
        return ""
    return end_of_day(asked.deadline, departure_office(state.dossier))


def _asked(s: Movement, p: AmendmentAsked, f: Fact[Any]) -> Movement:
    if s.status not in BEFORE_RELEASE:
        return s
    return replace(s, correction=Correction(p.reason, p.fields, p.deadline, f.at))


def _dropped(s: Movement, p: AmendmentDropped, f: Fact[Any]) -> Movement:
    asked = s.pending_correction
    if asked is None:
        return s
    return replace(s, correction=replace(asked, status="dropped", ended_at=f.at))


def _late(s: Movement, p: AmendmentLate, f: Fact[Any]) -> Movement:
    """Unless the amendment was made meanwhile at another node's window, or another day named."""
    asked = s.pending_correction
    if asked is None or asked.deadline != p.deadline:
        return s
    return replace(s, correction=replace(asked, late_at=f.at))


def _is_expected(state: Movement, said: AmendmentLate, fact: Fact[Any]) -> bool:
    """Always expected: that a deadline passed contradicts nothing."""
    return True


def _waits(s: Movement) -> bool:
    return s.pending_correction is not None


DEADLINE: Final = Timer[Movement](
    "amendment",
    due=_awaited_until,
    office=lambda movement: departure_office(movement.dossier),
    command=MarkAmendmentLate,
)
CORRECTING: Final = Act[Movement](
    "correcting",
    asked=(
        Asked(AskForAmendment, "customs", _ask, DEPARTURE, during(*sorted(BEFORE_RELEASE))),
        Asked(DropAmendment, "customs", _drop, DEPARTURE, during(*sorted(BEFORE_RELEASE))),
        Asked(MarkAmendmentLate, SYSTEM, _mark),
    ),
    told=(
        Told(
            AmendmentAsked,
            DEPARTURE,
            BEFORE_RELEASE,
            _asked,
            heard=Heard({"carrier": _waits}, urgent=True),
        ),
        Told(AmendmentDropped, DEPARTURE, BEFORE_RELEASE, _dropped, heard=TO_CARRIER),
        Told(
            AmendmentLate,
            DEPARTURE,
            BEFORE_RELEASE,
            _late,
            fits=_is_expected,
            heard=Heard({"carrier": _waits}, urgent=True, offices=at_departure),
        ),
    ),
    timers=(DEADLINE,),
    texts={
        "amendment_of_nothing": RefusalText(
            N_("No field was named."), N_("Say which fields the carrier has to amend.")
        ),
        "amendment_of_unknown": RefusalText(
            N_("The declaration has no field {pointer}."),
            N_("Name a field of the declaration as it stands now."),
        ),
        "amendment_of_fixed": RefusalText(
            N_("After acceptance the carrier may not amend {pointer}."),
            N_("Refuse the release or cancel: the carrier has to file a new declaration."),
        ),
        "deadline_past": RefusalText(
            N_("The deadline {date} has passed."), N_("State a day from today on.")
        ),
        "amendment_not_asked": RefusalText(
            N_("No amendment is asked for."), N_("Nothing needs to be done.")
        ),
    },
)
