"""A debt demanded of the guarantor, as it reads on the timeline of the guarantee."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.guarantees.claiming import ClaimNoted, ClaimOver, ClaimPaid
from corridor.domain.guarantees.state import Guarantee
from corridor.domain.refusals import N_
from corridor.web.act import Reading, Shown, Tale


def _money(minor: int, tale: Tale) -> str:
    return str(tale.reader.formats.money(minor, getattr(tale.state, "currency", "")))


def _claimed(said: ClaimNoted, tale: Tale) -> Iterable[str]:
    yield f"{said.reference}:"
    yield tale.say(
        "%(amount)s to %(office)s by %(day)s.",
        amount=_money(said.amount_minor, tale),
        office=tale.reader.names.office(said.office),
        day=tale.reader.formats.day(said.pay_by),
    )


def _paid(said: ClaimPaid, tale: Tale) -> Iterable[str]:
    yield f"{_money(said.amount_minor, tale)}."


CLAIMING: Final = Shown[Guarantee](
    reads=(
        Reading(ClaimNoted, N_("Payment demanded of the guarantor"), "attention", _claimed),
        Reading(ClaimPaid, N_("Payment of the guarantor noted"), note=_paid),
        Reading(ClaimOver, N_("Nothing more is demanded of the guarantor")),
    ),
)
