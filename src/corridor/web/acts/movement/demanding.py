"""Demanding a debt of whoever is to pay, and noting what was paid."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, cast

from corridor.domain.facts import Actor
from corridor.domain.movement.demanding import (
    DebtDemanded,
    DebtPaid,
    DemandDebt,
    RecordPayment,
)
from corridor.domain.movement.exchanging import Claimable, claimables
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import N_
from corridor.web.act import (
    BESIDES,
    PRESSING,
    Act,
    Field,
    MovementDeed,
    Place,
    Reading,
    Shown,
    Tale,
    chosen,
    field_of,
)
from corridor.web.acts.debt import (
    amount_field,
    amount_of,
    brought_in_at,
    debt_rows,
    exchange_said,
    money_in,
)
from corridor.web.acts.fields import needed_day
from corridor.web.labels.pursuit import WHO_PAYS


def _may_demand(state: Movement, actor: Actor) -> Place | None:
    recovery = brought_in_at(state, actor)
    if recovery is None or recovery.asked is not None or not recovery.left_minor:
        return None
    return PRESSING if not recovery.claims else BESIDES


def _may_note(state: Movement, actor: Actor) -> Place | None:
    place = _may_demand(state, actor)
    if place is None:
        return None
    return PRESSING if place == BESIDES else BESIDES


def _demand_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _(
        "Whoever is to pay is told the amount and the last day. A claim against the guarantor "
        "stands on the page of the guarantee, at the guarantor's."
    )


def _demand_fields(deed: MovementDeed) -> list[Field]:
    _, labels = deed.reader.words, deed.reader.labels
    recovery = deed.state.pursuit.recovery
    owed = money_in(recovery.left_minor if recovery else 0, deed.state, deed.reader)
    answers = _answers(deed)
    claim = next(iter(answers.values()), money_in(0, deed.state, deed.reader))
    hint = _("Still owed: %(owed)s; the guarantor answers for %(claim)s.", owed=owed, claim=claim)
    if len(answers) > 1:
        hint = _("Still owed: %(owed)s.", owed=owed)
    label = _("Of whom is it demanded?")
    return [
        field_of("radios", "of", label, hint=hint, options=labels.options("who_pays")),
        *_which_fields(deed, answers),
        field_of("date", "pay_by", _("Last day to pay")),
    ]


def _answers(deed: MovementDeed) -> dict[str, str]:
    """GRN → what it answers for, in the currency of the debt and in its own."""
    found = claimables(deed.state, deed.services.reference)
    return {grn: " = ".join(_told(one, deed)) for grn, one in found.items()}


def _told(one: Claimable, deed: MovementDeed) -> Iterable[str]:
    yield money_in(one.amount_minor, deed.state, deed.reader)
    if one.exchanged is not None:
        told = one.exchanged
        yield str(deed.reader.formats.money(told.amount_minor, told.currency))


def _which_fields(deed: MovementDeed, answers: Mapping[str, str]) -> list[Field]:
    """The choice among guarantees, each with what it answers for, where there are several."""
    if len(answers) < 2:
        return []
    _ = deed.reader.words
    options = [{"value": "", "label": _("choose a guarantee")}] + [
        {"value": grn, "label": f"{grn}: {money}"} for grn, money in answers.items()
    ]
    hint = _("Needed where it is the guarantor; each answers for what it reserved.")
    label = _("Guarantee")
    return [field_of("select", "grn", label, hint=hint, options=options, optional=True)]


def _which(deed: MovementDeed, answers: Mapping[str, str], whom: str) -> str:
    grn = deed.form["grn"]
    if whom == "guarantor" and len(answers) > 1 and grn not in answers:
        deed.form.add_error("grn", deed.reader.words("Choose the guarantee."))
    return grn if whom == "guarantor" and grn in answers else ""


def _demand(deed: MovementDeed) -> DemandDebt | None:
    _ = deed.reader.words
    of = chosen(deed.form["of"], WHO_PAYS)
    if not of:
        deed.form.add_error("of", _("Choose of whom it is demanded."))
    pay_by = needed_day(deed, "pay_by", _("State the last day to pay."))
    grn = _which(deed, _answers(deed), of)
    return None if deed.form.errors else DemandDebt(cast(Any, of), pay_by, grn)


def _owed_from(deed: MovementDeed) -> dict[str, str]:
    """GRN → what is still demanded from it, in its own currency."""
    recovery, first = deed.state.pursuit.recovery, deed.state.guarantee.grn
    if recovery is None:
        return {}
    money = deed.reader.formats.money
    return {
        grn: str(money(recovery.asked_from(grn, first), claim.currency or recovery.currency))
        for grn, claim in recovery.claimed(first).items()
    }


def _in_which(deed: MovementDeed, by: str, grn: str) -> str:
    """The currency of what was paid, where it is not the debt's."""
    recovery, first = deed.state.pursuit.recovery, deed.state.guarantee.grn
    if recovery is None or by != "guarantor":
        return ""
    claimed = recovery.claimed(first)
    claim = claimed.get(grn) or next(iter(claimed.values()), None)
    return claim.currency if claim is not None else ""


