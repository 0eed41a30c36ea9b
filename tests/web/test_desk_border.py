"""The customs desk on the way and at destination, on nodes that only heard of the movement."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.consignment import vehicles_of
from corridor.domain.movement.discrepancies import SolveDiscrepancy
from corridor.domain.movement.goods_release import GoodsReleased, Held
from corridor.domain.movement.leaving import RecordExit
from corridor.domain.movement.parts import Exit
from corridor.domain.movement.state import Movement
from corridor.engine.core import Core
from corridor.engine.queries import Queries
from corridor.web.act import Tale
from corridor.web.acts.readings import title_of
from corridor.web.templating import Reader
from corridor.web.views.strips import strip_of
from tests.support.engines import MOVEMENT, customs, do
from tests.support.web import make_services
from tests.web.desk_world import Client, abroad, enter, pass_on, post, released, shown

ON_THE_WAY = "The nodes on the way have not answered since noon."


@pytest.fixture
def border(tmp_path: Path) -> Iterator[tuple[Core, Client]]:
    with abroad("UZ", tmp_path, released()) as (core, client):
        yield core, enter(client, "dustlik")


@pytest.fixture
def port(tmp_path: Path) -> Iterator[tuple[Core, Client]]:
    with abroad("GE", tmp_path, released()) as (core, client):
        yield core, enter(client, "poti")


def state_of(core: Core) -> Movement:
    state = Queries(core).get(MOVEMENT).state
    assert isinstance(state, Movement)
    return state


def here(core: Core, act: str = "") -> str:
    return f"/customs/{state_of(core).mrn}" + (f"/{act}" if act else "")


def test_it_is_expected_before_it_comes(border: tuple[Core, Client]) -> None:
    core, client = border
    assert state_of(core).mrn in shown(client, "/customs?lane=expected")
    assert state_of(core).mrn not in shown(client, "/customs?lane=decide")


def test_let_in(border: tuple[Core, Client]) -> None:
    core, client = border
    assert "Say whether the seals are intact" in post(client, here(core, "cross"), 422).text
    late = {"seals_intact": "yes", "crossed_at": "2030-01-01T10:00"}
    text = post(client, here(core, "cross"), 422, **late).text
    assert "1 Jan 2030, 10:00 (UTC+5) has not come yet" in text
    early = {"seals_intact": "yes", "crossed_at": "2026-11-21T12:30"}
    refused = post(client, here(core, "cross"), 422, **early).text
    assert "21 Nov 2026, 12:30 (UTC+5) is before the release for transit" in refused
    assert 'value="2030-01-01T10:00"' in text
    assert "#f-crossed_at" in text
    post(client, here(core, "cross"), 422, seals_intact="yes", crossed_at="noon")
    post(client, here(core, "cross"), seals_intact="yes", crossed_at="2026-11-21T12:57")
    assert state_of(core).crossings[0].at == "2026-11-21T07:57:00.000Z"
    post(client, here(core, "cross"), 422, seals_intact="yes")


def test_stop_and_let_in_after_all(border: tuple[Core, Client]) -> None:
    core, client = border
    assert "Choose the cause." in post(client, here(core, "stop"), 422, reason="x").text
    why = {"cause": "papers", "reason": "A page is missing", "needed": "Bring page 3."}
    post(client, here(core, "stop"), **why)
    text = shown(client, here(core))
    assert "Cause: papers are missing or wrong." in text
    assert "Needed: Bring page 3." in text
    assert "A page is missing" in text
    assert "tag--stop" in text
    assert "tag--ok" not in text.partition("</h1>")[2].partition("</p>")[0]
    assert state_of(core).mrn in shown(client, "/customs?needs=1")


def test_moved_to_another_truck_under_an_endorsement_of_others(border: tuple[Core, Client]) -> None:
    core, client = border
    post(client, here(core, "cross"), seals_intact="yes")
    said = {"code": "3", "text": "The engine burned out.", "vehicle": "10AB123", "place": "km 40"}
    bare = post(client, here(core, "incident"), 422, **said).text
    assert "Say in which state the new vehicle is registered." in bare
    opened = post(client, here(core, "incident"), 422, **said, vehicle_of="AZ").text
    assert "seals were opened; nothing is said of them" in opened
    said |= {"vehicle_of": "AZ", "new": "UZ-900", "broken": "KG-778201", "country": "UZ"}
    part = post(client, here(core, "incident"), 422, **said, endorsed_by="Police").text
    assert "Give all four of the endorsement, or none." in part
    by = {"endorsed_by": "Police", "endorsed_at": "Navoi", "endorsed_in": "UZ"}
    post(client, here(core, "incident"), **said, **by, endorsed_on="2026-11-21")
    page = shown(client, here(core))
    assert "New vehicle: 10AB123." in page
    assert "Where: km 40 (Uzbekistan)." in page
    assert "Endorsed by Police, Navoi (Uzbekistan), 21 Nov 2026." in page
    assert "10AB123" in vehicles_of(state_of(core).dossier)
    assert shown(client, "/customs?q=10AB123&lane=underway")


def test_moved_onto_a_ferry_under_another_document(tmp_path: Path) -> None:
    with abroad("UZ", tmp_path, released()) as (core, client):
        enter(client, "alat")
        form = shown(client, here(core, "transship"))
        assert "Alat (Olot): by road" in form.partition("<select")[2].partition("</option>")[0]
        said = {"place": "TM-TURK", "kind": "11", "means": "Berkarar", "means_of": "TM"}
        assert "number of the document" in post(client, here(core, "transship"), 422, **said).text
        said |= {"document": "BL-77", "broken": "KG-778201", "new": "TM-5", "carrier": "Lines"}
        assert "#f-place" in post(client, here(core, "transship"), 422, **said | {"place": ""}).text
        assert "#f-kind" in post(client, here(core, "transship"), 422, **said | {"kind": ""}).text
        post(client, here(core, "transship"), **said)
        page = shown(client, here(core))
        assert "Turkmenbashi, by sea." in page
        assert "Document for this leg: BL-77." in page
        assert "Seals taken off: KG-778201." in page
        assert state_of(core).legs[0].carrier == "Lines"


def test_both_sides_of_a_frontier_stand_on_the_strip(tmp_path: Path) -> None:
    home = released()
    with abroad("UZ", tmp_path, home) as (core, client):
        enter(client, "dustlik")
        post(client, here(core, "cross"), seals_intact="yes")
        left = RecordExit("KGDOST01", remarks="Late.")
        assert not do(home, left, customs("KGDOST01")).refusals
        pass_on(home, core)
        page = shown(client, here(core))
        assert "0 min after its exit" in page
        assert "Left the customs territory" in page
        enter(client, "alat")
        assert state_of(core).mrn in shown(client, "/customs?lane=expected")
        assert "Say whether the seals" in post(client, here(core, "leave"), 422).text
        post(client, here(core, "leave"), 422, seals_intact="yes", left_at="2030-01-01T10:00")
        post(client, here(core, "leave"), seals_intact="yes", remarks="Weighed.")
        assert state_of(core).exit_at("UZALAT01") is not None
        late = Exit("KGDOST01", "2026-11-21T12:00:00.000Z")
        strip = strip_of(
            Reader("en", make_services(tmp_path, core)), replace(state_of(core), exits=(late,))
        )
        assert strip["stations"][2]["between"] == {
            "text": "let in 4 h before its exit",
            "kind": "stop",
        }


def test_broken_seals_are_named_explained_and_replaced(border: tuple[Core, Client]) -> None:
    core, client = border
    loose = {"seals_intact": "no", "remarks": "One seal loose"}
    assert "#f-broken" in post(client, here(core, "cross"), 422, **loose).text
    named = {"seals_intact": "no", "broken": ["KG-778201"]}
    assert "#f-remarks" in post(client, here(core, "cross"), 422, **named).text
    post(client, here(core, "cross"), **loose, broken=["KG-778201"])
    text = shown(client, here(core))
    assert "broken: KG-778201" in text
    assert "To be solved by: Osh customs post." in text
    assert "Put on new seals" in text.partition("Next:")[2].partition("</p>")[0]
    assert "KG-778201" in shown(client, here(core, "new-seals"))
    post(client, here(core, "new-seals"), 422, text="Cut")
    post(client, here(core, "new-seals"), text="Cut", new="UZ-1")
    assert state_of(core).seals == ("KG-778202", "UZ-1")
    assert not state_of(core).broken
    assert "/new-seals" not in shown(client, here(core))


def test_incident(border: tuple[Core, Client]) -> None:
    core, client = border
    shown(client, here(core, "incident"))
    text = post(client, here(core, "incident"), 422, code="2", text="Cut").text
    assert "It is not said which seals are broken" in text
    wrong = {"code": "2", "text": "Cut", "broken": ["NO-SUCH"], "new": "UZ-1"}
    assert "#f-broken" in post(client, here(core, "incident"), 422, **wrong).text
    right = {"code": "2", "text": "Cut", "broken": ["KG-778201"], "new": "UZ-1"}
    moved = {"container": "csqu 305438-3", "vehicle": " 01kg 001 xyz", "vehicle_of": "KG"}
    post(client, here(core, "incident"), **right, **moved)
    assert state_of(core).seals == ("KG-778202", "UZ-1")
    [told] = state_of(core).incidents
    assert (told.new_container, told.new_vehicle) == ("CSQU3054383", "01KG001XYZ")


def test_the_exit_office_notes_the_exit_and_incidents_and_no_entry(
    border: tuple[Core, Client],
) -> None:
    core, client = border
    enter(client, "alat")
    text = shown(client, here(core))
    assert "/incident" in text
    assert "/cross" not in text
    post(client, here(core, "cross"), 422, seals_intact="yes")
    post(client, here(core, "incident"), code="5", text="A flat tyre")


def test_offices_off_the_route_know_nothing(border: tuple[Core, Client]) -> None:
    core, client = border
    enter(client, "tashkent")
    assert client.get(here(core)).status_code == 404
    post(client, here(core, "cross"), 404, seals_intact="yes")


def test_destination_step_by_step(port: tuple[Core, Client]) -> None:
    core, client = port
    post(client, here(core, "permit-unloading"), 422)
    missing = post(client, here(core, "arrive"), 422).text
    assert "Dustlik customs post (UZDUST01)" in missing
    assert "#f-remarks" in missing
    assert missing.count("entry is not recorded yet") == 2, "in the summary and at the field"
    post(client, here(core, "arrive"), remarks=ON_THE_WAY)
    post(client, here(core, "arrive"), 422)
    too_early = shown(client, here(core, "unloading"))
    assert too_early.count("At destination.") == 1, "said once"
    post(client, here(core, "permit-unloading"))
    unloading = shown(client, here(core, "unloading"))
    assert "Черешня свежая" in unloading
    assert "6,200" in unloading, "figures as everywhere"
    assert "Say whether the load conforms" in post(client, here(core, "unloading"), 422).text
    post(client, here(core, "unloading"), 422, conforms="yes")
    kept = {"conforms": "yes", "seals_intact": "yes", "found-3": "6100"}
    assert 'value="6100"' in post(client, here(core, "unloading"), 422, **kept).text
    post(client, here(core, "unloading"), conforms="yes", seals_intact="yes")
    post(client, here(core, "release-goods"), 422)
    post(client, here(core, "results"), 422)
    post(client, here(core, "results"), 422, result="B1")
    post(client, here(core, "results"), result="A1")
    post(client, here(core, "release-goods"))
    assert state_of(core).destination.status == "goods_released"


def test_b1_holds_the_goods_until_departure_has_solved_it(tmp_path: Path) -> None:
    """Whatever destination says after it: its own discrepancy is departure's to solve."""
    home = released()
    with abroad("GE", tmp_path, home) as (core, client):
        enter(client, "poti")
        post(client, here(core, "arrive"), remarks=ON_THE_WAY)
        post(client, here(core, "permit-unloading"))
        post(client, here(core, "unloading"), conforms="yes", seals_intact="yes")
        post(client, here(core, "results"), result="B1", remarks="Five packages short")
        text = shown(client, here(core))
        assert "Goods held" in text
        assert "/release-goods" not in text
        assert "are held" in post(client, here(core, "release-goods"), 422).text
        post(client, here(core, "results"), result="A1")
        assert "are held" in post(client, here(core, "release-goods"), 422).text
        pass_on(core, home)
        for code in ("crossing_missing", "control_results_b1"):
            solved = SolveDiscrepancy(code, "Found on board", "explained", "Act 17")
            assert not do(home, solved, customs("KGOSH001")).refusals
        pass_on(home, core)
        post(client, here(core, "release-goods"))
    assert state_of(core).destination.status == "goods_released"


