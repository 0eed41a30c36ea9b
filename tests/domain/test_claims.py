"""A debt demanded from any of a movement's guarantees, each up to what it reserved."""

from dataclasses import replace as dataclass_replace
from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.codes import make_grn
from corridor.domain.facts import Actor, Fact
from corridor.domain.guarantees.claiming import NoteClaim, NoteClaimOver, NoteClaimPaid
from corridor.domain.movement.demanding import (
    DebtDemanded,
    DebtPaid,
    DemandDebt,
    RecordPayment,
)
from corridor.domain.movement.exchanging import Exchanged, claimables
from corridor.domain.movement.falling_due import falling_due
from corridor.domain.movement.parts import GuaranteeState
from corridor.domain.movement.pursuit import Claim
from corridor.domain.movement.recovering import EndRecovery, RecoveryEnded
from corridor.domain.movement.rules.guarantees import R0267
from corridor.domain.movement.secured import shares_called
from corridor.domain.refdata.rates import RateSaid
from corridor.domain.reference.model import RateRow
from tests.domain.after_world import DEBT, WEEK, recovering
from tests.domain.known import reactions
from tests.domain.movement_world import DOSSIER, GRN, NOW, OSH, REFERENCE, World, context

SECOND, UZBEK = make_grn("26", "KG", "000001000002"), make_grn("26", "UZ", "000001000001")
DOLLARS = make_grn("26", "KG", "000001000003")
DAY, LATER, LATEST = "2027-01-31", "2026-12-13T08:00:00.000Z", "2026-12-14T08:00:00.000Z"
EACH = 800_000


def world_of(*grns: str) -> World:
    """A debt of 12,000.00 and guarantees of 8,000.00 each; one of them in dollars."""
    world = recovering()
    held = [
        GuaranteeState("reserved", grn, EACH, "USD" if grn == DOLLARS else "EUR", since=NOW)
        for grn in grns
    ]
    world.state = replace(world.now(), guarantee=held[0], further=tuple(held[1:]))
    return world


def answers(world: World) -> dict[str, int]:
    found = claimables(world.now(), REFERENCE)
    return {grn: one.amount_minor for grn, one in found.items()}


def demand(world: World, grn: str = "", now: str = WEEK, **known: Any) -> Any:
    return world.tell(DemandDebt("guarantor", DAY, grn), OSH, now=now, **known)


def pay(world: World, minor: int, grn: str = "", by: Any = "guarantor", now: str = LATER) -> Any:
    return world.tell(RecordPayment(by, minor, "Receipt", grn), OSH, now=now)


def test_each_answers_for_what_it_reserved_and_no_more_is_paid_than_is_owed() -> None:
    world = world_of(GRN, SECOND)
    assert answers(world) == {GRN: EACH, SECOND: EACH}
    assert demand(world, SECOND) == ("movement.debt_demanded/1",)
    assert demand(world) == ("movement.debt_demanded/1",)
    recovery = world.now().pursuit.recovery
    assert recovery is not None
    assert {grn: one.amount_minor for grn, one in recovery.claimed(GRN).items()} == {
        SECOND: EACH,
        GRN: EACH,
    }
    assert world.now().called_minor == DEBT  # not sixteen thousand
    assert {"guarantor", SECOND} <= {due.about for due in falling_due(world.now())}
    assert pay(world, 1) == ("guarantee_of_payment_missing",)
    assert pay(world, EACH + 1, SECOND) == ("paid_too_much",)
    assert pay(world, EACH, SECOND) == ("movement.debt_paid/1",)
    assert answers(world) == {GRN: DEBT - EACH}
    assert demand(world, SECOND, LATEST) == ("nothing_to_claim",)
    assert [(one.grn, part) for one, part in shares_called(world.now())] == [
        (GRN, DEBT - EACH),
        (SECOND, 0),
    ]
    assert SECOND not in {due.about for due in falling_due(world.now())}
    assert pay(world, DEBT - EACH + 1, GRN) == ("paid_too_much",)
    assert pay(world, DEBT - EACH, GRN, now=LATEST) == ("movement.debt_paid/1",)
    assert world.tell(EndRecovery("paid"), OSH, now=LATEST) == ("movement.recovery_ended/1",)


