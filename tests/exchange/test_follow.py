"""Two and three nodes follow each other: pages, receipts, backlogs, crashes."""

import pytest
from msgspec.structs import replace

from corridor.domain.codes import make_grn
from corridor.domain.consignment import GuaranteeUse
from corridor.domain.guarantees.state import Guarantee
from corridor.domain.movement.accepting import AcceptDeclaration
from corridor.domain.movement.crossing import RecordCrossing
from corridor.domain.movement.goods_release import GoodsReleased
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.domain.movement.releasing import RefuseRelease
from corridor.domain.movement.state import Movement
from corridor.engine.core import Core
from corridor.engine.queries import Queries
from corridor.engine.records import EventRefused
from corridor.evidence.receipt import SignedReceipt
from corridor.exchange import keeping
from corridor.stores.memory import MemoryStore
from tests.exchange.network import Node, Wires, settle
from tests.exchange.steps import RELEASE, accepted_movement, saying
from tests.support.engines import (
    CARRIER,
    DOSSIER,
    MOVEMENT,
    FakeClock,
    customs,
    do,
    lodge,
    register_guarantee,
)

OSH = customs("KGOSH001")


class DiskFull(Exception):
    """What the store of a test raises."""


@pytest.fixture
def wires() -> Wires:
    return Wires()


async def test_a_page_brings_events_cursor_and_receipt(wires: Wires) -> None:
    kg, uz = Node("KG", wires), Node("UZ", wires)
    accepted_movement(kg.core)

    follower = await uz.follow("KG")

    assert follower.status.error == "", follower.status
    assert follower.status.lag == 0
    there = Queries(uz.core).get(MOVEMENT)
    assert isinstance(there.state, Movement)
    assert there.state == Queries(kg.core).get(MOVEMENT).state
    with uz.core.store.read() as reader, kg.core.store.read() as here:
        cursor, end = reader.cursor("KG"), here.channel_end("UZ")
    assert (cursor.position, cursor.head) == end
    assert cursor.size == kg.core.tip.size


async def test_the_next_request_acknowledges_the_page(wires: Wires) -> None:
    kg, uz = Node("KG", wires), Node("UZ", wires)
    accepted_movement(kg.core)
    await uz.follow("KG")
    assert "UZ" not in Queries(kg.core).timeline(MOVEMENT)[0].confirmed

    await uz.follow("KG")

    timeline = Queries(kg.core).timeline(MOVEMENT)
    assert all(logged.confirmed == ("UZ",) for logged in timeline)
    tags = [event.tag for event in Queries(kg.core).recent(3)]
    assert tags.count("receipt.taken/1") == 1


async def test_a_receipt_sent_again_changes_nothing(wires: Wires) -> None:
    kg, uz = Node("KG", wires), Node("UZ", wires)
    accepted_movement(kg.core)
    await uz.follow("KG")
    await uz.follow("KG")
    size = kg.core.tip.size

    await uz.follow("KG")
    uz = Node("UZ", wires, store=uz.core.store)  # restarted: it sends its last receipt again
    kg = Node("KG", wires, store=kg.core.store)
    await uz.follow("KG")

    assert kg.core.tip.size == size


async def test_movements_converge_between_three_nodes(wires: Wires) -> None:
    kg, uz, ge = (Node(name, wires) for name in ("KG", "UZ", "GE"))
    accepted_movement(kg.core)
    for command in RELEASE:
        outcome = do(kg.core, command, OSH)
        assert not outcome.refusals, outcome.refusals
    await settle(kg, uz, ge)
    crossing = do(uz.core, RecordCrossing("UZDUST01"), customs("UZDUST01"))
    assert not crossing.refusals
    await settle(kg, uz, ge)

    states = [Queries(node.core).get(MOVEMENT).state for node in (kg, uz, ge)]

    assert states[0] == states[1] == states[2]
    assert [crossing.office for crossing in states[0].crossings] == ["UZDUST01"]


async def test_small_pages_bring_all_of_a_backlog(wires: Wires) -> None:
    kg, uz = Node("KG", wires), Node("UZ", wires)
    register_guarantee(kg.core)
    for number in range(40):
        subject = f"mv-KG-{number:020d}"
        assert not lodge(kg.core, subject, f"L{number}").refusals
        assert not do(kg.core, AcceptDeclaration(), OSH, subject).refusals

    follower = await uz.follow("KG", limit=7)

    assert follower.status.error == "", follower.status
    assert follower.status.position == 80
    assert len(wires.answers) == 12


async def test_what_a_node_may_not_say_is_kept_without_effect_and_answered(wires: Wires) -> None:
    kg, uz, ge = (Node(name, wires) for name in ("KG", "UZ", "GE"))
    accepted_movement(kg.core)
    await settle(kg, uz, ge)
    # UZ, by other software than this, releases goods at Poti.
    saying(uz.core, MOVEMENT, GoodsReleased("GEPOTI01"), customs("GEPOTI01"), to=("KG", "GE"))

    await settle(kg, uz, ge)

    state = Queries(ge.core).get(MOVEMENT).state
    assert state.destination.status != "goods_released"
    assert len(state.unheard) == 1
    told = [e for e in Queries(uz.core).recent(50) if e.tag == "event.refused/1"]
    assert {event.node for event in told} == {"KG", "GE"}
    assert EventRefused.__struct_config__.tag == told[0].tag


