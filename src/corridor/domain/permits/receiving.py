"""Taking an application in: the state of issue says by what it will judge, and what it costs.

Said only of types that ask for more than one officer's word: the others are simply there.
"""

from collections.abc import Iterator
from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import SYSTEM, TO_CARRIER, Act, Asked, Decision, Follow, Reaction, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.days import days_later
from corridor.domain.facts import Fact, Payload
from corridor.domain.permit_types.request import PermitRequest
from corridor.domain.permit_types.types import Fee, PermitType
from corridor.domain.permits.applying import PermitApplied
from corridor.domain.permits.book import rule_named
from corridor.domain.permits.references import creditor_reference
from corridor.domain.permits.state import FeeDue, Permit
from corridor.domain.permits.voices import STATE_OF_ISSUE, UNDECIDED
from corridor.domain.values import MinorUnits, Text, Whole


class TakeInApplication(Command, frozen=True, tag="permit.take_in"):
    """Said by the node of the state of issue when an application reaches it."""


class ApplicationTakenIn(Payload, frozen=True, tag="permit.taken_in/1"):
    """By which version of the type the state of issue judges, and what it asks for it."""

    type_version: Whole
    four_eyes: bool = False
    silence_grants: bool = False
    fee_minor: MinorUnits = 0
    currency: Text = ""
    fee_reference: Text = ""
    fee_due: Text = ""
    fee_first: bool = False


def _take_in(state: Permit, command: TakeInApplication, context: Context) -> Decision:
    kind, fee = context.type_of(state.request.kind), _fee(state.request, context)
    if state.status not in UNDECIDED or not (_has_more(kind) or fee):
        return ()
    said = ApplicationTakenIn(kind.version, kind.four_eyes, kind.silence == "grants")
    if fee is None or state.fee is not None:
        return (said,)
    return (_with_fee(said, fee, state, context),)


def _fee(request: PermitRequest, context: Context) -> Fee | None:
    """What the rule asks, by the terms of the type; what the type asks where no rule does."""
    kind = context.type_of(request.kind)
    today = context.day_at(request.country)
    rule = rule_named(context.requirement_rules, request.rule, request.country, today)
    if rule is None or rule.fee is None or rule.fee.amount_minor < 1:
        return kind.fee
    terms = kind.fee or Fee(rule.fee.amount_minor, rule.fee.currency)
    return replace(terms, amount_minor=rule.fee.amount_minor, currency=rule.fee.currency)


def _with_fee(
    said: ApplicationTakenIn, fee: Fee, state: Permit, context: Context
) -> ApplicationTakenIn:
    return replace(
        said,
        fee_minor=fee.amount_minor,
        currency=fee.currency,
        fee_reference=creditor_reference(context.token),
        fee_due=days_later(context.day_at(state.request.country), fee.days),
        fee_first=fee.first,
    )


def _has_more(kind: PermitType) -> bool:
    return kind.four_eyes or kind.silence == "grants"


def _taken_in(s: Permit, p: ApplicationTakenIn, f: Fact[Any]) -> Permit:
    fee = FeeDue(p.fee_minor, p.currency, p.fee_reference, p.fee_due, p.fee_first)
    return replace(
        s,
        four_eyes=p.four_eyes,
        silence_grants=p.silence_grants,
        fee=fee if p.fee_minor else s.fee,
    )


def _follows(said: PermitApplied, state: Permit, context: Context) -> Iterator[Reaction]:
    """Every application that reaches the state of issue, of a type that asks for more."""
    if said.request.quota:  # the own ministry issues it at once
        return
    if _fee(said.request, context) or _has_more(context.type_of(said.request.kind)):
        yield Reaction(state.id, TakeInApplication())


def issuer_of(said: PermitApplied, state: Permit) -> str:
    """The node that decides."""
    return str(said.request.country)


RECEIVING: Final = Act[Permit](
    "receiving",
    asked=(Asked(TakeInApplication, SYSTEM, _take_in, STATE_OF_ISSUE),),
    told=(Told(ApplicationTakenIn, STATE_OF_ISSUE, UNDECIDED, _taken_in, heard=TO_CARRIER),),
    follows=(Follow(PermitApplied, issuer_of, _follows),),
)