def _pay_fields(deed: MovementDeed) -> list[Field]:
    _, recovery = deed.reader.words, deed.state.pursuit.recovery
    owed = recovery.left_minor if recovery is not None else 0
    hint = _("Still owed: %(owed)s.", owed=money_in(owed, deed.state, deed.reader))
    claimed = _owed_from(deed)
    if _in_which(deed, "guarantor", ""):
        from_them = "; ".join(f"{grn}: {money}" for grn, money in claimed.items())
        own = _("From the guarantor in the currency of the guarantee: %(money)s.", money=from_them)
        hint = f"{hint} {own}"
    options = deed.reader.labels.options("who_pays")
    return [
        field_of("radios", "by", _("Who paid?"), options=options),
        *_which_fields(deed, claimed),
        amount_field(deed, _("Amount paid"), hint),
        field_of("text", "document", _("Document"), hint=_("The number and day of the receipt.")),
    ]


def _pay(deed: MovementDeed) -> RecordPayment | None:
    _ = deed.reader.words
    by = chosen(deed.form["by"], WHO_PAYS)
    if not by:
        deed.form.add_error("by", _("Choose who paid."))
    grn = _which(deed, _owed_from(deed), by)
    amount = amount_of(deed, _in_which(deed, by, grn))
    document = deed.needed("document", _("Name the receipt."))
    return None if deed.form.errors else RecordPayment(cast(Any, by), amount, document, grn)


def _pay_means(deed: MovementDeed) -> str:
    return deed.reader.words("What was paid is taken off the debt, for all states to read.")


def _demanded(said: DebtDemanded, tale: Tale) -> Iterable[str]:
    yield tale.say(
        "Demanded of %(whom)s: %(amount)s by %(day)s.",
        whom=tale.reader.labels(said.of, "who_pays"),
        amount=tale.reader.formats.money(said.amount_minor, said.currency),
        day=tale.reader.formats.day(said.pay_by),
    )
    if said.grn:
        yield tale.say("Guarantee %(grn)s.", grn=said.grn)
    if said.exchanged is not None:
        told, money = said.exchanged, tale.reader.formats.money
        amount = str(money(told.amount_minor, told.currency))
        yield exchange_said(amount, told.issuer, told.day, told.rates, tale.reader)


def _paid(said: DebtPaid, tale: Tale) -> Iterable[str]:
    yield tale.reader.labels(said.by, "who_pays") + ":"
    yield f"{tale.reader.formats.money(said.amount_minor, said.currency)}."
    if said.received_minor:
        came = tale.reader.formats.money(said.received_minor, _currency_of(said.grn, tale))
        yield tale.say("In the currency of the guarantee: %(amount)s.", amount=came)
    yield tale.say("Document: %(document)s.", document=said.document)
    if said.grn:
        yield tale.say("Guarantee %(grn)s.", grn=said.grn)


def _currency_of(grn: str, tale: Tale) -> str:
    """Of a guarantee of the movement."""
    held = getattr(tale.state, "guarantees", ())
    return next((one.currency for one in held if one.grn == grn), "")


DEMANDING: Final = Shown[Movement](
    acts=(
        Act(
            name="demand",
            desk="customs",
            label=N_("Demand payment"),
            title=N_("Demand payment of the debt"),
            consequence=_demand_means,
            command=_demand,
            done=N_("Payment was demanded"),
            offered=_may_demand,
            fields=_demand_fields,
            context=debt_rows,
            pointers={"/of": "of", "/pay_by": "pay_by", "/grn": "grn"},
            stays=True,
        ),
        Act(
            name="payment",
            desk="customs",
            label=N_("Note a payment"),
            title=N_("Note a payment of the debt"),
            consequence=_pay_means,
            command=_pay,
            done=N_("The payment was noted"),
            offered=_may_note,
            fields=_pay_fields,
            context=debt_rows,
            pointers={
                "/by": "by",
                "/amount_minor": "amount",
                "/document": "document",
                "/grn": "grn",
            },
            stays=True,
        ),
    ),
    reads=(
        Reading(DebtDemanded, N_("Payment of the debt demanded"), "attention", _demanded, True),
        Reading(DebtPaid, N_("Payment of the debt noted"), note=_paid),
    ),
)