@pytest.mark.parametrize(
    ("grn", "said"),
    [
        (UZBEK, "nothing_to_claim"),
        ("26KG1", "nothing_to_claim"),
        (DOLLARS, "claim_rate_missing"),
    ],
)
def test_from_one_that_holds_nothing_of_it_nothing_is_demanded(grn: str, said: str) -> None:
    world = world_of(GRN, SECOND, DOLLARS)
    assert demand(world, grn) == (said,)
    demand(world, SECOND)
    assert pay(world, 1, GRN) == ("guarantor_not_asked",)
    assert pay(world, 1) == ("movement.debt_paid/1",)


def test_what_an_earlier_version_demanded_was_the_first() -> None:
    world = world_of(GRN, SECOND)
    old = Claim("guarantor", WEEK, "KGOSH001", EACH, DAY)
    world.state = replace(world.now(), pursuit=world.now().pursuit.with_recovery(claims=(old,)))
    assert [part for _, part in shares_called(world.now())] == [EACH, 0]
    assert pay(world, 100_000) == ("movement.debt_paid/1",)
    assert [part for _, part in shares_called(world.now())] == [EACH - 100_000, 0]
    demand(world, GRN, LATEST)
    assert [part for _, part in shares_called(world.now())] == [EACH - 100_000, 0]
    world.tell(EndRecovery("remitted", "By law."), OSH, now=LATEST)
    assert [part for _, part in shares_called(world.now())] == [0, 0]


def test_the_others_hear_what_is_left_of_their_claims() -> None:
    world = world_of(GRN, SECOND, UZBEK)
    for grn in (GRN, SECOND, UZBEK):
        demand(world, grn)

    def follows(said: Any, node: str) -> list[tuple[str, Any]]:
        fact = Fact(said, "KG", 99, NOW, LATER, OSH)
        at = replace(context(Actor("", node, "", "system"), node=node), node=node)
        return [(one.subject, one.command) for one in reactions(fact, world.now(), at)]

    assert follows(DebtPaid("guarantor", 1, "EUR", "Receipt", UZBEK), "KG") == []
    pay(world, 500_000, SECOND)
    said = DebtPaid("guarantor", 500_000, "EUR", "Receipt", SECOND)
    movement, number = world.now().id, world.now().reference
    left = NoteClaim(movement, number, "KGOSH001", DEBT - 500_000, DAY)
    assert follows(said, "KG") == [
        (f"gr-{GRN}", left),
        (f"gr-{SECOND}", NoteClaimPaid(movement, 500_000)),
    ]
    assert follows(said, "UZ") == [(f"gr-{UZBEK}", left)]
    nothing = replace(world.now(), pursuit=replace(world.now().pursuit, recovery=None))
    fact = Fact(said, "KG", 99, NOW, LATER, OSH)
    at = replace(context(Actor("", "KG", "", "system"), node="KG"), node="KG")
    assert list(reactions(fact, nothing, at)) == []
    pay(world, DEBT - 500_000, by="debtor", now=LATEST)
    over = DebtPaid("debtor", DEBT - 500_000, "EUR", "Receipt")
    assert (f"gr-{GRN}", NoteClaimOver(movement)) in follows(over, "KG")
    assert follows(over, "UZ") == [(f"gr-{UZBEK}", NoteClaimOver(movement))]
    assert follows(RecoveryEnded("paid"), "UZ") == [(f"gr-{UZBEK}", NoteClaimOver(movement))]


RATED = dataclass_replace(
    REFERENCE,
    rates={"KG": {"EUR": RateRow("EUR", "KGS", "98.40"), "USD": RateRow("USD", "KGS", "84", 1)}},
)


def test_guarantees_of_several_currencies_are_added_up_by_the_rates_of_departure() -> None:
    uses = tuple(replace(DOSSIER.guarantees[0], currency=one) for one in ("USD", "EUR"))
    assert not tuple(R0267().check(replace(DOSSIER, guarantees=uses), RATED))


