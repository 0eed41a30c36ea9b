"""TIR: the carnet is the guarantee, and no office of transit has to be declared."""

from typing import Any

from msgspec.structs import replace

from corridor.domain.consignment import GuaranteeUse
from corridor.domain.facts import Actor
from corridor.domain.movement.guarantee import AnswerGuarantee, RequestGuarantee
from corridor.domain.movement.listings import lanes
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.domain.movement.offices import offices, transit_offices
from corridor.domain.routes import Route
from tests.domain.movement_world import CARRIER, DOSSIER, LIFE, OSH, POTI, World

CARNET = "XN25000050"
DOSSIER_TIR = replace(
    DOSSIER,
    declaration_type="TIR",
    tir_carnet=CARNET,
    tir_holder="KGZ/001/12",
    guarantees=(GuaranteeUse("B"),),
)
ABOUT_THE_GUARANTEE = (RequestGuarantee, AnswerGuarantee)


def _life() -> list[tuple[Any, Actor]]:
    """A life without trouble, with nothing asked of a guarantor."""
    _, *others = LIFE
    kept = [(said, who) for said, who in others if not isinstance(said, ABOUT_THE_GUARANTEE)]
    return [(LodgeDeclaration(DOSSIER_TIR), CARRIER), *kept]


def _after(steps: int) -> World:
    world = World()
    for command, actor in _life()[:steps]:
        told = world.tell(command, actor)
        assert all("/" in word for word in told), told
    return world


def test_a_whole_life_under_a_carnet() -> None:
    movement = _after(len(_life())).now()
    assert movement.status == "written_off"
    assert (movement.dossier.tir_carnet, movement.dossier.tir_holder) == (CARNET, "KGZ/001/12")
    assert movement.guarantee.status == "none"
    assert not movement.unheard
    assert not movement.discrepancies


def test_nothing_is_reserved_for_a_carnet() -> None:
    assert _after(3).tell(RequestGuarantee(), OSH) == ("guarantee_by_carnet",)


def test_a_carnet_covers_from_the_start_and_another_guarantee_once_it_is_reserved() -> None:
    assert _after(1).now().is_secured
    world = World()
    secured = []
    for command, actor in LIFE[:5]:
        world.tell(command, actor)
        secured.append(world.now().is_secured)
    assert secured == [False, False, False, False, True]


def test_a_carnet_without_a_number_cannot_be_filed() -> None:
    nameless = replace(DOSSIER_TIR, tir_carnet="")
    assert World().tell(LodgeDeclaration(nameless), CARRIER) == ("rule.C0411",)


def test_another_guarantee_beside_the_carnet_is_refused() -> None:
    both = replace(DOSSIER_TIR, guarantees=(GuaranteeUse("B"), *DOSSIER.guarantees))
    assert World().tell(LodgeDeclaration(both), CARRIER) == ("rule.R0900",)


def test_a_way_without_offices_of_transit_leads_from_departure_to_destination() -> None:
    points = tuple(
        replace(p, office=None) if p.role == "transit" else p for p in DOSSIER.route.points
    )
    unnamed = replace(DOSSIER, route=Route(points))
    assert "route.transit_missing" in World().tell(LodgeDeclaration(unnamed), CARRIER)
    dossier = replace(DOSSIER_TIR, route=Route(points))
    assert transit_offices(dossier) == ()
    assert offices(dossier) == ("KGOSH001", "GEPOTI01")
    world = World()
    assert world.tell(LodgeDeclaration(dossier), CARRIER) == ("movement.lodged/1",)
    for command, actor in _life()[1:]:
        if actor in (OSH, POTI):
            assert all("/" in word for word in world.tell(command, actor)), command
    assert world.now().status == "written_off"
    assert dict(lanes(world.now())) == {"KGOSH001": "closed", "GEPOTI01": "closed"}
