"""A quota on whole nodes: two clicks on two nodes, and never one permit too many."""

import asyncio
import random
from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.consignment import Party
from corridor.domain.facts import Actor
from corridor.domain.permit_types.request import PermitRequest
from corridor.domain.permits.applying import ApplyForPermit
from corridor.domain.permits.returning import ReturnPermit
from corridor.domain.permits.state import Permit
from corridor.domain.permits.stopped import digest_of
from corridor.domain.permits.using import UsePermit
from corridor.domain.quota import Order, Quota, Rule, Terms, Tranche
from corridor.domain.quotas.answering import AgreeQuota
from corridor.domain.quotas.delivering import DeliverTranche
from corridor.domain.quotas.giving_back import GiveBackNumbers
from corridor.domain.quotas.issuing import IssueNext
from corridor.domain.quotas.proposing import ProposeQuota
from corridor.domain.quotas.ruling import StateQuotaRule
from corridor.domain.quotas.verifying import CheckNumber
from corridor.domain.refusals import Refusal
from corridor.domain.serials import count_of
from corridor.engine.core import Core
from corridor.engine.outcome import Outcome
from corridor.engine.queries import Queries
from corridor.engine.stopped import is_disputed, known_here, stopped_here
from corridor.evidence.verify import verify_case
from corridor.exchange import evidence_export
from corridor.exchange.evidence_export import export_case
from corridor.stores.memory import MemoryStore
from tests.exchange.network import ROOTS, Node, Wires, settle
from tests.support.engines import RULES, do

QT = "qt-UZ-KG-2026-2"
KG, UZ = (Actor(f"{node}-ROAD", node, "officer", "permit") for node in ("KG", "UZ"))
MINISTRIES = {"KG": KG, "UZ": UZ}
CARRIERS = ("ala-too", "tulpar", "manas")


def terms(total: int, *tranches: tuple[str, int]) -> Terms:
    """So many, by these days; all at once where none is said."""
    planned = tranches or (("2026-01-01", total),)
    return Terms(total, tuple(Tranche(*one) for one in planned), "2027-01-31")


def proposal(of: Terms) -> ProposeQuota:
    return ProposeQuota("UZ", "KG", 2026, "2", of)


def wanted(dossier: str) -> ApplyForPermit:
    """A road permit for the way through UZ, of the own ministry."""
    request = PermitRequest(
        dossier=dossier,
        kind="road_transit",
        country="UZ",
        authority="KG-ROAD",
        rule="R053",
        holder=Party("Carrier"),
        plates=("01KG123ABC",),
        quota=QT,
    )
    return ApplyForPermit(request)


class DiskFailed(Exception):
    """The store's medium failed, before or after it kept what it was given."""


DIED = Outcome("", refusals=(Refusal("died"),))


class World:
    """Two nodes that agree, issue, use and give back, while all goes wrong that can."""

    def __init__(self) -> None:
        self.wires = Wires()
        self.fault = ""
        self.nodes = {name: self.boot(name) for name in ("KG", "UZ")}
        self.asked = 0

    def boot(self, name: str) -> Node:
        """Its program starts, with whatever its store holds."""
        before = self.wires.nodes.get(name)
        store = before.core.store if before else MemoryStore(self._before, self._after)
        node = Node(name, self.wires, before.clock if before else None, store)
        node.core.settings = replace(node.core.settings, requirement_rules=RULES)
        return node

    def _before(self) -> None:
        self._fail("before")

    def _after(self) -> None:
        self._fail("after")

    def _fail(self, when: str) -> None:
        if self.fault == when:
            self.fault = ""
            raise DiskFailed(when)

    def core(self, name: str) -> Core:
        return self.nodes[name].core

    def quota(self, name: str) -> Quota:
        state = Queries(self.core(name)).get(QT).state
        assert isinstance(state, Quota)
        return state

    def permits(self, name: str) -> list[Permit]:
        with self.core(name).store.read() as reader:
            log = reader.log(0, reader.size())
        found = (
            Queries(self.core(name)).get(subject).state
            for subject in sorted({event.subject for event in log if event.subject[:3] == "pm-"})
        )
        return [one for one in found if isinstance(one, Permit)]

    def settle(self) -> None:
        asyncio.run(settle(*self.nodes.values()))

    def tell(self, node: str, command: Any, subject: str = QT, actor: Actor | None = None) -> Any:
        """Do it; where the machine dies of it, it starts again."""
        try:
            return do(self.core(node), command, actor or MINISTRIES[node], subject)
        except DiskFailed:
            self.nodes[node] = self.boot(node)
            return DIED

    def agree(self, node: str) -> bool:
        """Click on whatever the other proposed."""
        try:
            offers = self.quota(node).offers
        except AssertionError:
            return False
        theirs = [one.id for one in offers if one.node != node and one.standing == "open"]
        return bool(theirs) and not self.tell(node, AgreeQuota(theirs[-1])).refusals

    def ask(self, org: str = "ala-too") -> Any:
        self.asked += 1
        actor = Actor("", org, "driver", "carrier")
        subject = f"pm-KG-{self.asked:08d}"
        return self.tell("KG", wanted(f"mv-KG-{self.asked:08d}"), subject, actor)

    def begin(self, of: Terms, rule: Rule | None = None) -> None:
        assert not self.tell("UZ", proposal(of)).refusals
        self.settle()
        if rule is not None:
            assert not self.tell("KG", StateQuotaRule(rule)).refusals
        assert self.agree("KG")
        self.settle()

    def check(self) -> None:
        """What holds at every moment, at each node by itself."""
        for name in self.nodes:
            try:
                quota = self.quota(name)
            except AssertionError:
                continue
            assert not quota.disputes, (name, quota.disputes)
            assert quota.delivered - quota.given_back <= quota.total, (name, quota)
            assert 0 <= quota.live <= quota.total, (name, quota)
            out = quota.taken + quota.left + quota.given_back
            assert out == quota.delivered + count_of(quota.replaced), (name, quota)
        passable = [
            one for one in self.permits("UZ") if one.uses or one.status in ("granted", "exhausted")
        ]
        used = sum(bool(one.uses) for one in passable)
        assert used <= self.quota("UZ").total if used else True
        numbers = [one.number for one in self.permits("KG") if one.number]
        assert len(set(numbers)) == len(numbers)


