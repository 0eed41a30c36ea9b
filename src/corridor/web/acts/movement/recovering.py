"""Recovering a debt: opened, handed over to another state, demanded, paid, ended."""

from collections.abc import Iterable, Iterator
from typing import Any, Final, cast

from babel.numbers import get_currency_precision

from corridor.domain.facts import Actor
from corridor.domain.movement.offices import departure_office
from corridor.domain.movement.pursuit import Recovery
from corridor.domain.movement.recovering import (
    DebtDemanded,
    DebtPaid,
    DecideHandover,
    DemandDebt,
    EndRecovery,
    HandoverDecided,
    HandOverRecovery,
    OpenRecovery,
    RecordPayment,
    RecoveryEnded,
    RecoveryHandedOver,
    RecoveryOpened,
    claimable,
    states_to_ask,
)
from corridor.domain.movement.state import UNDERWAY, Movement
from corridor.domain.refusals import N_
from corridor.web.acts.act import (
    AT_ONCE,
    BESIDES,
    LAST,
    Act,
    Banner,
    Field,
    MovementDeed,
    Place,
    Reading,
    Shown,
    Tale,
    chosen,
    field_of,
    why_of,
)
from corridor.web.acts.fields import needed_day, reason_field, reason_of, yes_no_field, yes_no_of
from corridor.web.pursuit_labels import GROUNDS, RECOVERY_ENDS, WHO_PAYS
from corridor.web.views.desk_money import minor_of


def _of(state: Movement) -> Recovery | None:
    """The one that is open."""
    recovery = state.pursuit.recovery
    is_open = state.status in UNDERWAY and recovery is not None and recovery.is_open
    return recovery if is_open else None


def _may_open(state: Movement, actor: Actor) -> Place | None:
    """Where its term was noted, or all that was asked is answered or its day noted as over."""
    is_theirs = actor.office == departure_office(state.dossier) and state.status in UNDERWAY
    is_free = state.destination.status == "goods_released" and not state.pursuit.is_reopened
    if not is_theirs or is_free or state.pursuit.is_recovering:
        return None
    return LAST if _is_term(state) or _has_failed(state) else None


def _is_term(state: Movement) -> bool:
    return any(name.startswith("recovery ") for name in state.passed)


def _has_failed(state: Movement) -> bool:
    asked = [one for one in state.pursuit.enquiries if one.kind != "status"]
    over = (one.answered_at or f"answer {one.answer_by} {one.id}" in state.passed for one in asked)
    return bool(asked) and all(over)


def _competent(state: Movement, actor: Actor) -> Recovery | None:
    recovery = _of(state)
    return recovery if recovery is not None and recovery.competent == actor.office else None


def _may_hand_over(state: Movement, actor: Actor) -> Place | None:
    recovery = _competent(state, actor)
    return LAST if recovery is not None and recovery.asked is None else None


def _may_decide(state: Movement, actor: Actor) -> Place | None:
    recovery = _of(state)
    asked = recovery.asked if recovery is not None else None
    return AT_ONCE if asked is not None and asked.office == actor.office else None


def _may_demand(state: Movement, actor: Actor) -> Place | None:
    recovery = _competent(state, actor)
    if recovery is None or recovery.asked is not None or not recovery.left_minor:
        return None
    return AT_ONCE if not recovery.claims else BESIDES


def _may_note(state: Movement, actor: Actor) -> Place | None:
    return BESIDES if _may_demand(state, actor) is not None else None


def _may_end(state: Movement, actor: Actor) -> Place | None:
    recovery = _competent(state, actor)
    if recovery is None or recovery.asked is not None:
        return None
    return LAST if recovery.left_minor else AT_ONCE


def _money(minor: int, state: Movement, reader: Any) -> str:
    recovery = state.pursuit.recovery
    currency = recovery.currency if recovery is not None else state.guarantee.currency or "EUR"
    return str(reader.formats.money(minor, currency))


def _amount_field(deed: MovementDeed, label: str, hint: str, minor: int = 0) -> Field:
    """An amount; what is owed stands in it first."""
    digits = get_currency_precision(_currency(deed.state))
    value = deed.reader.formats.number(minor / 10**digits) if minor else ""
    return field_of("text", "amount", label, str(value), hint, width="18")


