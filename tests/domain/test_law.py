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
from corridor.domain.kinds import may_see
from corridor.domain.movement.amending import FIXED_AFTER_ACCEPTANCE, AmendDeclaration
from corridor.domain.movement.cancelling import CancelDeclaration
from corridor.domain.movement.changing import DecideChange, RequestChange
from corridor.domain.movement.control import DecideControl, RecordControl
from corridor.domain.movement.crossing import RefuseCrossing
from corridor.domain.movement.discrepancies import SolveDiscrepancy
from corridor.domain.movement.diverting import DecideDiversion, ReportDiversion, RequestDiversion
from corridor.domain.movement.goods_release import ReleaseGoods
from corridor.domain.movement.incident import RecordIncident
from corridor.domain.movement.kind import MOVEMENTS
from corridor.domain.movement.offices import departure_office
from corridor.domain.movement.releasing import RefuseRelease
from corridor.domain.movement.results import RecordResults
from corridor.domain.movement.state import BEFORE_RELEASE, Movement
from corridor.domain.movement.unloading import RecordUnloading, Remark
from corridor.domain.movement.writing import WriteToCarrier, WriteToOffice
from corridor.domain.permits.kind import PERMITS
from corridor.domain.permits.revoking import RevokePermit
from corridor.domain.permits.state import Permit
from corridor.domain.permits.using import UsePermit
from corridor.domain.refusals import Refused
from tests.domain.known import decide
from tests.domain.movement_world import (
    CARRIER,
    DOSSIER,
    LIFE,
    NODES,
    NOW,
    OSH,
    OTHER_CARRIER,
    SUBJECT,
    TODAY,
    after,
    context,
    customs,
)
from tests.domain.test_access import PERMIT

STATES = tuple(after(steps).now() for steps in range(1, len(LIFE) + 1))
OFFICES = ("KGOSH001", "UZDUST01", "TMFARA01", "AZALAT01", "GETSIT01", "GEPOTI01")
ELSEWHERE = ("GEBATU01", "KZTAZH01", "AZBAKU01")
BEFORE = 8
"""Half begin before the release: there is most to go wrong."""
SYSTEM = Actor("", "KG", "", "system")
MEANS = replace(DOSSIER.consignment.means[0], id="01KG555XYZ")
SHORT = Remark("/consignment/houses/0/items/0/packages/0/count", "620", "600")


def _amended() -> tuple[Dossier, ...]:
    """Each with one thing changed that may not be, once it was accepted; and one that may."""
    load = DOSSIER.consignment
    house, *houses = load.houses
    item = replace(house.items[0], hs="070200")
    other = replace(load, houses=(replace(house, items=(item, *house.items[1:])), *houses))
    return (
        replace(DOSSIER, lrn="OSH-2026-2"),
        replace(DOSSIER, declaration_type="T2"),
        replace(DOSSIER, holder=replace(DOSSIER.holder, name="Another")),
        replace(DOSSIER, consignment=other),
        replace(DOSSIER, limit_date="2026-12-01"),
    )


ONWARD = None
"""What comes next in a life without trouble."""
others = st.one_of(
    st.builds(AmendDeclaration, st.sampled_from(_amended())),
    st.builds(CancelDeclaration, st.just("x")),
    st.builds(RefuseRelease, st.just("x")),
    st.builds(DecideControl, st.sampled_from(["yellow", "red"]), st.just(("why",))),
    st.builds(RecordControl, st.sampled_from(["A1", "B1"])),
    st.builds(RefuseCrossing, st.sampled_from(OFFICES), st.just("x")),
    st.builds(RecordIncident, st.sampled_from(OFFICES), st.just("2"), st.just("x")),
    st.builds(RequestDiversion, st.sampled_from(OFFICES), st.sampled_from(ELSEWHERE), st.just("x")),
    st.builds(ReportDiversion, st.sampled_from(ELSEWHERE), st.just("x")),
    st.builds(DecideDiversion, st.sampled_from(ELSEWHERE), st.booleans(), st.just("x")),
    st.builds(RequestChange, st.sampled_from(OFFICES), st.just("x"), st.just((MEANS,))),
    st.builds(DecideChange, st.sampled_from(OFFICES), st.booleans(), st.just("x")),
    st.just(RecordUnloading(False, True, (SHORT,), "Short")),
    st.builds(RecordResults, st.sampled_from(["A1", "B1"]), st.just("x")),
    st.just(ReleaseGoods()),
    st.builds(
        SolveDiscrepancy,
        st.sampled_from(["packages_missing", "control_results_b1", "unloading_remark"]),
        st.just("x"),
        st.sampled_from(["explained", "debt"]),
        st.just("Act 1"),
        st.sampled_from([0, 25_000, 1_850_000, 1_850_001]),
        st.sampled_from(["called", "paid"]),
    ),
    st.builds(WriteToCarrier, st.sampled_from(OFFICES), st.just("?"), st.booleans()),
    st.builds(WriteToOffice, st.sampled_from(OFFICES), st.just("?"), st.booleans()),
)
asked = st.one_of(st.just(ONWARD), st.just(ONWARD), others)
actors = st.one_of(
    st.just(CARRIER),
    st.just(OTHER_CARRIER),
    st.just(SYSTEM),
    st.builds(customs, st.sampled_from((*OFFICES, *ELSEWHERE))),
)
Step = tuple[Movement, Fact[Any], Movement]