def test_two_clicks_on_two_nodes_and_a_permit_at_once() -> None:
    world = World()
    world.begin(terms(2), Rule(at_once=True))
    assert {name: world.quota(name).left for name in world.nodes} == {"KG": 2, "UZ": 2}
    said = [one.tag for one in world.ask().events]
    assert said == ["permit.applied/1", "quota.taken/1", "permit.issued/1"]
    world.ask()
    (third,) = world.ask().events
    assert third.tag == "permit.applied/1"
    world.settle()
    assert {name: world.quota(name).left for name in world.nodes} == {"KG": 0, "UZ": 0}
    assert [one.number for one in world.permits("UZ")] == ["KG-UZ-2026-2-1", "KG-UZ-2026-2-2"]
    assert [one.status for one in world.permits("KG")] == ["granted", "granted", "applied"]
    world.check()


def test_a_number_on_two_permits_is_checked_by_hand_at_every_post() -> None:
    """A partner that was restored gave it twice: both are doubted, whichever is shown."""
    world = World()
    world.begin(terms(2), Rule(at_once=True))
    world.ask()
    world.settle()
    (permit,) = world.permits("KG")
    again = CheckNumber(permit.serial, "pm-KG-00000009", permit.number)
    found = [known_here(Queries(one.core), permit.number, permit.credential) for one in both(world)]
    assert [one.standing for one in found] == ["in_force", "in_force"]
    assert not world.tell("UZ", again, QT, Actor("UZ-ROAD", "UZ", "", "system")).refusals
    world.settle()
    for node in both(world):
        queries = Queries(node.core)
        assert known_here(queries, permit.number, permit.credential).standing == "disputed"
        assert known_here(queries, permit.number, "the other's").standing == "disputed"
        assert not is_disputed(queries, "KG-UZ-2026-2-2")
        assert not is_disputed(queries, "AZ-R-1")
        with node.core.store.read() as reader:
            stopped = stopped_here(reader, "2026-11-21T08:00:00.000Z", 10)
        assert stopped.disputed == (digest_of(permit.number),)


def both(world: World) -> tuple[Node, ...]:
    return tuple(world.nodes.values())


