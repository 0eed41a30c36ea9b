"""What can have happened to a guarantee. Amounts are minor units of the guarantee's currency."""

from corridor.domain.facts import Payload
from corridor.domain.values import Country, Currency, Date, Whole


class GuaranteeRegistered(Payload, frozen=True, tag="guarantee.registered/1"):
    """The guarantor registered it. `access_digest` is a salted digest of the access code."""

    grn: str
    holder: str
    guarantor: str
    kind: str
    reference_minor: Whole
    currency: Currency
    valid_from: Date
    valid_to: Date
    access_digest: str
    excluded_countries: tuple[Country, ...] = ()


class AmountReserved(Payload, frozen=True, tag="guarantee.reserved/1"):
    """The amount is taken by this movement."""

    movement: str
    amount_minor: Whole


class ReservationRefused(Payload, frozen=True, tag="guarantee.reservation_refused/1"):
    """The movement's request was refused, with the code of the reason."""

    movement: str
    amount_minor: Whole
    code: str


class ReservationReleased(Payload, frozen=True, tag="guarantee.released/1"):
    """The amount is free again: discharged, or never used."""

    movement: str


GuaranteeEvent = GuaranteeRegistered | AmountReserved | ReservationRefused | ReservationReleased
