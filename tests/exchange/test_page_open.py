"""Who opens a page's events makes no difference: to what is kept, or to what is refused."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import msgspec
import pytest

from corridor.domain.movement.accepting import AcceptDeclaration
from corridor.domain.movement.kind import MOVEMENTS
from corridor.engine.codec import fact_of
from corridor.engine.core import Core
from corridor.engine.ports import Cursor, SealedEvent, StoredEvent
from corridor.engine.unit import Unit
from corridor.evidence import canonical
from corridor.evidence.event import event_leaf
from corridor.exchange.errors import PageRefused
from corridor.exchange.event_open import open_event
from corridor.exchange.messages import EVENTS_MAX, FollowRequest, PageHead
from corridor.exchange.page_check import Conviction, Expected
from corridor.exchange.page_open import VerifiedPage, verify_page
from corridor.exchange.publish import build_page
from corridor.exchange.take import TakePage
from corridor.stores.memory import MemoryStore
from tests.exchange.network import Node, Wires
from tests.exchange.steps import accepted_movement
from tests.support.engines import START, customs, do, lodge

TABLES = (
    "states",
    "rows",
    "keys",
    "shares",
    "timers",
    "cursors",
    "origins",
    "subjects",
    "documents",
)
OTHERS = tuple(f"mv-KG-{number:020d}" for number in (2, 3))


@pytest.fixture
def kg() -> Node:
    node = Node("KG", Wires())
    accepted_movement(node.core)
    for subject in OTHERS:
        lodge(node.core, subject, f"L-{subject[-1]}")
        do(node.core, AcceptDeclaration(), customs("KGOSH001"), subject)
    return node


def verified(kg: Node, uz: Node, goes_on: Callable[[], bool], limit: int) -> VerifiedPage:
    """What UZ has checked of KG's next page."""
    with uz.core.store.read() as reader:
        cursor = reader.cursor("KG")
    asked = FollowRequest("KG", "UZ", cursor.position, "n", limit, size=cursor.size)
    page = build_page(kg.core, asked, kg.trust.current, START).data
    return verify_page(page, Expected("KG", "UZ", cursor, "n"), uz.trust.current, START, goes_on)


def only(count: int) -> Callable[[], bool]:
    """Yes, so many times."""
    left = iter([True] * count)
    return lambda: next(left, False)


def followed(kg: Node, opened: int, limit: int) -> dict[str, Any]:
    """A new UZ follows KG to the end, opening so many events of each page: what it keeps."""
    store = MemoryStore()
    uz = Node("UZ", Wires(), store=store)
    while (page := verified(kg, uz, only(opened), limit)).proved.leaves:
        assert len(page.opened) == min(opened, len(page.proved.leaves))
        assert not isinstance(uz.core.run_one(TakePage(page)), PageRefused)
    return {name: getattr(store._tables, name) for name in TABLES}


@pytest.mark.parametrize("opened", [1, 2, EVENTS_MAX])
def test_the_same_is_kept_whoever_opens(kg: Node, opened: int) -> None:
    assert followed(kg, opened, EVENTS_MAX) == followed(kg, 0, EVENTS_MAX)


def test_a_first_event_alone_comes_to_what_folding_it_does(kg: Node) -> None:
    # Alone in its page, a lodgement is taken as it was worked out; with more, it is folded.
    alone, folded = followed(kg, 1, 1), followed(kg, 1, EVENTS_MAX)
    assert len(alone["states"]) == 1 + len(OTHERS)
    assert alone["documents"].keys() == folded["documents"].keys()
    for name in set(TABLES) - {"subjects", "documents"}:  # places in the log differ by the receipts
        assert alone[name] == folded[name], name


def test_the_only_event_of_a_subject_is_its_state(kg: Node) -> None:
    store = MemoryStore()
    uz = Node("UZ", Wires(), store=store)
    uz.core.run_one(TakePage(verified(kg, uz, only(1), 1)))
    [stored] = store._tables.states.values()
    assert (stored.data, stored.version) == (b"", 1)


class _PassOn(msgspec.Struct, frozen=True):
    event: StoredEvent

    def run(self, unit: Unit) -> None:
        unit._channels.publish(unit.tx, "UZ", self.event)


