"""Refunds: what the authority sent back of a fee, as its bank names it.

Money that was sent back makes no new debt. While nothing is decided only what was paid too much is
sent back; after the decision all of it may be.
"""

from typing import Annotated, Any, Final

from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.acts import TO_CARRIER, Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.permits.paying import PAYMENTS_MAX, Minor
from corridor.domain.permits.state import Permit, Refund
from corridor.domain.permits.voices import AUTHORITY, UNDECIDED
from corridor.domain.refusals import N_, RefusalText, refuse
from corridor.domain.values import Currency, Date, LongText, Short, Words


class RecordRefund(Command, frozen=True, tag="permit.record_refund"):
    """Money that was sent back from the authority's account, as its bank names it."""

    amount_minor: Minor
    day: Date
    bank_reference: Annotated[str, Meta(min_length=1, max_length=35)]
    reason: Words


class FeeRefunded(Payload, frozen=True, tag="permit.fee_refunded/1"):
    """So much of the fee was sent back."""

    amount_minor: Minor
    currency: Currency
    day: Date
    bank_reference: Short
    reason: LongText


def refundable_minor(state: Permit) -> int:
    """So much may be sent back now."""
    if state.status in UNDECIDED:
        return state.over_minor
    return max(0, state.paid_minor - state.refunded_minor)


def _refund(state: Permit, command: RecordRefund, context: Context) -> Decision:
    most = refundable_minor(state)
    if state.fee is None or not most:
        return refuse("permit_no_refund")
    if command.amount_minor > most:
        return refuse("permit_refund_over", "/amount_minor", most=most)
    if any(one.bank_reference == command.bank_reference for one in state.refunds):
        return refuse("permit_paid_already", "/bank_reference", given=command.bank_reference)
    if len(state.refunds) >= PAYMENTS_MAX:
        return refuse("permit_payments_many", limit=PAYMENTS_MAX)
    return (
        FeeRefunded(
            command.amount_minor,
            state.fee.currency,
            command.day,
            command.bank_reference,
            command.reason,
        ),
    )


def _refunded(s: Permit, p: FeeRefunded, f: Fact[Any]) -> Permit:
    return replace(s, refunds=(*s.refunds, Refund(p.amount_minor, p.day, p.bank_reference)))


REFUNDING: Final = Act[Permit](
    "refunding",
    asked=(Asked(RecordRefund, "permit", _refund, AUTHORITY),),
    told=(
        Told(
            FeeRefunded,
            AUTHORITY,
            frozenset(),
            _refunded,
            fits=lambda state, said, fact: state.fee is not None,
            heard=TO_CARRIER,
        ),
    ),
    texts={
        "permit_no_refund": RefusalText(
            N_("There is nothing to send back: what was paid is owed until it is decided."),
            N_("Decide first, or waive a part of the fee."),
        ),
        "permit_refund_over": RefusalText(
            N_("That is more than can be sent back."),
            N_("Send back no more than was paid and is not owed."),
        ),
    },
)
