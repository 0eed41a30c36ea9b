"""Waiving a fee or a part of it."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.facts import Actor
from corridor.domain.permits.state import Permit
from corridor.domain.permits.waiving import FeeWaived, WaiveFee
from corridor.domain.refusals import N_
from corridor.web.act import BESIDES, Act, Deed, Field, Place, Reading, Shown, Tale, field_of
from corridor.web.acts.permits.paying import amount_field, amount_in


def _may(state: Permit, actor: Actor) -> Place | None:
    return BESIDES if state.owed_minor else None


def _means(deed: Deed[Permit]) -> str:
    fee = deed.state.fee
    owed = deed.reader.formats.money(deed.state.owed_minor, fee.currency if fee else "")
    return deed.reader.words(
        "So much less is asked for; it cannot be asked for again. Owed now: %(owed)s.", owed=owed
    )


def _fields(deed: Deed[Permit]) -> list[Field]:
    _ = deed.reader.words
    hint = _("The carrier reads this.")
    return [amount_field(deed), field_of("textarea", "reason", _("Reason"), hint=hint)]


def _waive(deed: Deed[Permit]) -> WaiveFee | None:
    amount = amount_in(deed)
    reason = deed.needed("reason", deed.reader.words("Give the reason."))
    return WaiveFee(amount, reason) if amount and reason else None


def _reads(said: FeeWaived, tale: Tale) -> Iterable[str]:
    yield f"{tale.reader.formats.money(said.amount_minor, said.currency)}."
    yield said.reason


WAIVING: Final = Shown[Permit](
    acts=(
        Act(
            name="waive_fee",
            desk="permit",
            label=N_("Waive the fee"),
            title=N_("Waive the fee or a part of it"),
            consequence=_means,
            command=_waive,
            done=N_("So much less is owed"),
            offered=_may,
            fields=_fields,
            pointers={"/amount_minor": "amount", "/reason": "reason"},
            kind="quiet",
            stays=True,
        ),
    ),
    reads=(Reading(FeeWaived, N_("Fee waived"), note=_reads, to_carrier=True),),
)
