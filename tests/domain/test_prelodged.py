"""A declaration lodged before its goods (additional type D) waits for them."""

from msgspec.structs import replace

from corridor.domain.consignment import Authorisation, Dossier
from corridor.domain.movement.accepting import AcceptDeclaration, RejectDeclaration
from corridor.domain.movement.amending import AmendDeclaration
from corridor.domain.movement.cancelling import CancelDeclaration
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.domain.movement.presenting import PresentGoods
from tests.domain.movement_world import CARRIER, DOSSIER, OSH, World

PRELODGED = replace(DOSSIER, additional_type="D")
WITHOUT_A_TRUCK = replace(
    PRELODGED,
    consignment=replace(PRELODGED.consignment, means=(), inland_mode="3"),
)
TOMORROW = "2026-11-22T09:00:00.000Z"


def _lodged(dossier: Dossier = PRELODGED) -> World:
    world = World()
    assert world.tell(LodgeDeclaration(dossier), CARRIER) == ("movement.lodged/1",)
    return world


def test_it_gets_its_mrn_only_when_the_goods_are_there() -> None:
    world = _lodged()
    assert world.now().awaits_goods
    assert world.tell(AcceptDeclaration(), OSH) == ("goods_not_presented",)
    assert world.tell(PresentGoods(), CARRIER) == ("movement.presented/1",)
    assert not world.now().awaits_goods
    assert world.now().presented_at
    assert world.tell(AcceptDeclaration(), OSH) == ("movement.accepted/1",)


def test_the_rules_of_the_day_of_presentation_count() -> None:
    world = _lodged()
    world.tell(PresentGoods(), CARRIER, now=TOMORROW)
    assert world.now().rules_on == TOMORROW[:10]


def test_goods_are_presented_once() -> None:
    world = _lodged()
    world.tell(PresentGoods(), CARRIER)
    assert world.tell(PresentGoods(), CARRIER) == ("goods_not_awaited",)


def test_what_may_be_missing_before_is_needed_with_the_goods() -> None:
    world = _lodged(WITHOUT_A_TRUCK)
    assert world.tell(PresentGoods(), CARRIER) == ("rule.DTC03",)
    assert world.tell(AmendDeclaration(PRELODGED), CARRIER) == ("movement.amended/1",)
    assert world.tell(PresentGoods(), CARRIER) == ("movement.presented/1",)


def test_what_was_there_with_the_goods_cannot_be_taken_away() -> None:
    world = _lodged()
    world.tell(PresentGoods(), CARRIER)
    assert world.tell(AmendDeclaration(WITHOUT_A_TRUCK), CARRIER) == ("rule.DTC03",)


def test_an_authorised_consignor_gives_the_limit_date_with_the_goods() -> None:
    held = (Authorisation("C521", "KG/2"),)
    world = _lodged(replace(PRELODGED, authorisations=held))
    assert world.tell(PresentGoods(), CARRIER) == ("rule.C0839",)


def test_it_may_be_rejected_or_cancelled_without_goods() -> None:
    assert _lodged().tell(RejectDeclaration("unreadable"), OSH) == ("movement.rejected/1",)
    assert _lodged().tell(CancelDeclaration("sold"), CARRIER) == ("movement.cancelled/1",)