def _currency(state: Movement) -> str:
    recovery = state.pursuit.recovery
    return recovery.currency if recovery is not None else state.guarantee.currency or "EUR"


def _amount(deed: MovementDeed) -> int:
    minor = minor_of(deed.form["amount"], get_currency_precision(_currency(deed.state)))
    if not minor:
        example = deed.reader.words("State the amount, for example 1 250,00.")
        deed.form.add_error("amount", example)
    return minor or 0


def _open_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _(
        "The movement is under recovery from then on, and its holder is told. The amount is that "
        "of the duties and taxes at stake, as this office worked them out."
    )


def _open_fields(deed: MovementDeed) -> list[Field]:
    _, state = deed.reader.words, deed.state
    held = _money(state.guarantee.amount_minor, state, deed.reader)
    hint = _("The guarantee of this movement holds %(amount)s.", amount=held)
    grounds = deed.reader.labels.options("recovery_ground")
    return [
        field_of("radios", "ground", _("On which ground?"), options=grounds),
        _amount_field(deed, _("Amount of the debt"), hint),
        *reason_field(deed, _("The holder and the offices read this.")),
    ]


def _open(deed: MovementDeed) -> OpenRecovery | None:
    ground = chosen(deed.form["ground"], GROUNDS)
    if not ground:
        deed.form.add_error("ground", deed.reader.words("Choose the ground."))
    amount, reason = _amount(deed), reason_of(deed)
    if deed.form.errors:
        return None
    return OpenRecovery(cast(Any, ground), amount, reason)


def _hand_over_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _("That office takes it over or refuses. Until then nothing is demanded or ended here.")


def _hand_over_fields(deed: MovementDeed) -> list[Field]:
    _, names = deed.reader.words, deed.reader.names
    offices = [{"value": o, "label": names.office_of_state(o)} for o in states_to_ask(deed.state)]
    options = [{"value": "", "label": _("choose an office")}, *offices]
    label = _("Which office is to recover the debt?")
    return [
        field_of("select", "to_office", label, options=options),
        *reason_field(deed, _("Where the debt arose, and what shows it.")),
    ]


def _hand_over(deed: MovementDeed) -> HandOverRecovery | None:
    office = deed.needed("to_office", deed.reader.words("Choose the office."))
    reason = reason_of(deed)
    return None if deed.form.errors else HandOverRecovery(office, reason)


def _decide_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _("Whoever takes it over recovers the debt, and says what came of it.")


def _decide_fields(deed: MovementDeed) -> list[Field]:
    _ = deed.reader.words
    hint = _("Needed when it is not taken over.")
    return [
        yes_no_field(deed, "accepted", _("Is the recovery taken over?")),
        field_of("textarea", "reason", _("Reason"), hint=hint, optional=True),
    ]


def _debt_rows(deed: MovementDeed) -> dict[str, Any]:
    """The debt, above the form."""
    recovery = deed.state.pursuit.recovery
    if recovery is None:
        return {}
    tale, _ = Tale(deed.reader, deed.actor.office, deed.state), deed.reader.words
    return {"rows": [{"label": _("Debt"), "value": " ".join(_summary(recovery, tale))}]}


def _decide(deed: MovementDeed) -> DecideHandover | None:
    accepted = yes_no_of(deed, "accepted")
    if accepted is None:
        deed.form.add_error("accepted", deed.reader.words("Say whether it is taken over."))
        return None
    return DecideHandover(deed.actor.office, accepted, deed.form["reason"])


def _demand_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _(
        "Whoever is to pay is told the amount and the last day. A claim against the guarantor "
        "stands on the page of the guarantee, at the guarantor's."
    )


def _demand_fields(deed: MovementDeed) -> list[Field]:
    _, labels = deed.reader.words, deed.reader.labels
    recovery = deed.state.pursuit.recovery
    owed = _money(recovery.left_minor if recovery else 0, deed.state, deed.reader)
    claim = _money(claimable(deed.state), deed.state, deed.reader)
    hint = _("Still owed: %(owed)s; the guarantor answers for %(claim)s.", owed=owed, claim=claim)
    label = _("Of whom is it demanded?")
    return [
        field_of("radios", "of", label, hint=hint, options=labels.options("who_pays")),
        field_of("date", "pay_by", _("Last day to pay")),
    ]


