"""Whose turn it is, from the first declaration to its discharge."""

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.consignment import Means
from corridor.domain.movement.changing import with_means
from corridor.domain.movement.demanding import DemandDebt
from corridor.domain.movement.listings import summary
from corridor.domain.movement.parts import (
    Change,
    Crossing,
    Destination,
    Discrepancy,
    GuaranteeState,
)
from corridor.domain.movement.state import Movement
from corridor.domain.routes import countries_of
from corridor.engine.queries import Queries
from corridor.web.act import Tale
from corridor.web.acts.debt import summary as debt_said
from corridor.web.acts.registry import MOVEMENTS, banners_of
from corridor.web.life.next_step import step_of
from corridor.web.life.own_step import step_for_carrier
from corridor.web.listing.of_undischarged import next_of_guarantees
from corridor.web.pages.customs.movement import _next
from corridor.web.templating import Reader
from corridor.web.views.drafting.judging import (
    Judgement,
    judge,
    judge_movement,
    states_behind,
)
from tests.domain.after_world import WEEK
from tests.domain.movement_world import GRN as DECLARED
from tests.domain.movement_world import OSH as OFFICER
from tests.domain.test_claims import DOLLARS, RATED, demand, world_of
from tests.support.desks import acts_of
from tests.support.engines import GRN, MOVEMENT, lodge, make_core
from tests.support.web import make_services

OSH, DUSTLIK, POTI = "KGOSH001", "UZDUST01", "GEPOTI01"
RESERVED = GuaranteeState("reserved", GRN, 1_850_000, "EUR")
ACCEPTED: dict[str, Any] = {"status": "accepted", "mrn": "26KG", "channel": "green"}
RELEASED: dict[str, Any] = {"status": "released", "released_at": "2026-11-21T08:00:00Z"}
AT_POTI: dict[str, Any] = {"office": POTI, "arrived_at": "2026-11-25T08:00:00Z"}


def crossing(office: str, status: Any) -> Crossing:
    """Seen at a frontier."""
    return Crossing(office, status, "2026-11-22T08:00:00Z")


def arrived(stage: Any, **more: Any) -> dict[str, Any]:
    """At the destination, this far."""
    return RELEASED | {
        "status": "arrived",
        "destination": Destination(status=stage, **AT_POTI, **more),
    }


@pytest.fixture
def lodged() -> Movement:
    """The story's movement, just filed."""
    core = make_core()
    lodge(core, MOVEMENT)
    state: Movement = Queries(core).get(MOVEMENT).state
    return state


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader("en", make_services(tmp_path))


@pytest.mark.parametrize(
    ("changes", "office", "act"),
    [
        ({}, OSH, "accept"),
        (ACCEPTED | {"channel": ""}, OSH, "channel"),
        (ACCEPTED | {"status": "under_control", "channel": "red"}, OSH, "control"),
        (ACCEPTED | {"control_result": "B1"}, OSH, "refuse-release"),
        (ACCEPTED, OSH, "guarantee"),
        (ACCEPTED | {"guarantee": RESERVED}, OSH, "seals"),
        (ACCEPTED | {"guarantee": RESERVED, "seals": ("KG-1",)}, OSH, "release"),
        (RELEASED, DUSTLIK, "cross"),
        (RELEASED | {"changes": (Change(DUSTLIK),)}, DUSTLIK, "change"),
        (RELEASED | {"crossings": (crossing(DUSTLIK, "stopped"),)}, DUSTLIK, "cross"),
        (RELEASED | {"crossings": (crossing(DUSTLIK, "crossed"),)}, "TMFARA01", "cross"),
        (RELEASED | {"crossings": (crossing("GETSIT01", "crossed"),)}, POTI, "arrive"),
        (
            RELEASED
            | {"crossings": (crossing("GETSIT01", "crossed"),), "changes": (Change(POTI),)},
            POTI,
            "change",
        ),
        (arrived("arrived"), POTI, "permit-unloading"),
        (arrived("unloading_permitted"), POTI, "unloading"),
        (arrived("results_due"), POTI, "results"),
        (arrived("results_due", result="A1"), POTI, "release-goods"),
        (arrived("goods_released", result="A1"), OSH, "write-off"),
        (
            arrived("goods_released", result="A5")
            | {"discrepancies": (Discrepancy("unloading_remark", "2026-11-25T09:00:00Z"),)},
            OSH,
            "solve",
        ),
    ],
)
def test_the_office_whose_turn_it_is_has_the_act_to_do(
    lodged: Movement, reader: Reader, changes: dict[str, Any], office: str, act: str
) -> None:
    state = replace(lodged, **changes)
    step = step_of(state, reader)
    assert step.office == office
    assert step.who == reader.names.office(office)
    assert acts_of(state, office)[0] == act


