"""Recovering: a debt that arose is brought in by the office that is competent for it.

Departure opens it when its term has come, or when the enquiry failed. Another state of the route
may take it over, by its own word. What came of it is said at the end.
"""

from collections.abc import Iterator
from typing import Any, Final, Literal

from msgspec.structs import replace

from corridor.domain.acts import (
    AT_ONCE_TO_CARRIER,
    TO_CARRIER,
    Act,
    Asked,
    Decision,
    Follow,
    Heard,
    Reaction,
    Told,
)
from corridor.domain.codes import guarantor_of
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.guarantees.claiming import claim_over_at
from corridor.domain.movement.duties import DutyStep, currency_of, duties_in, owed_for
from corridor.domain.movement.enquiring import offices_to_ask
from corridor.domain.movement.moments import during
from corridor.domain.movement.offices import departure_office, node_of
from corridor.domain.movement.overdue import PURSUING, pursued_from
from corridor.domain.movement.pursuit import Ended, Handover, Recovery
from corridor.domain.movement.state import UNDERWAY, Movement
from corridor.domain.movement.voices import COMPETENT, DEPARTURE, ON_ROUTE
from corridor.domain.refusals import N_, Refusal, RefusalText, Refused, refuse
from corridor.domain.routes import countries_of
from corridor.domain.values import (
    Country,
    Currency,
    MinorUnits,
    Office,
    Reason,
    Text,
    Whole,
    is_blank,
)

Ground = Literal["term", "enquiry_failed"]


class OpenRecovery(Command, frozen=True, tag="movement.open_recovery"):
    """Bring in the debt that arose, in the currency of the guarantee."""

    ground: Ground
    amount_minor: MinorUnits
    reason: Reason
    arose_in: Country | Literal[""] = ""
    """The state of the route in which the debt arose: its duties are worked out."""
    difference: Text = ""
    """Why another amount is owed than was worked out."""


class HandOverRecovery(Command, frozen=True, tag="movement.hand_over_recovery"):
    """Ask an office of another state of the route to bring the debt in."""

    to_office: Office
    reason: Reason


class DecideHandover(Command, frozen=True, tag="movement.decide_handover"):
    """Take the recovery over, or refuse it with the reason."""

    office: Office
    accepted: bool
    reason: Text = ""


class EndRecovery(Command, frozen=True, tag="movement.end_recovery"):
    """Say what came of it: paid in full, remitted, not recoverable, or withdrawn."""

    outcome: Ended
    reason: Text = ""


class RecoveryOpened(Payload, frozen=True, tag="movement.recovery_opened/1"):
    """CC035C: departure brings in the debt."""

    ground: str
    amount_minor: Whole
    currency: Currency
    reason: Text
    arose_in: Text = ""
    steps: tuple[DutyStep, ...] = ()
    """How its duties were worked out, by the rates of the decisive day."""
    difference: Text = ""


class RecoveryHandedOver(Payload, frozen=True, tag="movement.recovery_handed_over/1"):
    """CD150C: an office of another state is asked to bring it in."""

    to_office: str
    reason: Text


class HandoverDecided(Payload, frozen=True, tag="movement.handover_decided/1"):
    """CD151C: it takes it over, or does not."""

    office: str
    accepted: bool
    reason: Text = ""


class RecoveryEnded(Payload, frozen=True, tag="movement.recovery_ended/1"):
    """What came of the recovery."""

    outcome: Ended
    reason: Text = ""


def states_to_ask(state: Movement) -> tuple[str, ...]:
    """Offices of other states than the one that brings it in, one or more of each."""
    recovery = state.pursuit.recovery
    own = node_of(recovery.competent if recovery else departure_office(state.dossier))
    every = (departure_office(state.dossier), *offices_to_ask(state))
    return tuple(office for office in every if node_of(office) != own)


def has_failed(state: Movement, today: str) -> bool:
    """Whether the enquiry brought nothing: all that was asked is answered, or its day is over."""
    asked = [one for one in state.pursuit.enquiries if one.kind != "status"]
    waits = (one for one in asked if not one.answered_at and one.answer_by >= today)
    return bool(asked) and not any(waits)


def _open(state: Movement, command: OpenRecovery, context: Context) -> Decision:
    found = tuple(_wrong(state, command, context))
    if found:
        return Refused(found)
    said = (command.ground, command.amount_minor, currency_of(state), command.reason)
    steps = duties_in(state, command.arose_in, context.reference)
    differs = bool(steps) and owed_for(steps) != command.amount_minor
    why = command.difference if differs else ""
    return (RecoveryOpened(*said, command.arose_in, steps, why),)


