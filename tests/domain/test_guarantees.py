"""The guarantee ledger: nothing beyond the reference amount, whatever happens."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from corridor.domain.codes import make_grn
from corridor.domain.facts import Actor, Fact
from corridor.domain.guarantees.freeing import ReleaseReservation
from corridor.domain.guarantees.kind import GUARANTEES
from corridor.domain.guarantees.listings import listings
from corridor.domain.guarantees.registering import RegisterGuarantee
from corridor.domain.guarantees.reserving import AmountReserved, ReservationRefused, ReserveAmount
from corridor.domain.guarantees.state import Guarantee
from corridor.domain.listings import Row
from corridor.domain.refusals import Refused, refuse
from tests.domain.known import decide
from tests.domain.movement_world import GRN, GUARANTEE, NOW, TODAY, context

SUBJECT = f"gr-{GRN}"
UZBEK = make_grn("26", "UZ", "000000000001")
GUARANTOR = Actor("", "kg-guarantor", "g1", "guarantor")
REGISTER = RegisterGuarantee(
    grn=GRN,
    holder="ala-too",
    kind="1",
    reference_minor=5_000_000,
    currency="EUR",
    valid_from="2026-01-01",
    valid_to="2027-12-31",
    access_code="A1B2",
    excluded_countries=("TM",),
)


def told(state: Guarantee | None, command: Any, actor: Actor = GUARANTOR, **changes: Any) -> Any:
    """Events, or the refusal."""
    return decide(GUARANTEES, state, command, context(actor, subject=SUBJECT, **changes))


def fact(payload: Any, node: str = "KG", number: int = 1) -> Fact[Any]:
    """The payload as this node's fact."""
    return Fact(payload, node, number, f"{NOW}-{number:04d}", NOW, GUARANTOR)


def ask(amount: int, movement: str = "mv-KG-1", **changes: Any) -> ReserveAmount:
    """A request to reserve."""
    return replace(ReserveAmount(movement, amount, "EUR", "ala-too"), **changes)


def ended(day: str) -> RegisterGuarantee:
    """Its registration with this last day."""
    return replace(REGISTER, valid_to=day)


def test_registered_with_its_access_code() -> None:
    (registered,) = told(None, REGISTER)
    state = GUARANTEES.evolve(None, fact(registered), SUBJECT)
    assert state is not None
    assert state == Guarantee(
        grn=GRN,
        node="KG",
        holder="ala-too",
        guarantor="kg-guarantor",
        kind="1",
        reference_minor=5_000_000,
        currency="EUR",
        valid_from="2026-01-01",
        valid_to="2027-12-31",
        access_digest=state.access_digest,
        excluded_countries=("TM",),
    )
    assert state.opens_with("A1B2")
    assert not state.opens_with("A1B3")
    assert not replace(state, access_digest=f"x{state.access_digest}").opens_with("A1B2")
    assert "A1B2" not in repr(state)


def test_of_another_state_it_is_not_believed() -> None:
    (registered,) = told(None, REGISTER)
    assert GUARANTEES.evolve(None, fact(registered, "UZ"), SUBJECT) is None


def test_shown_to_guarantor_and_holder() -> None:
    state = replace(GUARANTEE, guarantor="kg-guarantor", reserved={"mv-KG-1": 100, "mv-KG-2": 20})
    data = {
        "grn": GRN,
        "holder": "ala-too",
        "currency": "EUR",
        "reference_minor": 5_000_000,
        "available_minor": 4_999_880,
        "reservations": 2,
        "valid_to": state.valid_to,
        "valid_from": state.valid_from,
    }
    free, use = f"EUR {4_999_880:018d}", "000001"
    marks = ("use=below_half", "currency=EUR", "holder=ala-too")
    sums = (state.valid_from, free, use, marks)
    assert listings(state, "KG") == (
        Row("guarantor:kg-guarantor:guarantees", state.valid_to, GRN, "", data, *sums),
        Row("carrier:ala-too:guarantees", state.valid_to, GRN, "", data, *sums),
    )


@pytest.mark.parametrize(
    ("taken", "share", "use"),
    [
        (0, "000000", "none"),
        (2_500_000, "000500", "below_half"),
        (2_500_001, "000501", "above_half"),
        (4_000_001, "000801", "nearly_full"),
        (5_000_000, "001000", "nearly_full"),
        (6_000_000, "001200", "overdrawn"),
    ],
)
def test_a_guarantee_is_sorted_and_filtered_by_its_use(taken: int, share: str, use: str) -> None:
    row = listings(replace(GUARANTEE, reserved={"mv-KG-1": taken}), "KG")[0]
    assert row.share == share
    assert f"use={use}" in row.marks


