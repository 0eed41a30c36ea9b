"""Simulated people always know what to do next, and every movement comes to its end."""

import random
from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.consignment import Dossier
from corridor.domain.facts import Actor
from corridor.domain.movement.guarantee import AnswerGuarantee
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.domain.movement.offices import transit_offices
from corridor.domain.movement.state import Movement
from corridor.domain.permits.applying import ApplyForPermit
from corridor.domain.permits.requirements import request_for, requirements_of
from corridor.domain.routes import DEMO_ROUTES
from corridor.node.demo.loads import random_dossier
from corridor.node.demo.plan import next_acts
from corridor.node.demo.troubles import SMOOTH, Troubles
from corridor.node.demo.world import CarrierData, load_world
from tests.demo.one_world import TODAY, OneWorld
from tests.support.engines import REFERENCE, RULES, START

ACTS_MAX = 80


def walk(route_name: str, troubles: Troubles, seed: int = 1) -> tuple[Movement, list[str]]:
    """The whole life of a made-up load, as the planner leads it."""
    carrier = load_world().nodes[DEMO_ROUTES[route_name].points[0].country].carriers[0]
    dossier = random_dossier(random.Random(seed), carrier, route_name, "LRN-1", TODAY)
    return lead(dossier, carrier, troubles)


def lead(dossier: Dossier, carrier: CarrierData, troubles: Troubles) -> tuple[Movement, list[str]]:
    """The whole life of one movement, as the planner leads it."""
    world, node = OneWorld(), dossier.route.points[0].country
    home = Actor("", carrier.org, carrier.login, "carrier")
    subject = f"mv-{node}-1"
    world.do(node, home, subject, LodgeDeclaration(dossier))
    for index, need in enumerate(requirements_of(dossier, RULES, REFERENCE, START[:10])):
        request = request_for(need, dossier, subject)
        world.do(node, home, f"pm-{node}-{index}", ApplyForPermit(request))
    done: list[str] = []
    for _ in range(ACTS_MAX):
        movement: Movement = world.states[subject]
        if movement.guarantee.status == "requested":
            asked = movement.guarantee
            answer = AnswerGuarantee(asked.grn, asked.amount_minor, asked.currency)
            world.do(node, Actor("", node, "", "system"), subject, answer)
            movement = world.states[subject]
        acts = next_acts(movement, world.permits_of(subject), troubles, START)
        if not acts:
            return movement, done
        world.act(acts[0])
        done.append(str(acts[0].command.__struct_config__.tag))
    raise AssertionError(f"no end after {ACTS_MAX} acts: {done}")


@pytest.mark.parametrize("route", DEMO_ROUTES)
def test_a_smooth_journey_ends_written_off(route: str) -> None:
    movement, done = walk(route, SMOOTH)
    assert movement.status == "written_off"
    crossings = len(transit_offices(movement.dossier))
    assert done.count("movement.cross") == crossings
    assert not movement.unheard


@pytest.mark.parametrize("seed", range(5))
def test_any_load_can_be_filed(seed: int) -> None:
    assert walk("osh-poti", SMOOTH, seed)[0].status == "written_off"


def test_goods_that_come_after_their_declaration_are_presented() -> None:
    carrier = load_world().nodes["KG"].carriers[0]
    dossier = random_dossier(random.Random(1), carrier, "osh-poti", "LRN-1", TODAY)
    movement, done = lead(replace(dossier, additional_type="D"), carrier, SMOOTH)
    assert movement.status == "written_off"
    about_the_goods = [tag for tag in done if tag in ("movement.present", "movement.accept")]
    assert about_the_goods == ["movement.present", "movement.accept"]


def test_a_refused_permit_is_mended_and_granted() -> None:
    movement, done = walk("osh-poti", Troubles(refused_by="AZ"))
    assert movement.status == "written_off"
    assert done.count("permit.refuse") == 1
    assert done.count("permit.apply") == 1


def test_a_broken_seal_gets_a_new_one() -> None:
    movement, done = walk("osh-poti", Troubles(broken_seal_at="AZALAT01"))
    assert movement.status == "written_off"
    assert done.count("movement.report_incident") == 1
    assert len(movement.seals) == 2
    assert movement.incidents[0].broken_seals[0] not in movement.seals


def test_a_stopped_vehicle_goes_on_after_a_while() -> None:
    movement, done = walk("osh-poti", Troubles(stopped_at="TMFARA01"))
    assert movement.status == "written_off"
    assert done.count("movement.stop") == 1


@pytest.mark.parametrize("channel", ["yellow", "red"])
def test_a_control_has_a_result(channel: Any) -> None:
    movement, _ = walk("almaty-batumi", Troubles(channel=channel))
    assert movement.channel == channel
    assert movement.control_result


BETWEEN = {
    "held_up": (Troubles(held_up_at="UZDUST01"), {"movement.report_incident"}),
    "split": (Troubles(split_at="UZDUST01"), {"movement.split", "movement.join"}),
    "driver": (
        Troubles(other_driver=True),
        {"movement.request_change", "movement.decide_change"},
    ),
    "diverted": (
        Troubles(diverts=True),
        {"movement.request_diversion", "movement.decide_diversion"},
    ),
    "delayed": (Troubles(delayed=True), {"movement.report_delay"}),
    "asked_after": (Troubles(asked_after=True), {"movement.enquire"}),
    "written_to": (Troubles(written_to=True), {"movement.write_to_carrier"}),
    "at_sea": (SMOOTH, {"movement.record_voyage"}),
}


def test_what_comes_in_between_is_done_once_and_the_movement_still_comes_to_its_end() -> None:
    for name, (troubles, said) in BETWEEN.items():
        movement, done = walk("osh-poti", troubles)
        assert movement.status == "written_off", name
        assert not movement.unheard, name
        assert said <= set(done), (name, done)
    together = Troubles(
        held_up_at="UZDUST01",
        split_at="UZDUST01",
        other_driver=True,
        diverts=True,
        delayed=True,
        asked_after=True,
        written_to=True,
    )
    assert walk("osh-poti", together)[0].status == "written_off"


def test_a_train_is_let_in_wagon_by_wagon() -> None:
    rail = [name for name, route in DEMO_ROUTES.items() if route.points[0].mode == "rail"]
    assert rail
    for name in rail:
        movement, done = walk(name, SMOOTH)
        assert movement.status == "written_off"
        assert "movement.wagons" in done
