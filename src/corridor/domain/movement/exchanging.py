"""A debt told in the currency of a guarantee, with each step.

By the rates that the state of departure issued, as they were in force on the decisive day of the
movement: the same by which its values and duties were reckoned. Which day the law of a state names
is for its lawyers to confirm.
"""

from typing import NamedTuple

import msgspec

from corridor.domain.consignment import under_tir
from corridor.domain.movement.parts import GuaranteeState
from corridor.domain.movement.pursuit import Recovery
from corridor.domain.movement.state import Movement
from corridor.domain.refdata.rates import RateSaid, converted, said_of
from corridor.domain.reference import Reference
from corridor.domain.values import Country, Currency, Date, Whole


class Exchanged(msgspec.Struct, frozen=True):
    """An amount in another currency than the debt, and the rates that led to it."""

    amount_minor: Whole
    currency: Currency
    issuer: Country
    """The state whose rates they are."""
    day: Date
    rates: tuple[RateSaid, ...]
    """Of the debt's currency and of this one, but for the state's own."""


class Claimable(NamedTuple):
    """What may be demanded from a guarantee: in the currency of the debt, and in its own."""

    amount_minor: int
    exchanged: Exchanged | None = None


def claimables(state: Movement, reference: Reference) -> dict[str, Claimable]:
    """GRN → what it answers for of the debt: what it reserved, less what was paid from it.

    Guarantors answer beside each other, each up to its amount; more than is owed is never paid. An
    association of carnets is not asked here, and without a rate nothing is demanded in another
    currency than that of the debt.
    """
    recovery = state.pursuit.recovery
    if recovery is None or under_tir(state.dossier):
        return {}
    held = (one for one in state.guarantees if one.status == "reserved")
    found = {one.grn: _claimable(state, recovery, one, reference) for one in held}
    return {grn: one for grn, one in found.items() if one is not None and one.amount_minor > 0}


def _claimable(
    state: Movement, recovery: Recovery, held: GuaranteeState, reference: Reference
) -> Claimable | None:
    left = max(0, held.amount_minor - recovery.received_from(held.grn, state.guarantee.grn))
    if held.currency == recovery.currency:
        return Claimable(min(recovery.left_minor, left))
    home, day = state.dossier.route.points[0].country, state.rules_on
    rates = reference.on(day).rates.get(home, {})
    whole = converted(recovery.left_minor, recovery.currency, held.currency, rates)
    if whole is None:
        return None
    asked = min(whole, left)
    back = converted(asked, held.currency, recovery.currency, rates) or 0
    amount = recovery.left_minor if asked == whole else min(recovery.left_minor, back)
    said = said_of((recovery.currency, held.currency), rates)
    return Claimable(amount, Exchanged(asked, held.currency, home, day, said))


def paid_of_debt(recovery: Recovery, grn: str, first: str, minor: int) -> int:
    """What of the debt a further payment from a guarantee comes to, in the debt's currency.

    The whole of what was demanded pays the whole of what it stands for, whatever was rounded.
    """
    claim = recovery.claimed(first)[grn]
    if not claim.currency:
        return minor
    received = recovery.received_from(grn, first, claim.at) + minor
    so_far = recovery.paid_from(grn, first, claim.at)
    is_all = received >= claim.asked_minor
    counted = claim.amount_minor if is_all else received * claim.amount_minor // claim.asked_minor
    return min(recovery.left_minor, counted - so_far)
