"""A fault of this program at a peer's event: its effect waits, the line goes on."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.codes import make_grn
from corridor.domain.consignment import GuaranteeUse
from corridor.domain.facts import Fact
from corridor.domain.kind import Kind
from corridor.domain.kinds import follows
from corridor.domain.movement.accepting import AcceptDeclaration
from corridor.domain.movement.guarantee import GuaranteeRequested
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.engine import set_aside as engine_set_aside
from corridor.engine import told as engine_told
from corridor.engine import unit as engine_unit
from corridor.engine.effects import FAULTS_MAX, FOLD, FOLLOW, TELL
from corridor.engine.hlc import instant
from corridor.engine.illness import DiskLow
from corridor.engine.queries import Queries
from corridor.engine.set_aside import SET_ASIDE, SetAside, read_set_aside
from corridor.engine.taking_up import TakeUpNext
from corridor.engine.told import NEWS, Item, read_news
from tests.exchange.network import Node, Wires, settle
from tests.exchange.steps import RELEASE, accepted_movement
from tests.exchange.test_follow import held
from tests.support.engines import CARRIER, DOSSIER, MOVEMENT, customs, do, register_guarantee

OSH = customs("KGOSH001")
GRN = make_grn("26", "KZ", "000001000001")
SEEDS = range(4)


class Faults:
    """Which events this program fails at, and with what."""

    def __init__(self) -> None:
        self.folds: set[int] = set()
        self.followings: set[int] = set()
        self.error: type[Exception] = ZeroDivisionError

    @contextmanager
    def at(self, patch: pytest.MonkeyPatch) -> Iterator[None]:
        evolve, real = Kind.evolve, follows

        def folding(kind: Kind[Any], state: Any, fact: Fact[Any], subject: str) -> Any:
            if fact.node == "KG" and fact.number in self.folds:
                raise self.error("secret of a fold")
            return evolve(kind, state, fact, subject)

        def following(payload: Any, state: Any, node: str) -> Any:
            if isinstance(payload, GuaranteeRequested) and state.id in self._failing:
                raise self.error("secret of a reaction")
            return real(payload, state, node)

        with patch.context() as within:
            within.setattr(Kind, "evolve", folding)
            within.setattr(engine_unit, "follows", following)
            yield

    _failing: frozenset[str] = frozenset()

    def fail_requests(self, *subjects: str) -> None:
        self._failing = frozenset(subjects)


def aside_in(node: Node) -> dict[str, SetAside]:
    with node.core.store.read() as reader:
        found = reader.documents(SET_ASIDE, None, 1_000)
    return {one.id: read_set_aside(one) for one in found}


def tags_in(node: Node) -> list[str]:
    return [event.tag for event in Queries(node.core).recent(500)]


def news_in(node: Node) -> list[Item]:
    """What desks of the node were told of the movement."""
    with node.core.store.read() as reader:
        found = reader.documents(NEWS, None, 1_000)
    return [item for one in found for item in read_news(one).items]


def take_up(node: Node) -> None:
    node.clock.turn(1_000)
    before = instant(node.clock.now_ms())
    node.clock.turn(1)
    while node.core.run_one(TakeUpNext(before)):
        pass


def states_of(node: Node, subjects: list[str]) -> list[Any]:
    return [Queries(node.core).get(subject).state for subject in subjects]


def requested(kg: Node, subject: str, lrn: str) -> None:
    use = GuaranteeUse("1", GRN, amount_minor=1_000_00, currency="EUR")
    dossier = replace(DOSSIER, guarantees=(use,), lrn=lrn)
    steps = [(LodgeDeclaration(dossier, "A1B2"), CARRIER), (AcceptDeclaration(), OSH)]
    for command, actor in [*steps, *((step, OSH) for step in RELEASE[:2])]:
        outcome = do(kg.core, command, actor, subject)
        assert not outcome.refusals, outcome.refusals


@pytest.fixture
def kg() -> Node:
    return Node("KG", Wires())


@pytest.fixture
def kz(kg: Node) -> Node:
    kz = Node("KZ", kg.wires)
    assert not register_guarantee(kz.core, GRN).refusals
    return kz


async def test_a_reaction_that_fails_is_set_aside_and_the_line_goes_on(
    kg: Node, kz: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = "mv-KG-00000000000000000002"
    requested(kg, MOVEMENT, "L1")
    requested(kg, other, "L2")
    faults = Faults()
    faults.fail_requests(MOVEMENT)
    with faults.at(monkeypatch):
        await settle(kg, kz, rounds=3)
        await kg.hand_over()
        await settle(kg, kz, rounds=3)
        [(name, aside)] = aside_in(kz).items()
        assert (aside.stage, aside.tag, aside.tries) == (
            FOLLOW,
            "movement.guarantee_requested/1",
            1,
        )
        assert aside.what == "ZeroDivisionError: secret of a reaction"
        assert (await kz.follow("KG")).status.state == "following"
        assert list(held(kz.core, GRN)) == [other], "only the one that failed waits"
        assert states_of(kz, [MOVEMENT])[0].guarantee.status == "requested", "it is folded"
        take_up(kz)
        assert aside_in(kz)[name].tries == 2, "it failed again"
    logged = [e.data for e in Queries(kz.core).recent(500) if e.tag == "event.set_aside/1"]
    assert len(logged) == 1
    assert b'"fault":"ZeroDivisionError"' in logged[0]
    assert b"secret" not in logged[0]
    assert not any(b"set_aside" in answer.body for answer in kg.wires.answers), "it stays at home"
    take_up(kz)
    assert not aside_in(kz)
    assert "event.taken_up/1" in tags_in(kz)
    await settle(kg, kz)
    await kg.hand_over()
    await settle(kg, kz)
    assert set(held(kz.core, GRN)) == {MOVEMENT, other}
    assert states_of(kg, [MOVEMENT, other]) == states_of(kz, [MOVEMENT, other])


async def test_what_cannot_be_folded_holds_up_its_subject_alone(
    kg: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    uz = Node("UZ", kg.wires)
    accepted_movement(kg.core)
    first, *_ = (e for e in Queries(kg.core).recent(99) if e.subject == MOVEMENT)
    faults = Faults()
    faults.folds.add(first.number)
    with faults.at(monkeypatch):
        assert (await uz.follow("KG")).status.error == ""
        assert {one.stage for one in aside_in(uz).values()} == {FOLD}
    for command in RELEASE:
        assert not do(kg.core, command, OSH).refusals
    assert (await uz.follow("KG")).status.error == ""
    assert {one.what for one in aside_in(uz).values()} == {
        "",
        "ZeroDivisionError: secret of a fold",
    }
    assert states_of(uz, [MOVEMENT]) == [None], "what came later waits behind it"
    assert "event.refused/1" not in tags_in(uz)
    take_up(uz)
    assert not aside_in(uz)
    assert states_of(uz, [MOVEMENT]) == states_of(kg, [MOVEMENT])


async def test_news_that_cannot_be_told_cost_nothing_but_themselves(
    kg: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a peer and of our own: all is done, nobody was told, and they are told once it can be."""
    uz = Node("UZ", kg.wires)
    accepted_movement(kg.core)
    real = engine_told.told_of

    def telling(*change: Any) -> Any:
        if failing:
            raise ZeroDivisionError("secret of the news")
        return real(*change)

    for room in ("course", "standing"):
        monkeypatch.setattr(f"corridor.engine.{room}.told_of", telling)
    failing = True
    for command in RELEASE:
        assert not do(kg.core, command, OSH).refusals, "what a person did here is done"
    assert (await uz.follow("KG")).status.error == ""
    assert states_of(uz, [MOVEMENT]) == states_of(kg, [MOVEMENT]) != [None]
    for node in (kg, uz):
        assert {one.stage for one in aside_in(node).values()} == {TELL}
        take_up(node)
        assert {one.tries for one in aside_in(node).values()} == {2}
    assert not news_in(uz)
    failing = False
    for node in (kg, uz):
        take_up(node)
        assert not aside_in(node)
    assert [item.kind for item in news_in(uz)] == ["desk.expected"] * 2, (
        "where it enters and leaves"
    )
    assert len(news_in(kg)) > 1


