"""Guarantees, permits and powers hold as long as was said, and give no more than they have."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from corridor.domain.consignment import plates_of
from corridor.domain.facts import Actor, Fact
from corridor.domain.guarantees.freeing import ReleaseReservation
from corridor.domain.guarantees.kind import GUARANTEES
from corridor.domain.guarantees.reserving import ReserveAmount
from corridor.domain.kinds import KINDS
from corridor.domain.movement.crossing import RecordCrossing
from corridor.domain.movement.kind import MOVEMENTS
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.domain.permits.dossier import dossier_key
from corridor.domain.permits.requirements import Requirement, request_for, requirements_of
from corridor.domain.permits.state import Permit
from corridor.domain.powers.acting_for import power_key
from corridor.domain.powers.ending import TakeBackPower
from corridor.domain.powers.giving import GivePower
from corridor.domain.powers.kind import POWERS_OF_ATTORNEY as POWERS
from corridor.domain.powers.state import Power
from corridor.domain.refusals import Refused
from tests.domain.known import Known, decide, reactions
from tests.domain.lives import SYSTEM
from tests.domain.movement_world import (
    CARRIER,
    DOSSIER,
    DUSTLIK,
    GUARANTEE,
    REFERENCE,
    RULES,
    SUBJECT,
    TODAY,
    after,
    context,
)

RELEASED = 7
many = settings(max_examples=80, deadline=None)
LEDGER = replace(GUARANTEE, reserved={})


movements = st.sampled_from([f"mv-KG-{number}" for number in range(4)])
sums = st.sampled_from([0, 1, 1_850_000, 2_500_001, 5_000_000])
reserving = st.builds(ReserveAmount, movements, sums, st.just("EUR"), st.just(GUARANTEE.holder))
freeing = st.builds(ReleaseReservation, movements, st.sampled_from([0, 1, 25_000]))


@many
@given(st.lists(st.one_of(reserving, reserving, freeing), max_size=12))
def test_a_ledger_never_gives_more_than_it_has_and_keeps_what_was_called(asked: list[Any]) -> None:
    state, called = LEDGER, 0
    for number, command in enumerate(asked):
        found = decide(GUARANTEES, state, command, context(SYSTEM))
        for payload in () if isinstance(found, Refused) else found:
            fact = Fact(payload, "KG", number, f"{number:03d}", f"{TODAY}T08:00:00.000Z", SYSTEM)
            state = GUARANTEES.evolve(state, fact, "gr") or state
            called += getattr(payload, "called_minor", 0)
        assert state.available_minor() >= 0
        assert sum(state.called.values()) == called


# --- permits ---------------------------------------------------------------------------------

NEEDED = tuple(
    need
    for need in requirements_of(DOSSIER, RULES, REFERENCE, TODAY)
    if need.country == "UZ" and need.blocking and need.obtained != "carry"
)
days = st.integers(8, 22).map(lambda day: f"2026-11-{day:02d}")


def _permit(need: Requirement, number: int, **changes: Any) -> Permit:
    plates = changes.pop("plates", plates_of(DOSSIER))
    permit = Permit(
        id=f"pm-KG-{number}",
        home="KG",
        owner=CARRIER.org,
        request=replace(request_for(need, DOSSIER, SUBJECT), plates=plates),
        status="granted",
        valid_from="2026-11-10",
        valid_to="2026-11-20",
        uses_granted=1,
    )
    return replace(permit, **changes)


changes: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.just({}),
    st.just({"plates": ("01KG999ZZZ",)}),
    st.sampled_from(["revoked", "refused", "withdrawn", "applied"]).map(lambda s: {"status": s}),
    days.map(lambda day: {"valid_from": day}),
    days.map(lambda day: {"valid_to": day}),
)
permits = st.lists(st.tuples(st.sampled_from(NEEDED), changes), min_size=2, max_size=5).map(
    lambda asked: tuple(
        _permit(need, number, **changed) for number, (need, changed) in enumerate(asked)
    )
)


@many
@given(permits, days)
def test_nobody_crosses_by_a_permit_that_does_not_hold_then(
    held: tuple[Permit, ...], day: str
) -> None:
    """Let in only by permits in force on that day for this vehicle; each of those is used up by it,
    and no other is.
    """
    state = replace(after(RELEASED).now(), released_at="", least_min=())
    known = Known({dossier_key(SUBJECT): [p.id for p in held]}, {p.id: p for p in held})
    at = f"{day}T12:00:00.000Z"
    here = context(DUSTLIK, now=at, requirement_rules=RULES)
    found = decide(MOVEMENTS, state, RecordCrossing("UZDUST01"), here, known)
    good = {p.request.rule for p in held if _holds(p, day)}
    assert isinstance(found, Refused) == bool({need.rule for need in NEEDED} - good)
    for payload in () if isinstance(found, Refused) else found:
        fact = Fact(payload, "UZ", 99, "c", at, DUSTLIK)
        then = MOVEMENTS.evolve(state, fact, SUBJECT)
        used = {one.subject for one in reactions(fact, then, replace(here, actor=SYSTEM), known)}
        assert used == {p.id for p in held if _holds(p, day)}


def _holds(permit: Permit, day: str) -> bool:
    is_for_it = permit.request.plates == plates_of(DOSSIER)
    return permit.status == "granted" and is_for_it and permit.valid_from <= day <= permit.valid_to


# --- powers ----------------------------------------------------------------------------------

HOLDER = Actor("", DOSSIER.holder.id, "owner", "carrier")
BROKER = Actor("", "broker-1", "agent", "carrier")
LODGE = LodgeDeclaration(replace(DOSSIER, guarantees=()))
given_powers = st.tuples(
    st.just("give"), days, days, st.sampled_from([("file",), ("amend",), ("file", "amend")])
)
turns = st.tuples(
    days,
    st.one_of(
        given_powers,
        st.tuples(st.just("take"), st.integers(0, 3)),
        st.tuples(st.just("file")),
        st.tuples(st.just("file")),
    ),
)


@many
@given(st.lists(turns, min_size=2, max_size=10))
def test_nobody_files_for_a_holder_but_while_a_power_says_so(asked: list[Any]) -> None:
    """Given and taken back in any order: by a power of that day and scope, or not at all."""
    powers: dict[str, Power] = {}
    good: dict[str, tuple[str, str]] = {}
    for number, (day, (what, *how)) in enumerate(sorted(asked, key=lambda one: str(one[0]))):
        at = f"{day}T03:00:00.000Z"
        if what == "give":
            subject, said = f"pa-KG-{number}", _give(how)
            _told(powers, subject, said, at)
            if subject in powers and "file" in said.scope:
                good[subject] = (said.valid_from, said.valid_to)
        elif what == "take" and powers:
            subject = sorted(powers)[how[0] % len(powers)]
            _told(powers, subject, TakeBackPower(), at)
            good.pop(subject, None)
        elif powers:
            known = Known({power_key(HOLDER.org, BROKER.org): tuple(powers)}, powers)
            found = decide(KINDS[0], None, LODGE, context(BROKER, now=at), known)
            codes = {r.code for r in found.refusals} if isinstance(found, Refused) else set()
            is_good = any(first <= day <= last for first, last in good.values())
            assert is_good == (not any(code.startswith("power_") for code in codes)), codes


def _give(how: list[Any]) -> GivePower:
    first, last = sorted(how[:2])
    return GivePower(BROKER.org, how[2], first, last, "Ala-Too", "Broker")


def _told(powers: dict[str, Power], subject: str, command: Any, at: str) -> None:
    known = context(HOLDER, subject=subject, now=at)
    found = decide(POWERS, powers.get(subject), command, known)
    for payload in () if isinstance(found, Refused) else found:
        fact = Fact(payload, "KG", len(powers) + 1, f"{at}-{len(powers):04d}", at, HOLDER)
        powers[subject] = POWERS.evolve(powers.get(subject), fact, subject) or powers[subject]
