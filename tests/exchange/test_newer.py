"""A peer of a newer version: what cannot be read is kept, named, and takes effect once it is."""

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
import pytest

from corridor.domain import kinds
from corridor.domain.facts import Payload
from corridor.domain.movement.releasing import MovementReleased
from corridor.domain.movement.state import Movement
from corridor.engine import codec
from corridor.engine.codec import tag_of
from corridor.engine.hlc import instant
from corridor.engine.newer import NEWER, Count, counted
from corridor.engine.ports import Document
from corridor.engine.queries import Queries
from corridor.exchange import read_again
from corridor.exchange.read_again import ReadAgain
from tests.exchange.network import Node, Wires, trust_list
from tests.exchange.steps import RELEASE, accepted_movement, saying
from tests.support.engines import MOVEMENT, customs, do

ACTOR = customs("KGOSH001")


class _Told(Payload, frozen=True, tag="quota.told/1"):
    word: str = ""


class _More(Payload, frozen=True, tag="movement.accepted/1"):
    mrn: str
    accepted_on: str
    a_field_of_later: str = ""


@contextmanager
def as_if_unknown(*events: type[Payload]) -> Iterator[None]:
    known = {tag_of(one): codec._PAYLOAD_OF.pop(tag_of(one)) for one in events}
    try:
        yield
    finally:
        codec._PAYLOAD_OF.update(known)


def newer_in(node: Node) -> list[Document]:
    with node.core.store.read() as reader:
        return reader.documents(NEWER, None, 100)


def state_in(node: Node) -> Movement:
    state = Queries(node.core).get(MOVEMENT).state
    assert isinstance(state, Movement)
    return state


def refused_in(node: Node) -> list[bytes]:
    with node.core.store.read() as reader:
        return [one.data for one in reader.log(0, 500) if one.tag == "event.refused/1"]


def read_anew(node: Node) -> None:
    """The node starts again, with the version that knows all."""
    again = Node(node.name, node.wires, node.clock, node.core.store, node.trust.current)
    node.clock.turn(1_000)
    before = instant(node.clock.now_ms())
    while again.core.run_one(ReadAgain(node.trust.current, before)):
        pass
    node.core = again.core


@pytest.fixture
def kg() -> Node:
    return Node("KG", Wires())


@pytest.fixture
def uz(kg: Node) -> Node:
    return Node("UZ", kg.wires)


async def test_what_was_unknown_is_kept_and_named_and_takes_effect_after_the_upgrade(
    kg: Node, uz: Node
) -> None:
    accepted_movement(kg.core)
    for command in RELEASE:
        assert not do(kg.core, command, ACTOR).refusals
    with as_if_unknown(MovementReleased):
        follower = await uz.follow("KG")
        assert (follower.status.state, follower.status.lag) == ("following", 0)
        assert state_in(uz).status == "guarantee_registering"
        assert counted(newer_in(uz)) == (Count("KG", "movement.released/1", 1),)
        read_anew(uz)
        assert counted(newer_in(uz)) == (Count("KG", "movement.released/1", 1),)
    before = Queries(uz.core).get(MOVEMENT).version
    read_anew(uz)
    assert not newer_in(uz)
    assert not refused_in(uz)
    assert state_in(uz) == state_in(kg)
    assert Queries(uz.core).get(MOVEMENT).version == before


async def test_a_kind_that_is_unknown_stops_no_channel(kg: Node, uz: Node) -> None:
    saying(kg.core, "qt-KG-1", _Told(), ACTOR, ("UZ",))
    accepted_movement(kg.core)
    follower = await uz.follow("KG")
    assert follower.status.state == "following"
    assert state_in(uz).status == "accepted"
    assert counted(newer_in(uz)) == (Count("KG", "quota.told/1", 1),)


async def test_of_what_was_known_in_part_nobody_is_told_twice(
    kg: Node, uz: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    accepted_movement(kg.core)
    await uz.follow("KG")
    accepted = state_in(uz)
    more = _More(accepted.mrn, "2026-11-21", "x")
    saying(kg.core, MOVEMENT, more, ACTOR, ("UZ",))
    await uz.follow("KG")
    told = state_in(uz)
    assert len(newer_in(uz)) == 1
    with uz.core.store.read() as reader:
        news = reader.documents("news", None, 100)
    monkeypatch.setattr(read_again, "is_read", lambda event: True)
    read_anew(uz)
    assert not newer_in(uz)
    assert state_in(uz) == told
    with uz.core.store.read() as reader:
        assert reader.documents("news", None, 100) == news


async def test_once_it_is_read_the_trust_list_is_asked(
    kg: Node, uz: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    pairs = tuple(
        msgspec.structs.replace(pair, areas=("movement",)) for pair in trust_list().exchange
    )
    wires = Wires()
    kg = Node("KG", wires, trust=trust_list(exchange=pairs))
    uz = Node("UZ", wires, trust=trust_list(exchange=pairs))
    known = dict(kinds._BY_PREFIX)
    without = {prefix: kind for prefix, kind in known.items() if prefix != "pm"}
    monkeypatch.setattr(kinds, "_BY_PREFIX", without)
    saying(kg.core, "pm-KG-1", _Told(), ACTOR, ("UZ",))
    assert (await uz.follow("KG")).status.state == "following"
    monkeypatch.setattr(kinds, "_BY_PREFIX", known)
    monkeypatch.setattr(read_again, "is_read", lambda event: True)
    read_anew(uz)
    assert not newer_in(uz)
    [refused] = refused_in(uz)
    assert b'"code":"area"' in refused
