"""A refund of the fee, recorded as the bank booked it."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.facts import Actor
from corridor.domain.permits.refunding import FeeRefunded, RecordRefund, refundable_minor
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import N_
from corridor.web.act import BESIDES, Act, Deed, Field, Place, Reading, Shown, Tale, field_of
from corridor.web.acts.fields import needed_day
from corridor.web.acts.permits.paying import amount_field, amount_in


def _may(state: Permit, actor: Actor) -> Place | None:
    return BESIDES if refundable_minor(state) else None


def _means(deed: Deed[Permit]) -> str:
    fee = deed.state.fee
    most = deed.reader.formats.money(refundable_minor(deed.state), fee.currency if fee else "")
    return deed.reader.words(
        "Record what your bank has sent back already: nothing is paid from here. "
        "At most %(most)s can be sent back now.",
        most=most,
    )


def _fields(deed: Deed[Permit]) -> list[Field]:
    _ = deed.reader.words
    today = deed.services.day_at(deed.state.request.country)
    return [
        amount_field(deed),
        field_of("date", "day", _("Booked on"), today),
        field_of("text", "bank_reference", _("Reference of the bank")),
        field_of("textarea", "reason", _("Reason"), hint=_("The carrier reads this.")),
    ]


def _refund(deed: Deed[Permit]) -> RecordRefund | None:
    _, amount = deed.reader.words, amount_in(deed)
    booked = needed_day(deed, "day", _("Give the day."))
    reference = deed.needed("bank_reference", _("Give the reference of the bank."))
    reason = deed.needed("reason", _("Give the reason."))
    if not (amount and booked and reference and reason):
        return None
    return RecordRefund(amount, booked, reference, reason)


def _reads(said: FeeRefunded, tale: Tale) -> Iterable[str]:
    yield f"{tale.reader.formats.money(said.amount_minor, said.currency)}."
    yield said.reason


REFUNDING: Final = Shown[Permit](
    acts=(
        Act(
            name="record_refund",
            desk="permit",
            label=N_("Record a refund"),
            title=N_("Record a refund of the fee"),
            consequence=_means,
            command=_refund,
            done=N_("The refund was recorded"),
            offered=_may,
            fields=_fields,
            pointers={
                "/amount_minor": "amount",
                "/day": "day",
                "/bank_reference": "bank_reference",
                "/reason": "reason",
            },
            kind="quiet",
            stays=True,
        ),
    ),
    reads=(Reading(FeeRefunded, N_("Fee sent back"), note=_reads, to_carrier=True),),
)