@pytest.mark.parametrize("most", [2_000, 10])
def test_both_ministries_prove_what_was_agreed_and_issued(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that would be too large leaves out the oldest single numbers, and nothing else."""
    monkeypatch.setattr(evidence_export, "EVENTS_MAX", most)
    world = World()
    world.begin(terms(9), Rule(at_once=True))
    for _ in range(9):
        world.ask()
    world.settle()
    for node in world.nodes.values():
        report = verify_case(export_case(node.core, QT, QT, node.trust), ROOTS)
        assert report.ok, report.failed
        tags = [event.tag for event in report.events]
        assert {"quota.proposed/1", "quota.agreed/1", "quota.delivered/1", "quota.low/1"} <= {*tags}
        assert tags.count("quota.taken/1") == min(9, most - 5)


def test_what_comes_back_unused_goes_to_whoever_waits_once_the_other_state_has_heard() -> None:
    world = World()
    world.begin(terms(1), Rule(at_once=True))
    world.ask()
    world.ask()
    world.settle()
    carrier = Actor("", "ala-too", "driver", "carrier")
    assert not world.tell("KG", ReturnPermit("Cancelled."), "pm-KG-00000001", carrier).refusals
    assert [one.status for one in world.permits("KG")] == ["returned", "applied"]
    world.settle()
    assert [one.status for one in world.permits("KG")] == ["returned", "granted"]
    assert world.permits("KG")[1].serial == 2
    world.check()


def test_a_permit_that_was_used_before_the_return_was_heard_frees_nothing() -> None:
    world = World()
    world.begin(terms(1), Rule(at_once=True))
    world.ask()
    world.settle()
    carrier = Actor("", "ala-too", "driver", "carrier")
    assert not world.tell("KG", ReturnPermit("Cancelled."), "pm-KG-00000001", carrier).refusals
    use = UsePermit("UZDUST01", "mv-KG-00000001", "01KG123ABC")
    assert not world.tell("UZ", use, "pm-KG-00000001", Actor(role="system")).refusals
    world.settle()
    for name in world.nodes:
        (permit,) = world.permits(name)
        assert (len(permit.uses), permit.status) == (1, "returned")
        assert permit.discrepancies == ("used_while_returned",)
        assert world.quota(name).left == 0
    world.check()


def test_offers_that_cross_never_lower_what_was_delivered() -> None:
    """Each agrees to the other's, the line cut; what the giver delivered by its own stays."""
    world = World()
    world.begin(terms(2))
    assert not world.tell("UZ", proposal(terms(8))).refusals
    assert not world.tell("KG", proposal(terms(14))).refusals
    world.settle()
    assert world.agree("UZ")
    world.nodes["KG"].clock.turn(1_000)
    assert world.agree("KG")
    world.settle()
    world.check()
    for name in world.nodes:
        quota = world.quota(name)
        assert (quota.total, quota.left, quota.discrepancies) == (14, 14, ("agreed_too_late",))


@pytest.mark.parametrize("seed", range(12))
def test_never_one_over_under_partitions_reordering_and_crashes(seed: int) -> None:
    chance = random.Random(seed)
    world = World()
    total = chance.randint(3, 12)
    world.begin(
        terms(total, ("2026-01-01", total // 2 or 1), ("2026-12-01", total - (total // 2 or 1)))
    )
    for _ in range(160):
        _step(world, chance)
        world.check()
    world.wires.down.clear()
    world.fault = ""
    world.settle()
    world.check()
    here, there = world.quota("KG"), world.quota("UZ")
    assert here == there, seed
    assert here.taken, seed


def _step(world: World, chance: random.Random) -> None:
    """Somebody does something, or something happens to a machine or the line."""
    act = chance.choice(_ACTS)
    act(world, chance)
    passed = chance.choice((1, 1_000, 3_600_000))
    for node in world.nodes.values():
        node.clock.turn(passed + chance.randint(0, 900))


def _follow(world: World, chance: random.Random) -> None:
    name = chance.choice(("KG", "UZ"))
    peer = "UZ" if name == "KG" else "KG"
    try:
        asyncio.run(world.nodes[name].follower(peer, limit=chance.choice((1, 3, 500))).round())
    except DiskFailed:
        world.nodes[name] = world.boot(name)


def _cut(world: World, chance: random.Random) -> None:
    """The line of one of them, for a while: what is said meanwhile comes late and out of order."""
    world.wires.down.symmetric_difference_update({chance.choice(("KG", "UZ"))})


def _crash(world: World, chance: random.Random) -> None:
    """At once, or in the middle of what comes next: written or not, nobody is told."""
    name = chance.choice(("KG", "UZ"))
    world.fault = chance.choice(("", "before", "after"))
    if not world.fault:
        world.nodes[name] = world.boot(name)


def _propose(world: World, chance: random.Random) -> None:
    node = chance.choice(("KG", "UZ"))
    world.tell(node, proposal(terms(chance.randint(1, 14))))


def _agree(world: World, chance: random.Random) -> None:
    world.agree(chance.choice(("KG", "UZ")))


def _deliver(world: World, chance: random.Random) -> None:
    world.tell("UZ", DeliverTranche(chance.randint(1, 4), "Asked for."))


def _give_back(world: World, chance: random.Random) -> None:
    world.tell("KG", GiveBackNumbers(chance.randint(1, 2), "Not needed."))


def _ask(world: World, chance: random.Random) -> None:
    world.ask(chance.choice(CARRIERS))


def _issue(world: World, chance: random.Random) -> None:
    world.tell("KG", IssueNext(chance.randint(1, 3)))


def _rule(world: World, chance: random.Random) -> None:
    order: Order
    share, order = chance.choice((0, 20, 50)), chance.choice(("first_come", "fewest_first"))
    world.tell("KG", StateQuotaRule(Rule(order, share, chance.random() < 0.5)))


def _return(world: World, chance: random.Random) -> None:
    held = [one for one in world.permits("KG") if one.status == "granted"]
    if held:
        permit = chance.choice(held)
        world.tell(
            "KG", ReturnPermit("Not needed."), permit.id, Actor("", permit.owner, "d", "carrier")
        )


def _use(world: World, chance: random.Random) -> None:
    held = [one for one in world.permits("UZ") if one.status == "granted"]
    if held:
        permit = chance.choice(held)
        use = UsePermit("UZDUST01", permit.request.dossier, "01KG123ABC")
        world.tell("UZ", use, permit.id, Actor(role="system"))


_ACTS = (
    *(_follow,) * 6,
    *(_ask,) * 5,
    *(_issue,) * 4,
    _cut,
    _crash,
    _crash,
    _propose,
    _agree,
    _agree,
    _deliver,
    _give_back,
    _rule,
    _return,
    _return,
    _use,
)