def _decided(state: Movement, command: Any, actor: Actor) -> tuple[Any, ...]:
    """What comes of it; nothing where it is refused, or is unknown at the node it is asked at."""
    if not _is_held(state, actor.office[:2] or "KG"):
        return ()
    found = decide(MOVEMENTS, state, command, context(actor))
    return () if isinstance(found, Refused) else found


def _is_held(state: Movement, node: str) -> bool:
    return node in MOVEMENTS.audience(state) or node in state.withdrawn


def _onward(state: Movement, turn: int) -> tuple[tuple[Any, ...], Actor]:
    """One of the commands of a life without trouble that are accepted now."""
    tried = ((_decided(state, command, actor), actor) for command, actor in LIFE)
    found = [one for one in tried if one[0]]
    return found[turn % len(found)] if found else ((), OSH)


def _likely(command: Any, state: Movement) -> Actor:
    """Whoever the command is for, so that more of them are accepted."""
    if MOVEMENTS.asked[type(command)].by in ("carrier", "system"):
        return CARRIER
    office = getattr(command, "office", "") or getattr(command, "to_office", "")
    return customs(office or departure_office(state.dossier))


@st.composite
def lives(draw: st.DrawFn) -> list[Step]:
    """Each event that came of what was asked from somewhere in a life on, with its two states."""
    state: Movement = draw(st.sampled_from((*STATES, *STATES[:BEFORE])))
    steps: list[Step] = []
    for command in draw(st.lists(asked, min_size=4, max_size=14)):
        if command is ONWARD:
            said, actor = _onward(state, draw(st.integers(0, 9)))
        else:
            actor = _likely(command, state) if draw(st.integers(0, 3)) else draw(actors)
            said = _decided(state, command, actor)
        for payload in said:
            number = 1_000 + len(steps)
            clock, node = f"{TODAY}T08:00:01.{len(steps):03d}Z-0000", actor.office[:2] or "KG"
            fact = Fact(payload, node, number, clock, NOW, actor)
            then = MOVEMENTS.evolve(state, fact, SUBJECT)
            assert then is not None
            steps.append((state, fact, then))
            state = then
    return steps


few = settings(max_examples=40, deadline=None)


@few
@given(lives())
def test_what_was_accepted_at_a_desk_is_believed_and_expected_everywhere(life: list[Step]) -> None:
    """Who may ask and who is believed, when it may be asked and when it is expected: one law.

    Of what is said by nobody's hand only that it is believed: a ledger's answer may come too late.
    """
    for before, fact, then in life:
        assert then.unheard == before.unheard, fact.payload
        codes = [d.code for d in then.discrepancies[len(before.discrepancies) :]]
        if fact.actor.role == "system":
            continue
        assert not any("_while_" in code for code in codes), (fact.payload, codes)


@few
@given(lives())
def test_whoever_has_it_on_a_list_may_see_it(life: list[Step]) -> None:
    for _, _, state in life:
        for node in (node for node in NODES if _is_held(state, node)):
            for row in MOVEMENTS.listings(state, node):
                desk, office = row.list.split(":")[:2]
                if desk == "customs":
                    assert may_see(customs(office), state), (row.list, state.status)
                assert desk != "carrier" or (office, node) == (state.owner, state.home)


@few
@given(lives())
def test_what_stands_in_the_mrn_stays(life: list[Step]) -> None:
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


@few
@given(lives())
def test_nothing_leaves_unsecured_and_nothing_ends_while_it_is_open(life: list[Step]) -> None:
    for before, _, then in life:
        if before.status in BEFORE_RELEASE and then.status == "released":
            assert then.is_secured
            assert then.limit_date >= TODAY
        if then.status == "written_off":
            assert not then.open_discrepancies()
            assert then.destination.status == "goods_released"
        if not under_tir(then.dossier):
            assert then.called_minor <= then.guarantee.amount_minor


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
