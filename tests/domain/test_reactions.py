"""What follows by itself: who is asked, who answers, and when nothing happens."""

from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.facts import Actor, Fact
from corridor.domain.guarantees import commands as gc
from corridor.domain.guarantees import events as ge
from corridor.domain.guarantees.evolve import evolve as evolve_guarantee
from corridor.domain.movement import commands as mc
from corridor.domain.movement import events as me
from corridor.domain.permits import commands as pc
from corridor.domain.permits.events import PermitRequest
from corridor.domain.permits.state import Permit
from corridor.domain.reactions import Reaction, reactions, uses_permits
from corridor.domain.routes import countries_of
from tests.domain.movement_world import DOSSIER, GRN, GUARANTEE, NOW, SUBJECT, after

ASKED, RESERVED, RELEASED = 4, 5, 7
CROSSED = me.FrontierCrossed("UZDUST01", NOW)
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
)


def fact(payload: Any, node: str = "KG") -> Fact[Any]:
    return Fact(payload, node, 1, f"{NOW}-0001", NOW, Actor())


def test_the_guarantor_named_by_the_grn_is_asked_and_nobody_else() -> None:
    state = after(ASKED).now()
    asked = me.GuaranteeRequested(GRN, 1_850_000, "EUR")
    [reaction] = reactions(fact(asked), state, "KG", ())
    assert reaction.subject == f"gr-{GRN}"
    assert reaction.command == gc.ReserveAmount(
        SUBJECT, 1_850_000, "EUR", "ala-too", countries_of(DOSSIER.route)
    )
    assert reactions(fact(asked), state, "UZ", ()) == ()


def test_a_guarantee_that_is_not_there_is_an_answer_too() -> None:
    asked = me.GuaranteeRequested(GRN, 5, "EUR")
    [reaction] = reactions(fact(asked), after(ASKED).now(), "KG", ())
    unknown = mc.AnswerGuarantee(GRN, 5, "EUR", "guarantee_unknown")
    assert reaction.on_refusal == Reaction(SUBJECT, unknown)


@pytest.mark.parametrize(
    "end",
    [
        me.MovementWrittenOff("2026-11-30"),
        me.DeclarationCancelled("sold"),
        me.DeclarationRejected("unreadable"),
        me.ReleaseRefused("short"),
    ],
)
def test_what_ends_a_movement_frees_what_was_reserved_for_it(end: Any) -> None:
    freed = (Reaction(f"gr-{GRN}", gc.ReleaseReservation(SUBJECT)),)
    assert reactions(fact(end), after(RESERVED).now(), "KG", ()) == freed
    assert reactions(fact(end), after(RESERVED).now(), "GE", ()) == ()
    assert reactions(fact(end), after(ASKED).now(), "KG", ()) == ()


def test_a_crossing_uses_the_granted_permits_of_the_state_entered() -> None:
    state = after(RELEASED).now()
    others = (
        replace(PERMIT, id="pm-KG-2", status="exhausted"),
        replace(PERMIT, id="pm-KG-3", request=replace(PERMIT.request, country="TM")),
    )
    used = Reaction(PERMIT.id, pc.UsePermit(office="UZDUST01", movement=SUBJECT, used_at=NOW))
    assert reactions(fact(CROSSED, "UZ"), state, "UZ", (PERMIT, *others)) == (used,)
    assert reactions(fact(CROSSED, "UZ"), state, "TM", (PERMIT, *others)) == ()


def test_permits_matter_to_crossings_alone() -> None:
    assert uses_permits(CROSSED)
    assert not uses_permits(me.SealsAffixed(("S1",)))


def test_most_facts_of_a_movement_lead_to_nothing() -> None:
    assert reactions(fact(me.SealsAffixed(("S1",))), after(RESERVED).now(), "KG", ()) == ()


def test_the_ledger_answers_the_movement_that_asked() -> None:
    reserved = ge.AmountReserved(SUBJECT, 700)
    answer = mc.AnswerGuarantee(GRN, 700, "EUR")
    assert reactions(fact(reserved), GUARANTEE, "KG", ()) == (Reaction(SUBJECT, answer),)


def test_a_refusal_of_the_ledger_says_what_is_left() -> None:
    taken = evolve_guarantee(GUARANTEE, fact(ge.AmountReserved("mv-KG-2", 4_000_000)), f"gr-{GRN}")
    refused = ge.ReservationRefused(SUBJECT, 1_850_000, "guarantee_insufficient")
    answer = mc.AnswerGuarantee(GRN, 1_850_000, "EUR", "guarantee_insufficient", 1_000_000)
    assert reactions(fact(refused), taken, "KG", ()) == (Reaction(SUBJECT, answer),)


def test_what_the_ledger_frees_concerns_nobody_else() -> None:
    assert reactions(fact(ge.ReservationReleased(SUBJECT)), GUARANTEE, "KG", ()) == ()


def test_a_permit_leads_to_nothing_by_itself() -> None:
    assert reactions(fact(CROSSED), PERMIT, "KG", ()) == ()
