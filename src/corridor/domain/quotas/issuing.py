"""Issuing permits out of what is left: by hand, many at once, or by the rule without a hand.

The number is taken first and the permit follows in the same transaction; where it cannot, the
number is put back.
"""

from collections.abc import Iterator
from typing import Annotated, Any, Final

from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.acts import SYSTEM, Act, Asked, Decision, Follow, Reaction, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.days import day_at, days_later, is_day
from corridor.domain.facts import Fact, Payload
from corridor.domain.needs import Ask, Look
from corridor.domain.permits.applying import PermitApplied
from corridor.domain.permits.issuing import IssueFromQuota
from corridor.domain.permits.state import Permit
from corridor.domain.quota import (
    DAYS_KEPT,
    DISPUTES_MAX,
    Dispute,
    Disputed,
    Quota,
    permit_number,
)
from corridor.domain.quotas.delivering import TrancheDelivered
from corridor.domain.quotas.ruling import QuotaRuleStated
from corridor.domain.quotas.voices import HOLDER
from corridor.domain.quotas.waiting import QUEUE, Queue, is_waiting, next_of
from corridor.domain.reference.authorities import ministry_of
from corridor.domain.refusals import N_, Refusal, RefusalText, Refused, refuse
from corridor.domain.serials import Range, first_of, holds, minus, plus
from corridor.domain.values import Reference, Text, Whole

GO_MAX: Final = 100
"""So many permits are issued in one transaction."""
Go = Annotated[int, Meta(ge=1, le=GO_MAX)]


class IssuePermits(Command, frozen=True, tag="quota.issue"):
    """Issue permits to those who are named. Out of turn, the reason is said."""

    permits: Annotated[tuple[Reference, ...], Meta(min_length=1, max_length=GO_MAX)]
    reason: Text = ""


class IssueNext(Command, frozen=True, tag="quota.issue_next"):
    """Issue so many permits to those whose turn it is by the rule."""

    count: Go


class IssueByRule(Command, frozen=True, tag="quota.issue_by_rule"):
    """Issue to whoever waits and whose turn it is, where the ministry wants that done at once."""


class PutBackNumber(Command, frozen=True, tag="quota.put_back"):
    """The permit could not be issued: the number is left again."""

    serial: Whole
    permit: Reference


class NumberTaken(Payload, frozen=True, tag="quota.taken/1"):
    """The number is that of this permit."""

    serial: Whole
    permit: Reference
    reason: Text = ""


class NumberPutBack(Payload, frozen=True, tag="quota.put_back/1"):
    """The number is left again: no permit was issued with it."""

    serial: Whole
    permit: Reference


OF_NUMBERS: Final = frozenset({"quota.taken/1", "quota.put_back/1"})
"""Events that are said for each single permit: the permits themselves tell of it."""


class _Named:
    """The applications that are named."""

    def gather(self, look: Look, ask: Ask) -> tuple[Any, ...]:
        return tuple(map(look.state, ask.said.permits))


class _AtOnce:
    """The queue, where the rule gives out of it without a hand; else nobody is looked at."""

    def gather(self, look: Look, ask: Ask) -> Queue:
        quota = ask.state
        return QUEUE.gather(look, ask) if quota is not None and quota.rule.at_once else Queue()


NAMED: Final = _Named()
AT_ONCE: Final = _AtOnce()


def _issue(state: Quota, command: IssuePermits, context: Context) -> Decision:
    over = _over(state, context)
    if over is not None:
        return over
    wrong = tuple(_wrong_named(state, command, context))
    if wrong:
        return Refused(wrong)
    if len(command.permits) > state.left:
        return refuse("quota_none_left", "/permits", left=state.left)
    turn = {one.id for one in next_of(state, context.of(QUEUE), len(command.permits))}
    if turn != set(command.permits) and not command.reason.strip():
        return refuse("quota_out_of_turn", "/reason")
    return _taking(state, context.of(NAMED), command.reason)


def _wrong_named(state: Quota, command: IssuePermits, context: Context) -> Iterator[Refusal]:
    for place, permit in enumerate(context.of(NAMED)):
        id = command.permits[place]
        if not is_waiting(permit, state) or id in command.permits[:place]:
            yield Refusal("quota_not_waiting", f"/permits/{place}", "", {"permit": id})


def _issue_next(state: Quota, command: IssueNext, context: Context) -> Decision:
    over = _over(state, context)
    if over is not None:
        return over
    if not state.left:
        return refuse("quota_none_left", "/count", left=0)
    turn = next_of(state, context.of(QUEUE), command.count)
    return _taking(state, turn) if turn else refuse("quota_nobody_waits")


def _issue_by_rule(state: Quota, command: IssueByRule, context: Context) -> Decision:
    if not state.rule.at_once or _over(state, context) is not None:
        return ()
    return _taking(state, next_of(state, context.of(AT_ONCE), GO_MAX))


def _over(state: Quota, context: Context) -> Refused | None:
    if state.terms is None or context.day_at(state.giver) > state.terms.valid_to:
        return refuse("permit_quota_over", year=state.year)
    return None