@pytest.mark.parametrize("opened", [0, 1, 2, EVENTS_MAX])
async def test_a_dishonest_event_convicts_whoever_opens_it(opened: int) -> None:
    wires = Wires()
    kg, tm, uz = (Node(name, wires) for name in ("KG", "TM", "UZ"))
    accepted_movement(kg.core)
    await tm.follow("KG")
    with tm.core.store.read() as reader:
        foreign = [event for event in reader.log(0, 100) if event.node == "KG"]
    for event in foreign:
        tm.core.run_one(_PassOn(event))
    asked = FollowRequest("TM", "UZ", 0, "n")
    page = build_page(tm.core, asked, tm.trust.current, START).data
    expected = Expected("TM", "UZ", Cursor(), "n")
    try:
        half = verify_page(page, expected, uz.trust.current, START, only(opened))
        refused = uz.core.run_one(TakePage(half))
    except PageRefused as error:
        refused = error
    assert isinstance(refused, PageRefused)
    assert refused.code == "page.speaker"
    proof = msgspec.json.decode(refused.proof, type=Conviction)
    digest = msgspec.json.decode(proof.head_line, type=PageHead).digest
    assert sha256(proof.leaves).digest() == digest
    assert proof.events == (foreign[0].data,)
    assert event_leaf(foreign[0].data) in proof.leaves
    with uz.core.store.read() as reader:
        assert reader.last_number("KG") == reader.cursor("TM").position == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(b'"at":"2026-11-21', b'"at":"2026-13-45', id="no such day"),
        pytest.param(b'"clock":"2026-11-21', b'"clock":"2026-02-30', id="no such reading"),
    ],
)
def test_an_event_of_no_possible_time_is_none(kg: Node, old: bytes, new: bytes) -> None:
    data = lodged(kg)
    changed = data.replace(old, new, 1)
    assert changed != data
    assert open_event(data, event_leaf(data), "UZ").first is not None
    with pytest.raises(PageRefused) as caught:
        open_event(changed, event_leaf(changed), "UZ")
    assert caught.value.code == "page.event"


def first(kg: Node) -> SealedEvent:
    """KG's first lodgement."""
    data = lodged(kg)
    return open_event(data, event_leaf(data), "UZ").event


def lodged(kg: Node) -> bytes:
    """The bytes of KG's first lodgement."""
    with kg.core.store.read() as reader:
        return next(e.data for e in reader.log(0, 100) if e.tag == "movement.lodged/1")


def test_a_dossier_without_a_route_has_no_effect(kg: Node) -> None:
    event = msgspec.json.decode(lodged(kg))
    event["payload"]["dossier"]["route"]["points"] = []
    data = canonical.encode(event)
    opened = open_event(data, event_leaf(data), "UZ")
    assert opened.first is None
    fact = fact_of(opened.event)
    assert MOVEMENTS.fold(opened.event.subject, [fact]) is None
    amended = msgspec.json.decode(data)
    amended |= {"number": 9, "clock": "2026-11-21T09:00:00.000Z-0000"}
    amended["payload"]["tag"] = "movement.amended/1"
    later = open_event(canonical.encode(amended), b"", "UZ").event
    facts = [fact_of(e) for e in (first(kg), later)]
    movement = MOVEMENTS.fold(later.subject, facts)
    assert movement is not None
    assert movement.unheard == ("KG:9",)
    assert movement.dossier.route.points


def test_what_cannot_be_folded_is_left_to_the_writer(
    kg: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*arguments: object) -> None:
        raise IndexError("no such point")

    monkeypatch.setattr("corridor.exchange.event_open.first_of", broken)
    data = lodged(kg)
    opened = open_event(data, event_leaf(data), "UZ")
    assert opened.first is None
    assert opened.fact == fact_of(first(kg))


def test_pages_of_one_transaction_know_each_other(kg: Node) -> None:
    uz = Node("UZ", Wires())
    shorter, longer = (verified(kg, uz, only(0), limit) for limit in (2, 3))

    class Both(msgspec.Struct, frozen=True):
        def run(self, unit: Unit) -> list[Any]:
            first = TakePage(shorter).run(unit)
            unit.tx.put_cursor("KG", Cursor())
            return [first, TakePage(longer).run(unit)]

    assert [taken.events for taken in uz.core.run_one(Both())] == [2, 1]


def test_a_first_event_that_is_not_known_yet_leaves_room_for_what_it_will_mean(kg: Node) -> None:
    newer = lodged(kg).replace(b'"movement.lodged/1"', b'"movement.lodged/9"')
    opened = open_event(newer, event_leaf(newer), "UZ")
    assert opened.first is None
    store = MemoryStore()
    uz = Node("UZ", Wires(), store=store)

    class Take(msgspec.Struct, frozen=True):
        def run(self, unit: Unit) -> None:
            unit.take([opened])

    uz.core.run_one(Take())
    # Bytes that say "no state", so that the next event folds all of them anew.
    assert msgspec.msgpack.decode(store._tables.states[opened.event.subject].data) is None


@pytest.mark.parametrize(
    ("waiting", "faulty", "opens"),
    [(0, False, False), (1, False, False), (2, False, True), (0, True, True)],
)
async def test_the_follower_opens_while_others_wait_for_the_writer(
    monkeypatch: pytest.MonkeyPatch, waiting: int, faulty: bool, opens: bool
) -> None:
    wires, seen = Wires(), list[int]()
    kg, uz = Node("KG", wires), Node("UZ", wires)
    accepted_movement(kg.core)
    monkeypatch.setattr(Core, "waiting", waiting)
    follower = uz.follower("KG")
    if faulty:
        wires.down.add("KG")
        await follower.round()
        wires.down.clear()

    def taking(page: VerifiedPage) -> TakePage:
        seen.append(len(page.opened))
        return TakePage(page)

    monkeypatch.setattr("corridor.exchange.follower.TakePage", taking)
    assert await follower.round() is None
    assert follower.status.state == "following"
    assert seen == [2 if opens else 0]
