"""Demanding: the office that brings a debt in demands it, and notes what was paid.

It is demanded of the debtor and of the guarantor, each with the last day to pay. The ledger of the
guarantor hears what is claimed of it, and what the office has received.
"""

from collections.abc import Iterator
from typing import Any, Final, Literal

from msgspec.structs import replace

from corridor.domain.acts import TO_CARRIER, Act, Asked, Decision, Follow, Heard, Reaction, Told
from corridor.domain.codes import guarantor_of
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.days import is_day
from corridor.domain.facts import Fact, Payload
from corridor.domain.guarantees.claiming import claim_at, claim_over_at, claim_paid_at
from corridor.domain.guarantees.state import GuaranteeClaim
from corridor.domain.movement.exchanging import Exchanged, claimables, paid_of_debt
from corridor.domain.movement.moments import during
from corridor.domain.movement.pursuit import Claim, Payment, Recovery
from corridor.domain.movement.recovering import brought_in
from corridor.domain.movement.state import UNDERWAY, Movement
from corridor.domain.movement.voices import COMPETENT
from corridor.domain.refusals import N_, RefusalText, Refused, refuse
from corridor.domain.values import Currency, Date, MinorUnits, Reason, Text, Whole

Whom = Literal["debtor", "guarantor"]


class DemandDebt(Command, frozen=True, tag="movement.demand_debt"):
    """Demand what is still owed of the debtor, or of the guarantor, until a day."""

    of: Whom
    pay_by: Date
    grn: Text = ""
    """The guarantee from which it is demanded; none: the first that holds something."""


class RecordPayment(Command, frozen=True, tag="movement.record_payment"):
    """Note what was paid of the debt, with the paper that shows it.

    `amount_minor`: in the currency in which it was demanded.
    """

    by: Whom
    amount_minor: MinorUnits
    document: Reason
    grn: Text = ""
    """The guarantee from which the guarantor paid; none: the only one it was demanded from."""


class DebtDemanded(Payload, frozen=True, tag="movement.debt_demanded/1"):
    """CC035C to the debtor, or a claim against the guarantor: so much, until that day."""

    of: Whom
    amount_minor: Whole
    currency: Currency
    pay_by: Date
    grn: Text = ""
    exchanged: Exchanged | None = None
    """The same in the currency of the guarantee, where that is another."""


class DebtPaid(Payload, frozen=True, tag="movement.debt_paid/1"):
    """Something was paid of the debt."""

    by: Whom
    amount_minor: Whole
    currency: Currency
    document: Text
    grn: Text = ""
    received_minor: Whole = 0
    """What came in the currency of the guarantee, where that is another."""


def _demand(state: Movement, command: DemandDebt, context: Context) -> Decision:
    recovery = brought_in(state)
    if isinstance(recovery, Refused):
        return recovery
    if not recovery.left_minor:
        return refuse("debt_paid_already")
    if not is_day(command.pay_by):
        return refuse("day_impossible", "/pay_by", given=command.pay_by)
    if command.pay_by < context.day_at(recovery.competent):
        return refuse("pay_by_past", "/pay_by", date=command.pay_by)
    if command.of == "guarantor":
        return _claim_from(state, command, recovery, context)
    return (DebtDemanded(command.of, recovery.left_minor, recovery.currency, command.pay_by),)


def _claim_from(
    state: Movement, command: DemandDebt, recovery: Recovery, context: Context
) -> Decision:
    answers = claimables(state, context.reference)
    grn = command.grn or next(iter(answers), "")
    if grn not in answers:
        if _is_of_other_currency(state, grn):
            return refuse("claim_rate_missing", "/grn", grn=grn, date=state.rules_on)
        return refuse("nothing_to_claim", "/grn" if command.grn else "/of")
    amount, exchanged = answers[grn]
    said = (command.of, amount, recovery.currency, command.pay_by, grn, exchanged)
    return (DebtDemanded(*said),)


def _is_of_other_currency(state: Movement, grn: str) -> bool:
    recovery = state.pursuit.recovery
    currency = recovery.currency if recovery is not None else ""
    return any(
        (one.grn, one.status) == (grn, "reserved") and one.currency != currency
        for one in state.guarantees
    )


def _pay(state: Movement, command: RecordPayment, context: Context) -> Decision:
    recovery = brought_in(state)
    if isinstance(recovery, Refused):
        return recovery
    if not command.amount_minor:
        return refuse("debt_amount_missing", "/amount_minor")
    if command.by == "debtor" and command.amount_minor > recovery.left_minor:
        return refuse("paid_too_much", "/amount_minor", held_minor=recovery.left_minor)
    if command.by == "guarantor":
        return _pay_from(state, command, recovery)
    said = (command.by, command.amount_minor, recovery.currency, command.document)
    return (DebtPaid(*said),)


def _pay_from(state: Movement, command: RecordPayment, recovery: Recovery) -> Decision:
    first = state.guarantee.grn
    claimed = tuple(recovery.claimed(first))
    if not claimed or (command.grn and command.grn not in claimed):
        return refuse("guarantor_not_asked", "/grn" if command.grn else "/by")
    if not command.grn and len(claimed) > 1:
        return refuse("guarantee_of_payment_missing", "/grn")
    grn = command.grn or claimed[0]
    held = recovery.asked_from(grn, first)
    if command.amount_minor > held:
        return refuse("paid_too_much", "/amount_minor", held_minor=held)
    came = command.amount_minor if recovery.claimed(first)[grn].currency else 0
    paid = paid_of_debt(recovery, grn, first, command.amount_minor)
    return (DebtPaid(command.by, paid, recovery.currency, command.document, grn, came),)


