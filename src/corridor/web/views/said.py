"""What an event says, in a sentence or two: the note on a timeline."""

from collections.abc import Callable, Iterable
from typing import Any

from corridor.domain.checkpoints.arriving import VehicleArrived
from corridor.domain.checkpoints.scanning import PermitScanned
from corridor.domain.consignment import Dossier, carnet_of
from corridor.domain.guarantees.registering import GuaranteeRegistered
from corridor.domain.guarantees.reserving import ReservationRefused
from corridor.domain.movement.accepting import DeclarationAccepted, DeclarationRejected
from corridor.domain.movement.amending import DeclarationAmended, MovementWithdrawn
from corridor.domain.movement.arriving import GoodsArrived
from corridor.domain.movement.cancelling import DeclarationCancelled
from corridor.domain.movement.control import ControlDecided, ControlRecorded
from corridor.domain.movement.crossing import CrossingRefused, FrontierCrossed
from corridor.domain.movement.discrepancies import DiscrepancySolved
from corridor.domain.movement.guarantee import (
    GuaranteeRefused,
    GuaranteeRequested,
    GuaranteeReserved,
)
from corridor.domain.movement.incident import IncidentRecorded
from corridor.domain.movement.lodging import DeclarationLodged
from corridor.domain.movement.overdue import MovementOverdue
from corridor.domain.movement.releasing import MovementReleased, ReleaseRefused
from corridor.domain.movement.results import DestinationControlled
from corridor.domain.movement.sealing import SealsAffixed
from corridor.domain.movement.unloading import UnloadingRemarked
from corridor.domain.movement.writing_off import MovementWrittenOff
from corridor.domain.permits.applying import PermitApplied
from corridor.domain.permits.asking import InformationProvided, InformationRequested
from corridor.domain.permits.granting import PermitGranted
from corridor.domain.permits.reasons import REFUSAL_REASONS
from corridor.domain.permits.refusing import PermitRefused
from corridor.domain.permits.revoking import PermitRevoked
from corridor.domain.permits.using import PermitUsed
from corridor.domain.refusals import Refusal
from corridor.web.templating import Reader


def note_of(said: Any, reader: Reader, where: str) -> str:
    """The facts of an event in plain words; empty where its name says it all.

    `where` (office, place or country) gives the time zone of instants in it.
    """
    for speak in (_declaration, _departure, _on_the_way, _destination, _permit, _guarantee, _gate):
        parts = speak(said, reader, where)
        if parts is not None:
            return " ".join(part for part in parts if part)
    return ""


def note_under(dossier: Dossier) -> Callable[[Any, Reader, str], str]:
    """`note_of` for a movement's own events: what its carnet covers frees no guarantee."""
    return _note_under_tir if carnet_of(dossier) else note_of


def _note_under_tir(said: Any, reader: Reader, where: str) -> str:
    is_discharge = isinstance(said, MovementWrittenOff)
    return "" if is_discharge else note_of(said, reader, where)


Parts = Iterable[str] | None


def _declaration(said: Any, reader: Reader, where: str) -> Parts:
    say = reader.words
    match said:
        case DeclarationLodged(dossier=dossier) | DeclarationAmended(dossier=dossier):
            return [say("LRN %(lrn)s.", lrn=dossier.lrn)]
        case DeclarationAccepted(mrn=mrn):
            return [say("MRN %(mrn)s.", mrn=mrn)]
        case (
            DeclarationCancelled(reason=reason)
            | DeclarationRejected(reason=reason)
            | ReleaseRefused(reason=reason)
            | CrossingRefused(reason=reason)
        ):
            return [say("Reason: %(why)s", why=reason)]
        case MovementWithdrawn(nodes=nodes):
            return [", ".join(reader.names.country(node) for node in nodes)]
    return None


def _departure(said: Any, reader: Reader, where: str) -> Parts:
    say, money = reader.words, reader.formats.money
    match said:
        case ControlDecided(channel=channel, reasons=reasons):
            return [reader.labels(channel, "channel") + ".", "; ".join(reasons)]
        case ControlRecorded(result=result, remarks=remarks):
            return [reader.labels(result, "result") + ".", remarks]
        case GuaranteeRequested() | GuaranteeReserved():
            amount = money(said.amount_minor, said.currency)
            return [say("%(grn)s, %(amount)s", grn=said.grn, amount=amount)]
        case GuaranteeRefused(grn=grn, code=code):
            return [reader.refusals.say(Refusal(code, "", "", {"grn": grn})).text]
        case SealsAffixed(seals=seals):
            return [say("Seals: %(seals)s", seals=", ".join(seals))]
        case MovementReleased(limit_date=day) | MovementOverdue(limit_date=day):
            return [say("To be presented at destination by %(day)s.", day=reader.formats.day(day))]
    return None


