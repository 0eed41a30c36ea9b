"""Taking in: an authorised consignee notified the arrival, and nobody's hand is needed for it.

The arrival counts from the notification, and the unloading is permitted by itself after the time
that the authorisation gives, unless the office keeps the goods for a control.
"""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import AT_ONCE_TO_CARRIER, SYSTEM, Act, Asked, Decision, Timer, Told
from corridor.domain.authorised.claims import found_under, with_number
from corridor.domain.authorised.state import AuthorisedPerson
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.days import minutes_later
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.arriving import RESULTS, taken_in
from corridor.domain.movement.following_parts import vehicle_in
from corridor.domain.movement.moments import at_stage
from corridor.domain.movement.offices import destination_office
from corridor.domain.movement.refusing_arrival import not_authorised
from corridor.domain.movement.state import Movement
from corridor.domain.movement.unloading import permission
from corridor.domain.movement.voices import DESTINATION
from corridor.domain.needs import Ask, Look
from corridor.domain.refusals import N_, RefusalText, refuse
from corridor.domain.values import Instant, Line, Office, Reason, Text

CONSIGNEE: Final = "C522"
ARRIVED: Final = frozenset({"arrived"})


class TakeIn(Command, frozen=True, tag="movement.take_in"):
    """The node's own clock says that an authorised consignee notified an arrival."""


class PermitByTime(Command, frozen=True, tag="movement.permit_by_time"):
    """The node's own clock says that the time to decide on a control is over."""


class KeepForControl(Command, frozen=True, tag="movement.keep_for_control"):
    """The unloading is not permitted by itself: the office looks at the goods first."""

    reason: Reason


class ConsigneeTermSet(Payload, frozen=True, tag="movement.consignee_term/1"):
    """Until when the office may keep the goods; then the unloading is permitted by itself."""

    office: Office
    authorisation: Line
    permit_at: Instant


class KeptForControl(Payload, frozen=True, tag="movement.kept_for_control/1"):
    """CC060C at destination: the unloading waits for the office."""

    office: Office
    reason: Text


class NoticeOf:
    """The need of what follows a notification: the authorisation that it names."""

    def gather(self, look: Look, ask: Ask) -> tuple[AuthorisedPerson, ...]:
        """Nothing is looked up where none is named."""
        notice = ask.state.arrival_notice
        number = notice.authorisation if notice is not None else ""
        return found_under((number,) if number else (), look)


NAMED: Final = NoticeOf()


def _notified(state: Movement) -> str:
    """When an authorised consignee said so, as long as nothing came of it."""
    notice = state.arrival_notice
    return notice.at if notice is not None and notice.authorisation else ""


def _take_in(state: Movement, command: TakeIn, context: Context) -> Decision:
    notice = state.arrival_notice
    if context.actor.role != SYSTEM or notice is None or not notice.authorisation:
        return ()
    office = destination_office(state.dossier)
    person = with_number(notice.authorisation, context.of(NAMED))
    today = context.day_at(office)
    if person is None or person.fault(CONSIGNEE, notice.by, office, today):
        return (not_authorised(office),)
    until = minutes_later(context.now, person.conditions.decide_min)
    return (
        taken_in(state, notice, context),
        *vehicle_in(state, notice),
        ConsigneeTermSet(office, person.reference, until),
    )


def _permit_at(state: Movement) -> str:
    there = state.destination
    return there.permit_at if there.status == "arrived" and not there.kept else ""


def _permit(state: Movement, command: PermitByTime, context: Context) -> Decision:
    until = _permit_at(state)
    is_time = context.actor.role == SYSTEM and until and context.now >= until
    return (permission(state),) if is_time else ()


def _keep(state: Movement, command: KeepForControl, context: Context) -> Decision:
    if not _permit_at(state):
        return refuse("control_kept_already")
    return (KeptForControl(state.destination.office, command.reason),)


def _term(s: Movement, p: ConsigneeTermSet, f: Fact[Any]) -> Movement:
    return replace(s, destination=replace(s.destination, permit_at=p.permit_at))


def _kept(s: Movement, p: KeptForControl, f: Fact[Any]) -> Movement:
    return replace(s, destination=replace(s.destination, kept=p.reason))


def _office(state: Movement) -> str:
    return destination_office(state.dossier)


TAKING_IN: Final = Act[Movement](
    "taking_in",
    asked=(
        Asked(TakeIn, SYSTEM, _take_in, needs=(NAMED, RESULTS)),
        Asked(PermitByTime, SYSTEM, _permit),
        Asked(KeepForControl, "customs", _keep, DESTINATION, at_stage("arrived")),
    ),
    told=(
        Told(ConsigneeTermSet, DESTINATION, ARRIVED, _term),
        Told(KeptForControl, DESTINATION, ARRIVED, _kept, heard=AT_ONCE_TO_CARRIER),
    ),
    timers=(
        Timer("take-in", due=_notified, office=_office, command=TakeIn),
        Timer("permit-by-time", due=_permit_at, office=_office, command=PermitByTime),
    ),
    texts={
        "control_kept_already": RefusalText(
            N_("The unloading is not permitted by itself here, or is kept already."),
            N_("Permit the unloading once the goods have been looked at."),
        ),
    },
)
