"""What follows by itself: who is asked, who answers, and when nothing happens."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from corridor.domain.acts import Reaction
from corridor.domain.facts import Actor, Fact
from corridor.domain.guarantees.freeing import ReleaseReservation, ReservationReleased
from corridor.domain.guarantees.goods import hs_of
from corridor.domain.guarantees.kind import GUARANTEES
from corridor.domain.guarantees.reserving import AmountReserved, ReservationRefused, ReserveAmount
from corridor.domain.movement.accepting import DeclarationRejected
from corridor.domain.movement.cancelling import DeclarationCancelled
from corridor.domain.movement.crossing import FrontierCrossed
from corridor.domain.movement.guarantee import (
    AnswerGuarantee,
    GuaranteeRefused,
    GuaranteeRequested,
    GuaranteeReserved,
)
from corridor.domain.movement.kind import MOVEMENTS
from corridor.domain.movement.releasing import ReleaseRefused
from corridor.domain.movement.sealing import SealsAffixed
from corridor.domain.movement.writing_off import MovementWrittenOff
from corridor.domain.permit_types.request import PermitRequest
from corridor.domain.permits.state import Permit
from corridor.domain.permits.using import UsePermit
from corridor.domain.routes import countries_of
from tests.domain.known import NOTHING, Known, reactions
from tests.domain.movement_world import DOSSIER, GRN, GUARANTEE, NOW, SUBJECT, after, context

ACCEPTED, ASKED, RESERVED, RELEASED = 2, 4, 5, 7
CROSSED = FrontierCrossed("UZDUST01", NOW)
PERMIT = Permit(
    id="pm-KG-1",
    home="KG",
    owner="ala-too",
    request=PermitRequest(
        dossier=SUBJECT,
        kind="road_transit",
        country="UZ",
        authority="UZ-TRANSPORT",
        rule="R1",
        holder=DOSSIER.holder,
    ),
    status="granted",
    valid_from="2026-01-01",
    valid_to="2027-12-31",
)


def fact(payload: Any, node: str = "KG") -> Fact[Any]:
    return Fact(payload, node, 1, f"{NOW}-0001", NOW, Actor())


def follow(fact: Fact[Any], state: Any, node: str, known: Known = NOTHING) -> tuple[Reaction, ...]:
    return reactions(fact, state, context(Actor(), node=node), known)


def test_nothing_is_reserved_for_what_was_cancelled_meanwhile() -> None:
    state = replace(after(ASKED).now(), status="cancelled")
    assert follow(fact(GuaranteeRequested(GRN, 1, "EUR")), state, "KG") == ()


def test_the_guarantor_named_by_the_grn_is_asked_and_nobody_else() -> None:
    state = after(ASKED).now()
    asked = GuaranteeRequested(GRN, 1_850_000, "EUR")
    [reaction] = follow(fact(asked), state, "KG")
    assert reaction.subject == f"gr-{GRN}"
    assert reaction.command == ReserveAmount(
        SUBJECT,
        1_850_000,
        "EUR",
        "ala-too",
        countries_of(DOSSIER.route),
        named=DOSSIER.holder.id,
        home="KG",
        offices=("KGOSH001", "GEPOTI01"),
        goods=hs_of(DOSSIER),
    )
    assert follow(fact(asked), state, "UZ") == ()


def test_a_guarantee_that_is_not_there_is_an_answer_too() -> None:
    asked = GuaranteeRequested(GRN, 5, "EUR")
    [reaction] = follow(fact(asked), after(ASKED).now(), "KG")
    unknown = AnswerGuarantee(GRN, 5, "EUR", "guarantee_unknown")
    assert reaction.on_refusal == Reaction(SUBJECT, unknown)


@pytest.mark.parametrize(
    "end",
    [
        MovementWrittenOff("2026-11-30"),
        DeclarationCancelled("sold"),
        DeclarationRejected("unreadable"),
        ReleaseRefused("short"),
    ],
)
def test_what_ends_a_movement_frees_what_was_reserved_for_it(end: Any) -> None:
    freed = (Reaction(f"gr-{GRN}", ReleaseReservation(SUBJECT)),)
    assert follow(fact(end), after(RESERVED).now(), "KG") == freed
    assert follow(fact(end), after(RESERVED).now(), "GE") == ()
    assert follow(fact(end), after(ASKED).now(), "KG") == freed  # its code may still be awaited
    assert follow(fact(end), after(ACCEPTED).now(), "KG") == ()


@pytest.mark.parametrize("end", [DeclarationCancelled("sold"), ReleaseRefused("short")])
@given(st.permutations(range(3)), st.booleans(), st.booleans())
def test_an_answer_that_crosses_the_end_leaves_nothing_open(
    end: Any, arrival: list[int], is_later: bool, is_refused: bool
) -> None:
    """Whichever was said first, and in whatever order they come, wherever they are folded."""
    told = after(ASKED)
    before, said = tuple(told.facts[:-1]), told.facts[-1]
    answer: Any = GuaranteeReserved(GRN, 1, "EUR")
    if is_refused:
        answer = GuaranteeRefused(GRN, "guarantee_insufficient")
    clocks = [f"{NOW[:10]}T23:00:0{n}.000Z-0000" for n in (1, 2)]
    ended, answered = clocks if is_later else reversed(clocks)
    told_end = replace(said, payload=end, number=901, clock=ended)
    if isinstance(end, DeclarationCancelled):
        told_end = replace(told_end, actor=before[0].actor)
    late = [said, told_end, replace(said, payload=answer, number=902, clock=answered)]
    state = MOVEMENTS.fold(SUBJECT, (*before, *(late[n] for n in arrival)))
    assert state is not None
    assert state.status in ("cancelled", "not_released")
    assert state.open_discrepancies() == ()
    assert state.unheard == ()
    freed = () if is_refused else (Reaction(f"gr-{GRN}", ReleaseReservation(SUBJECT)),)
    assert follow(told_end, state, "KG") == freed


def test_a_crossing_uses_the_granted_permits_of_the_state_entered() -> None:
    state = after(RELEASED).now()
    of_another = replace(PERMIT.request, plates=("01KG999ZZZ",))
    others = (
        replace(PERMIT, id="pm-KG-2", status="exhausted"),
        replace(PERMIT, id="pm-KG-3", request=replace(PERMIT.request, country="TM")),
        replace(PERMIT, id="pm-KG-4", request=of_another),
        replace(PERMIT, id="pm-KG-5", valid_to="2026-01-02"),
    )
    permits = {permit.id: permit for permit in (PERMIT, *others)}
    known = Known({f"dossier-permits:{SUBJECT}": tuple(permits)}, permits)
    used = Reaction(PERMIT.id, UsePermit(office="UZDUST01", movement=SUBJECT, used_at=NOW))
    assert follow(fact(CROSSED, "UZ"), state, "UZ", known) == (used,)
    assert follow(fact(CROSSED, "UZ"), state, "TM", known) == ()


def test_most_facts_of_a_movement_lead_to_nothing() -> None:
    assert follow(fact(SealsAffixed(("S1",))), after(RESERVED).now(), "KG") == ()


def test_the_ledger_answers_the_movement_that_asked() -> None:
    reserved = AmountReserved(SUBJECT, 700)
    ledger = replace(GUARANTEE, excluded_countries=("KZ",))
    answer = AnswerGuarantee(
        GRN, 700, "EUR", excluded_countries=("KZ",), guarantor=GUARANTEE.guarantor
    )
    assert follow(fact(reserved), ledger, "KG") == (Reaction(SUBJECT, answer),)


def test_a_refusal_of_the_ledger_says_what_is_left() -> None:
    taken = GUARANTEES.evolve(GUARANTEE, fact(AmountReserved("mv-KG-2", 4_000_000)), f"gr-{GRN}")
    refused = ReservationRefused(SUBJECT, 1_850_000, "guarantee_insufficient")
    answer = AnswerGuarantee(GRN, 1_850_000, "EUR", "guarantee_insufficient", 1_000_000)
    assert follow(fact(refused), taken, "KG") == (Reaction(SUBJECT, answer),)


def test_what_the_ledger_frees_concerns_nobody_else() -> None:
    assert follow(fact(ReservationReleased(SUBJECT)), GUARANTEE, "KG") == ()


def test_a_permit_leads_to_nothing_by_itself() -> None:
    assert follow(fact(CROSSED), PERMIT, "KG") == ()
