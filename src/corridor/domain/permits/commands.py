"""What people may ask of a permit."""

from typing import Annotated

from msgspec import Meta

from corridor.domain.commands import Command
from corridor.domain.permits.events import PermitRequest
from corridor.domain.values import Code, Date, Instant, Office, Reference, Text

Words = Annotated[str, Meta(min_length=1, max_length=2_000)]


class ApplyForPermit(Command, frozen=True, tag="permit.apply"):
    """Apply, or apply again after a refusal with what was missing."""

    request: PermitRequest


class RequestInformation(Command, frozen=True, tag="permit.request_information"):
    """Ask the carrier."""

    question: Words


class ProvideInformation(Command, frozen=True, tag="permit.provide_information"):
    """Answer the authority."""

    answer: Words


class GrantPermit(Command, frozen=True, tag="permit.grant"):
    """Grant it: the number is made by the node, the credential is signed with its key."""

    valid_from: Date
    valid_to: Date
    conditions: Annotated[tuple[Text, ...], Meta(max_length=20)] = ()
    uses: Annotated[int, Meta(ge=1, le=1000)] = 1


class RefusePermit(Command, frozen=True, tag="permit.refuse"):
    """Refuse it, with a coded reason and words."""

    code: Code
    reason: Words


class WithdrawPermit(Command, frozen=True, tag="permit.withdraw"):
    """Take the application back."""


class UsePermit(Command, frozen=True, tag="permit.use"):
    """Write off one use: said by the node of issue when its office records a crossing."""

    office: Office
    movement: Reference
    plate: Annotated[str, Meta(max_length=35)] = ""
    used_at: Instant | None = None


class RevokePermit(Command, frozen=True, tag="permit.revoke"):
    """Take a granted one back."""

    reason: Words


PermitCommand = (
    ApplyForPermit
    | RequestInformation
    | ProvideInformation
    | GrantPermit
    | RefusePermit
    | WithdrawPermit
    | UsePermit
    | RevokePermit
)
