"""What can have happened to a movement. Tags are for ever; each names its NCTS message.

Every field is what the speaker stated. What a node concludes from it (status, discrepancies, who
sees it) is computed by `evolve` and never stored in the event.
"""

from typing import Literal

import msgspec

from corridor.domain.consignment import Dossier
from corridor.domain.facts import Payload
from corridor.domain.values import Country, Currency, Date, Instant, Text, Whole


class DeclarationLodged(Payload, frozen=True, tag="movement.lodged/1"):
    """CC015C/CC928C: the carrier filed the dossier at its own window."""

    dossier: Dossier
    rules_on: Date


class DeclarationAmended(Payload, frozen=True, tag="movement.amended/1"):
    """CC013C/CC004C: the whole dossier as it stands after the amendment."""

    dossier: Dossier
    rules_on: Date


class GoodsPresented(Payload, frozen=True, tag="movement.presented/1"):
    """CC170C: the goods of a pre-lodged declaration stand at the office of departure."""

    rules_on: Date


class DeclarationCancelled(Payload, frozen=True, tag="movement.cancelled/1"):
    """CC014C/CC009C."""

    reason: Text


class DeclarationRejected(Payload, frozen=True, tag="movement.rejected/1"):
    """CC056C."""

    reason: Text


class DeclarationAccepted(Payload, frozen=True, tag="movement.accepted/1"):
    """CC028C: the office of departure accepted; the movement has its MRN from here on."""

    mrn: str
    accepted_on: Date


class ControlDecided(Payload, frozen=True, tag="movement.control_decided/1"):
    """CC060C: the channel, and why."""

    channel: Literal["green", "yellow", "red"]
    reasons: tuple[Text, ...] = ()


class ControlRecorded(Payload, frozen=True, tag="movement.control_recorded/1"):
    """The result of the control at departure: A1 satisfactory, A2 considered so, B1 not."""

    result: Literal["A1", "A2", "B1"]
    remarks: Text = ""


class GuaranteeRequested(Payload, frozen=True, tag="movement.guarantee_requested/1"):
    """CD200C/CD203C: departure asks the guarantor to reserve the amount at risk."""

    grn: str
    amount_minor: Whole
    currency: Currency


class GuaranteeReserved(Payload, frozen=True, tag="movement.guarantee_reserved/1"):
    """CD201C/CD205C: the guarantor reserved it."""

    grn: str
    amount_minor: Whole
    currency: Currency


class GuaranteeRefused(Payload, frozen=True, tag="movement.guarantee_refused/1"):
    """CC055C: the guarantor did not."""

    grn: str
    code: str
    available_minor: Whole | None = None


class SealsAffixed(Payload, frozen=True, tag="movement.sealed/1"):
    """The seals found or affixed at departure."""

    seals: tuple[str, ...]


class MovementReleased(Payload, frozen=True, tag="movement.released/1"):
    """CC029C: released for transit until the limit date at destination."""

    limit_date: Date
    itinerary: tuple[Country, ...] = ()


class ReleaseRefused(Payload, frozen=True, tag="movement.not_released/1"):
    """CC051C."""

    reason: Text


class FrontierCrossed(Payload, frozen=True, tag="movement.crossed/1"):
    """CD118C: the office of transit let it into its territory."""

    office: str
    crossed_at: Instant
    seals_intact: bool = True
    remarks: Text = ""


class CrossingRefused(Payload, frozen=True, tag="movement.crossing_refused/1"):
    """CD119D: the office of transit stopped it."""

    office: str
    reason: Text


class IncidentRecorded(Payload, frozen=True, tag="movement.incident/1"):
    """CD180C/CC182C: codes of CL019, here 2 = seals broken, and what was done."""

    office: str
    code: Literal["1", "2", "3", "4", "5", "6"]
    happened_at: Instant
    text: Text
    broken_seals: tuple[str, ...] = ()
    new_seals: tuple[str, ...] = ()
    new_container: str = ""
    new_vehicle: str = ""


class GoodsArrived(Payload, frozen=True, tag="movement.arrived/1"):
    """CC007C/CD006C: presented at the office of destination."""

    office: str
    arrived_at: Instant


class UnloadingPermitted(Payload, frozen=True, tag="movement.unloading_permitted/1"):
    """CC043C."""

    office: str


class Remark(msgspec.Struct, frozen=True, omit_defaults=True):
    """One difference found on unloading: pointer into the dossier, declared and found value."""

    pointer: str
    declared: str
    found: str


class UnloadingRemarked(Payload, frozen=True, tag="movement.unloading_remarks/1"):
    """CC044C: only differences are reported; the state of the seals only if there were any."""

    office: str
    conforms: bool
    seals_intact: bool | None = None
    remarks: tuple[Remark, ...] = ()
    text: Text = ""


class DestinationControlled(Payload, frozen=True, tag="movement.control_results/1"):
    """CD018C: result of the control at destination: A1, A2, A5 (waived), B1 (discrepancies)."""

    office: str
    result: Literal["A1", "A2", "A5", "B1"]
    remarks: Text = ""


class DiscrepancySolved(Payload, frozen=True, tag="movement.discrepancy_solved/1"):
    """CC020/CD049C: departure solved what destination or the fold found."""

    code: str
    text: Text


class GoodsReleased(Payload, frozen=True, tag="movement.goods_released/1"):
    """CC025C: the office of destination released the goods from transit."""

    office: str


class MovementWrittenOff(Payload, frozen=True, tag="movement.written_off/1"):
    """CC045C: departure discharged the procedure; the guarantee is free again."""

    written_off_on: Date


class MovementOverdue(Payload, frozen=True, tag="movement.overdue/1"):
    """The limit date has passed without arrival; the enquiry (CC140C) begins with this."""

    limit_date: Date


class MovementWithdrawn(Payload, frozen=True, tag="movement.withdrawn/1"):
    """The route no longer touches these states: the last thing they hear of the movement."""

    nodes: tuple[Country, ...]


MovementEvent = (
    DeclarationLodged
    | DeclarationAmended
    | GoodsPresented
    | DeclarationCancelled
    | DeclarationRejected
    | DeclarationAccepted
    | ControlDecided
    | ControlRecorded
    | GuaranteeRequested
    | GuaranteeReserved
    | GuaranteeRefused
    | SealsAffixed
    | MovementReleased
    | ReleaseRefused
    | FrontierCrossed
    | CrossingRefused
    | IncidentRecorded
    | GoodsArrived
    | UnloadingPermitted
    | UnloadingRemarked
    | DestinationControlled
    | DiscrepancySolved
    | GoodsReleased
    | MovementWrittenOff
    | MovementOverdue
    | MovementWithdrawn
)