def _demanded(s: Movement, p: DebtDemanded, f: Fact[Any]) -> Movement:
    claim = Claim(p.of, f.at, f.actor.office, p.amount_minor, p.pay_by, p.grn)
    if p.exchanged is not None:
        told = p.exchanged
        claim = replace(
            claim,
            asked_minor=told.amount_minor,
            currency=told.currency,
            issuer=told.issuer,
            rates=told.rates,
        )
    before = s.pursuit.recovery.claims if s.pursuit.recovery else ()
    return replace(s, pursuit=s.pursuit.with_recovery(claims=(*before, claim)))


def _paid(s: Movement, p: DebtPaid, f: Fact[Any]) -> Movement:
    paid = Payment(p.by, f.at, p.amount_minor, p.document, p.grn, p.received_minor)
    before = s.pursuit.recovery.payments if s.pursuit.recovery else ()
    return replace(s, pursuit=s.pursuit.with_recovery(payments=(*before, paid)))


def _ledger(said: DebtDemanded, state: Movement) -> str:
    """The guarantor's node, where it is about a guarantee of this movement."""
    is_its = bool(said.grn) and said.grn in {one.grn for one in state.guarantees}
    return guarantor_of(said.grn) if is_its else ""


def _claim(said: DebtDemanded, state: Movement, context: Context) -> Iterator[Reaction]:
    """The guarantor's ledger notes what has to be paid, to whom and until when: as it stands, since
    what was paid later, to another office, may have come before it.
    """
    recovery, first = state.pursuit.recovery, state.guarantee.grn
    if recovery is None or not recovery.is_open or said.grn not in recovery.claimed(first):
        return
    held = next(one.amount_minor for one in state.guarantees if one.grn == said.grn)
    amount = min(recovery.asked_from(said.grn, first), held)
    if amount:
        yield claim_at(said.grn, state.id, _for_ledger(state, amount, said.pay_by))
    else:
        yield claim_over_at(said.grn, state.id)


def _for_ledger(state: Movement, amount_minor: int, pay_by: str) -> GuaranteeClaim:
    recovery = state.pursuit.recovery
    office = recovery.competent if recovery is not None else ""
    return GuaranteeClaim(state.reference, office, amount_minor, pay_by)


def _tell_paid(said: DebtPaid, state: Movement, context: Context) -> Iterator[Reaction]:
    """The ledgers here note what was paid from them; another hears what is left of its claim,
    where less is owed now than is demanded from it.
    """
    recovery, first = state.pursuit.recovery, state.guarantee.grn
    if recovery is None:
        return
    for grn, claim in recovery.claimed(first).items():
        if guarantor_of(grn) != context.node:
            continue
        if grn == said.grn:
            yield claim_paid_at(grn, state.id, said.received_minor or said.amount_minor)
        elif _is_lowered(claim, recovery, grn, first):
            yield _lowered(claim, recovery.asked_from(grn, first), grn, state)


def _is_lowered(claim: Claim, recovery: Recovery, grn: str, first: str) -> bool:
    """Whether less is owed than its claim still says."""
    return recovery.left_minor < claim.amount_minor - recovery.paid_from(grn, first, claim.at)


def _lowered(claim: Claim, left_minor: int, grn: str, state: Movement) -> Reaction:
    if not left_minor:
        return claim_over_at(grn, state.id)
    return claim_at(grn, state.id, _for_ledger(state, left_minor, claim.pay_by))


def _owes(s: Movement) -> bool:
    """Whether the debtor has to pay."""
    recovery = s.pursuit.recovery
    is_open = recovery is not None and recovery.is_open and bool(recovery.left_minor)
    return is_open and recovery is not None and recovery.claim_of("debtor") is not None


DEMANDING: Final = Act[Movement](
    "demanding",
    asked=(
        Asked(DemandDebt, "customs", _demand, COMPETENT, during("released", "arrived")),
        Asked(RecordPayment, "customs", _pay, COMPETENT, during("released", "arrived")),
    ),
    told=(
        Told(
            DebtDemanded,
            COMPETENT,
            UNDERWAY,
            _demanded,
            heard=Heard({"carrier": _owes}, urgent=True),
        ),
        Told(DebtPaid, COMPETENT, UNDERWAY, _paid, heard=TO_CARRIER),
    ),
    follows=(
        Follow(DebtDemanded, _ledger, _claim),
        Follow(DebtPaid, lambda said, state: state.guarantors, _tell_paid),
    ),
    texts={
        "pay_by_past": RefusalText(N_("{date} is past."), N_("Give a day still to come.")),
        "nothing_to_claim": RefusalText(
            N_("No guarantor answers for this debt: nothing is reserved for the movement."),
            N_("Demand it of the debtor."),
        ),
        "claim_rate_missing": RefusalText(
            N_(
                "Guarantee {grn} is in another currency than the debt, and the state of departure "
                "has issued no rate for it that was in force on {date}."
            ),
            N_("Demand it from another guarantee, or of the debtor."),
        ),
        "guarantee_of_payment_missing": RefusalText(
            N_("It was demanded from several guarantees."),
            N_("Name the guarantee from which the guarantor paid."),
        ),
        "debt_paid_already": RefusalText(N_("The debt has been paid."), N_("End the recovery.")),
        "paid_too_much": RefusalText(
            N_("More than is still owed."), N_("State what was paid of the debt.")
        ),
        "guarantor_not_asked": RefusalText(
            N_("Nothing was demanded of the guarantor."), N_("Demand it first, or name the debtor.")
        ),
    },
)
