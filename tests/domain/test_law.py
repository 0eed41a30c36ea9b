"""What stays true of every movement and every permit, whatever people ask, and whoever asks it.

Only what is accepted is folded, as the engine does it. What is heard from nodes that lie is looked
at in test_movement_convergence.py.
"""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from corridor.domain.consignment import Dossier, under_tir
from corridor.domain.facts import Actor, Fact
from corridor.domain.guarantees.freeing import ReleaseReservation
from corridor.domain.kinds import may_see
from corridor.domain.movement.amending import FIXED_AFTER_ACCEPTANCE
from corridor.domain.movement.broken_seals import known_seals
from corridor.domain.movement.goods_release import GoodsReleased
from corridor.domain.movement.incident import IncidentRecorded
from corridor.domain.movement.kind import MOVEMENTS
from corridor.domain.movement.offices import departure_office
from corridor.domain.movement.sealing import SealsAffixed
from corridor.domain.movement.state import BEFORE_RELEASE, OPEN
from corridor.domain.movement.unloading import UnloadingRemarked
from corridor.domain.permits.kind import PERMITS
from corridor.domain.permits.revoking import RevokePermit
from corridor.domain.permits.state import Permit
from corridor.domain.permits.using import UsePermit
from corridor.domain.refusals import Refused
from tests.domain.known import decide, reactions
from tests.domain.lives import SYSTEM, Step, is_held, lives
from tests.domain.movement_world import (
    NODES,
    TODAY,
    context,
    customs,
)
from tests.domain.test_access import PERMIT


def what_was_accepted_at_a_desk_is_believed_and_expected_everywhere(life: list[Step]) -> None:
    """Who may ask and who is believed, when it may be asked and when it is expected: one law.

    Of what is said by nobody's hand only that it is believed: a ledger's answer may come too late.
    """
    for before, fact, then in life:
        assert then.unheard == before.unheard, fact.payload
        codes = [d.code for d in then.discrepancies[len(before.discrepancies) :]]
        if fact.actor.role == "system":
            continue
        assert not any("_while_" in code for code in codes), (fact.payload, codes)


def whoever_has_it_on_a_list_may_see_it(life: list[Step]) -> None:
    for _, _, state in life:
        for node in (node for node in NODES if is_held(state, node)):
            for row in MOVEMENTS.listings(state, node):
                desk, office = row.list.split(":")[:2]
                if desk == "customs":
                    assert may_see(customs(office), state), (row.list, state.status)
                assert desk != "carrier" or (office, node) == (state.owner, state.home)


def what_stands_in_the_mrn_stays(life: list[Step]) -> None:
    for before, _, then in life:
        if not before.mrn:
            continue
        assert then.mrn == before.mrn
        for field in FIXED_AFTER_ACCEPTANCE:
            assert getattr(then.dossier, field) == getattr(before.dossier, field)
        assert departure_office(then.dossier) == departure_office(before.dossier)
        assert _subheadings(then.dossier) == _subheadings(before.dossier)


def _subheadings(dossier: Dossier) -> list[str]:
    return [item.hs[:6] for house in dossier.consignment.houses for item in house.items]


def nothing_leaves_unsecured_and_nothing_ends_while_it_is_open(life: list[Step]) -> None:
    for before, _, then in life:
        if before.status in BEFORE_RELEASE and then.status == "released":
            assert then.is_secured
            assert then.limit_date >= TODAY
        if then.status == "written_off":
            assert not then.open_discrepancies()
            assert then.destination.status == "goods_released"
        if not under_tir(then.dossier):
            assert then.called_minor <= then.guarantee.amount_minor


# --- seals -----------------------------------------------------------------------------------


def no_seal_comes_or_goes_without_a_word_that_names_it(life: list[Step]) -> None:
    """Those at arrival are those that were affixed, but for what an incident accounts for."""
    for before, fact, then in life:
        had, has = set(known_seals(before)), set(known_seals(then))
        named, new = _accounted(fact.payload)
        assert had - has <= named, fact.payload
        assert has - had <= new, fact.payload


def _accounted(said: Any) -> tuple[set[str], set[str]]:
    """(seals that may be gone with it, seals that came with it)."""
    if isinstance(said, SealsAffixed):
        return set(said.replaces), set(said.seals)
    if isinstance(said, IncidentRecorded):
        return set(said.broken_seals), set(said.new_seals)
    return set(), set()


def whatever_is_wrong_with_seals_is_a_discrepancy_from_then_on(life: list[Step]) -> None:
    for before, fact, then in life:
        intact = getattr(fact.payload, "seals_intact", None)
        codes = [d.code for d in then.discrepancies[len(before.discrepancies) :]]
        if intact is False:
            assert "seals_broken" in codes
            assert not set(fact.payload.broken_seals) & set(then.seals)
        if intact and before.broken and before.is_judged:
            assert "seals_contradicted" in codes


