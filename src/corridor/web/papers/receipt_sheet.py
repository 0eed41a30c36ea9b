"""The invoice of a fee, and the receipt of a payment: one page each, in two languages."""

from corridor.domain.permits.state import FeeDue, Paid, Permit
from corridor.web.papers.both import Both
from corridor.web.papers.document import named
from corridor.web.papers.frame import foot
from corridor.web.papers.sheet import Box, Sheet
from corridor.web.payments.shown import account_of


def invoice_sheet(both: Both, permit: Permit, fee: FeeDue, demo: bool) -> Sheet:
    """What a payment order needs: whom, how much, by when, and the reference that settles it."""
    say = both.say
    return Sheet(
        title=say("Invoice for the fee of an application"),
        reference=fee.reference,
        rows=(
            *_about(both, permit),
            (
                Box(say("Amount"), (_money(both, fee.amount_minor, fee),)),
                Box(say("Still owed"), (_money(both, permit.owed_minor, fee),)),
                Box(say("To be paid by"), (both.day(fee.due),)),
            ),
            (Box(say("Bank account"), _account(both, permit)),),
            (
                Box(
                    say("Payment reference"),
                    (fee.reference, *say("Write it on the payment order.")),
                ),
            ),
        ),
        foot=foot(both, demo),
    )


def receipt_sheet(both: Both, permit: Permit, fee: FeeDue, paid: Paid, demo: bool) -> Sheet:
    """One payment that came in."""
    say = both.say
    return Sheet(
        title=say("Receipt"),
        reference=paid.receipt,
        rows=(
            *_about(both, permit),
            (
                Box(say("Amount"), (_money(both, paid.amount_minor, fee),)),
                Box(say("Booked on"), (both.day(paid.day),)),
                Box(say("Still owed"), (_money(both, permit.owed_minor, fee),)),
            ),
            (
                Box(say("Who paid"), (paid.payer or "—",)),
                Box(say("Reference of the bank"), (paid.bank_reference,)),
                Box(say("Payment reference"), (fee.reference,)),
            ),
        ),
        foot=foot(both, demo),
    )


def _about(both: Both, permit: Permit) -> tuple[tuple[Box, ...], ...]:
    asked, say = permit.request, both.say
    authority = both.of(lambda reader: reader.names.authority(asked.authority))
    return (
        (
            Box(say("Authority"), (authority, both.country(asked.country))),
            Box(say("Permit"), (named(both, permit),)),
        ),
        (Box(say("Holder"), both.party(asked.holder)),),
    )


def _account(both: Both, permit: Permit) -> tuple[str, ...]:
    line = both.of(lambda reader: account_of(reader, permit))
    return (
        (line,) if line else both.say("The authority stated no account here: ask it where to pay.")
    )


def _money(both: Both, minor: int, fee: FeeDue) -> str:
    return both.of(lambda reader: reader.formats.money(minor, fee.currency))
