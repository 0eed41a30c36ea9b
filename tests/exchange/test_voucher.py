"""A voucher is used once, also where carriers of two nodes show it at the same time."""

import asyncio
from datetime import date
from itertools import permutations

import pytest
from msgspec.structs import replace

from corridor.domain.codes import make_grn
from corridor.domain.consignment import GuaranteeUse
from corridor.domain.facts import Actor
from corridor.domain.guarantees.registering import RegisterGuarantee
from corridor.domain.guarantees.state import Guarantee
from corridor.domain.movement.accepting import AcceptDeclaration
from corridor.domain.movement.cancelling import CancelDeclaration
from corridor.domain.movement.control import DecideControl
from corridor.domain.movement.guarantee import RequestGuarantee
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.domain.movement.state import Movement
from corridor.engine.queries import Queries
from corridor.node.demo.dossiers import story_dossier
from tests.exchange.network import Node, Wires, settle
from tests.support.engines import CARRIER, customs, do

VOUCHER = make_grn("26", "UZ", "000001000001") + "O435678"
LEDGER, CODE, FACE = f"gr-{VOUCHER}", "Q9z7", 1_000_000
HOUR_MS = 3_600_000
USE = GuaranteeUse("4", VOUCHER, "", FACE, "EUR")
KG, KZ = "mv-KG-00000000000000000001", "mv-KZ-00000000000000000001"
ROUTES = {KG: "osh-poti", KZ: "almaty-batumi"}


class World:
    """Filed in KG and in KZ with one voucher, whose guarantor is in UZ."""

    def __init__(self) -> None:
        self.wires = Wires()
        self.nodes = {name: Node(name, self.wires) for name in ("KG", "KZ", "UZ")}
        dates = ("2026-01-01", "2027-12-31")
        terms = RegisterGuarantee(VOUCHER, "ala-too", "4", FACE, "EUR", *dates, CODE)
        guarantor = Actor("", "uz-guarantor", "g", "guarantor")
        assert not do(self.nodes["UZ"].core, terms, guarantor, LEDGER).refusals

    def file(self, movement: str) -> None:
        """Lodged, accepted, and asked for, at the node of its carrier; nothing has travelled."""
        core = self.nodes[movement[3:5]].core
        dossier = story_dossier(f"V-{movement[3:5]}", VOUCHER, date(2026, 11, 21), ROUTES[movement])
        lodge = LodgeDeclaration(replace(dossier, guarantees=(USE,)), CODE)
        assert not (found := do(core, lodge, CARRIER, movement).refusals), found
        office = customs(dossier.route.points[0].office or "")
        for command in (AcceptDeclaration(), DecideControl("green"), RequestGuarantee()):
            assert not do(core, command, office, movement).refusals

    def hand_over(self) -> None:
        for node in self.nodes.values():
            asyncio.run(node.hand_over())

    def settle(self) -> None:
        asyncio.run(settle(*self.nodes.values()))

    def movement(self, id: str) -> Movement:
        state = Queries(self.nodes[id[3:5]].core).get(id).state
        assert isinstance(state, Movement)
        return state

    def ledger(self) -> Guarantee:
        state = Queries(self.nodes["UZ"].core).get(LEDGER).state
        assert isinstance(state, Guarantee)
        return state

    def winners(self) -> list[str]:
        """Exactly one reserved, the other refused by that name; ledger and movements agree."""
        found = {id: self.movement(id).guarantee for id in (KG, KZ)}
        won = [id for id, one in found.items() if one.status == "reserved"]
        lost = [one.refusal for one in found.values() if one.status == "refused"]
        assert list(self.ledger().reserved) == won
        assert lost == ["guarantee_voucher_used"]
        return won


@pytest.mark.parametrize("first", list(permutations((KG, KZ))))
@pytest.mark.parametrize("cut", ["", "KG", "KZ", "UZ"])
def test_exactly_one_of_two_nodes_wins(first: tuple[str, str], cut: str) -> None:
    """Whichever is heard first, whichever line was down meanwhile."""
    world = World()
    for movement in first:
        world.file(movement)
    if cut:
        world.wires.down.add(cut)
        world.hand_over()
        asyncio.run(settle(*(node for name, node in world.nodes.items() if name != cut)))
        world.wires.down.clear()
    for node in world.nodes.values():
        node.clock.turn(HOUR_MS)
    world.hand_over()
    for movement in first:  # one hears its guarantor before the other is heard
        asyncio.run(settle(world.nodes["UZ"], world.nodes[movement[3:5]]))
    world.settle()
    (winner,) = world.winners()
    assert winner == {"KG": KZ, "KZ": KG}.get(cut, first[0])
    again = Node("UZ", world.wires, world.nodes["UZ"].clock, world.nodes["UZ"].core.store)
    world.nodes["UZ"] = again
    world.settle()
    assert world.winners() == [winner]
    with again.core.store.read() as reader:
        said = [event.tag for event in reader.log(0, reader.size()) if event.subject == LEDGER]
    assert said.count("guarantee.reserved/1") == 1


def test_what_the_winner_gives_back_unused_is_free_for_the_other() -> None:
    world = World()
    for movement in (KG, KZ):
        world.file(movement)
    world.hand_over()
    world.settle()
    (winner,) = world.winners()
    core = world.nodes[winner[3:5]].core
    assert not do(core, CancelDeclaration("Not needed."), CARRIER, winner).refusals
    world.settle()
    assert world.ledger().reserved == {}
    assert not world.ledger().spent_by
    loser = KZ if winner == KG else KG
    office = customs(world.movement(loser).dossier.route.points[0].office or "")
    assert not do(world.nodes[loser[3:5]].core, RequestGuarantee(), office, loser).refusals
    world.settle()
    assert world.movement(loser).is_secured
    assert list(world.ledger().reserved) == [loser]
