"""What is at risk, reckoned step by step; and the statement of a guarantee."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.domain.facts import Actor, Fact, Payload
from corridor.domain.guarantees.freeing import ReservationReleased
from corridor.domain.guarantees.registering import GuaranteeRegistered
from corridor.domain.guarantees.reserving import AmountReserved, ReservationRefused
from corridor.domain.guarantees.risk import Goods, Rate, Step, greatest, load_rates, risks_of
from corridor.domain.guarantees.state import Guarantee
from corridor.domain.guarantees.statement import Entry, statement_of
from corridor.domain.guarantees.tables import is_low
from corridor.domain.territories import territory_of

DAY = "2026-11-21"
RATES = load_rates()
STATES = ("KG", "KZ", "UZ", "TM", "AZ", "GE")
CHERRIES = Goods("080929", 1_000_000)


def test_each_step_is_shown_and_the_state_that_asks_most_counts() -> None:
    risks = risks_of([CHERRIES], ("KG", "UZ", "TM"), RATES, DAY)
    assert [(risk.country, risk.steps) for risk in risks] == [
        ("KG", (Step(1_000_000, "5", 50_000, "12", 126_000),)),
        ("UZ", (Step(1_000_000, "20", 200_000, "12", 144_000),)),
        ("TM", (Step(1_000_000, "5", 50_000, "15", 157_500),)),
    ]
    most = greatest(risks)
    assert most is not None
    assert (most.country, most.amount_minor) == ("UZ", 344_000)


def test_goods_of_the_same_rates_are_one_step() -> None:
    goods = [CHERRIES, Goods("080810", 500_000), Goods("843149", 7)]
    [risk] = risks_of(goods, ("KG",), RATES, DAY)
    assert [(step.value_minor, step.duty_percent) for step in risk.steps] == [
        (7, "0"),
        (1_500_000, "5"),
    ]
    assert risk.steps[0].vat_minor == 1  # rounded up


def test_rates_have_days() -> None:
    [before] = risks_of([CHERRIES], ("KZ",), RATES, "2025-12-31")
    [after] = risks_of([CHERRIES], ("KZ",), RATES, "2026-01-01")
    assert (before.steps[0].vat_percent, after.steps[0].vat_percent) == ("12", "16")


def test_where_no_rate_is_known_nothing_is_reckoned() -> None:
    risks = risks_of([CHERRIES], ("TR", "KG"), RATES, DAY)
    assert [risk.is_known for risk in risks] == [False, True]
    assert greatest(risks[:1]) is None
    no_vat = tuple(rate for rate in RATES if rate.kind == "duty")
    assert not risks_of([CHERRIES], ("KG",), no_vat, DAY)[0].is_known


@pytest.mark.parametrize("country", STATES)
def test_each_state_of_the_corridor_has_one_rate_a_day_for_all_goods(country: str) -> None:
    for hs in ("", "01", "080929", "8703"):
        for kind, where in (("duty", territory_of(country)), ("vat", country)):
            found = [r for r in RATES if r.holds(kind, where, hs, DAY)]
            assert found
            assert len({rate.hs for rate in found}) == len(found)


@given(
    value=st.integers(0, 10**13),
    duty=st.decimals(0, 200, places=2),
    vat=st.decimals(0, 30, places=2),
)
def test_it_is_never_less_than_the_law_asks_nor_a_unit_more(
    value: int, duty: Decimal, vat: Decimal
) -> None:
    rates = (
        Rate("duty", "EAEU", "", str(duty), "2026-01-01"),
        Rate("vat", "KG", "", str(vat), "2026-01-01"),
    )
    [risk] = risks_of([Goods("01", value)], ("KG",), rates, DAY)
    exact = value * duty / 100
    exact += (value + exact) * vat / 100
    assert exact <= risk.amount_minor < exact + 3


def said(payload: Any, number: int) -> Fact[Any]:
    at = f"2026-11-21T08:00:{number:02d}.000Z"
    return Fact(payload, "KG", number, at, at, Actor())


REGISTERED = GuaranteeRegistered(
    "26KG1", "ala-too", "kg", "1", 5_000, "EUR", "2026-01-01", "2027-01-01", "x"
)


def test_the_statement_says_what_was_free_after_each_line() -> None:
    told = (
        REGISTERED,
        AmountReserved("mv-1", 2_000),
        ReservationRefused("mv-2", 4_000, "guarantee_insufficient"),
        AmountReserved("mv-3", 500),
        ReservationReleased("mv-1"),
        ReservationReleased("mv-3", 200),
        ReservationReleased("mv-unknown"),
        Payload(),  # of a newer version
    )
    found = statement_of(said(payload, number) for number, payload in enumerate(told))
    assert [(e.what, e.movement, e.change_minor, e.free_minor) for e in found] == [
        ("registered", "", 5_000, 5_000),
        ("reserved", "mv-1", -2_000, 3_000),
        ("refused", "mv-2", 0, 3_000),
        ("reserved", "mv-3", -500, 2_500),
        ("freed", "mv-1", 2_000, 4_500),
        ("called", "mv-3", 300, 4_800),
        ("freed", "mv-unknown", 0, 4_800),
    ]
    assert found[2] == Entry(
        "2026-11-21T08:00:02.000Z", "refused", "mv-2", 0, 3_000, 4_000, "guarantee_insufficient"
    )


@pytest.mark.parametrize(("taken", "low"), [(0, False), (800, False), (801, True), (1_100, True)])
def test_a_guarantee_is_low_when_more_than_four_fifths_are_taken(taken: int, low: bool) -> None:
    state = Guarantee("26KG1", reference_minor=1_000, reserved={"mv-1": taken})
    assert is_low(state) == low
