"""Notifying: whoever brings the goods says that they are at the office of destination.

The office records the arrival, or refuses it. What can be seen from the movement alone is refused
at once: another office than its destination, an arrival that was recorded already.
"""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.hearing import TO_OFFICE
from corridor.domain.movement.moments import in_future
from corridor.domain.movement.offices import destination_office
from corridor.domain.movement.parts import ArrivalNotice
from corridor.domain.movement.state import Movement
from corridor.domain.movement.voices import HOLDER
from corridor.domain.refusals import N_, RefusalText, Refused, refuse
from corridor.domain.values import Instant, Line, Office


class NotifyArrival(Command, frozen=True, tag="movement.notify_arrival"):
    """Say that the goods are there, at the office or at a place near it."""

    office: Office
    arrived_at: Instant | None = None
    place: Line = ""


class ArrivalNotified(Payload, frozen=True, tag="movement.arrival_notified/1"):
    """CC007C: whoever brings the goods says that they are at the office of destination."""

    office: Office
    arrived_at: Instant
    place: Line = ""


def _notify(state: Movement, command: NotifyArrival, context: Context) -> Decision:
    wrong = not_to_be_notified(state, command.office) or in_future(
        command.arrived_at, "/arrived_at", context
    )
    at = command.arrived_at or context.now
    return wrong or (ArrivalNotified(command.office, at, command.place),)


def not_to_be_notified(state: Movement, office: str) -> Refused | None:
    """Why its arrival cannot be taken in at this office, as far as the movement itself tells."""
    if state.destination.arrived_at:
        there = state.destination
        return refuse("arrival_recorded", "/mrn", office=there.office, given=there.arrived_at)
    if state.status != "released":
        return refuse("arrival_not_under_way", "/mrn", status=state.status)
    right = destination_office(state.dossier)
    if office != right:
        return refuse("arrival_elsewhere", "/office", office=office, right=right)
    if state.arrival_notice is not None:
        return refuse("arrival_notified", "/office", office=office, given=state.arrival_notice.at)
    return None


def _notified(s: Movement, p: ArrivalNotified, f: Fact[Any]) -> Movement:
    said = ArrivalNotice(p.office, f.at, p.arrived_at, p.place, f.actor.org)
    return replace(s, notices=(*s.notices, said))


NOTIFYING: Final = Act[Movement](
    "notifying",
    asked=(Asked(NotifyArrival, "carrier", _notify, HOLDER),),
    told=(
        Told(
            ArrivalNotified,
            HOLDER,
            frozenset({"released"}),
            _notified,
            heard=TO_OFFICE,
        ),
    ),
    texts={
        "arrival_recorded": RefusalText(
            N_("The arrival at {office} was recorded already: {given}."),
            N_("Nothing needs to be done."),
        ),
        "arrival_not_under_way": RefusalText(
            N_("The movement is not under way: its state is “{status}”."),
            N_("Check the MRN on the accompanying document."),
        ),
        "arrival_elsewhere": RefusalText(
            N_("Office {office} is not the office of destination; that is {right}."),
            N_(
                "Go to {right}, or ask for another office; where the vehicle stands at {office} "
                "already, that office reports it."
            ),
        ),
        "arrival_notified": RefusalText(
            N_("Office {office} was told already and has not answered yet: {given}."),
            N_("Wait for its answer."),
        ),
    },
)
