"""The duties of a debt, worked out with each step, and changed only with a reason."""

from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.movement.duties import duties, duties_in, owed_for
from corridor.domain.movement.recovering import OpenRecovery, RecoveryOpened
from corridor.domain.movement.state import Movement
from tests.domain.after_world import WEEK, failed
from tests.domain.movement_world import OSH, World, context

REFERENCE = context(OSH).reference


def opened(world: World, minor: int, country: Any = "", difference: str = "") -> Any:
    command = OpenRecovery("enquiry_failed", minor, "Stolen.", country, difference)
    return world.tell(command, OSH, now=WEEK)


def owed(world: World, country: str) -> int:
    return owed_for(duties_in(world.now(), country, REFERENCE))


def with_values(state: Movement, value_minor: int | None, currency: str | None) -> Movement:
    load = state.dossier.consignment
    items = tuple(
        replace(one, value_minor=value_minor, currency=currency) for one in load.houses[0].items
    )
    houses = (replace(load.houses[0], items=items),)
    return replace(state, dossier=replace(state.dossier, consignment=replace(load, houses=houses)))


def test_each_state_of_the_route_has_its_steps() -> None:
    found = duties(failed().now(), REFERENCE)
    assert set(found) == {"KG", "UZ", "TM", "AZ", "GE"}
    value = sum(step.value_minor for step in found["GE"])
    assert value == 1_392_000 + 2_079_000 + 1_834_000
    for steps in found.values():
        for step in steps:
            duty = -(-step.value_minor * int(float(step.duty_percent) * 100) // 10_000)
            assert step.duty_minor == duty
            assert step.amount_minor == step.duty_minor + step.vat_minor


@pytest.mark.parametrize(("minor", "currency"), [(None, None), (100, "XXX"), (100, "USD")])
def test_without_a_value_in_the_currency_of_the_debt_nothing_is_worked_out(
    minor: int | None, currency: str | None
) -> None:
    assert duties(with_values(failed().now(), minor, currency), REFERENCE) == {}


def test_what_was_worked_out_is_stated_with_its_steps() -> None:
    world = failed()
    amount = owed(world, "GE")
    assert amount
    assert opened(world, amount, "GE", "not needed") == ("movement.recovery_opened/1",)
    recovery = world.now().pursuit.recovery
    assert recovery is not None
    assert (recovery.arose_in, recovery.worked_out_minor) == ("GE", amount)
    assert recovery.difference == ""
    assert RecoveryOpened("term", 1, "EUR", "x").steps == ()


def test_another_amount_needs_its_reason() -> None:
    world = failed()
    assert opened(world, 1, "GE") == ("debt_differs",)
    assert opened(world, 0, "GE") == ("debt_amount_missing",)
    assert opened(world, 1, "TR") == ("debt_off_route",)
    assert opened(world, 1, "GE", "A preference applies.") == ("movement.recovery_opened/1",)
    recovery = world.now().pursuit.recovery
    assert recovery is not None
    assert recovery.difference == "A preference applies."


def test_where_nothing_is_worked_out_the_amount_is_the_officers() -> None:
    world = failed()
    world.state = with_values(world.now(), None, None)
    assert opened(world, 5, "GE") == ("movement.recovery_opened/1",)