def test_a_guarantee_of_nothing_is_not_used() -> None:
    row = listings(replace(GUARANTEE, reference_minor=0, reserved={}), "KG")[0]
    assert (row.share, row.marks[0]) == ("000000", "use=none")


@pytest.mark.parametrize(
    ("refused", "state", "command", "actor"),
    [
        (refuse("guarantor_only"), None, REGISTER, Actor("", "x", "x", "carrier")),
        (refuse("guarantee_exists", "/grn", grn=GRN), GUARANTEE, REGISTER, GUARANTOR),
        (
            refuse(
                "grn_check_digit",
                "/grn",
                "R0028",
                expected=make_grn("24", "GB", "ABCDEF123456")[-1],
            ),
            None,
            replace(REGISTER, grn="24GBABCDEF1234567"),
            GUARANTOR,
        ),
        (
            refuse("grn_other_country", "/grn", grn=UZBEK),
            None,
            replace(REGISTER, grn=UZBEK),
            GUARANTOR,
        ),
        (refuse("validity_order", "/valid_to"), None, ended("2026-11-20"), GUARANTOR),
        (
            refuse("validity_order", "/valid_to"),
            None,
            replace(REGISTER, valid_from="2027-01-01", valid_to="2026-12-31"),
            GUARANTOR,
        ),
        (refuse("guarantee_unknown", "/grn", grn=GRN), None, ask(1), GUARANTOR),
    ],
)
def test_refused(refused: Refused, state: Guarantee | None, command: Any, actor: Actor) -> None:
    assert told(state, command, actor) == refused


def test_valid_for_one_day() -> None:
    (registered,) = told(None, replace(ended(TODAY), valid_from=TODAY))
    state = GUARANTEES.evolve(None, fact(registered), SUBJECT)
    assert state is not None
    (reserved,) = told(replace(state, holder="ala-too"), ask(1))
    assert reserved == AmountReserved("mv-KG-1", 1)


@pytest.mark.parametrize(
    ("code", "request_", "today"),
    [
        ("guarantee_not_valid", ask(1), "2028-01-01"),
        ("guarantee_other_holder", ask(1, holder="tien-shan"), TODAY),
        ("guarantee_currency", ask(1, currency="USD"), TODAY),
        ("guarantee_country_excluded", ask(1, countries=("UZ", "TM")), TODAY),
        ("guarantee_insufficient", ask(5_000_001), TODAY),
    ],
)
def test_not_reserved_and_says_why(code: str, request_: ReserveAmount, today: str) -> None:
    state = replace(GUARANTEE, excluded_countries=("TM",))
    (refused,) = told(state, request_, now=f"{today}T08:00:00.000Z")
    assert isinstance(refused, ReservationRefused)
    assert refused.code == code
    assert GUARANTEES.evolve(state, fact(refused), SUBJECT) == state


def test_asked_twice_reserved_once() -> None:
    (reserved,) = told(GUARANTEE, ask(100))
    state = GUARANTEES.evolve(GUARANTEE, fact(reserved), SUBJECT)
    assert state is not None
    assert state.available_minor() == 4_999_900
    assert told(state, ask(100)) == ()
    (freed,) = told(state, ReleaseReservation("mv-KG-1"))
    free = GUARANTEES.evolve(state, fact(freed), SUBJECT)
    assert free is not None
    assert free.available_minor() == 5_000_000
    assert told(free, ReleaseReservation("mv-KG-1")) == ()


def test_other_nodes_are_not_heard() -> None:
    reserved = AmountReserved("mv-KG-1", 100)
    assert GUARANTEES.evolve(GUARANTEE, fact(reserved, "UZ"), SUBJECT) == GUARANTEE
    assert GUARANTEES.evolve(None, fact(reserved), SUBJECT) is None


steps = st.tuples(st.integers(1, 12), st.integers(0, 2_000_000), st.booleans())


@given(st.lists(steps, max_size=60))
def test_never_more_than_the_reference_amount(found: list[tuple[int, int, bool]]) -> None:
    state: Guarantee = GUARANTEE
    for number, (movement, amount, is_release) in enumerate(found, start=1):
        name = f"mv-KG-{movement}"
        command = ReleaseReservation(name) if is_release else ask(amount, name)
        for payload in told(state, command):
            folded = GUARANTEES.evolve(state, fact(payload, number=number), SUBJECT)
            assert folded is not None
            state = folded
        assert 0 <= sum(state.reserved.values()) <= state.reference_minor
        assert state.available_minor() >= 0
