"""A bank's statement settles fees: each amount finds its application by the reference on it."""

import re
from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

from corridor.domain.facts import Actor
from corridor.domain.permits.booked import Booked, Statement
from corridor.domain.permits.listings import fee_key
from corridor.domain.permits.paying import RecordFeePayment
from corridor.domain.permits.references import read_reference
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import Refusal
from corridor.web.services import Services

Done = Literal["before", "settled", "half", "over", "unknown", "refused"]
_REFERENCE: Final = re.compile(r"RF ?\d{2}(?: ?[A-Z0-9]){1,21}", re.ASCII)
_RF_LETTERS: Final = 4 + 12


class Settled(NamedTuple):
    """What came of one amount: to which application it went, and what is still owed there."""

    booked: Booked
    done: Done
    permit: Permit | None = None
    owed_minor: int = 0
    refusal: Refusal | None = None


async def settle(services: Services, actor: Actor, statement: Statement) -> list[Settled]:
    """Each amount, in the order of the statement; brought in twice, nothing is settled twice."""
    return [await _settle(services, actor, one) for one in statement.booked]


async def _settle(services: Services, actor: Actor, one: Booked) -> Settled:
    permit = _permit_of(services, actor, one.texts)
    if permit is None:
        return Settled(one, "unknown")
    if any(paid.bank_reference == one.bank_reference for paid in permit.payments):
        return Settled(one, "before", permit, permit.owed_minor)
    command = RecordFeePayment(
        one.amount_minor, one.currency, one.day, one.bank_reference, one.payer
    )
    key = f"camt:{permit.id}:{one.bank_reference}"
    outcome = await services.execute(command, actor, permit.id, key)
    if outcome.refusals:
        return Settled(one, "refused", permit, permit.owed_minor, outcome.refusals[0])
    now: Permit = services.queries.get(permit.id).state
    done: Done = "half" if now.owed_minor else "over" if now.over_minor else "settled"
    return Settled(one, done, now, now.owed_minor)


def _permit_of(services: Services, actor: Actor, texts: Iterable[str]) -> Permit | None:
    """The application of this authority whose reference stands in what the payer wrote."""
    for reference in references_in(texts):
        for subject in services.queries.holding(fee_key(reference), 1):
            state = services.queries.get(subject).state
            if isinstance(state, Permit) and state.request.authority == actor.office:
                return state
    return None


def references_in(texts: Iterable[str]) -> Iterable[str]:
    """All that are well-formed creditor references, however they are spaced."""
    for text in texts:
        for found in _REFERENCE.findall(text.upper()):
            letters = "".join(found.split())
            for length in (len(letters), _RF_LETTERS):
                reference = read_reference(letters[:length])
                if reference:
                    yield reference