async def test_a_peer_that_was_away_catches_up(wires: Wires) -> None:
    kg, uz = Node("KG", wires), Node("UZ", wires)
    wires.down.add("KG")
    accepted_movement(kg.core)
    follower = uz.follower("KG")
    assert await follower.round() is not None
    assert (follower.status.state, follower.status.error) == ("faulty", "line.unreachable")

    wires.down.clear()
    assert await follower.round() is None

    assert (follower.status.state, follower.status.error) == ("following", "")
    assert Queries(uz.core).get(MOVEMENT).state is not None


@pytest.mark.parametrize("moment", ["before_commit", "after_commit"])
async def test_a_commit_that_fails_is_made_good(wires: Wires, moment: str) -> None:
    """The follower dies while taking the page; kept or not, it goes on from its cursor."""
    store = MemoryStore()
    kg, uz = Node("KG", wires), Node("UZ", wires, store=store)
    accepted_movement(kg.core)

    def fail() -> None:
        setattr(store, moment, lambda: None)
        raise DiskFull

    setattr(store, moment, fail)
    follower = await uz.follow("KG")
    lost = moment == "before_commit"
    assert follower.status.error == ("line.commit" if lost else "")

    uz = Node("UZ", wires, store=store)
    for _ in range(2):
        assert await uz.follower("KG").round() is None

    assert Queries(uz.core).get(MOVEMENT).version == Queries(kg.core).get(MOVEMENT).version
    assert [e.number for e in Queries(uz.core).recent(99) if e.tag == "movement.lodged/1"] == [
        e.number for e in Queries(kg.core).recent(99) if e.tag == "movement.lodged/1"
    ]
    assert all(logged.confirmed == ("UZ",) for logged in Queries(kg.core).timeline(MOVEMENT))


async def test_a_follower_restored_from_an_old_copy_asks_again(wires: Wires) -> None:
    kg, uz = Node("KG", wires), Node("UZ", wires)
    accepted_movement(kg.core)
    await uz.follow("KG")
    await uz.follow("KG")
    uz = Node("UZ", wires)  # nothing is left of its store

    follower = await uz.follow("KG")

    assert follower.status.error == "", follower.status
    assert Queries(uz.core).get(MOVEMENT).state == Queries(kg.core).get(MOVEMENT).state


async def test_a_publisher_restored_from_an_old_copy_does_not_answer(wires: Wires) -> None:
    kg, uz = Node("KG", wires), Node("UZ", wires)
    accepted_movement(kg.core)
    await uz.follow("KG")
    kg = Node("KG", wires)  # an empty log under the same key

    follower = await uz.follow("KG")

    assert follower.status.detail == "409 request.restored"
    assert "access.denied/1" in [event.tag for event in Queries(kg.core).recent(5)]
    assert list(kg.publisher.restored) == ["UZ"]
    again = Node("KG", wires, store=kg.core.store)
    assert again.publisher.restored == kg.publisher.restored, "it is known after a restart"
    accepted_movement(again.core)
    uz = Node("UZ", wires)
    await uz.follow("KG")
    await uz.follow("KG")  # it brings the receipt: what it saw is here again
    assert again.publisher.restored == {}
    assert Queries(again.core).document(keeping.RESTORED, "UZ") is None


async def test_receipts_given_survive_as_documents(wires: Wires) -> None:
    kg, uz = Node("KG", wires), Node("UZ", wires)
    accepted_movement(kg.core)
    await uz.follow("KG")
    clock = FakeClock()
    uz = Node("UZ", wires, clock, uz.core.store)

    await uz.follow("KG")

    sent = wires.requests[-1].body
    assert b'"receipt":{' in sent
    assert SignedReceipt.__struct_fields__ == ("body", "key", "signature")


async def test_a_guarantor_off_the_route_is_asked_answers_and_frees(wires: Wires) -> None:
    """The route does not touch Kazakhstan: its node hears of the movement as guarantor alone."""
    kg, kz, uz = Node("KG", wires), Node("KZ", wires), Node("UZ", wires)
    grn = make_grn("26", "KZ", "000001000001")
    assert not register_guarantee(kz.core, grn).refusals
    use = GuaranteeUse("1", grn, amount_minor=1_000_00, currency="EUR")
    dossier = replace(DOSSIER, guarantees=(use,))
    assert not do(kg.core, LodgeDeclaration(dossier, "A1B2"), CARRIER).refusals
    assert not do(kg.core, AcceptDeclaration(), OSH).refusals
    await settle(kg, kz, uz)
    await kg.hand_over()
    assert Queries(kz.core).get(MOVEMENT).state is None
    for step in RELEASE[:2]:
        assert not do(kg.core, step, OSH).refusals
    await settle(kg, kz, uz)
    states = [Queries(node.core).get(MOVEMENT).state for node in (kg, kz, uz)]
    assert [state.guarantee.status for state in states] == ["reserved"] * 3
    assert states[0] == states[1] == states[2]
    assert held(kz.core, grn) == {MOVEMENT: 1_000_00}
    assert not do(kg.core, RefuseRelease("x"), OSH).refusals
    await settle(kg, kz, uz)
    assert held(kz.core, grn) == {}


def held(core: Core, grn: str) -> dict[str, int]:
    """What movements take of a guarantee."""
    state = Queries(core).get(f"gr-{grn}").state
    assert isinstance(state, Guarantee)
    return state.reserved
