"""A payment of the fee, recorded by hand or out of the bank's statement."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.facts import Actor
from corridor.domain.permits.paying import PermitPaid, RecordFeePayment
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import N_
from corridor.web.act import (
    BESIDES,
    Act,
    Deed,
    Field,
    Place,
    Reading,
    Shown,
    Tale,
    field_of,
)
from corridor.web.acts.fields import needed_day
from corridor.web.views.desk_money import minor_of


def _may(state: Permit, actor: Actor) -> Place | None:
    return BESIDES if state.owed_minor else None


def _means(deed: Deed[Permit]) -> str:
    return deed.reader.words(
        "Only what your bank has booked. Statements of the bank (camt.053) are brought in as a "
        "whole under Fees; card numbers have no place here."
    )


def _fields(deed: Deed[Permit]) -> list[Field]:
    _ = deed.reader.words
    today = deed.services.day_at(deed.state.request.country)
    return [
        amount_field(deed),
        field_of("date", "day", _("Booked on"), today),
        field_of("text", "bank_reference", _("Reference of the bank")),
        field_of("text", "payer", _("Who paid"), optional=True),
    ]


def amount_field(deed: Deed[Permit]) -> Field:
    """An amount in the currency of the fee."""
    fee = deed.state.fee
    label = deed.reader.words("Amount, %(currency)s", currency=fee.currency if fee else "")
    return field_of("text", "amount", label)


def amount_in(deed: Deed[Permit]) -> int:
    """What was typed into it, in minor units; 0 with an error in the form."""
    fee = deed.state.fee
    amount = minor_of(deed.form["amount"], fee.currency if fee else "")
    if not amount:
        deed.form.add_error("amount", deed.reader.words("Give the amount, for example 150.00."))
    return amount or 0


def _record(deed: Deed[Permit]) -> RecordFeePayment | None:
    _, form, fee = deed.reader.words, deed.form, deed.state.fee
    amount = amount_in(deed)
    booked = needed_day(deed, "day", _("Give the day."))
    reference = deed.needed("bank_reference", _("Give the reference of the bank."))
    if not amount or fee is None or not (booked and reference):
        return None
    return RecordFeePayment(amount, fee.currency, booked, reference, form["payer"])


def _paid(said: PermitPaid, tale: Tale) -> Iterable[str]:
    amount = tale.reader.formats.money(said.amount_minor, said.currency)
    yield tale.say("%(amount)s, receipt %(number)s.", amount=amount, number=said.receipt)


PAYING: Final = Shown[Permit](
    acts=(
        Act(
            name="record_payment",
            desk="permit",
            label=N_("Record a payment"),
            title=N_("Record a payment of the fee"),
            consequence=_means,
            command=_record,
            done=N_("The payment was recorded"),
            offered=_may,
            fields=_fields,
            pointers={
                "/amount_minor": "amount",
                "/day": "day",
                "/bank_reference": "bank_reference",
                "/payer": "payer",
                "/currency": "amount",
            },
            kind="quiet",
            stays=True,
        ),
    ),
    reads=(Reading(PermitPaid, N_("A payment of the fee came in"), note=_paid, to_carrier=True),),
)