# --- goods -----------------------------------------------------------------------------------


def goods_leave_once_after_a_control_and_never_more_than_was_declared_silently(
    life: list[Step],
) -> None:
    """What was found otherwise than declared, more or less, is told before anything leaves."""
    for before, fact, then in life:
        if isinstance(fact.payload, UnloadingRemarked):
            found = [d.text for d in then.discrepancies[len(before.discrepancies) :]]
            for remark in fact.payload.remarks:
                assert f"{remark.pointer}: {remark.declared} → {remark.found}" in found
            assert fact.payload.conforms or found
        if isinstance(fact.payload, GoodsReleased):
            assert (before.status, before.destination.status) == ("arrived", "results_due")
            assert before.destination.result
            keeps_all = any(not one.item for one in fact.payload.held)
            assert keeps_all or not before.is_held
        if before.destination.released_at:
            assert then.destination.released_at == before.destination.released_at


# --- the guarantee ---------------------------------------------------------------------------


def a_guarantee_is_freed_when_it_ends_and_never_while_something_is_open(
    life: list[Step],
) -> None:
    """Freed once, with the end: not of what was called, and of nothing while a shortage is open."""
    for before, fact, then in life:
        freed = [
            reaction.command
            for reaction in reactions(fact, then, context(SYSTEM, node="KG"))
            if isinstance(reaction.command, ReleaseReservation)
        ]
        ends = before.status in OPEN and then.status not in OPEN
        may_hold = then.guarantee.status in ("requested", "reserved")
        assert bool(freed) == (ends and may_hold), fact.payload
        for one in freed:
            assert one.called_minor == then.called_minor
            assert then.status != "written_off" or not then.open_discrepancies()
            by_customs = then.ended_by == "customs"
            assert then.status == "written_off" or by_customs or not then.released_at


LAWS = (
    what_was_accepted_at_a_desk_is_believed_and_expected_everywhere,
    whoever_has_it_on_a_list_may_see_it,
    what_stands_in_the_mrn_stays,
    nothing_leaves_unsecured_and_nothing_ends_while_it_is_open,
    no_seal_comes_or_goes_without_a_word_that_names_it,
    whatever_is_wrong_with_seals_is_a_discrepancy_from_then_on,
    goods_leave_once_after_a_control_and_never_more_than_was_declared_silently,
    a_guarantee_is_freed_when_it_ends_and_never_while_something_is_open,
)


@settings(max_examples=100, deadline=None)
@given(lives())
def test_every_law_holds_in_every_life(life: list[Step]) -> None:
    """One pool of lives for all laws: each sees more of them. `tests/laws` leads many more."""
    for law in LAWS:
        law(life)


few = settings(max_examples=40, deadline=None)
moments = st.integers(0, 40).map(lambda day: f"2026-{11 + day // 30:02d}-{1 + day % 30:02d}")
uses = st.builds(
    UsePermit,
    st.sampled_from([PERMIT.request.entry_office or "UZDUST01"]),
    st.sampled_from([f"mv-KG-{number}" for number in range(5)]),
)


@few
@given(
    st.integers(1, 3),
    st.lists(st.tuples(moments, st.one_of(uses, st.just(RevokePermit("x")))), max_size=10),
)
def test_no_permit_is_used_more_often_than_granted_or_revoked_once_used(
    granted: int, life: list[tuple[str, Any]]
) -> None:
    """One use for a movement, within its days, and none after it was revoked."""
    asked_of = PERMIT.request
    state: Permit = replace(
        PERMIT,
        status="granted",
        uses_granted=granted,
        valid_from="2026-11-05",
        valid_to="2026-12-05",
    )
    issuer = Actor(asked_of.authority, "x", "officer", "permit")
    for number, (day, command) in enumerate(sorted(life, key=lambda one: one[0])):
        actor = issuer if isinstance(command, RevokePermit) else SYSTEM
        known = context(actor, node=asked_of.country, now=f"{day}T08:00:00.000Z")
        found = decide(PERMITS, state, command, replace(known, subject=PERMIT.id))
        for payload in () if isinstance(found, Refused) else found:
            clock = f"{day}T08:00:00.{number:03d}Z-0000"
            fact = Fact(payload, asked_of.country, 100 + number, clock, known.now, actor)
            before, state = state, PERMITS.evolve(state, fact, PERMIT.id) or state
            assert state.unheard == before.unheard
            assert not state.discrepancies
    assert len(state.uses) <= granted
    assert len({use.movement for use in state.uses}) == len(state.uses)
    assert state.status != "revoked" or not state.uses
    assert all(state.valid_from <= use.used_at[:10] <= state.valid_to for use in state.uses)
