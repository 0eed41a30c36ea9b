"""What may be asked of a guarantee."""

from typing import Annotated

from msgspec import Meta

from corridor.domain.commands import Command
from corridor.domain.values import Country, Currency, Date, MinorUnits, Reference


class RegisterGuarantee(Command, frozen=True, tag="guarantee.register"):
    """The guarantor registers a guarantee and gives its holder the access code."""

    grn: Reference
    holder: Reference
    kind: Annotated[str, Meta(pattern=r"\A[0-9A-J]\Z")]
    reference_minor: MinorUnits
    currency: Currency
    valid_from: Date
    valid_to: Date
    access_code: Annotated[str, Meta(pattern=r"\A[0-9A-Za-z]{4}\Z")]
    excluded_countries: tuple[Country, ...] = ()


class ReserveAmount(Command, frozen=True, tag="guarantee.reserve"):
    """Asked by a movement at its office of departure."""

    movement: Reference
    amount_minor: MinorUnits
    currency: Currency
    holder: str
    countries: tuple[Country, ...] = ()


class ReleaseReservation(Command, frozen=True, tag="guarantee.release"):
    """The movement is discharged, or will not take place."""

    movement: Reference


GuaranteeCommand = RegisterGuarantee | ReserveAmount | ReleaseReservation
