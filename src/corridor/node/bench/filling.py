"""Fills a node's store through its own engine, in this process, while the node does not run."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice

import msgspec

from corridor.domain.facts import Actor
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.engine.core import Core
from corridor.engine.indexing import IndexNext
from corridor.engine.jobs import Execute
from corridor.engine.outcome import Outcome
from corridor.node.bench.dossiers import Bodies
from corridor.node.bench.nodes import BenchNode
from corridor.node.demo.world import load_world
from corridor.node.node import Node

BATCH = 64
INDEXED_AT_ONCE = 5_000
_COMMAND = msgspec.json.Decoder(LodgeDeclaration)


class NotFilled(Exception):
    """A command that the benchmark rests on was refused."""

    code = "bench-not-filled"

    def diagnostics(self) -> str:
        """What to do."""
        return "Report it: the benchmark's dossiers no longer keep the rules."


@contextmanager
def opened(node: BenchNode) -> Iterator[Node]:
    """The node without its threads; its engine is the caller's."""
    found = Node.open(node.folder)
    try:
        yield found
    finally:
        found.store.close()


@contextmanager
def writing(node: Node) -> Iterator[None]:
    """Its writer at work: whoever signs in has that kept. The caller may write between requests."""
    node.writer.start()
    try:
        yield
    finally:
        node.writer.stop()


def core_of(node: Node) -> Core:
    """The core of a node that was not forked."""
    if not isinstance(node.engine, Core):
        raise TypeError("the node's engine is a process of its own")
    return node.engine


def carrier_of_bench(node: BenchNode) -> Actor:
    """The carrier that lodges everything."""
    carrier = load_world().nodes[node.name].carriers[0]
    return Actor(office="", org=carrier.org, person=carrier.login, role="carrier")


def lodgements(node: BenchNode, bodies: Bodies, first: int = 1) -> Iterator[Execute]:
    """Lodgements without end, each of a subject of its own, numbered from `first` on."""
    actor, number = carrier_of_bench(node), first
    while True:
        command = _COMMAND.decode(bodies.next())
        yield Execute(command, actor, subject_of(node.name, number))
        number += 1


def subject_of(node: str, number: int) -> str:
    """The subject of the bench's movement of this number."""
    return f"mv-{node}-{number:017d}"


def fill(core: Core, jobs: Iterator[Execute], count: int, told: Callable[[int], None]) -> None:
    """Carry out so many, in batches; `told` hears how many are done."""
    done = 0
    while done < count:
        batch = list(islice(jobs, min(BATCH, count - done)))
        for outcome in core.run(batch):
            if not isinstance(outcome, Outcome) or outcome.refusals:
                raise NotFilled(str(outcome))
        done += len(batch)
        told(done)


def index(core: Core) -> None:
    """Bring what was filled into the search index, as a node does whenever it is calm."""
    while core.run_one(IndexNext(limit=INDEXED_AT_ONCE)):
        pass
