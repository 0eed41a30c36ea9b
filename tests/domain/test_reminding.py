"""Who is reminded before a term's day: the desk that has to act, on its own node."""

from typing import Any

from msgspec.structs import replace

from corridor.domain.codes import make_grn
from corridor.domain.movement.demanding import DemandDebt
from corridor.domain.movement.falling_due import Due, falling_due
from corridor.domain.movement.parts import GuaranteeState
from corridor.domain.movement.reminding import near, reminders
from corridor.domain.movement.state import Movement
from tests.domain.after_world import HOLDER, OFFICE, WEEK, enquired, overdue, recovering
from tests.domain.movement_world import GRN, NOW, OSH, after

RELEASED = 7
UZBEK = make_grn("26", "UZ", "000001000001")


def told(state: Movement, node: str = "KG") -> dict[str, set[str]]:
    """What → the desks that are reminded of it."""
    found = dict[str, set[str]]()
    for due in falling_due(state):
        for one in reminders(state, due, node):
            found.setdefault(due.what, set()).add(one.desk)
    return found


def test_the_carrier_brings_the_goods_and_departure_enquires() -> None:
    assert told(after(RELEASED).now()) == {"limit": {"carrier:ala-too"}}
    assert told(after(RELEASED).now(), "GE") == {}
    office = {"customs:KGOSH001"}
    assert told(overdue().now()) == {"enquiry": office, "recovery": office}


def test_whoever_was_asked_answers() -> None:
    state = enquired(HOLDER, OFFICE).now()
    assert told(state)["answer"] == {"carrier:ala-too"}
    assert told(state, "GE")["answer"] == {"customs:GEPOTI01"}


def test_debtor_and_guarantor_pay_each_where_they_are() -> None:
    world = recovering()
    both: tuple[Any, ...] = ("debtor", "guarantor")
    held = GuaranteeState("reserved", GRN, 800_000, "EUR", guarantor="bank", since=NOW)
    further = replace(held, grn=UZBEK, guarantor="tashkent")
    world.state = replace(world.now(), guarantee=held, further=(further,))
    for whom in both:
        world.tell(DemandDebt(whom, "2027-01-31"), OSH, now=WEEK)
    world.tell(DemandDebt("guarantor", "2027-01-31", UZBEK), OSH, now=WEEK)
    assert told(world.now())["payment"] == {"carrier:ala-too", "guarantor:bank"}
    assert told(world.now(), "UZ")["payment"] == {"guarantor:tashkent"}
    due = next(one for one in falling_due(world.now()) if one.about == "guarantor")
    (one,) = reminders(world.now(), due, "KG")
    assert (one.subject, one.name) == (f"gr-{GRN}", f"{due.name} {world.now().id}")


def test_only_days_that_are_near_and_have_not_passed() -> None:
    state = after(RELEASED).now()
    (due,) = falling_due(state)
    assert isinstance(due, Due)

    def found(today: str, where: str = due.where, lead_days: int = 2) -> list[Due]:
        return list(near(state, today, lead_days, where))

    assert found(due.day) == [due]
    assert found("2026-12-03") == [due]
    assert found("2026-12-02") == []
    assert found("2026-12-02", lead_days=3) == [due]
    assert found("2026-12-06") == []
    assert found(due.day, "KGOSH001") == []