def test_what_a_b1_does_not_dispute_is_released_before_it_is_solved(
    port: tuple[Core, Client],
) -> None:
    core, client = port
    post(client, here(core, "arrive"), remarks=ON_THE_WAY)
    post(client, here(core, "permit-unloading"))
    post(client, here(core, "unloading"), conforms="yes", seals_intact="yes")
    said = {"result": "B1", "remarks": "Item 2 is short"}
    assert (
        "numbers of goods items"
        in post(client, here(core, "results"), 422, disputed="x", **said).text
    )
    post(client, here(core, "results"), 422, disputed="77", **said)
    post(client, here(core, "results"), disputed="2", **said)
    assert "Goods items 2 stay until" in shown(client, here(core))
    form = shown(client, here(core, "release-goods"))
    assert 'value="part" checked' in form
    assert 'value="2" aria-label="Hold item 2" checked' in form
    part = {"extent": "part", "code": "claim", "reason": "Short"}
    assert "are held" in post(client, here(core, "release-goods"), 422, hold="1", **part).text
    post(client, here(core, "release-goods"), hold="2", **part)
    assert "Part of the goods held" in shown(client, here(core))


def test_differences_are_pointed_at(port: tuple[Core, Client]) -> None:
    core, client = port
    post(client, here(core, "arrive"), remarks=ON_THE_WAY)
    post(client, here(core, "permit-unloading"))
    same = {"found-1": "kg 778201", "found-2": "KG778202"}
    data = {"conforms": "no", "seals_intact": "yes", "found-0": "MSKU7654321", "found-3": "6200"}
    data |= same  # however they are written, these are the seals declared
    post(client, here(core, "unloading"), **data)
    found = state_of(core).open_discrepancies()[-1]
    assert found.text == "/consignment/equipment/0/container: MSKU1234565 → MSKU7654321"


