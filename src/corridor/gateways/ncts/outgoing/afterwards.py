"""When a movement did not arrive: CC140C asks its holder, CC035C demands the duties."""

from corridor.gateways.ncts.declaration import in_major
from corridor.gateways.ncts.messages.discharge import RecoveryNotice
from corridor.gateways.ncts.messages.enquiry import EnquiryRequest
from corridor.gateways.ncts.messages.header import Header
from corridor.gateways.ncts.outgoing.at_departure import accepted_on
from corridor.gateways.ncts.outgoing.said import Said, holder_of


def enquired(said: Said) -> Header:
    """CC140C. It has no place for the words of the question."""
    return EnquiryRequest(
        **said.header(said.departure),
        mrn=said.after.mrn,
        asked_on=said.day(said.departure),
        answer_until=said.fact.payload.answer_by,
        office=said.departure,
        enquiry_office=said.departure,
        holder=holder_of(said.dossier),
    )


def recovery_opened(said: Said) -> Header:
    """CC035C: the debt is brought in."""
    return _recovery(said, said.fact.payload.reason)


def debt_demanded(said: Said) -> Header:
    """CC035C: so much is demanded until a day, which the message has only words for."""
    return _recovery(said, f"Pay by {said.fact.payload.pay_by}")


def _recovery(said: Said, text: str) -> Header:
    debt, recovery = said.fact.payload, said.after.pursuit.recovery
    return RecoveryNotice(
        **said.from_departure(),
        accepted_on=accepted_on(said),
        notified_on=said.day(said.departure),
        text=text,
        amount=in_major(debt.amount_minor, debt.currency),
        currency=debt.currency,
        recovery_office=recovery.competent if recovery is not None else said.departure,
    )
