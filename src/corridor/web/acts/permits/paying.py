"""A payment of the fee, recorded by hand or out of the bank's statement."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.facts import Actor
from corridor.domain.permits.paying import PermitPaid, RecordFeePayment
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import N_
from corridor.web.acts.act import (
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
    _, fee = deed.reader.words, deed.state.fee
    today = deed.services.day_at(deed.state.request.country)
    currency = fee.currency if fee else ""
    return [
        field_of("text", "amount", _("Amount, %(currency)s", currency=currency)),
        field_of("date", "day", _("Booked on"), today),
        field_of("text", "bank_reference", _("Reference of the bank")),
        field_of("text", "payer", _("Who paid"), optional=True),
    ]


def _record(deed: Deed[Permit]) -> RecordFeePayment | None:
    _, form, fee = deed.reader.words, deed.form, deed.state.fee
    amount = minor_of(form["amount"], fee.currency if fee else "")
    if not amount:
        form.add_error("amount", _("Give the amount, for example 150.00."))
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
    reads=(Reading(PermitPaid, N_("Fee paid"), note=_paid, to_carrier=True),),
)
