"""What the carrier states of costs, and takes back; in dollars too, where a rate is known."""

from dataclasses import replace as dataclass_replace
from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.movement.costs import ends_of
from corridor.domain.movement.state import Movement
from corridor.domain.movement.stating_costs import (
    COSTS_MAX,
    CostStated,
    CostWithdrawn,
    StateCost,
    WithdrawCost,
)
from corridor.domain.reference.model import RateRow
from corridor.domain.routes import Route
from tests.domain.movement_world import (
    CARRIER,
    DOSSIER,
    DUSTLIK,
    OTHER_CARRIER,
    REFERENCE,
    TODAY,
    after,
)

UNDER_WAY = 8
STATED, TAKEN_BACK = ("movement.cost_stated/1",), ("movement.cost_withdrawn/1",)
FEE = StateCost("official", 250_000, "UZS", "UZ-DUST")
SOM = {"USD": RateRow("USD", "KGS", "87.5"), "UZS": RateRow("UZS", "KGS", "0.7", 100)}
RATED: Any = dataclass_replace(
    REFERENCE, rates={"KG": SOM, "UZ": {"USD": RateRow("USD", "UZS", "12500")}}
)


def cost_of(command: StateCost, **changes: Any) -> Any:
    """What is kept of it."""
    world = after(UNDER_WAY)
    assert world.tell(command, CARRIER, **changes) == STATED
    [cost] = world.now().costs
    return cost


def test_what_was_paid_is_kept_as_it_was_stated_and_in_dollars() -> None:
    cost = cost_of(replace(FEE, note="Road fee"), reference=RATED)
    assert (cost.amount_minor, cost.currency, cost.paid_on) == (250_000, "UZS", TODAY)
    assert (cost.place, cost.to, cost.note) == ("UZ-DUST", "", "Road fee")
    assert cost.usd_minor == 20  # 2,500.00 sum at 12,500


@pytest.mark.parametrize(
    ("command", "issuer", "cents"),
    [
        (FEE, "UZ", 20),
        (replace(FEE, place="KG-OSH"), "KG", 20),  # 0.7 som of a hundred, 87.5 of a dollar
        (replace(FEE, currency="KGS", amount_minor=8_750), "KG", 100),  # UZ says nothing of it
        (replace(FEE, currency="USD"), "", 250_000),
        (replace(FEE, currency="TMT"), "", None),
    ],
)
def test_the_rate_is_that_of_the_place_or_else_of_departure(
    command: StateCost, issuer: str, cents: int | None
) -> None:
    world = after(UNDER_WAY)
    world.tell(command, CARRIER, reference=RATED)
    [[said]] = world.answers
    assert (said.issuer, said.usd_minor, bool(said.rates)) == (issuer, cents, bool(issuer))


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (replace(FEE, place="KZ-TAZ"), "cost_place"),
        (replace(FEE, to="KG-OSH"), "cost_stretch"),
        (replace(FEE, to="UZ-DUST"), "cost_stretch"),
        (replace(FEE, paid_on="2026-02-31"), "cost_day"),
        (replace(FEE, paid_on="2099-01-01"), "cost_future"),
        (replace(FEE, paid_on="2026-01-01"), "cost_early"),
        (replace(FEE, currency="XXX"), "cost_currency"),
    ],
)
def test_what_cannot_have_been_paid_is_refused(command: StateCost, code: str) -> None:
    assert after(UNDER_WAY).tell(command, CARRIER) == (code,)


def test_a_stretch_leads_on_from_its_place() -> None:
    assert cost_of(replace(FEE, what="running", to="GE-POTI")).to == "GE-POTI"
    route = DOSSIER.route
    last = len(route.points) - 1
    assert ends_of(route, route.points[0].place, "") == (0, 0)
    assert ends_of(route, route.points[0].place, route.points[-1].place) == (0, last)
    assert ends_of(Route(()), "KG-OSH", "") is None


def test_nobody_else_states_it_and_nothing_was_paid_before_the_release() -> None:
    assert after(UNDER_WAY).tell(FEE, OTHER_CARRIER) == ("not_your_dossier",)
    assert after(UNDER_WAY).tell(FEE, DUSTLIK) == ("not_your_dossier",)
    assert after(6).tell(FEE, CARRIER) == ("wrong_status",)
    world = after(UNDER_WAY)
    world.hear(CostStated("official", 1, "USD", "UZ-DUST", "", TODAY, usd_minor=1), OTHER_CARRIER)
    assert world.now().costs == ()


def test_it_can_be_stated_when_the_trip_is_over() -> None:
    assert after(18).now().status == "written_off"
    assert after(18).tell(FEE, CARRIER) == STATED


def test_what_was_stated_by_mistake_is_taken_back_once() -> None:
    world = after(UNDER_WAY)
    world.tell(FEE, CARRIER)
    world.tell(replace(FEE, what="service"), CARRIER)
    first, second = world.now().costs
    assert world.tell(WithdrawCost(first.id), CARRIER) == TAKEN_BACK
    assert world.now().costs == (second,)
    assert world.tell(WithdrawCost(first.id), CARRIER) == ("cost_unknown",)
    world.hear(CostWithdrawn("KG:999"), CARRIER)
    assert world.now().costs == (second,)


def full() -> Movement:
    """With as many as it holds."""
    state = replace(after(UNDER_WAY).now(), costs=(cost_of(FEE),))
    return replace(state, costs=state.costs * COSTS_MAX)


def test_it_holds_so_many_and_no_more() -> None:
    world = after(UNDER_WAY)
    world.state = full()
    assert world.tell(FEE, CARRIER) == ("costs_full",)
    world.hear(CostStated("official", 1, "USD", "UZ-DUST", "", TODAY), CARRIER)
    assert len(world.now().costs) == COSTS_MAX
