"""Settling a number in dispute: each of the two ministries says what becomes of it.

While they do not say the same it stays in dispute, and no post lets anybody pass by it. A permit
that is to be void is revoked first, and so is the other one where this one is to hold: what is
agreed on is then so at every post. No number is delivered in the place of one in dispute.
"""

from collections.abc import Iterator
from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Heard, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.needs import Ask, StatesUnder
from corridor.domain.permits.listings import number_key
from corridor.domain.permits.state import Permit
from corridor.domain.quota import (
    DISPUTES_MAX,
    Disputed,
    Outcome,
    Quota,
    Settled,
    permit_number,
)
from corridor.domain.quotas.listings import desk_at
from corridor.domain.quotas.voices import EITHER
from corridor.domain.refusals import N_, Refusal, RefusalText, Refused, refuse
from corridor.domain.serials import Range, holds, minus
from corridor.domain.values import LongText, Reference, Whole, Words


class SettleDispute(Command, frozen=True, tag="quota.settle"):
    """Say what becomes of a number in dispute: the permit holds, or it is void."""

    serial: Whole
    permit: Reference
    outcome: Outcome
    words: Words


class DisputeJudged(Payload, frozen=True, tag="quota.judged/1"):
    """What one of the two ministries says; what both say is so."""

    serial: Whole
    permit: Reference
    outcome: Outcome
    words: LongText


def _key(ask: Ask) -> str:
    return number_key(permit_number(ask.state, ask.said.serial)) if ask.state is not None else ""


OF_NUMBER: Final = StatesUnder(Permit, _key, lambda permit, ask: True)


def _settle(state: Quota, command: SettleDispute, context: Context) -> Decision:
    found = state.dispute(command.serial, command.permit)
    if found is None:
        return refuse("quota_no_dispute", "/permit", serial=command.serial)
    if found.said.get(context.node) == command.outcome:
        return refuse("quota_said_already", "/outcome")
    wrong = tuple(_wrong(found, command, context))
    if wrong:
        return Refused(wrong)
    said = DisputeJudged(command.serial, command.permit, command.outcome, command.words)
    return (said,)


def _wrong(found: Disputed, command: SettleDispute, context: Context) -> Iterator[Refusal]:
    """Of those with this number none but what is to hold may be in force."""
    if command.outcome == "holds" and found.why == "not_delivered":
        yield Refusal("quota_over_if_holds", "/outcome")
    for permit in context.of(OF_NUMBER):
        stays = permit.id == command.permit and command.outcome == "holds"
        goes = permit.id == command.permit or command.outcome == "holds"
        if goes and not stays and permit.status == "granted":
            args = {"permit": permit.id, "number": permit.number}
            yield Refusal("quota_revoke_first", "/outcome", "", args)


def _judged(s: Quota, p: DisputeJudged, f: Fact[Any]) -> Quota:
    found = s.dispute(p.serial, p.permit)
    if found is None:
        return s
    said = {**found.said, f.node: p.outcome}
    others = tuple(one for one in s.disputes if one is not found)
    if any(said.get(node) != p.outcome for node in s.parties):
        return replace(s, disputes=(*others, replace(found, said=said)))
    over = Settled(p.serial, p.permit, p.outcome, f.at)
    after = replace(s, disputes=others, settled=(*s.settled, over)[-DISPUTES_MAX:])
    return _taken(after, p.serial) if p.outcome == "holds" else after


def _taken(s: Quota, serial: int) -> Quota:
    """What holds has its number, if nobody had it."""
    one = Range(serial, serial)
    return replace(s, free=minus(s.free, one), taken=s.taken + 1) if holds(s.free, one) else s


def _to_both(state: Quota, said: DisputeJudged) -> tuple[tuple[str, str], ...]:
    return tuple((desk_at(node), "") for node in sorted(state.parties))


SETTLING: Final = Act[Quota](
    "settling",
    asked=(Asked(SettleDispute, by="permit", decide=_settle, voice=EITHER, needs=(OF_NUMBER,)),),
    told=(Told(DisputeJudged, EITHER, frozenset(), _judged, heard=Heard(offices=_to_both)),),
    texts={
        "quota_no_dispute": RefusalText(
            N_("Number {serial} of this permit is not in dispute."),
            N_("Reload the page: it may have been settled meanwhile."),
        ),
        "quota_said_already": RefusalText(
            N_("Your ministry has said so already."),
            N_("Wait for the other state, or say otherwise."),
        ),
        "quota_over_if_holds": RefusalText(
            N_("The number was never delivered: if the permit held, there would be one too many."),
            N_("Revoke the permit and agree that it is void; agree on more permits if need be."),
        ),
        "quota_revoke_first": RefusalText(
            N_("Permit {number} ({permit}) is still in force."),
            N_("The ministry that issued it revokes it first; then say so again."),
        ),
    },
)
