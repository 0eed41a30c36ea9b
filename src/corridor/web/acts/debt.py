"""A debt that is brought in, as several acts show it: how much, by whom, what of it is owed."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from corridor.domain.facts import Actor
from corridor.domain.movement.duties import DutyStep
from corridor.domain.movement.pursuit import Recovery
from corridor.domain.movement.state import UNDERWAY, Movement
from corridor.domain.refdata.rates import RateSaid
from corridor.web.act import (
    Field,
    MovementDeed,
    Tale,
    field_of,
)
from corridor.web.templating import Reader
from corridor.web.views.desk_money import minor_of


def open_recovery(state: Movement) -> Recovery | None:
    """The one that is open."""
    return state.pursuit.open_recovery if state.status in UNDERWAY else None


def brought_in_at(state: Movement, actor: Actor) -> Recovery | None:
    """The one that is open, for the office that brings it in."""
    recovery = open_recovery(state)
    return recovery if recovery is not None and recovery.competent == actor.office else None


def money_in(minor: int, state: Movement, reader: Any) -> str:
    """An amount in the currency of the debt."""
    return str(reader.formats.money(minor, _currency(state)))


def amount_field(deed: MovementDeed, label: str, hint: str) -> Field:
    """An amount in the currency of the debt, to be typed."""
    return field_of("text", "amount", label, "", hint, width="18")


def amount_of(deed: MovementDeed, currency: str = "") -> int:
    """The amount typed, in the currency of the debt where no other is named; without one the form
    has an error.
    """
    minor = minor_of(deed.form["amount"], currency or _currency(deed.state))
    if not minor:
        example = deed.reader.words("State the amount, for example 1 250,00.")
        deed.form.add_error("amount", example)
    return minor or 0


def _currency(state: Movement) -> str:
    recovery = state.pursuit.recovery
    return recovery.currency if recovery is not None else state.guarantee.currency or "EUR"


def debt_rows(deed: MovementDeed) -> dict[str, Any]:
    """The debt, above the form."""
    recovery = deed.state.pursuit.recovery
    if recovery is None:
        return {}
    tale, _ = Tale(deed.reader, deed.actor.office, deed.state), deed.reader.words
    return {"rows": [{"label": _("Debt"), "value": " ".join(summary(recovery, tale))}]}


def steps_said(
    steps: Iterable[DutyStep], money: Callable[[int], str], reader: Reader
) -> Iterator[str]:
    """How the duties were worked out, goods of the same rates together."""
    for step in steps:
        yield reader.words(
            "Value %(value)s: duty %(duty)s%% = %(duty_sum)s, VAT %(vat)s%% on value and duty = "
            "%(vat_sum)s, together %(sum)s.",
            value=money(step.value_minor),
            duty=step.duty_percent,
            duty_sum=money(step.duty_minor),
            vat=step.vat_percent,
            vat_sum=money(step.vat_minor),
            sum=money(step.amount_minor),
        )


def exchange_said(
    amount: str, issuer: str, day: str, rates: Iterable[RateSaid], reader: Reader
) -> str:
    """An amount in the currency of the guarantee, and the rates that led to it."""
    formats = reader.formats
    steps = (
        f"{formats.number(one.per)} {one.currency} = {formats.rate(one.rate)} {one.base}"
        for one in rates
    )
    return reader.words(
        "In the currency of the guarantee: %(amount)s, by the rates of %(state)s in force on "
        "%(day)s: %(rates)s.",
        amount=amount,
        state=reader.names.country(issuer),
        day=formats.day(day),
        rates=", ".join(steps),
    )


def summary(recovery: Recovery, tale: Tale) -> Iterator[str]:
    """How much, who brings it in, what was demanded until when, what was paid."""
    formats, names = tale.reader.formats, tale.reader.names
    money = formats.money
    yield tale.say("Debt: %(amount)s.", amount=money(recovery.amount_minor, recovery.currency))
    if recovery.worked_out_minor not in (0, recovery.amount_minor):
        worked_out = money(recovery.worked_out_minor, recovery.currency)
        yield tale.say("Worked out by the rates: %(amount)s.", amount=worked_out)
        yield tale.say("Another amount, because: %(reason)s", reason=recovery.difference)
    if recovery.arose_in:
        country = names.country(recovery.arose_in)
        yield tale.say("Where it arose: %(country)s.", country=country)
    yield tale.say("Recovered by: %(office)s.", office=names.office(recovery.competent))
    last = recovery.handovers[-1] if recovery.handovers else None
    if last is not None and last.status == "refused":
        refused = {"office": names.office(last.office), "why": last.answer}
        yield tale.say("Not taken over by %(office)s: %(why)s", **refused)
    if recovery.asked is not None:
        office = names.office(recovery.asked.office)
        yield tale.say("Asked to take it over: %(office)s.", office=office)
        yield recovery.asked.reason
    claimed = recovery.claimed(tale.state.guarantee.grn)
    for claim in filter(None, (recovery.claim_of("debtor"), *claimed.values())):
        said = tale.say(
            "Demanded of %(whom)s: %(amount)s by %(day)s.",
            whom=tale.reader.labels(claim.of, "who_pays"),
            amount=money(claim.amount_minor, recovery.currency),
            day=formats.day(claim.pay_by),
        )
        is_one_of_many = len(claimed) > 1 and bool(claim.grn)
        yield f"{said} {tale.say('Guarantee %(grn)s.', grn=claim.grn)}" if is_one_of_many else said
        if claim.currency:
            asked = money(claim.asked_minor, claim.currency)
            yield exchange_said(asked, claim.issuer, tale.state.rules_on, claim.rates, tale.reader)
    if recovery.payments:
        paid = money(recovery.paid_minor, recovery.currency)
        left = money(recovery.left_minor, recovery.currency)
        yield tale.say("Paid: %(paid)s; still owed: %(left)s.", paid=paid, left=left)
