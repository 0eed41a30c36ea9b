"""What people may ask of a movement. Field names are those of the events they lead to."""

from typing import Annotated, Literal

from msgspec import Meta

from corridor.domain.commands import Command
from corridor.domain.consignment import Dossier
from corridor.domain.movement.events import Remark
from corridor.domain.values import Date, Instant, Office, Reference, SealId, Text

Reason = Annotated[str, Meta(min_length=1, max_length=512)]
Seals = Annotated[tuple[SealId, ...], Meta(max_length=99)]


class LodgeDeclaration(Command, frozen=True, tag="movement.lodge"):
    """File the dossier. The access code goes to the guarantor's check and into no event."""

    dossier: Dossier
    access_code: Annotated[str, Meta(max_length=4)] = ""
    id: Annotated[str, Meta(max_length=40)] = ""
    """The dossier id under which permits were applied for before lodging, if any."""


class AmendDeclaration(Command, frozen=True, tag="movement.amend"):
    """Replace the declared data before release."""

    dossier: Dossier


class PresentGoods(Command, frozen=True, tag="movement.present"):
    """Present the goods of a pre-lodged declaration (additional type D), once it is whole."""


class CancelDeclaration(Command, frozen=True, tag="movement.cancel"):
    """Withdraw the declaration before release."""

    reason: Reason


class AcceptDeclaration(Command, frozen=True, tag="movement.accept"):
    """Accept it and give it its MRN."""


class RejectDeclaration(Command, frozen=True, tag="movement.reject"):
    """Refuse to accept it."""

    reason: Reason


class DecideControl(Command, frozen=True, tag="movement.decide_control"):
    """Choose the channel."""

    channel: Literal["green", "yellow", "red"]
    reasons: Annotated[tuple[Text, ...], Meta(max_length=20)] = ()


class RecordControl(Command, frozen=True, tag="movement.record_control"):
    """Record the result of the control at departure."""

    result: Literal["A1", "A2", "B1"]
    remarks: Text = ""


class RequestGuarantee(Command, frozen=True, tag="movement.request_guarantee"):
    """Ask the guarantor to reserve the amount."""


class AnswerGuarantee(Command, frozen=True, tag="movement.answer_guarantee"):
    """The guarantor's answer, given by its ledger and by nobody's hand."""

    grn: str
    amount_minor: int
    currency: str
    refusal: str = ""
    available_minor: int | None = None


class AffixSeals(Command, frozen=True, tag="movement.seal"):
    """Note the seals at departure."""

    seals: Annotated[tuple[SealId, ...], Meta(min_length=1, max_length=99)]


class ReleaseForTransit(Command, frozen=True, tag="movement.release"):
    """Release for transit; without a limit date the office's usual term applies."""

    limit_date: Date | None = None


class RefuseRelease(Command, frozen=True, tag="movement.refuse_release"):
    """Do not release."""

    reason: Reason


class RecordCrossing(Command, frozen=True, tag="movement.cross"):
    """Let it cross into the territory of this office of transit."""

    office: Office
    seals_intact: bool = True
    remarks: Text = ""
    crossed_at: Instant | None = None


class RefuseCrossing(Command, frozen=True, tag="movement.stop"):
    """Stop it at this office of transit."""

    office: Office
    reason: Reason


class RecordIncident(Command, frozen=True, tag="movement.report_incident"):
    """Note an incident en route, with the new seals if there are any."""

    office: Office
    code: Literal["1", "2", "3", "4", "5", "6"]
    text: Reason
    broken_seals: Seals = ()
    new_seals: Seals = ()
    new_container: Annotated[str, Meta(max_length=17)] = ""
    new_vehicle: Annotated[str, Meta(max_length=35)] = ""
    happened_at: Instant | None = None


class RecordArrival(Command, frozen=True, tag="movement.arrive"):
    """Note the arrival at destination."""

    office: Office
    arrived_at: Instant | None = None


class PermitUnloading(Command, frozen=True, tag="movement.permit_unloading"):
    """Permit the unloading."""


class RecordUnloading(Command, frozen=True, tag="movement.record_unloading"):
    """Record the unloading remarks."""

    conforms: bool
    seals_intact: bool | None = None
    remarks: Annotated[tuple[Remark, ...], Meta(max_length=200)] = ()
    text: Text = ""


class RecordResults(Command, frozen=True, tag="movement.record_results"):
    """Record the control results at destination."""

    result: Literal["A1", "A2", "A5", "B1"]
    remarks: Text = ""


class SolveDiscrepancy(Command, frozen=True, tag="movement.solve_discrepancy"):
    """Solve one open discrepancy."""

    code: Reference
    text: Reason


class ReleaseGoods(Command, frozen=True, tag="movement.release_goods"):
    """Release the goods from transit at destination."""


class WriteOff(Command, frozen=True, tag="movement.write_off"):
    """Discharge the procedure."""


class MarkOverdue(Command, frozen=True, tag="movement.mark_overdue"):
    """The node's own clock says that the limit date has passed."""


MovementCommand = (
    LodgeDeclaration
    | AmendDeclaration
    | PresentGoods
    | CancelDeclaration
    | AcceptDeclaration
    | RejectDeclaration
    | DecideControl
    | RecordControl
    | RequestGuarantee
    | AnswerGuarantee
    | AffixSeals
    | ReleaseForTransit
    | RefuseRelease
    | RecordCrossing
    | RefuseCrossing
    | RecordIncident
    | RecordArrival
    | PermitUnloading
    | RecordUnloading
    | RecordResults
    | SolveDiscrepancy
    | ReleaseGoods
    | WriteOff
    | MarkOverdue
)
