"""Reserving: an amount is taken for a movement, or not.

Σ reserved ≤ reference amount, and one reservation per movement.
"""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import SYSTEM, TO_GUARANTOR, Act, Asked, Decision, Told, unchanged
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.guarantees.state import Guarantee
from corridor.domain.guarantees.voices import ALWAYS, LEDGER
from corridor.domain.refusals import N_, RefusalText
from corridor.domain.values import Country, Currency, MinorUnits, Reference, Whole


class ReserveAmount(Command, frozen=True, tag="guarantee.reserve"):
    """Asked by a movement at its office of departure."""

    movement: Reference
    amount_minor: MinorUnits
    currency: Currency
    holder: str
    countries: tuple[Country, ...] = ()
    declared: str = ""
    """The declared holder, where its access code was shown: a broker files with its guarantee."""


class AmountReserved(Payload, frozen=True, tag="guarantee.reserved/1"):
    """The amount is taken by this movement."""

    movement: str
    amount_minor: Whole


class ReservationRefused(Payload, frozen=True, tag="guarantee.reservation_refused/1"):
    """The movement's request was refused, with the code of the reason."""

    movement: str
    amount_minor: Whole
    code: str


def _reserve(state: Guarantee, command: ReserveAmount, context: Context) -> Decision:
    if command.movement in state.reserved:
        return ()
    code = reason_against(state, command, context.day_at(context.node))
    if code:
        return (ReservationRefused(command.movement, command.amount_minor, code),)
    return (AmountReserved(command.movement, command.amount_minor),)


def reason_against(state: Guarantee, command: ReserveAmount, today: str) -> str:
    """The code of why the amount would not be reserved now; nothing where it would be."""
    if not state.valid_from <= today <= state.valid_to:
        return "guarantee_not_valid"
    if not state.is_held_by(command.holder, command.declared):
        return "guarantee_other_holder"
    if state.currency != command.currency:
        return "guarantee_currency"
    if set(command.countries) & set(state.excluded_countries):
        return "guarantee_country_excluded"
    if command.amount_minor > state.available_minor():
        return "guarantee_insufficient"
    return ""


def _reserved(s: Guarantee, p: AmountReserved, f: Fact[Any]) -> Guarantee:
    return replace(s, reserved={**s.reserved, p.movement: p.amount_minor})


RESERVING: Final = Act[Guarantee](
    "reserving",
    asked=(Asked(ReserveAmount, SYSTEM, _reserve),),
    told=(
        Told(AmountReserved, LEDGER, ALWAYS, _reserved, heard=TO_GUARANTOR),
        Told(ReservationRefused, LEDGER, ALWAYS, unchanged, heard=TO_GUARANTOR),
    ),
    texts={
        "guarantee_not_valid": RefusalText(
            N_("The guarantee is not valid today."),
            N_("Name a guarantee that is in force."),
        ),
        "guarantee_other_holder": RefusalText(
            N_("The guarantee belongs to another holder."),
            N_("Name a guarantee of your own organisation."),
        ),
        "guarantee_currency": RefusalText(
            N_("The amount is in another currency than the guarantee."),
            N_("State the amount in the currency of the guarantee."),
        ),
        "guarantee_country_excluded": RefusalText(
            N_("The guarantee does not cover a country of the route."),
            N_("Name a guarantee that covers the whole route."),
        ),
        "guarantee_insufficient": RefusalText(
            N_("The free part of the guarantee is smaller than the amount at risk."),
            N_("Wait until another movement is discharged, or name another guarantee."),
        ),
    },
)