def _on_the_way(said: Any, reader: Reader, where: str) -> Parts:
    say = reader.words
    match said:
        case FrontierCrossed(crossed_at=at, seals_intact=intact, remarks=remarks):
            seals = say("Seals intact.") if intact else say("Seals not intact.")
            return [_at(at, reader, where), seals, remarks]
        case IncidentRecorded():
            return _incident(said, reader, where)
    return None


def _incident(said: IncidentRecorded, reader: Reader, where: str) -> Iterable[str]:
    say = reader.words
    yield reader.labels(said.code, "incident") + "."
    yield _at(said.happened_at, reader, where)
    yield said.text
    if said.broken_seals:
        yield say("Broken seals: %(seals)s.", seals=", ".join(said.broken_seals))
    if said.new_seals:
        yield say("New seals: %(seals)s.", seals=", ".join(said.new_seals))
    if said.new_container:
        yield say("New container: %(id)s.", id=said.new_container)
    if said.new_vehicle:
        yield say("New vehicle: %(id)s.", id=said.new_vehicle)


def _destination(said: Any, reader: Reader, where: str) -> Parts:
    say = reader.words
    match said:
        case GoodsArrived(arrived_at=at):
            return [_at(at, reader, where)]
        case UnloadingRemarked():
            return _unloading(said, reader)
        case DestinationControlled(result=result, remarks=remarks):
            return [reader.labels(result, "result") + ".", remarks]
        case DiscrepancySolved(code=code, text=text):
            return [reader.labels(code, "discrepancy") + ":", text]
        case MovementWrittenOff():
            return [say("The guarantee is free again.")]
    return None


def _unloading(said: UnloadingRemarked, reader: Reader) -> Iterable[str]:
    say = reader.words
    yield say("The load conforms.") if said.conforms else say("The load does not conform.")
    if said.seals_intact is not None:
        yield say("Seals intact.") if said.seals_intact else say("Seals not intact.")
    for remark in said.remarks:
        yield say("Declared %(was)s, found %(now)s.", was=remark.declared, now=remark.found)
    yield said.text


def _permit(said: Any, reader: Reader, where: str) -> Parts:
    say = reader.words
    match said:
        case PermitApplied(request=asked):
            kind = reader.labels(asked.kind, "permit_kind")
            authority = reader.names.authority(asked.authority)
            country = reader.names.country(asked.country)
            return [f"{kind}: {country}, {authority}.", asked.note]
        case InformationRequested(question=text) | InformationProvided(answer=text):
            return [text]
        case PermitGranted():
            return _granted(said, reader)
        case PermitRefused(code=code, reason=reason):
            return [f"{say(REFUSAL_REASONS.get(code, code))}: {reason}"]
        case PermitUsed(office=office, used_at=at):
            return [f"{reader.names.office(office)}.", _at(at, reader, office)]
        case PermitRevoked(reason=reason):
            return [say("Reason: %(why)s", why=reason)]
    return None


def _granted(said: PermitGranted, reader: Reader) -> Iterable[str]:
    first, last = reader.formats.day(said.valid_from), reader.formats.day(said.valid_to)
    yield reader.words(
        "No. %(number)s, valid %(first)s – %(last)s.", number=said.number, first=first, last=last
    )
    if said.conditions:
        yield reader.words("Conditions: %(all)s", all="; ".join(said.conditions))


def _guarantee(said: Any, reader: Reader, where: str) -> Parts:
    match said:
        case GuaranteeRegistered():
            return [reader.formats.money(said.reference_minor, said.currency)]
        case ReservationRefused(code=code):
            return [reader.refusals.say(Refusal(code)).text]
    return None


def _gate(said: Any, reader: Reader, where: str) -> Parts:
    say = reader.words
    match said:
        case VehicleArrived(plate=plate):
            return [plate]
        case PermitScanned(number=number, verdict=verdict):
            return [say("Permit %(number)s: %(verdict)s", number=number, verdict=verdict)]
    return None


def _at(instant: str, reader: Reader, where: str) -> str:
    return f"{reader.formats.moment(instant, where)}."
