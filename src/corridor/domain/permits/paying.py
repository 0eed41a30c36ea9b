"""Payments of a fee: what came to the account of the authority, by the bank's own word.

The product takes no money and knows no card: the carrier pays by a payment order that names the
reference, the authority brings in its bank's statement, and what is on it is settled here.
"""

from typing import Annotated, Any, Final

from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.acts import TO_CARRIER, Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.permits.state import Paid, Permit
from corridor.domain.permits.voices import AUTHORITY
from corridor.domain.refusals import N_, RefusalText, refuse
from corridor.domain.values import Currency, Date, Line, Short, Text

PAYMENTS_MAX: Final = 50
Minor = Annotated[int, Meta(ge=1, le=10**15)]


class RecordFeePayment(Command, frozen=True, tag="permit.record_payment"):
    """A payment on the authority's account, as its bank names it."""

    amount_minor: Minor
    currency: Currency
    day: Date
    bank_reference: Annotated[str, Meta(min_length=1, max_length=35)]
    payer: Line = ""


class PermitPaid(Payload, frozen=True, tag="permit.paid/1"):
    """Something was paid towards the fee; `receipt`: the number of the receipt."""

    amount_minor: Minor
    currency: Currency
    day: Date
    bank_reference: Short
    payer: Line
    receipt: Text


def _pay(state: Permit, command: RecordFeePayment, context: Context) -> Decision:
    if state.fee is None:
        return refuse("permit_no_fee")
    if command.currency != state.fee.currency:
        return refuse("permit_fee_currency", "/currency", currency=state.fee.currency)
    if any(one.bank_reference == command.bank_reference for one in state.payments):
        return refuse("permit_paid_already", "/bank_reference", given=command.bank_reference)
    if len(state.payments) >= PAYMENTS_MAX:
        return refuse("permit_payments_many", limit=PAYMENTS_MAX)
    receipt = f"{state.request.authority}-{context.token}"
    return (
        PermitPaid(
            command.amount_minor,
            command.currency,
            command.day,
            command.bank_reference,
            command.payer,
            receipt,
        ),
    )


def _paid(s: Permit, p: PermitPaid, f: Fact[Any]) -> Permit:
    paid = Paid(p.amount_minor, p.day, p.bank_reference, p.payer, p.receipt)
    return replace(s, payments=(*s.payments, paid))


PAYING: Final = Act[Permit](
    "paying",
    asked=(Asked(RecordFeePayment, "permit", _pay, AUTHORITY),),
    told=(
        Told(
            PermitPaid,
            AUTHORITY,
            frozenset(),
            _paid,
            fits=lambda state, said, fact: state.fee is not None,
            heard=TO_CARRIER,
        ),
    ),
    texts={
        "permit_no_fee": RefusalText(
            N_("No fee is asked for this application."),
            N_("Look for the application that the payment names."),
        ),
        "permit_fee_currency": RefusalText(
            N_("The fee is in {currency}."),
            N_("Send the payment back, or settle it outside."),
        ),
        "permit_paid_already": RefusalText(
            N_("The payment with the bank's reference {given} is settled already."),
            N_("Nothing needs to be done."),
        ),
        "permit_payments_many": RefusalText(
            N_("There are {limit} payments on this application, and no room for more."),
            N_("Settle the rest outside."),
        ),
    },
)
