"""Numbers of a state that has no node here: its own system told of them.

They are this state's to issue from then on, as if the other had delivered them by itself. What it
gave it cannot take back, and numbers are not given back to it.
"""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import SYSTEM, Act, Asked, Decision, Heard, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.days import day_at
from corridor.domain.facts import Fact, Payload
from corridor.domain.quota import (
    TRANCHES_MAX,
    Delivery,
    Permits,
    Quota,
    Terms,
    Tranche,
    named,
)
from corridor.domain.quotas.listings import desk_at
from corridor.domain.quotas.voices import HOLDER
from corridor.domain.refusals import N_, RefusalText, refuse
from corridor.domain.serials import Range, plus
from corridor.domain.values import Date, Line


class RelayQuota(Command, frozen=True, tag="quota.relay"):
    """Another system gave so many permits more. `message`: the id of what told it."""

    count: Permits
    valid_to: Date
    message: Line


class QuotaRelayed(Payload, frozen=True, tag="quota.relayed/1"):
    """The state whose roads are used gave so many more, by a system of its own."""

    count: Permits
    valid_to: Date
    message: Line


def _relay(state: Quota | None, command: RelayQuota, context: Context) -> Decision:
    about = named(context.subject)
    if about is None or about.holder != context.node:
        return refuse("quota_foreign", "/subject")
    if about.giver in context.nodes or (state is not None and not state.relayed):
        return refuse("quota_by_node", country=about.giver)
    return (QuotaRelayed(command.count, command.valid_to, command.message),)


def _begin(fact: Fact[Any], subject: str) -> Quota | None:
    about = named(subject)
    if about is None or about.holder != fact.node or fact.actor.role != SYSTEM:
        return None
    new = Quota(
        subject, about.giver, about.holder, about.year, about.type, agreed_at=fact.at, relayed=True
    )
    return _relayed(replace(new, updated_at=fact.at), fact.payload, fact)


def _relayed(s: Quota, p: QuotaRelayed, f: Fact[Any]) -> Quota:
    """A tranche of today; numbers go on where the last ended."""
    some = Range(s.highest + 1, s.highest + p.count)
    before = s.terms.tranches if s.terms is not None else ()
    return replace(
        s,
        terms=Terms(s.total + p.count, _tranches(before, day_at(f.at, s.holder), p), p.valid_to),
        deliveries=(*s.deliveries, Delivery(some, f.at))[-TRANCHES_MAX:],
        delivered=s.delivered + p.count,
        highest=some.last,
        free=plus(s.free, some),
    )


def _tranches(before: tuple[Tranche, ...], day: str, said: QuotaRelayed) -> tuple[Tranche, ...]:
    """One a day; more than a year can have are counted with the last."""
    if before and (before[-1].day == day or len(before) >= TRANCHES_MAX):
        last = Tranche(day, before[-1].count + said.count)
        return (*before[:-1], last)
    return (*before, Tranche(day, said.count))


def _to_holder(state: Quota, said: QuotaRelayed) -> tuple[tuple[str, str], ...]:
    return ((desk_at(state.holder), ""),)


RELAYING: Final = Act[Quota](
    "relaying",
    asked=(Asked(RelayQuota, SYSTEM, _relay, begins=True),),
    told=(
        Told(
            QuotaRelayed,
            HOLDER,
            frozenset(),
            _relayed,
            begin=_begin,
            heard=Heard(offices=_to_holder),
        ),
    ),
    texts={
        "quota_by_node": RefusalText(
            N_("{country} has a node in the corridor: quotas are agreed on there."),
            N_("Propose the quota on the page of quotas."),
        ),
    },
)