def _wrong(state: Movement, command: OpenRecovery, context: Context) -> Iterator[Refusal]:
    today = context.day_at(departure_office(state.dossier))
    if state.pursuit.is_recovering:
        yield Refusal("recovery_open")
    is_over = state.destination.status == "goods_released" and not state.pursuit.is_reopened
    if is_over and not state.open_discrepancies():
        yield Refusal("enquiry_needless")
    begins = state.pursuit.recovery_from or pursued_from(state, context)[1]
    if command.ground == "term" and today < begins:
        yield Refusal("recovery_too_early", "/ground", "", {"date": begins})
    if command.ground == "enquiry_failed" and not has_failed(state, today):
        yield Refusal("enquiry_not_failed", "/ground")
    if not command.amount_minor:
        yield Refusal("debt_amount_missing", "/amount_minor")
    yield from _wrong_duties(state, command, context)


def _wrong_duties(state: Movement, command: OpenRecovery, context: Context) -> Iterator[Refusal]:
    """A state off the route, or another amount than was worked out without the reason."""
    country = command.arose_in
    if country and country not in countries_of(state.dossier.route):
        yield Refusal("debt_off_route", "/arose_in", "", {"country": country})
    owed = owed_for(duties_in(state, country, context.reference))
    if owed and command.amount_minor not in (0, owed) and is_blank(command.difference):
        yield Refusal("debt_differs", "/difference", "", {"owed_minor": str(owed)})


def _hand_over(state: Movement, command: HandOverRecovery, context: Context) -> Decision:
    recovery = state.pursuit.open_recovery
    if recovery is None:
        return refuse("recovery_not_open")
    if recovery.asked is not None:
        return refuse("handover_waits", "/to_office", office=recovery.asked.office)
    if command.to_office not in states_to_ask(state):
        country = node_of(command.to_office)
        return refuse("transfer_off_route", "/to_office", country=country)
    return (RecoveryHandedOver(command.to_office, command.reason),)


def _decide(state: Movement, command: DecideHandover, context: Context) -> Decision:
    recovery = state.pursuit.open_recovery
    asked = recovery.asked if recovery is not None else None
    if asked is None or asked.office != command.office:
        return refuse("handover_not_asked", office=command.office)
    if not command.accepted and is_blank(command.reason):
        return refuse("handover_reason_missing", "/reason")
    return (HandoverDecided(command.office, command.accepted, command.reason),)


def brought_in(state: Movement) -> Recovery | Refused:
    """The open recovery, where no other office has still to say whether it takes it over."""
    recovery = state.pursuit.open_recovery
    if recovery is None:
        return refuse("recovery_not_open")
    if recovery.asked is not None:
        return refuse("handover_waits", office=recovery.asked.office)
    return recovery


def _end(state: Movement, command: EndRecovery, context: Context) -> Decision:
    recovery = brought_in(state)
    if isinstance(recovery, Refused):
        return recovery
    if command.outcome == "paid" and recovery.left_minor:
        return refuse("debt_left", "/outcome", held_minor=recovery.left_minor)
    if command.outcome != "paid" and is_blank(command.reason):
        return refuse("end_reason_missing", "/reason")
    return (RecoveryEnded(command.outcome, command.reason),)


def _opened(s: Movement, p: RecoveryOpened, f: Fact[Any]) -> Movement:
    began = Recovery(f.at, p.ground, p.amount_minor, p.currency, f.actor.office, p.reason)
    if p.arose_in:
        worked_out = owed_for(p.steps)
        began = replace(
            began, arose_in=p.arose_in, worked_out_minor=worked_out, difference=p.difference
        )
    return replace(s, pursuit=replace(s.pursuit, recovery=began))


def _handed_over(s: Movement, p: RecoveryHandedOver, f: Fact[Any]) -> Movement:
    asked = Handover(p.to_office, p.reason, f.at)
    before = s.pursuit.recovery.handovers if s.pursuit.recovery else ()
    return replace(s, pursuit=s.pursuit.with_recovery(handovers=(*before, asked)))


def _decided(s: Movement, p: HandoverDecided, f: Fact[Any]) -> Movement:
    recovery = s.pursuit.recovery
    asked = recovery.asked if recovery is not None else None
    if recovery is None or asked is None or asked.office != p.office:
        return s
    word: Literal["accepted", "refused"] = "accepted" if p.accepted else "refused"
    said = replace(asked, status=word, answer=p.reason, decided_at=f.at)
    found = tuple(said if one == asked else one for one in recovery.handovers)
    competent = p.office if p.accepted else recovery.competent
    return replace(s, pursuit=s.pursuit.with_recovery(handovers=found, competent=competent))


