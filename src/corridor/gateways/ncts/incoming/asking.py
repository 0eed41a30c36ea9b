"""A message of a trader, judged, and the commands that it stands for.

Nothing is decided here: the commands are given in the trader's name, and the law answers. What only
a message can have wrong (sequence numbers, check digits, an office that nobody knows) is refused
with it, in the same words as on the command line.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from msgspec.structs import replace

from corridor.domain.commands import Command
from corridor.domain.consignment import Dossier, Equipment, Means, items_of
from corridor.domain.movement.amending import AmendDeclaration
from corridor.domain.movement.answering_enquiries import AnswerEnquiry, OfHolder
from corridor.domain.movement.arriving import RecordArrival
from corridor.domain.movement.cancelling import CancelDeclaration
from corridor.domain.movement.enquiring import open_enquiries
from corridor.domain.movement.following_parts import RecordPart
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.domain.movement.notifying import NotifyArrival
from corridor.domain.movement.presenting import PresentGoods
from corridor.domain.movement.state import Movement
from corridor.domain.movement.unloading import RecordUnloading, ReportUnloading
from corridor.domain.reference import Reference
from corridor.domain.refusals import Refusal, Refused
from corridor.domain.routes import Route, check_times
from corridor.gateways.ncts.check import judged_of, once
from corridor.gateways.ncts.identifiers import check_identifiers
from corridor.gateways.ncts.incoming.keeping import without_codes
from corridor.gateways.ncts.incoming.moments import instant_of
from corridor.gateways.ncts.incoming.remarks import remarks_of
from corridor.gateways.ncts.incoming.vehicles import vehicle_of
from corridor.gateways.ncts.incoming.ways import way_of
from corridor.gateways.ncts.message import Message, Unfit, read_message
from corridor.gateways.ncts.record import record_of
from corridor.gateways.ncts.to_dossier import to_dossier

Commands = tuple[Command, ...]
Timed = Callable[[Route], Route]
Role = Literal["carrier", "customs"]


@dataclass(frozen=True, slots=True)
class Asking:
    """What is needed to understand a message: reference data, the present instant, and a guess at
    the times of a route that names none.
    """

    reference: Reference
    at: str
    timed: Timed


@dataclass(frozen=True, slots=True)
class Incoming:
    """A well-built message. `kept`: its bytes as they may be kept, without access codes."""

    name: str
    phase: str
    number: str
    sender: str
    kept: bytes = field(repr=False)
    message: Message = field(repr=False)
    data: bytes = field(repr=False)
    asking: Asking = field(repr=False)

    @property
    def mrn(self) -> str:
        """Of the movement that it is about, where it names one."""
        return self.text("TransitOperation/MRN")

    @property
    def lrn(self) -> str:
        """The local number that it names."""
        return self.text("TransitOperation/LRN")

    @property
    def authorisation(self) -> str:
        """That of the authorised consignee, as CC007C names it; empty in any other message."""
        named = self.message.root.iterfind("Authorisation")
        found = (one.findtext("referenceNumber") for one in named if one.findtext("type") == "C522")
        return (next(found, "") or "").strip()

    def commands(self, movement: Movement | None, role: Role) -> Commands | Refused:
        """What is to be done; or all that stands against the message by itself."""
        if movement is not None and self._is_of_another(movement):
            return Refused((Refusal("ncts.other_movement", f"/{self.name}/TransitOperation"),))
        make = _MAKES.get((self.name, role))
        if make is None:
            return Refused((Refusal("ncts.not_taken", f"/{self.name}", "", {"name": self.name}),))
        return make(self, movement)

    def _is_of_another(self, movement: Movement) -> bool:
        is_other = bool(self.mrn) and self.mrn != movement.mrn
        return is_other or (bool(self.lrn) and self.lrn != movement.dossier.lrn)

    def text(self, path: str) -> str:
        """What stands there in the message."""
        return (self.message.root.findtext(path) or "").strip()


def read_incoming(data: bytes, asking: Asking) -> Incoming | Refused:
    """The message, or why it is none: not well built, or of no known type."""
    message = read_message(data)
    if isinstance(message, Unfit):
        return Refused(message.refusals)
    root = message.root

    def said(name: str) -> str:
        return (root.findtext(name) or "").strip()

    number, sender = said("messageIdentification"), said("messageSender")
    kept = without_codes(data, root)
    return Incoming(message.name, message.phase, number, sender, kept, message, data, asking)


def _declared(incoming: Incoming, movement: Movement | None) -> tuple[Dossier, str] | Refused:
    """The dossier and the access code of its guarantee. Its rules are for the law to judge; where
    something stands against the message itself, they are told with that, so that all is told once.
    """
    message, asking = incoming.message, incoming.asking
    way = way_of(message.root, asking.reference)
    route = Route(()) if isinstance(way, Refused) else way_as_known(way, movement, asking)
    translated = to_dossier(message.root, route)
    own = (
        *(way.refusals if isinstance(way, Refused) else ()),
        *check_identifiers(message),
        *((translated.unfit,) if translated.unfit is not None else ()),
    )
    if own:
        rest = judged_of(message, incoming.data, route, asking.reference, asking.at)
        return Refused(once((*own, *rest.refusals)))
    codes = translated.access_codes
    return translated.dossier, codes[0] if codes else ""


def way_as_known(way: Route, movement: Movement | None, asking: Asking) -> Route:
    """An amendment that names the same offices keeps the route; times that it names are new, and
    where it names none while those known have passed, they are planned anew.
    """
    named = any(point.eta for point in way.points)
    if movement is not None:
        ours = movement.dossier.route
        if [(p.place, p.office) for p in ours.points] == [(p.place, p.office) for p in way.points]:
            both = zip(ours.points, way.points, strict=True)
            kept = Route(tuple(replace(was, eta=new.eta or was.eta) for was, new in both))
            return kept if named or not check_times(kept, asking.at) else asking.timed(way)
    return way if named else asking.timed(way)


def _lodge(incoming: Incoming, movement: Movement | None) -> Commands | Refused:
    found = _declared(incoming, None)
    if isinstance(found, Refused):
        return found
    return (LodgeDeclaration(*found),)


def _amend(incoming: Incoming, movement: Movement | None) -> Commands | Refused:
    found = _declared(incoming, movement)
    if isinstance(found, Refused) or movement is None:
        return found if isinstance(found, Refused) else ()
    return (AmendDeclaration(_with_the_rest(found[0], movement.dossier)),)


def _with_the_rest(new: Dossier, old: Dossier) -> Dossier:
    """What NCTS has no element for stays as it was declared."""
    values = {item.declaration_number: item for item in items_of(old)}
    houses = tuple(
        replace(
            house,
            items=tuple(
                replace(item, value_minor=was.value_minor, currency=was.currency, facts=was.facts)
                if (was := values.get(item.declaration_number)) is not None
                else item
                for item in house.items
            ),
        )
        for house in new.consignment.houses
    )
    places = {point.place for point in new.route.points}
    return replace(
        new,
        lrn=old.lrn,
        vehicle=old.vehicle,
        driver=old.driver,
        answers=old.answers,
        rail=old.rail,
        attachments=old.attachments,
        legs=tuple(leg for leg in old.legs if leg.place in places),
        consignment=replace(
            new.consignment,
            houses=houses,
            equipment=tuple(_as_known(old, new.consignment.equipment)),
            means=tuple(_with_wagons(old, new.consignment.means)),
        ),
    )


def _with_wagons(old: Dossier, means: Iterable[Means]) -> Iterator[Means]:
    """With what the wagon list said of each that is still there."""
    said = {(one.role, one.kind, one.id): one.wagon for one in old.consignment.means}
    for one in means:
        yield replace(one, wagon=one.wagon or said.get((one.role, one.kind, one.id)))


_NO_ENQUIRY: Final = "CC141C"
_NO_REASON: Final = "CC014C"
"""A request for cancelling may leave its reason out."""


def _cancel(incoming: Incoming, movement: Movement | None) -> Commands | Refused:
    reason = incoming.text("Invalidation/justification") or _NO_REASON
    return _after_identifiers(incoming, (CancelDeclaration(reason),))


def _present(incoming: Incoming, movement: Movement | None) -> Commands | Refused:
    """What was not known before is an amendment; then the goods are there."""
    record = record_of(incoming.message)
    if isinstance(record, Refused) or movement is None:
        return record if isinstance(record, Refused) else ()
    said, old = record.said, movement.dossier
    load = replace(
        old.consignment,
        **{
            name: value
            for name in ("containerised", "inland_mode", "border_mode", "equipment", "means")
            if (value := getattr(said, name)) not in (None, "", ())
        },
    )
    load = replace(load, equipment=tuple(_as_known(old, load.equipment)))
    limit = getattr(said, "limit_date", "") or old.limit_date
    new = replace(old, consignment=load, limit_date=limit)
    amended = () if new == old else (AmendDeclaration(new),)
    return _after_identifiers(incoming, (*amended, PresentGoods()))


def _as_known(old: Dossier, boxes: Iterable[Equipment]) -> Iterator[Equipment]:
    """With what the message has no place for, of those that are the same containers, and of load
    spaces without one that have the same number.
    """
    known = {_mark_of(one): one for one in old.consignment.equipment}
    for box in boxes:
        was = known.get(_mark_of(box), box)
        yield replace(box, wagon=box.wagon or was.wagon, size_type=box.size_type or was.size_type)


def _mark_of(box: Equipment) -> str | int:
    return box.container or box.number


def _notify(incoming: Incoming, movement: Movement | None) -> Commands | Refused:
    office, at = _presented_at(incoming)
    number = incoming.authorisation
    part: int | Refused = 0
    if number and movement is not None and movement.parts:
        part = vehicle_of(incoming.message.root, movement, office)
    if isinstance(part, Refused):
        return part
    return _after_identifiers(
        incoming, (NotifyArrival(office, at, authorisation=number, part=part),)
    )


def _presented_at(incoming: Incoming) -> tuple[str, str | None]:
    """The office, and when on its clock."""
    office = incoming.text("CustomsOfficeOfDestinationActual/referenceNumber")
    at = incoming.text("TransitOperation/arrivalNotificationDateAndTime")
    return office, instant_of(at, office)


def _arrive(incoming: Incoming, movement: Movement | None) -> Commands | Refused:
    office, at = _presented_at(incoming)
    if movement is None or not movement.parts:
        return _after_identifiers(incoming, (RecordArrival(office, at),))
    part = vehicle_of(incoming.message.root, movement, office)
    if isinstance(part, Refused):
        return part
    return _after_identifiers(incoming, (RecordPart(office, part, at, seals_intact=None),))


def _unload(incoming: Incoming, movement: Movement | None) -> Commands | Refused:
    return _unloaded(incoming, movement, RecordUnloading)


def _report_unloading(incoming: Incoming, movement: Movement | None) -> Commands | Refused:
    return _unloaded(incoming, movement, ReportUnloading)


def _unloaded(
    incoming: Incoming,
    movement: Movement | None,
    made: type[RecordUnloading] | type[ReportUnloading],
) -> Commands | Refused:
    seals = incoming.text("UnloadingRemark/stateOfSeals")
    texts = (
        incoming.text("UnloadingRemark/unloadingRemark"),
        incoming.text("TransitOperation/otherThingsToReport"),
    )
    remarks = () if movement is None else remarks_of(incoming.message.root, movement.dossier)
    command = made(
        conforms=incoming.text("UnloadingRemark/conform") == "1",
        seals_intact=seals == "1" if seals else None,
        remarks=remarks,
        text="; ".join(filter(None, texts))[:512],
        complete=incoming.text("UnloadingRemark/unloadingCompletion") == "1",
    )
    return _after_identifiers(incoming, (command,))


def _answer(incoming: Incoming, movement: Movement | None) -> Commands | Refused:
    """To the first question that waits for the holder; where none does, the law says so."""
    waiting = open_enquiries(movement, "") if movement is not None else ()
    elsewhere = incoming.text("CustomsOfficeOfDestinationActual/referenceNumber")
    on = incoming.text("Enquiry/TC11DeliveryDate")
    consignee = incoming.text("Consignment/ConsigneeActual/name")
    command = AnswerEnquiry(
        enquiry=waiting[0].id if waiting else _NO_ENQUIRY,
        answer=_answered(elsewhere, on, consignee),
        text=incoming.text("Enquiry/text"),
        elsewhere=elsewhere,
        on=on,
        consignee=consignee,
    )
    return _after_identifiers(incoming, (command,))


def _answered(elsewhere: str, on: str, consignee: str) -> OfHolder:
    if elsewhere:
        return "arrived_elsewhere"
    return "delivered" if on or consignee else "not_arrived"


def _after_identifiers(incoming: Incoming, commands: Commands) -> Commands | Refused:
    wrong = tuple(check_identifiers(incoming.message))
    return Refused(wrong) if wrong else commands


_Make = Callable[[Incoming, Movement | None], Commands | Refused]
_MAKES: Final[Mapping[tuple[str, Role], _Make]] = {
    ("CC015C", "carrier"): _lodge,
    ("CC013C", "carrier"): _amend,
    ("CC014C", "carrier"): _cancel,
    ("CC170C", "carrier"): _present,
    ("CC141C", "carrier"): _answer,
    ("CC007C", "carrier"): _notify,
    ("CC007C", "customs"): _arrive,
    ("CC044C", "customs"): _unload,
    ("CC044C", "carrier"): _report_unloading,
}
"""By the message and by who sends it. A carrier tells the office that it is there, which records
the arrival; the office's own system does that with the same message. What was unloaded, the office
says, or the authorised consignee who took the goods in.
"""