def test_a_claim_in_another_currency_is_told_by_the_rates_of_the_decisive_day() -> None:
    world = world_of(GRN, DOLLARS)
    demand(world, GRN)
    assert demand(world, DOLLARS, reference=RATED) == ("movement.debt_demanded/1",)
    said = world.facts[-1].payload
    rates = (RateSaid("EUR", 1, "98.40", "KGS"), RateSaid("USD", 1, "84", "KGS"))
    told = Exchanged(EACH, "USD", "KG", "2026-11-21", rates)
    back = -(-EACH * 8400 // 9840)  # what eight thousand dollars come to in euros, rounded up
    assert said == DebtDemanded("guarantor", back, "EUR", DAY, DOLLARS, told)
    recovery = world.now().pursuit.recovery
    assert recovery is not None
    assert recovery.asked_from(DOLLARS, GRN) == EACH
    assert recovery.asked_from(GRN, GRN) == EACH
    # Euros first, of the rest so many dollars: no more than is owed is called.
    left = -(-(DEBT - EACH) * EACH // back)
    assert [part for _, part in shares_called(world.now())] == [EACH, left]
    assert pay(world, EACH + 1, DOLLARS) == ("paid_too_much",)
    assert pay(world, 300_000, DOLLARS) == ("movement.debt_paid/1",)
    half = 300_000 * back // EACH
    assert world.facts[-1].payload == DebtPaid(
        "guarantor", half, "EUR", "Receipt", DOLLARS, 300_000
    )
    assert pay(world, EACH - 300_000, DOLLARS, now=LATEST) == ("movement.debt_paid/1",)
    recovery = world.now().pursuit.recovery
    assert recovery is not None
    assert recovery.paid_minor == back  # the whole of the claim, whatever was rounded
    assert recovery.asked_from(DOLLARS, GRN) == 0
    assert answers(world) == {GRN: DEBT - back}


def test_the_ledger_hears_dollars() -> None:
    world = world_of(GRN, DOLLARS)
    demand(world, DOLLARS, reference=RATED)
    assert DOLLARS in {due.about for due in falling_due(world.now())}
    said = world.facts[-1].payload
    at = context(Actor("", "KG", "", "system"), node="KG")
    [claim] = reactions(Fact(said, "KG", 99, NOW, LATER, OSH), world.now(), at)
    assert claim.command == NoteClaim(world.now().id, world.now().reference, "KGOSH001", EACH, DAY)
    assert pay(world, 100_000, by="guarantor") == ("movement.debt_paid/1",)
    paid = world.facts[-1].payload
    [heard] = reactions(Fact(paid, "KG", 100, NOW, LATER, OSH), world.now(), at)
    assert heard.command == NoteClaimPaid(world.now().id, 100_000)
    assert pay(world, 1_000_000, by="debtor", now=LATEST) == ("movement.debt_paid/1",)
    said = world.facts[-1].payload
    [lower] = reactions(Fact(said, "KG", 101, NOW, LATEST, OSH), world.now(), at)
    recovery = world.now().pursuit.recovery
    assert recovery is not None
    left = recovery.asked_from(DOLLARS, GRN)
    number = world.now().reference
    assert lower.command == NoteClaim(world.now().id, number, "KGOSH001", left, DAY)
    assert 0 < left < EACH - 100_000


def test_what_is_owed_whole_is_demanded_whole_whatever_the_rate_leaves() -> None:
    world = world_of(GRN, DOLLARS)
    pay(world, DEBT - 700_001, by="debtor")
    demand(world, DOLLARS, reference=RATED)
    said = world.facts[-1].payload
    assert said.amount_minor == min(700_001, -(-EACH * 8400 // 9840))
    world = world_of(GRN, DOLLARS)
    pay(world, DEBT - 101, by="debtor")
    demand(world, DOLLARS, reference=RATED)
    said = world.facts[-1].payload
    assert (said.amount_minor, said.exchanged.amount_minor) == (101, 119)
