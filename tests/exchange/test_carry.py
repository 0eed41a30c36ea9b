"""Pages carried by hand between two nodes that have no line."""

import pytest

from corridor.domain.movement.control import DecideControl
from corridor.engine.queries import Queries
from corridor.exchange.carry import page_to_carry, request_to_carry, take_carried
from corridor.exchange.convict import Convict
from corridor.exchange.errors import PageRefused, RequestRefused
from tests.exchange.network import Node, Wires
from tests.exchange.steps import accepted_movement
from tests.support.engines import MOVEMENT, customs, do


async def carried(kg: Node, uz: Node) -> int:
    """One errand to KG and back; the position reached."""
    page = page_to_carry(kg.core, kg.trust, request_to_carry(uz.core, "KG"))
    taken = await take_carried(uz.core, uz.trust, uz.submit, "KG", page)
    return taken.cursor.position


async def test_two_errands_and_then_the_line_again() -> None:
    wires = Wires()
    kg, uz = Node("KG", wires), Node("UZ", wires)
    accepted_movement(kg.core)
    assert await carried(kg, uz) == 2
    do(kg.core, DecideControl("green"), customs("KGOSH001"))
    assert await carried(kg, uz) == 3
    assert (await uz.follow("KG")).status.error == ""
    assert Queries(uz.core).get(MOVEMENT).state == Queries(kg.core).get(MOVEMENT).state
    assert Queries(kg.core).timeline(MOVEMENT)[0].confirmed == ("UZ",)


async def test_the_same_page_carried_twice_is_refused() -> None:
    kg, uz = Node("KG", Wires()), Node("UZ", Wires())
    accepted_movement(kg.core)
    page = page_to_carry(kg.core, kg.trust, request_to_carry(uz.core, "KG"))
    await take_carried(uz.core, uz.trust, uz.submit, "KG", page)
    with pytest.raises(PageRefused, match=r"page\.position"):
        await take_carried(uz.core, uz.trust, uz.submit, "KG", page)


async def test_nothing_is_written_for_a_stranger() -> None:
    kg, uz = Node("KG", Wires()), Node("UZ", Wires())
    request = request_to_carry(uz.core, "KG").replace(b'"from":"UZ"', b'"from":"XX"')
    with pytest.raises(RequestRefused, match="member"):
        page_to_carry(kg.core, kg.trust, request)


async def test_a_request_for_another_node_is_not_answered() -> None:
    kz, uz = Node("KZ", Wires()), Node("UZ", Wires())
    with pytest.raises(RequestRefused, match="addressee"):
        page_to_carry(kz.core, kz.trust, request_to_carry(uz.core, "KG"))


async def test_a_stopped_channel_takes_no_page_by_hand_either() -> None:
    kg, uz = Node("KG", Wires()), Node("UZ", Wires())
    accepted_movement(kg.core)
    uz.core.run_one(Convict("KG", "page.fork", "two roots", b"{}"))
    with pytest.raises(PageRefused, match=r"page\.fork"):
        await carried(kg, uz)
