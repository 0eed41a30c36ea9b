"""Who opens a page's events makes no difference: to what is kept, or to what is refused."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from corridor.domain.movement import commands as mc
from corridor.engine.ports import Cursor, StoredEvent
from corridor.engine.unit import Unit
from corridor.exchange.errors import PageRefused
from corridor.exchange.messages import EVENTS_MAX, FollowRequest
from corridor.exchange.page_check import Expected
from corridor.exchange.page_open import VerifiedPage, verify_page
from corridor.exchange.publish import build_page
from corridor.exchange.take import TakePage
from corridor.stores.memory import MemoryStore
from tests.exchange.network import Node, Wires
from tests.exchange.steps import accepted_movement
from tests.support.engines import START, customs, do, lodge

TABLES = ("states", "rows", "keys", "shares", "timers", "cursors", "origins", "subjects")
OTHERS = tuple(f"mv-KG-{number:020d}" for number in (2, 3))


@pytest.fixture
def kg() -> Node:
    node = Node("KG", Wires())
    accepted_movement(node.core)
    for subject in OTHERS:
        lodge(node.core, subject, f"L-{subject[-1]}")
        do(node.core, mc.AcceptDeclaration(), customs("KGOSH001"), subject)
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
    for name in set(TABLES) - {"subjects"}:  # where it lies in the log differs by the receipts
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
    assert b"head_line" in refused.proof
    with uz.core.store.read() as reader:
        assert reader.last_number("KG") == reader.cursor("TM").position == 0
