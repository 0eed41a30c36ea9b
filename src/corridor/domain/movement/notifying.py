"""Notifying: whoever brings the goods says that they are at the office of destination.

The office records the arrival, or refuses it. What can be seen from the movement alone is refused
at once: another office than its destination, an arrival that was recorded already.
"""

from typing import Annotated, Any, Final

from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Told, Voice
from corridor.domain.authorised.claims import found_under, refusal_of, with_number
from corridor.domain.authorised.state import AuthorisedPerson
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.hearing import TO_OFFICE
from corridor.domain.movement.moments import in_future
from corridor.domain.movement.offices import destination_office, node_of
from corridor.domain.movement.parts import ArrivalNotice
from corridor.domain.movement.state import Movement
from corridor.domain.movement.voices import from_home, is_holder
from corridor.domain.needs import Ask, Look
from corridor.domain.refusals import N_, RefusalText, Refused, refuse
from corridor.domain.values import Instant, Line, Office

Vehicle = Annotated[int, Meta(ge=0, le=20)]
"""The number of a vehicle of a split load; 0 where none is named."""


class NotifyArrival(Command, frozen=True, tag="movement.notify_arrival"):
    """Say that the goods are there, at the office or at a place near it."""

    office: Office
    arrived_at: Instant | None = None
    place: Line = ""
    authorisation: Line = ""
    """The number of an authorised consignee (C522), who notifies at the office's own node."""
    part: Vehicle = 0
    """Of a load that is split over vehicles, the one that came to the consignee."""


class ArrivalNotified(Payload, frozen=True, tag="movement.arrival_notified/1"):
    """CC007C: whoever brings the goods says that they are at the office of destination."""

    office: Office
    arrived_at: Instant
    place: Line = ""
    authorisation: Line = ""
    part: Vehicle = 0


def _notify(state: Movement, command: NotifyArrival, context: Context) -> Decision:
    wrong = not_to_be_notified(state, command.office) or in_future(
        command.arrived_at, "/arrived_at", context
    )
    wrong = wrong or _not_authorised(command, context) or _which_vehicle(state, command)
    at = command.arrived_at or context.now
    part = command.part if command.authorisation and state.parts else 0
    said = ArrivalNotified(command.office, at, command.place, command.authorisation, part)
    return wrong or (said,)


def _not_authorised(command: NotifyArrival, context: Context) -> Refused | None:
    """Why the consignee may not take it in so; nothing where no authorisation is named."""
    if not command.authorisation:
        return None
    person, at = with_number(command.authorisation, context.of(NAMED)), "/authorisation"
    if person is None:
        return refuse("authorisation_unknown", at, reference=command.authorisation)
    office = command.office
    why = person.fault("C522", context.actor.org, office, context.day_at(office))
    return Refused((refusal_of(person, why, at),)) if why else None


def _which_vehicle(state: Movement, command: NotifyArrival) -> Refused | None:
    """Of a split load a consignee takes in one vehicle after the other."""
    if not command.authorisation or not state.parts:
        return None
    if any(part.number == command.part for part in state.parts):
        return None
    named = (f"{part.number} ({part.means[0].id})" for part in state.parts)
    return refuse("notify_which_vehicle", "/part", parts=", ".join(named))


class Named:
    """The need of the act: the authorisation that the notification names."""

    def gather(self, look: Look, ask: Ask) -> tuple[AuthorisedPerson, ...]:
        """Nothing is looked up where none is named."""
        number = ask.said.authorisation
        return found_under((number,) if number else (), look)


NAMED: Final = Named()


def _asks(state: Movement, command: NotifyArrival, context: Context) -> Refused | None:
    if not command.authorisation:
        return is_holder(state, command, context)
    is_firm = context.actor.role == "carrier" and bool(context.actor.org)
    is_there = context.node == node_of(destination_office(state.dossier))
    return None if is_firm and is_there else refuse("not_your_arrival")


def _says(state: Movement, fact: Fact[Any]) -> bool:
    if not fact.payload.authorisation:
        return from_home(state, fact)
    return bool(fact.actor.org) and fact.node == node_of(destination_office(state.dossier))


BRINGER: Final = Voice("holder, or authorised consignee", _says, _asks)


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
    said = ArrivalNotice(
        p.office, f.at, p.arrived_at, p.place, f.actor.org, p.authorisation, part=p.part
    )
    return replace(s, notices=(*s.notices, said))


NOTIFYING: Final = Act[Movement](
    "notifying",
    asked=(Asked(NotifyArrival, "carrier", _notify, BRINGER, needs=(NAMED,), blind=True),),
    told=(
        Told(
            ArrivalNotified,
            BRINGER,
            frozenset({"released"}),
            _notified,
            heard=TO_OFFICE,
        ),
    ),
    texts={
        "notify_which_vehicle": RefusalText(
            N_("The load is split over vehicles: {parts}. It is not said which of them came."),
            N_("Give the number of the vehicle that is with you; the others follow one by one."),
        ),
        "not_your_arrival": RefusalText(
            N_("Only the authorised consignee who takes the goods in may do this."),
            N_("Notify the arrival at the node of the office of destination first."),
        ),
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
