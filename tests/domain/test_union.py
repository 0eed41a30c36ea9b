"""Transit inside a union of states: one declaration, two offices, and its outer border alone."""

from typing import Any

from msgspec.structs import replace

from corridor.domain.facts import Actor
from corridor.domain.movement.accepting import AcceptDeclaration
from corridor.domain.movement.answering_enquiries import AnswerEnquiry
from corridor.domain.movement.arriving import RecordArrival
from corridor.domain.movement.control import DecideControl
from corridor.domain.movement.enquiring import Enquire, JudgeProof
from corridor.domain.movement.goods_release import ReleaseGoods
from corridor.domain.movement.guarantee import AnswerGuarantee, RequestGuarantee
from corridor.domain.movement.kind import MOVEMENTS
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.domain.movement.offices import offices
from corridor.domain.movement.releasing import ReleaseForTransit
from corridor.domain.movement.results import RecordResults
from corridor.domain.movement.sealing import AffixSeals
from corridor.domain.movement.unloading import PermitUnloading, RecordUnloading
from corridor.domain.movement.writing_off import WriteOff
from corridor.domain.routes import DEMO_ROUTES, Route, check_route, plan_route, union_of
from tests.domain.movement_world import (
    CARRIER,
    DOSSIER,
    GRN,
    REFERENCE,
    TODAY,
    World,
    customs,
)

ASTANA = DEMO_ROUTES["bishkek-astana"]


def dossier_on(route: Route) -> Any:
    load = replace(
        DOSSIER.consignment,
        country_of_destination=route.points[-1].country,
        countries_of_routing=(),
    )
    return replace(DOSSIER, route=route, consignment=load)


def life(route: Route, reference: Any, *, to_release: bool = False) -> World:
    start, end = customs(route.points[0].office or ""), customs(route.points[-1].office or "")
    steps: tuple[tuple[Any, Actor], ...] = (
        (LodgeDeclaration(dossier_on(route)), CARRIER),
        (AcceptDeclaration(), start),
        (DecideControl("green"), start),
        (RequestGuarantee(), start),
        (AnswerGuarantee(GRN, 1_850_000, "EUR"), Actor("", "KG", "", "system")),
        (AffixSeals(("KG-778201", "KG-778202")), start),
        (ReleaseForTransit(), start),
        (RecordArrival(end.office), end),
        (PermitUnloading(), end),
        (RecordUnloading(conforms=True, seals_intact=True), end),
        (RecordResults("A1"), end),
        (ReleaseGoods(), end),
        (WriteOff(), start),
    )
    world = World()
    for command, actor in steps[:7] if to_release else steps:
        told = world.tell(command, actor, reference=reference, node=actor.office[:2] or "KG")
        assert all("/" in word for word in told), (command, told)
    return world


def test_a_whole_life_inside_the_union_knows_departure_and_destination_alone() -> None:
    world = life(ASTANA, REFERENCE)
    state = world.now()
    assert state.status == "written_off"
    assert offices(state.dossier) == ("KGBISH01", "KZASTA01")
    assert (state.crossings, state.exits, state.discrepancies, state.unheard) == ((), (), (), ())
    assert MOVEMENTS.audience(state) == {"KG", "KZ"}


def test_bishkek_almaty_moscow_runs_and_ends_by_proof_since_moscow_has_no_node() -> None:
    route = plan_route(REFERENCE, "KG-BISH", "RU-MOSC", ("KZ-ALMA",))
    assert route is not None
    assert check_route(route, REFERENCE, TODAY) == ()
    assert REFERENCE.offices["RUMOSC01"].invented
    world = life(route, REFERENCE, to_release=True)
    assert offices(world.now().dossier) == ("KGBISH01", "RUMOSC01")
    assert MOVEMENTS.audience(world.now()) == {"KG", "KZ", "RU"}
    later, start = "2027-03-01T08:00:00.000Z", customs("KGBISH01")
    assert world.tell(Enquire("Where are the goods?"), start, now=later, node="KG") == (
        "movement.enquiry_made/1",
    )
    asked = world.now().pursuit.enquiries[0].id
    paper = AnswerEnquiry(asked, "proof", document="Stamped copy of the office of Moscow")
    assert world.tell(paper, CARRIER, now=later, node="KG") == ("movement.enquiry_answered/1",)
    assert "movement.written_off/1" in world.tell(
        JudgeProof(asked, accepted=True), start, now=later, node="KG"
    )
    assert world.now().status == "written_off"


def test_what_stays_inside_is_said_of_several_states_of_one_union_alone() -> None:
    assert union_of(ASTANA) == "EAEU"
    assert union_of(DEMO_ROUTES["bishkek-poti"]) == ""
    home = plan_route(REFERENCE, "KZ-ALMA", "KZ-ASTA")
    assert home is not None
    assert union_of(home) == ""