def _demand(deed: MovementDeed) -> DemandDebt | None:
    _ = deed.reader.words
    of = chosen(deed.form["of"], WHO_PAYS)
    if not of:
        deed.form.add_error("of", _("Choose of whom it is demanded."))
    pay_by = needed_day(deed, "pay_by", _("State the last day to pay."))
    return None if deed.form.errors else DemandDebt(cast(Any, of), pay_by)


def _pay_fields(deed: MovementDeed) -> list[Field]:
    _, recovery = deed.reader.words, deed.state.pursuit.recovery
    owed = recovery.left_minor if recovery is not None else 0
    hint = _("Still owed: %(owed)s.", owed=_money(owed, deed.state, deed.reader))
    options = deed.reader.labels.options("who_pays")
    return [
        field_of("radios", "by", _("Who paid?"), options=options),
        _amount_field(deed, _("Amount paid"), hint),
        field_of("text", "document", _("Document"), hint=_("The number and day of the receipt.")),
    ]


def _pay(deed: MovementDeed) -> RecordPayment | None:
    _ = deed.reader.words
    by = chosen(deed.form["by"], WHO_PAYS)
    if not by:
        deed.form.add_error("by", _("Choose who paid."))
    amount, document = _amount(deed), deed.needed("document", _("Name the receipt."))
    return None if deed.form.errors else RecordPayment(cast(Any, by), amount, document)


def _pay_means(deed: MovementDeed) -> str:
    return deed.reader.words("What was paid is taken off the debt, for all states to read.")


def _end_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _("The office of departure closes the movement then, or goes on where it is withdrawn.")


def _end_fields(deed: MovementDeed) -> list[Field]:
    _ = deed.reader.words
    options = deed.reader.labels.options("recovery_end")
    hint = _("Needed unless it was paid in full.")
    return [
        field_of("radios", "outcome", _("What came of it?"), options=options),
        field_of("textarea", "reason", _("Reason"), hint=hint, optional=True),
    ]


def _end(deed: MovementDeed) -> EndRecovery | None:
    outcome = chosen(deed.form["outcome"], RECOVERY_ENDS)
    if not outcome:
        deed.form.add_error("outcome", deed.reader.words("Choose what came of it."))
        return None
    return EndRecovery(cast(Any, outcome), deed.form["reason"])


def _summary(recovery: Recovery, tale: Tale) -> Iterator[str]:
    """How much, who brings it in, what was demanded until when, what was paid."""
    formats, names = tale.reader.formats, tale.reader.names
    money = formats.money
    yield tale.say("Debt: %(amount)s.", amount=money(recovery.amount_minor, recovery.currency))
    yield tale.say("Recovered by: %(office)s.", office=names.office(recovery.competent))
    if recovery.asked is not None:
        office = names.office(recovery.asked.office)
        yield tale.say("Asked to take it over: %(office)s.", office=office)
        yield recovery.asked.reason
    for claim in filter(None, map(recovery.claim_of, WHO_PAYS)):
        yield tale.say(
            "Demanded of %(whom)s: %(amount)s by %(day)s.",
            whom=tale.reader.labels(claim.of, "who_pays"),
            amount=money(claim.amount_minor, recovery.currency),
            day=formats.day(claim.pay_by),
        )
    if recovery.payments:
        paid = money(recovery.paid_minor, recovery.currency)
        left = money(recovery.left_minor, recovery.currency)
        yield tale.say("Paid: %(paid)s; still owed: %(left)s.", paid=paid, left=left)


def _banners(state: Movement, tale: Tale) -> Iterable[Banner]:
    recovery = state.pursuit.recovery
    if recovery is None:
        return
    said = [*_summary(recovery, tale)]
    if recovery.is_open and state.status in UNDERWAY:
        yield Banner(tale.say("A debt is being recovered"), " ".join(said), "stop")
        return
    if recovery.outcome:
        said.append(tale.reader.labels(recovery.outcome, "recovery_end") + ".")
    yield Banner(tale.say("A debt was recovered or ended"), " ".join(said), "info", folded=True)