def _ended(s: Movement, p: RecoveryEnded, f: Fact[Any]) -> Movement:
    return replace(
        s, pursuit=s.pursuit.with_recovery(ended_at=f.at, outcome=p.outcome, note=p.reason)
    )


def _tell_over(said: RecoveryEnded, state: Movement, context: Context) -> Iterator[Reaction]:
    """The guarantor's ledger hears that nothing more is demanded."""
    recovery = state.pursuit.recovery
    for grn in recovery.claimed(state.guarantee.grn) if recovery is not None else ():
        if guarantor_of(grn) == context.node:
            yield claim_over_at(grn, state.id)


def _of_handover(s: Movement, p: RecoveryHandedOver) -> Iterator[tuple[str, str]]:
    yield f"customs:{p.to_office}", f"customs:{p.to_office}:decide"


def _of_decision(s: Movement, p: HandoverDecided) -> Iterator[tuple[str, str]]:
    yield f"customs:{departure_office(s.dossier)}", ""


def _desks(state: Movement) -> Iterator[tuple[str, str]]:
    """Whoever brings it in, and who is asked to, has it to decide on; at its end departure."""
    if state.status not in UNDERWAY:
        return
    if state.pursuit.awaits_end:
        yield departure_office(state.dossier), "decide"
    recovery = state.pursuit.open_recovery
    if recovery is not None:
        yield recovery.competent, "decide"
        if recovery.asked is not None:
            yield recovery.asked.office, "decide"


RECOVERING: Final = Act[Movement](
    "recovering",
    asked=(
        Asked(
            OpenRecovery,
            by="customs",
            decide=_open,
            voice=DEPARTURE,
            when=during("released", "arrived"),
            needs=(PURSUING,),
        ),
        Asked(HandOverRecovery, "customs", _hand_over, COMPETENT, during("released", "arrived")),
        Asked(DecideHandover, "customs", _decide, ON_ROUTE, during("released", "arrived")),
        Asked(EndRecovery, "customs", _end, COMPETENT, during("released", "arrived")),
    ),
    told=(
        Told(RecoveryOpened, DEPARTURE, UNDERWAY, _opened, heard=AT_ONCE_TO_CARRIER),
        Told(
            RecoveryHandedOver, COMPETENT, UNDERWAY, _handed_over, heard=Heard(offices=_of_handover)
        ),
        Told(HandoverDecided, ON_ROUTE, UNDERWAY, _decided, heard=Heard(offices=_of_decision)),
        Told(RecoveryEnded, COMPETENT, UNDERWAY, _ended, heard=TO_CARRIER),
    ),
    follows=(Follow(RecoveryEnded, lambda said, state: state.guarantors, _tell_over),),
    desks=_desks,
    texts={
        "debt_off_route": RefusalText(
            N_("{country} is not on the route."), N_("Choose a state of the route.")
        ),
        "debt_differs": RefusalText(
            N_("The amount is another than was worked out from the declared values."),
            N_("State why, or take the amount that was worked out."),
        ),
        "recovery_too_early": RefusalText(
            N_("By its term recovery begins on {date}."),
            N_("Enquire first; when that fails, the debt is recovered."),
        ),
        "enquiry_not_failed": RefusalText(
            N_("The enquiry has not failed: nobody was asked, or an answer may still come."),
            N_("Wait for the answers, or for the last day to give them."),
        ),
        "recovery_not_open": RefusalText(
            N_("No debt of this movement is being recovered."), N_("Reload the page.")
        ),
        "handover_waits": RefusalText(
            N_("Office {office} was asked to take the recovery over and has not answered."),
            N_("Wait for its answer."),
        ),
        "handover_not_asked": RefusalText(
            N_("Office {office} is not asked to take a recovery over."), N_("Reload the page.")
        ),
        "handover_reason_missing": RefusalText(
            N_("A refusal needs its reason."), N_("Say why the recovery is not taken over.")
        ),
        "debt_left": RefusalText(
            N_("The debt has not been paid in full."),
            N_("Note the payment first, or choose what else came of it."),
        ),
        "end_reason_missing": RefusalText(
            N_("It is not said why it ends without being paid."), N_("Give the reason.")
        ),
    },
)