def test_results_that_are_there_are_not_waited_for(lodged: Movement, reader: Reader) -> None:
    told = {}
    for result in ("", "A1"):
        state = replace(lodged, **arrived("results_due", result=result))
        assert summary(state)["stage"] == state.destination.standing
        told[result] = step_of(state, reader).text
    assert told == {"": "Results awaited.", "A1": "Goods not yet released."}


def test_nobody_but_the_guarantor_is_waited_for(lodged: Movement, reader: Reader) -> None:
    asked = replace(lodged, **ACCEPTED, guarantee=GuaranteeState("requested", "26KG1"))
    step = step_of(asked, reader)
    assert (step.office, step.who) == ("", "guarantor of 26KG1")


@pytest.mark.parametrize(
    ("changes", "kind", "who"),
    [
        ({}, "info", "Osh"),
        (ACCEPTED | {"guarantee": GuaranteeState("refused", "26KG1")}, "stop", "You"),
        (RELEASED, "info", "You"),
        (RELEASED | {"crossings": (crossing(DUSTLIK, "stopped"),)}, "stop", "Dustlik"),
        ({"status": "written_off"}, "ok", "Nobody"),
        ({"status": "rejected", "reason": "Wrong"}, "stop", "You"),
        ({"status": "not_released", "reason": "Wrong"}, "stop", "You"),
        ({"status": "cancelled", "reason": "Wrong"}, "stop", "Nobody"),
    ],
)
def test_the_carrier_is_told_who_must_act(
    lodged: Movement, reader: Reader, changes: dict[str, Any], kind: str, who: str
) -> None:
    step = step_for_carrier(replace(lodged, **changes), Judgement(), reader)
    assert step.kind == kind
    assert who in step.who
    assert step_of(replace(lodged, **changes), reader).who != "You", "who else reads it"
    assert step.title
    assert step.text


def test_permits_that_nobody_asked_for_are_the_carriers_turn(
    lodged: Movement, tmp_path: Path
) -> None:
    services = make_services(tmp_path)
    reader, judged = Reader("en", services), judge(lodged.dossier, services)
    assert any(one.requirement.blocking for one in judged.lacking)
    for changes in ({}, ACCEPTED):
        step = step_for_carrier(replace(lodged, **changes), judged, reader)
        assert (step.who, step.href) == ("You", f"/carrier/dossiers/{MOVEMENT}#permits")


def test_after_a_change_of_truck_under_way_its_permits_come_first(
    lodged: Movement, tmp_path: Path
) -> None:
    services = make_services(tmp_path)
    reader = Reader("en", services)
    truck = Means("departure", "30", "01KG555XYZ", "KG")
    changed = replace(lodged, **RELEASED, dossier=with_means(lodged.dossier, (truck,)))
    judged = judge(changed.dossier, services)
    step = step_for_carrier(changed, judged, reader)
    assert (step.who, step.href) == ("You", f"/carrier/dossiers/{MOVEMENT}#permits")
    assert "Uzbekistan" in step.text
    within = replace(changed, crossings=(crossing(DUSTLIK, "crossed"),))
    assert "Uzbekistan" not in step_for_carrier(within, judged, reader).text
    further = replace(changed, crossings=(crossing("TMFARA01", "crossed"),))
    assert "Uzbekistan" not in step_for_carrier(further, judged, reader).text, "passed without word"
    over = replace(changed, status="arrived", destination=Destination(status="arrived", **AT_POTI))
    assert "#permits" not in step_for_carrier(over, judged, reader).href