async def test_a_subject_stands_still_however_many_others_do(
    kg: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those that were set aside after it do not hide it."""
    monkeypatch.setattr(engine_set_aside, "COUNTED_MAX", 2)
    uz = Node("UZ", kg.wires)
    accepted_movement(kg.core)
    faults = Faults()
    faults.folds.update(range(1, 99))
    for number in range(4):
        with faults.at(monkeypatch):
            await uz.follow("KG")
        uz.clock.turn(10)
        requested(kg, f"mv-KG-{number + 7:020d}", f"L{number}")
    for command in RELEASE:
        assert not do(kg.core, command, OSH).refusals
    assert (await uz.follow("KG")).status.error == ""
    assert states_of(uz, [MOVEMENT]) == [None], "what came later waits behind it"
    assert "event.refused/1" not in tags_in(uz)


async def test_trouble_of_the_machine_sets_nothing_aside(
    kg: Node, kz: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    requested(kg, MOVEMENT, "L1")
    faults = Faults()
    faults.fail_requests(MOVEMENT)
    faults.error = type("Full", (DiskLow,), {"__init__": Exception.__init__})
    with faults.at(monkeypatch):
        for _ in range(3):
            follower = await kz.follow("KG")
    assert follower.status.error == "line.commit"
    assert not aside_in(kz)


async def test_whatever_fails_where_it_comes_to_the_same_after_the_upgrade(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Seeded: folds and reactions fail at random, in pages of any size, through restarts."""
    for seed in SEEDS:
        chance = random.Random(seed)
        wires = Wires()
        kg, kz = Node("KG", wires), Node("KZ", wires)
        assert not register_guarantee(kz.core, GRN).refusals
        subjects = [f"mv-KG-{number:020d}" for number in range(chance.choice((3, FAULTS_MAX + 4)))]
        faults = Faults()
        for subject in subjects:
            requested(kg, subject, f"L{subject[-2:]}")
        said = [e.number for e in Queries(kg.core).recent(999) if e.subject in subjects]
        faults.folds.update(chance.sample(said, chance.randrange(len(said) // 2)))
        faults.fail_requests(*chance.sample(subjects, chance.randrange(1, len(subjects) + 1)))
        own = Queries(kg.core)
        with faults.at(monkeypatch):
            for _ in range(4):
                error = await kz.follower("KG", limit=chance.choice((1, 3, 500))).round()
                assert error is None, (seed, error)
        assert aside_in(kz), seed
        kz = Node("KZ", wires, kz.clock, kz.core.store)
        take_up(kz)
        assert not aside_in(kz), seed
        await settle(kg, kz)
        await kg.hand_over()
        await settle(kg, kz)
        assert states_of(kz, subjects) == [own.get(subject).state for subject in subjects], seed
        assert set(held(kz.core, GRN)) == set(subjects), seed
        assert "event.refused/1" not in tags_in(kz), seed
