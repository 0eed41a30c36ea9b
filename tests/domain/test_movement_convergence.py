"""Whatever the order of arrival, and whoever lies, all nodes fold the same state."""

import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from corridor.domain.facts import Actor, Fact
from corridor.domain.movement.amending import DeclarationAmended, MovementWithdrawn
from corridor.domain.movement.cancelling import DeclarationCancelled
from corridor.domain.movement.control import ControlDecided, ControlRecorded
from corridor.domain.movement.crossing import CrossingRefused, FrontierCrossed
from corridor.domain.movement.discrepancies import DiscrepancySolved
from corridor.domain.movement.guarantee import GuaranteeRefused
from corridor.domain.movement.kind import MOVEMENTS
from corridor.domain.movement.listings import listings
from corridor.domain.movement.presenting import GoodsPresented
from corridor.domain.movement.releasing import ReleaseRefused
from corridor.domain.movement.state import Movement
from corridor.domain.movement.stations import stations_of
from tests.domain.movement_world import DOSSIER, GRN, LIFE, NOW, SUBJECT, TODAY, after

NODES = ("KG", "KZ", "UZ", "TM", "AZ", "GE")
OFFICES = ("KGOSH001", "UZDUST01", "TMFARA01", "AZALAT01", "GETSIT01", "GEPOTI01", "KZALMA01")
TRUE_FACTS = tuple(after(len(LIFE)).facts)

payloads: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from([fact.payload for fact in TRUE_FACTS]),
    st.builds(GoodsPresented, rules_on=st.just(TODAY)),
    st.builds(DeclarationCancelled, reason=st.just("x")),
    st.builds(ControlDecided, channel=st.sampled_from(["green", "red"])),
    st.builds(ControlRecorded, result=st.sampled_from(["A1", "B1"])),
    st.builds(GuaranteeRefused, grn=st.just(GRN), code=st.just("guarantee_not_valid")),
    st.builds(FrontierCrossed, office=st.sampled_from(OFFICES), crossed_at=st.just(NOW)),
    st.builds(CrossingRefused, office=st.sampled_from(OFFICES), reason=st.just("x")),
    st.builds(DeclarationAmended, dossier=st.just(DOSSIER), rules_on=st.just(TODAY)),
    st.builds(DiscrepancySolved, code=st.just("unloading_remark"), text=st.just("x")),
    st.builds(MovementWithdrawn, nodes=st.just(("UZ",))),
    st.builds(ReleaseRefused, reason=st.just("x")),
)


@st.composite
def facts(draw: st.DrawFn) -> list[Fact[Any]]:
    """True facts, missing some, mixed with contradictions and with lies of every speaker."""
    kept = [fact for fact in TRUE_FACTS if draw(st.integers(0, 9)) > 0]
    for number in range(draw(st.integers(0, 8))):
        office = draw(st.sampled_from(OFFICES))
        node = draw(st.sampled_from(NODES))
        org = draw(st.sampled_from(["ala-too", "liar"]))
        at = f"{TODAY}T08:00:00.{draw(st.integers(0, 30)):03d}Z-0000"
        actor = Actor(office, org, "p", "customs")
        kept.append(Fact(draw(payloads), node, 1000 + number, at, NOW, actor))
    return kept


@given(facts(), st.randoms(use_true_random=False))
def test_any_order_gives_the_same_state(found: list[Fact[Any]], chance: random.Random) -> None:
    shuffled = list(found)
    chance.shuffle(shuffled)
    state = MOVEMENTS.fold(SUBJECT, found)
    assert MOVEMENTS.fold(SUBJECT, shuffled) == state
    if state is not None:
        _everything_shown_can_be_computed(state)


def _everything_shown_can_be_computed(state: Movement) -> None:
    assert len(stations_of(state)) == len(state.dossier.route.points)
    for node in NODES:
        assert len({row.list for row in listings(state, node)}) == len(listings(state, node))


@given(facts())
def test_who_may_not_speak_changes_nothing_but_the_note_of_it(found: list[Fact[Any]]) -> None:
    state = MOVEMENTS.fold(SUBJECT, found)
    if state is None:
        return
    heard = [f for f in found if f"{f.node}:{f.number}" not in state.unheard]
    again = MOVEMENTS.fold(SUBJECT, heard)
    assert again is not None
    assert again.unheard == ()
    assert (again.status, again.crossings, again.seals, again.discrepancies) == (
        state.status,
        state.crossings,
        state.seals,
        state.discrepancies,
    )


def test_a_dossier_is_born_on_the_node_its_id_names() -> None:
    lodged = TRUE_FACTS[0]
    forged = Fact(lodged.payload, "UZ", 1, lodged.clock, lodged.at, lodged.actor)
    assert MOVEMENTS.fold(SUBJECT, [forged]) is None
    assert MOVEMENTS.fold(SUBJECT, TRUE_FACTS[1:]) is None
