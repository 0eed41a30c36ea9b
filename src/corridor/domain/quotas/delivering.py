"""Delivering tranches: the state whose roads are used hands serial numbers over, by the terms.

It alone delivers, so it alone has to know that no more are out than were agreed on.
"""

from typing import Annotated, Any, Final

from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.acts import SYSTEM, Act, Asked, Decision, Follow, Heard, Reaction, Timer, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.days import start_of_day
from corridor.domain.facts import Fact, Payload
from corridor.domain.quota import Delivery, Quota
from corridor.domain.quotas.answering import QuotaAgreed
from corridor.domain.quotas.listings import desk_at
from corridor.domain.quotas.voices import GIVER
from corridor.domain.reference.authorities import ministry_of
from corridor.domain.refusals import N_, RefusalText, refuse
from corridor.domain.serials import Range, plus
from corridor.domain.values import Reason, Text, Whole

Some = Annotated[int, Meta(ge=1, le=1_000_000)]


class DeliverTranche(Command, frozen=True, tag="quota.deliver"):
    """Deliver more numbers than are due by the terms, before their day; say why."""

    count: Some
    reason: Reason


class DeliverDue(Command, frozen=True, tag="quota.deliver_due"):
    """Deliver what is due today by the terms."""


class TrancheDelivered(Payload, frozen=True, tag="quota.delivered/1"):
    """Serial numbers from the first to the last are the holder's to issue."""

    first: Whole
    last: Whole
    reason: Text = ""


def _deliver(state: Quota, command: DeliverTranche, context: Context) -> Decision:
    if state.terms is None:
        return refuse("quota_not_agreed")
    if command.count > state.room:
        return refuse("quota_no_room", "/count", room=state.room)
    return (_numbers(state, command.count, command.reason),)


def _deliver_due(state: Quota, command: DeliverDue, context: Context) -> Decision:
    count = min(state.room, state.due_on(context.day_at(state.giver)))
    return (_numbers(state, count),) if count > 0 else ()


def _numbers(state: Quota, count: int, reason: str = "") -> TrancheDelivered:
    return TrancheDelivered(state.highest + 1, state.highest + count, reason)


def _delivered(s: Quota, p: TrancheDelivered, f: Fact[Any]) -> Quota:
    """A number that was delivered before is not delivered again."""
    if p.first <= s.highest or p.last < p.first:
        return replace(s, discrepancies=(*s.discrepancies, "delivered_twice"))
    some = Range(p.first, p.last)
    return replace(
        s,
        deliveries=(*s.deliveries, Delivery(some, f.at)),
        delivered=s.delivered + some.count,
        highest=p.last,
        free=plus(s.free, some),
    )


def _next_day(state: Quota) -> str:
    tranche = state.next_tranche()
    return start_of_day(tranche.day, state.giver) if tranche is not None else ""


def _first(said: QuotaAgreed, state: Quota, context: Context) -> tuple[Reaction, ...]:
    """What is due by the terms, as soon as they hold."""
    return (Reaction(state.id, DeliverDue()),)


def _to_holder(state: Quota, said: TrancheDelivered) -> tuple[tuple[str, str], ...]:
    return ((desk_at(state.holder), ""),)


DELIVERING: Final = Act[Quota](
    "delivering",
    asked=(
        Asked(DeliverTranche, by="permit", decide=_deliver, voice=GIVER),
        Asked(DeliverDue, SYSTEM, _deliver_due),
    ),
    told=(Told(TrancheDelivered, GIVER, frozenset(), _delivered, heard=Heard(offices=_to_holder)),),
    follows=(Follow(QuotaAgreed, lambda said, state: state.giver, _first),),
    timers=(Timer("quota_tranche", _next_day, lambda state: ministry_of(state.giver), DeliverDue),),
    texts={
        "quota_not_agreed": RefusalText(
            N_("Nothing has been agreed on yet."), N_("Wait until both states have agreed.")
        ),
        "quota_no_room": RefusalText(
            N_("Of what was agreed on, only {room} are still to be delivered."),
            N_("Deliver no more than that, or agree on more first."),
        ),
    },
)