def _taking(state: Quota, permits: tuple[Permit, ...], reason: str = "") -> tuple[Payload, ...]:
    numbers = first_of(state.free, len(permits))
    return tuple(
        NumberTaken(serial, permit.id, reason)
        for serial, permit in zip(numbers, permits, strict=True)
    )


def _put_back(state: Quota, command: PutBackNumber, context: Context) -> Decision:
    return (NumberPutBack(command.serial, command.permit),)


def _taken(s: Quota, p: NumberTaken, f: Fact[Any]) -> Quota:
    """Once; a number that is not left is not the holder's to take."""
    one = Range(p.serial, p.serial)
    if not holds(s.free, one):
        return disputed(s, p, "double" if p.serial <= s.highest else "not_delivered", f.at)
    days = _counted(s.days, day_at(f.at, s.holder), 1)
    return replace(s, free=minus(s.free, one), taken=s.taken + 1, days=days)


def _was_put_back(s: Quota, p: NumberPutBack, f: Fact[Any]) -> Quota:
    one = Range(p.serial, p.serial)
    if p.serial > s.highest or holds(s.free, one) or not s.taken:
        return replace(s, discrepancies=(*s.discrepancies, "put_back_what_was_not_taken"))
    days = _counted(s.days, day_at(f.at, s.holder), -1)
    return replace(s, free=plus(s.free, one), taken=s.taken - 1, days=days)


def disputed(s: Quota, p: Any, why: Dispute, at: str, told: bool = False) -> Quota:
    """The number of a permit is not as the giver knows it; said once for each permit, and no more
    where both ministries have settled it.
    """
    if s.settlement(p.serial, p.permit) is not None:
        return s
    before = s.dispute(p.serial, p.permit)
    others = tuple(d for d in s.disputes if (d.serial, d.permit) != (p.serial, p.permit))
    found = Disputed(p.serial, p.permit, why, at, told, before.said if before else {})
    return replace(s, disputes=(*others, found)[:DISPUTES_MAX])


def _counted(days: dict[str, int], day: str, more: int) -> dict[str, int]:
    """One more on a day; days long ago are forgotten."""
    after = {**days, day: days.get(day, 0) + more}
    if len(after) <= DAYS_KEPT or not is_day(day):
        return after
    oldest = days_later(max(after), -DAYS_KEPT)
    return {one: count for one, count in after.items() if one > oldest}


def _issuance(said: NumberTaken, state: Quota, context: Context) -> Iterator[Reaction]:
    """The permit itself, for the rest of the quota's life, from its year on."""
    last = state.terms.valid_to if state.terms is not None else ""
    first = max(context.day_at(state.giver), f"{state.year}-01-01")
    number = permit_number(state, said.serial)
    office = ministry_of(state.holder)
    issue = IssueFromQuota(number, said.serial, first, last, office)
    back = Reaction(state.id, PutBackNumber(said.serial, said.permit))
    yield Reaction(said.permit, issue, back)


def issue_now(said: Any, state: Quota, context: Context) -> tuple[Reaction, ...]:
    """To those who wait, where the rule wants it so."""
    return (Reaction(state.id, IssueByRule()),)


def _of_applicant(said: PermitApplied, state: Permit, context: Context) -> Iterator[Reaction]:
    """At once, where the rule wants it so and nobody waits before."""
    if state.request.quota:
        yield Reaction(state.request.quota, IssueByRule())


def _to_holder(said: Any, state: Quota) -> str:
    return state.holder


ISSUING: Final = Act[Quota](
    "issuing",
    asked=(
        Asked(IssuePermits, by="permit", decide=_issue, voice=HOLDER, needs=(NAMED, QUEUE)),
        Asked(IssueNext, by="permit", decide=_issue_next, voice=HOLDER, needs=(QUEUE,)),
        Asked(IssueByRule, SYSTEM, _issue_by_rule, needs=(AT_ONCE,)),
        Asked(PutBackNumber, SYSTEM, _put_back),
    ),
    told=(
        Told(NumberTaken, HOLDER, frozenset(), _taken),
        Told(NumberPutBack, HOLDER, frozenset(), _was_put_back),
    ),
    follows=(
        Follow(NumberTaken, _to_holder, _issuance),
        Follow(TrancheDelivered, _to_holder, issue_now),
        Follow(QuotaRuleStated, _to_holder, issue_now),
        Follow(PermitApplied, lambda p, s: s.home if s.request.quota else "", _of_applicant),
    ),
    texts={
        "quota_not_waiting": RefusalText(
            N_("{permit} does not wait for a permit out of this quota, or stands twice."),
            N_("Reload the page to see who waits."),
        ),
        "quota_none_left": RefusalText(
            N_("Only {left} permits are left."),
            N_("Choose fewer, or wait for the next tranche."),
        ),
        "quota_out_of_turn": RefusalText(
            N_("By the published rule it is the turn of others."),
            N_("Choose those whose turn it is, or say why not: the other state reads it too."),
        ),
        "quota_nobody_waits": RefusalText(
            N_("Nobody waits whose turn it is by the rule."),
            N_("Nothing is left to do."),
        ),
    },
)
