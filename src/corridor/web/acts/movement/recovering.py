"""Recovering a debt: opened, handed over to another state, ended."""

from collections.abc import Iterable
from typing import Any, Final, cast

from corridor.domain.facts import Actor
from corridor.domain.movement.duties import DutyStep, currency_of, duties, owed_for
from corridor.domain.movement.offices import departure_office
from corridor.domain.movement.recovering import (
    DecideHandover,
    EndRecovery,
    HandoverDecided,
    HandOverRecovery,
    OpenRecovery,
    RecoveryEnded,
    RecoveryHandedOver,
    RecoveryOpened,
    states_to_ask,
)
from corridor.domain.movement.state import UNDERWAY, Movement
from corridor.domain.refusals import N_
from corridor.domain.routes import countries_of
from corridor.web.act import (
    BESIDES,
    LAST,
    PRESSING,
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
    sentences,
    why_of,
)
from corridor.web.acts.debt import (
    amount_field,
    amount_of,
    brought_in_at,
    debt_rows,
    money_in,
    open_recovery,
    steps_said,
    summary,
)
from corridor.web.acts.fields import reason_field, reason_of, yes_no_field, yes_no_of
from corridor.web.labels.pursuit import GROUNDS, RECOVERY_ENDS


def _may_open(state: Movement, actor: Actor) -> Place | None:
    """Where its term was noted, or all that was asked is answered or its day noted as over."""
    is_theirs = actor.office == departure_office(state.dossier) and state.status in UNDERWAY
    is_free = state.destination.status == "goods_released" and not state.pursuit.is_reopened
    if not is_theirs or is_free or state.pursuit.is_recovering:
        return None
    if _has_failed(state):
        return BESIDES  # nothing else is left to be asked
    return LAST if _is_term(state) else None


def _is_term(state: Movement) -> bool:
    return any(name.startswith("recovery ") for name in state.passed)


def _has_failed(state: Movement) -> bool:
    asked = [one for one in state.pursuit.enquiries if one.kind != "status"]
    over = (one.answered_at or f"answer {one.answer_by} {one.id}" in state.passed for one in asked)
    return bool(asked) and all(over)


def _may_hand_over(state: Movement, actor: Actor) -> Place | None:
    recovery = brought_in_at(state, actor)
    return LAST if recovery is not None and recovery.asked is None else None


def _may_decide(state: Movement, actor: Actor) -> Place | None:
    recovery = open_recovery(state)
    asked = recovery.asked if recovery is not None else None
    return PRESSING if asked is not None and asked.office == actor.office else None


def _may_end(state: Movement, actor: Actor) -> Place | None:
    recovery = brought_in_at(state, actor)
    if recovery is None or recovery.asked is not None:
        return None
    return LAST if recovery.left_minor else PRESSING


def _open_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _(
        "The movement is under recovery from then on, and its holder is told. The duties are "
        "worked out from the declared values by illustrative rates of the decisive day; excise "
        "and preferences are left out. Another amount needs its reason."
    )


def _open_fields(deed: MovementDeed) -> list[Field]:
    _, state = deed.reader.words, deed.state
    of_debt = currency_of(state)
    own = (one for one in state.guarantees if (one.status, one.currency) == ("reserved", of_debt))
    held = money_in(sum(one.amount_minor for one in own), state, deed.reader)
    hint = _("The guarantee of this movement holds %(amount)s.", amount=held)
    grounds = deed.reader.labels.options("recovery_ground")
    empty = _("Leave it empty to take what was worked out.")
    why = _("Needed where the amount is another than was worked out.")
    return [
        field_of("radios", "ground", _("On which ground?"), options=grounds),
        field_of("select", "arose_in", _("Where did the debt arise?"), options=_states(deed)),
        amount_field(deed, _("Amount of the debt"), f"{hint} {empty}") | {"optional": True},
        field_of("text", "difference", _("Why another amount"), hint=why, optional=True),
        *reason_field(deed, _("The holder and the offices read this.")),
    ]


def _open(deed: MovementDeed) -> OpenRecovery | None:
    ground = chosen(deed.form["ground"], GROUNDS)
    if not ground:
        deed.form.add_error("ground", deed.reader.words("Choose the ground."))
    country = deed.form["arose_in"]
    if country not in countries_of(deed.state.dossier.route):
        deed.form.add_error("arose_in", deed.reader.words("Choose the state."))
    owed = owed_for(_worked_out(deed).get(country, ()))
    amount = owed if owed and not deed.form["amount"] else amount_of(deed)
    reason = reason_of(deed)
    if deed.form.errors:
        return None
    return OpenRecovery(
        cast(Any, ground), amount, reason, cast(Any, country), deed.form["difference"]
    )