def _opened(said: RecoveryOpened, tale: Tale) -> Iterable[str]:
    yield tale.reader.labels(said.ground, "recovery_ground") + "."
    yield f"{tale.reader.formats.money(said.amount_minor, said.currency)}."
    yield from why_of(said, tale)


def _handed_over(said: RecoveryHandedOver, tale: Tale) -> Iterable[str]:
    yield tale.say("To: %(office)s.", office=tale.reader.names.office(said.to_office))
    yield from why_of(said, tale)


def _decided(said: HandoverDecided, tale: Tale) -> Iterable[str]:
    yield tale.say("Taken over.") if said.accepted else tale.say("Not taken over.")
    yield from why_of(said, tale)


def _demanded(said: DebtDemanded, tale: Tale) -> Iterable[str]:
    yield tale.say(
        "Demanded of %(whom)s: %(amount)s by %(day)s.",
        whom=tale.reader.labels(said.of, "who_pays"),
        amount=tale.reader.formats.money(said.amount_minor, said.currency),
        day=tale.reader.formats.day(said.pay_by),
    )


def _paid(said: DebtPaid, tale: Tale) -> Iterable[str]:
    yield tale.reader.labels(said.by, "who_pays") + ":"
    yield f"{tale.reader.formats.money(said.amount_minor, said.currency)}."
    yield tale.say("Document: %(document)s.", document=said.document)


def _ended(said: RecoveryEnded, tale: Tale) -> Iterable[str]:
    yield tale.reader.labels(said.outcome, "recovery_end") + "."
    yield from why_of(said, tale)


RECOVERING: Final = Shown[Movement](
    acts=(
        Act(
            name="recover",
            desk="customs",
            label=N_("Recover the debt"),
            title=N_("Recover the debt of %(ref)s"),
            consequence=_open_means,
            command=_open,
            done=N_("The recovery was opened"),
            offered=_may_open,
            fields=_open_fields,
            pointers={"/ground": "ground", "/amount_minor": "amount", "/reason": "reason"},
            aside=True,
        ),
        Act(
            name="take-over",
            desk="customs",
            label=N_("Take the recovery over?"),
            title=N_("Recovery that another state hands over"),
            consequence=_decide_means,
            command=_decide,
            done=N_("The answer was given"),
            offered=_may_decide,
            fields=_decide_fields,
            context=_debt_rows,
            pointers={"/accepted": "accepted", "/reason": "reason"},
        ),
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
            context=_debt_rows,
            pointers={"/of": "of", "/pay_by": "pay_by"},
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
            context=_debt_rows,
            pointers={"/by": "by", "/amount_minor": "amount", "/document": "document"},
            stays=True,
        ),
        Act(
            name="hand-over",
            desk="customs",
            label=N_("Hand the recovery over"),
            title=N_("Hand the recovery over to another state"),
            consequence=_hand_over_means,
            command=_hand_over,
            done=N_("The office was asked"),
            offered=_may_hand_over,
            fields=_hand_over_fields,
            pointers={"/to_office": "to_office", "/reason": "reason"},
            aside=True,
        ),
        Act(
            name="end-recovery",
            desk="customs",
            label=N_("End the recovery"),
            title=N_("What came of the recovery"),
            consequence=_end_means,
            command=_end,
            done=N_("The recovery was ended"),
            offered=_may_end,
            fields=_end_fields,
            context=_debt_rows,
            pointers={"/outcome": "outcome", "/reason": "reason"},
        ),
    ),
    reads=(
        Reading(RecoveryOpened, N_("Recovery of the debt opened"), "stopped", _opened, True),
        Reading(RecoveryHandedOver, N_("Recovery handed over"), "attention", _handed_over),
        Reading(HandoverDecided, N_("Answer to a recovery handed over"), note=_decided),
        Reading(DebtDemanded, N_("Payment of the debt demanded"), "attention", _demanded, True),
        Reading(DebtPaid, N_("Payment of the debt noted"), note=_paid),
        Reading(RecoveryEnded, N_("Recovery ended"), note=_ended, to_carrier=True),
    ),
    banners=_banners,
)