def test_a_state_that_was_passed_asks_for_no_permit_of_the_vehicle_that_came_later(
    tmp_path: Path,
) -> None:
    core = make_core()
    lodge(core)
    state = Queries(core).get(MOVEMENT).state
    assert isinstance(state, Movement)
    services = make_services(tmp_path, core)
    asking = {one.requirement.country for one in judge_movement(state, services, ()).needs}
    assert "UZ" in asking
    other = replace(
        with_means(state.dossier, (Means("departure", "30", "10AB123", "AZ"),)), driver=None
    )
    passed = replace(
        state,
        status="released",
        dossier=other,
        crossings=(Crossing(DUSTLIK, "crossed", "2026-11-24T09:00:00.000Z"),),
    )
    judged = judge_movement(passed, services, ())
    assert states_behind(passed) == {"KG", "UZ"}
    assert not {"KG", "UZ"} & {one.requirement.country for one in judged.lacking}
    assert not states_behind(replace(passed, status="cancelled"))
    assert states_behind(replace(passed, status="written_off")) == set(countries_of(other.route))


def test_of_a_result_that_names_items_the_carrier_reads_which_are_held(tmp_path: Path) -> None:
    core = make_core()
    lodge(core)
    state = Queries(core).get(MOVEMENT).state
    assert isinstance(state, Movement)
    there = Destination(status="results_due", office=POTI, result="B1", disputed=(1, 3))
    step = step_for_carrier(
        replace(
            state,
            status="arrived",
            destination=there,
            discrepancies=(Discrepancy("unloading_remark", "2026-11-25T09:00:00Z"),),
        ),
        Judgement(),
        Reader("en", make_services(tmp_path, core)),
    )
    assert "Only these items are held by it: 1, 3." in step.text


def test_after_a_guarantor_has_refused_customs_waits_for_the_carrier(
    lodged: Movement, reader: Reader
) -> None:
    refused = ACCEPTED | {"guarantee": GuaranteeState("refused", "26KG1")}
    state = replace(lodged, **refused)
    step = step_of(state, reader)
    assert (step.who, step.office) == ("carrier", "")
    assert step.title == step_for_carrier(state, Judgement(), reader).title


def test_debtor_and_guarantor_read_what_each_has_to_pay(reader: Reader) -> None:
    world = world_of(DECLARED, DOLLARS)
    demand(world, DOLLARS, reference=RATED)
    world.tell(DemandDebt("debtor", "2027-01-15"), OFFICER, now=WEEK)
    state = world.now()
    title, who = next_of_guarantees(state, frozenset({DOLLARS}), reader)
    assert title.startswith("Pay $8,000.00 by")
    assert who == "You"
    assert next_of_guarantees(state, frozenset({DECLARED}), reader)[1] != "You"
    assert state.pursuit.recovery is not None
    said = " ".join(debt_said(state.pursuit.recovery, Tale(reader, "KGOSH001", state)))
    assert "$8,000.00, by the rates of Kyrgyzstan" in said
    assert "1 EUR = 98.4 KGS, 1 USD = 84 KGS." in said
    own = step_for_carrier(state, Judgement(), reader)
    assert (own.title[:14], own.who) == ("Pay €12,000.00", "You")


def test_goods_that_the_control_found_wanting_wait_for_customs_and_not_for_permits(
    lodged: Movement, tmp_path: Path, reader: Reader
) -> None:
    services = make_services(tmp_path)
    found = replace(lodged, **ACCEPTED, control_result="B1")
    assert (found.worst, found.standing) == ("unsatisfactory", "accepted")
    step = step_for_carrier(found, judge(lodged.dossier, services), reader)
    assert (step.kind, step.title, step.office) == ("stop", "Control not satisfactory", OSH)
    assert replace(found, status="not_released").worst == ""


def test_where_something_is_in_the_way_that_stands_first_and_no_act(
    lodged: Movement, reader: Reader
) -> None:
    stopped = replace(lodged, **RELEASED, crossings=(crossing(DUSTLIK, "stopped"),))
    shown = _next(stopped, reader)
    assert shown is not None
    assert (shown["act"], shown["office"], shown["stands"]) == (
        "Stopped at the frontier",
        DUSTLIK,
        True,
    )
    let_in = _next(replace(lodged, **RELEASED), reader)
    assert let_in is not None
    assert (let_in["act"], let_in["stands"]) == ("Let in", False)


def test_a_state_that_is_left_out_reads_so_first(lodged: Movement, reader: Reader) -> None:
    left = replace(lodged, withdrawn=("GE",))
    for office, is_told in (("GEPOTI01", True), ("KGOSH001", False)):
        titles = [one.title for one in banners_of(MOVEMENTS, left, Tale(reader, office, left))]
        assert ("This state is no longer on the route" in titles) == is_told