def _worked_out(deed: MovementDeed) -> dict[str, tuple[DutyStep, ...]]:
    return duties(deed.state, deed.services.reference)


def _states(deed: MovementDeed) -> list[dict[str, str]]:
    """The states of the route, each with what is owed there."""
    _, reader, found = deed.reader.words, deed.reader, _worked_out(deed)
    options = [{"value": "", "label": _("choose a state")}]
    for country in countries_of(deed.state.dossier.route):
        name, steps = reader.names.country(country), found.get(country, ())
        owed = money_in(owed_for(steps), deed.state, reader)
        unknown = _("its rates are not known here")
        options.append({"value": country, "label": f"{name}: {owed if steps else unknown}"})
    return options


def _duty_rows(deed: MovementDeed) -> dict[str, Any]:
    """Each step of each state, above the form."""
    reader, found = deed.reader, _worked_out(deed)
    rows = [
        {"label": reader.names.country(country), "value": sentences(_said(steps, deed))}
        for country, steps in found.items()
    ]
    if not rows:
        _ = reader.words
        text = _("Not worked out: a value or a rate is not known. State the amount.")
        rows = [{"label": _("Duties and taxes"), "value": text}]
    return {"rows": rows}


def _said(steps: tuple[DutyStep, ...], deed: MovementDeed) -> Iterable[str]:
    return steps_said(steps, lambda minor: money_in(minor, deed.state, deed.reader), deed.reader)


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


def _decide(deed: MovementDeed) -> DecideHandover | None:
    accepted = yes_no_of(deed, "accepted")
    if accepted is None:
        deed.form.add_error("accepted", deed.reader.words("Say whether it is taken over."))
        return None
    return DecideHandover(deed.actor.office, accepted, deed.form["reason"])


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


def _banners(state: Movement, tale: Tale) -> Iterable[Banner]:
    recovery = state.pursuit.recovery
    if recovery is None:
        return
    said = [*summary(recovery, tale)]
    if recovery.is_open and state.status in UNDERWAY:
        yield Banner(tale.say("A debt is being recovered"), sentences(said), "stop")
        return
    if recovery.outcome:
        said.append(tale.reader.labels(recovery.outcome, "recovery_end") + ".")
    yield Banner(tale.say("A debt was recovered or ended"), sentences(said), "info", folded=True)


def _opened(said: RecoveryOpened, tale: Tale) -> Iterable[str]:
    yield tale.reader.labels(said.ground, "recovery_ground") + "."
    money = tale.reader.formats.money
    yield f"{money(said.amount_minor, said.currency)}."
    if said.arose_in:
        country = tale.reader.names.country(said.arose_in)
        yield tale.say("Where it arose: %(country)s.", country=country)
    yield from steps_said(said.steps, lambda minor: money(minor, said.currency), tale.reader)
    if said.difference:
        yield tale.say("Another amount, because: %(reason)s", reason=said.difference)
    yield from why_of(said, tale)


def _handed_over(said: RecoveryHandedOver, tale: Tale) -> Iterable[str]:
    yield tale.say("To: %(office)s.", office=tale.reader.names.office(said.to_office))
    yield from why_of(said, tale)


def _decided(said: HandoverDecided, tale: Tale) -> Iterable[str]:
    yield tale.say("Taken over.") if said.accepted else tale.say("Not taken over.")
    yield from why_of(said, tale)


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
            context=_duty_rows,
            pointers={
                "/ground": "ground",
                "/arose_in": "arose_in",
                "/amount_minor": "amount",
                "/difference": "difference",
                "/reason": "reason",
            },
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
            context=debt_rows,
            pointers={"/accepted": "accepted", "/reason": "reason"},
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
            context=debt_rows,
            pointers={"/outcome": "outcome", "/reason": "reason"},
        ),
    ),
    reads=(
        Reading(RecoveryOpened, N_("Recovery of the debt opened"), "stopped", _opened, True),
        Reading(RecoveryHandedOver, N_("Recovery handed over"), "attention", _handed_over),
        Reading(HandoverDecided, N_("Answer to a recovery handed over"), note=_decided),
        Reading(RecoveryEnded, N_("Recovery ended"), note=_ended, to_carrier=True),
    ),
    banners=_banners,
)
