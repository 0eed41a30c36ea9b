"""An application that the state of issue took in, as it reads on a timeline."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.permits.receiving import ApplicationTakenIn
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import N_
from corridor.web.act import Reading, Shown, Tale


def _how(said: ApplicationTakenIn, tale: Tale) -> Iterable[str]:
    if said.four_eyes:
        yield tale.say("Two officers decide.")
    if said.silence_grants:
        yield tale.say("If the deadline passes without a decision, it counts as granted.")
    if said.fee_minor:
        amount = tale.reader.formats.money(said.fee_minor, said.currency)
        due = tale.reader.formats.day(said.fee_due)
        yield tale.say(
            "Fee: %(amount)s, reference %(reference)s, to be paid by %(due)s.",
            amount=amount,
            reference=said.fee_reference,
            due=due,
        )


RECEIVING: Final = Shown[Permit](
    reads=(Reading(ApplicationTakenIn, N_("Application taken in"), note=_how, to_carrier=True),),
)