def test_other_ports_know_nothing(port: tuple[Core, Client]) -> None:
    core, client = port
    enter(client, "batumi")
    assert client.get(here(core)).status_code == 404


def test_an_arrival_is_refused_with_what_is_to_be_done(port: tuple[Core, Client]) -> None:
    core, client = port
    post(client, here(core, "refuse-arrival"), 422)
    post(
        client, here(core, "refuse-arrival"), code="other_vehicle", reason="01KG555XYZ stands here"
    )
    page = shown(client, here(core))
    assert "did not take the arrival in" in page
    assert "Have the change of vehicle confirmed, then notify again." in page
    assert (state_of(core).status, state_of(core).notices[-1].status) == ("released", "refused")


def test_an_unloading_in_two_rounds_and_goods_released_in_part(port: tuple[Core, Client]) -> None:
    core, client = port
    for act, data in (("arrive", {"remarks": ON_THE_WAY}), ("permit-unloading", {})):
        post(client, here(core, act), **data)
    first = {
        "conforms": "no",
        "seals_intact": "yes",
        "found-3": "6100",
        "surplus": "2 boxes of tea",
    }
    post(client, here(core, "unloading"), **first, complete="no", new_seals="ge 9")
    assert state_of(core).destination.is_unloading
    assert not [d for d in state_of(core).open_discrepancies() if d.code == "unloading_remark"]
    form = shown(client, here(core, "unloading"))
    assert 'value="6100"' in form
    assert "2 boxes of tea" in form
    post(client, here(core, "unloading"), **{**first, "found-3": "6150"}, complete="yes")
    page = shown(client, here(core))
    assert "Round 1" in page
    assert "Round 2" in page
    assert "Goods that are not declared" in page
    assert "Results due by" in page
    post(client, here(core, "results"), result="A1")
    part = {"extent": "part", "hold": ["1"], "held-1": "40"}
    assert "Choose why it is held" in post(client, here(core, "release-goods"), 422, **part).text
    part |= {"code": "sanitary", "reason": "Samples were taken."}
    wrong: tuple[dict[str, Any], ...] = ({"held-1": "some"}, {"hold": []})
    for change, complaint in zip(wrong, ("write a number", "Mark the items"), strict=True):
        answer = post(client, here(core, "release-goods"), 422, **(part | change))
        assert complaint in answer.text
    post(client, here(core, "release-goods"), **part)
    page = shown(client, here(core))
    assert "item 1: 40 packages. Veterinary, plant or sanitary control: Samples were taken." in page
    assert state_of(core).destination.standing == "released_in_part"
    assert "checked" in shown(client, here(core, "release-goods"))
    none = {"extent": "none", "code": "claim", "reason": "A court decides."}
    post(client, here(core, "release-goods"), **none)
    assert "All goods. Seized, or claimed by a court: A court decides." in shown(client, here(core))
    post(client, here(core, "release-goods"), extent="full")
    assert state_of(core).destination.status == "goods_released"


@pytest.mark.parametrize(
    ("held", "title"),
    [
        ((), "Goods released from transit"),
        ((Held(3, 0, "control", "x"),), "Goods released in part"),
        ((Held(0, 0, "control", "x"),), "Goods not released"),
    ],
)
def test_a_decision_on_the_release_is_named_by_what_it_was(
    held: tuple[Held, ...], title: str, tmp_path: Path
) -> None:
    tale = Tale(Reader("en", make_services(tmp_path)), "GEPOTI01")
    assert title_of(GoodsReleased("GEPOTI01", held), tale) == title
