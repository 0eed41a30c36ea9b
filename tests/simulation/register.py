"""What registrars, carriers and operators say of the register, step by step, under faults.

Each step waits until the law allows it where it is made, since what it needs may still be on its
way. Complaints need movements; the vehicles are noted at the gate of the state complained of.
"""

import asyncio
import random
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from corridor.domain.barrier import COUNT_STEP, Notice
from corridor.domain.barriers.commenting import CommentOnBarrier
from corridor.domain.barriers.lifting import LiftBarrier
from corridor.domain.barriers.notifying import NotifyBarrier
from corridor.domain.checkpoints.arriving import RegisterArrival
from corridor.domain.commands import Command
from corridor.domain.commitments.answering import SayStanding
from corridor.domain.commitments.naming import NamePart
from corridor.domain.commitments.progressing import NoteProgress
from corridor.domain.commitments.state import Promise
from corridor.domain.commitments.stating import StateCommitment
from corridor.domain.complaints.answering import AnswerComplaint
from corridor.domain.complaints.complaining import FileComplaint
from corridor.domain.complaints.withdrawing import WithdrawComplaint
from corridor.domain.days import minutes_later
from corridor.domain.facts import Actor
from corridor.domain.indicators.answering import AnswerFigure
from corridor.domain.indicators.state import Figure, Series
from corridor.domain.indicators.stating import StateIndicator
from corridor.domain.movement.accepting import AcceptDeclaration
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.domain.refdata.dropping import DropReference
from corridor.domain.refdata.issuing import IssueReference
from corridor.domain.refdata.proposing import ProposeReference
from corridor.domain.refdata.state import ReferenceList
from corridor.domain.reference.mapping_rows import MappingRow
from corridor.domain.reported import Said, Source
from corridor.domain.watches.watching import EndWatch, WatchBarriers
from corridor.engine.queries import Queries
from corridor.node.demo.loads import random_dossier
from corridor.node.demo.world import load_world
from tests.simulation.people import TODAY, People
from tests.support.engines import START, customs

SAID, SOURCE = Said("слова", "words"), Source(Said("пресса", "press"), "2025-08-22")
PROMISE: Final = Promise(
    what=SAID,
    parties=("KG", "UZ"),
    status=SAID,
    verb="planned",
    theme="transport",
    source=SOURCE,
    parts=2,
)
NOTICE: Final = Notice(
    SAID,
    "transport",
    "proposed",
    SAID,
    SAID,
    in_force_from="2027-06-01",
    comments_until="2027-01-31",
)
PATIENCE: Final = 300
HOME, OTHER, GATE = "KG", "UZ", "UZDUST01"
BARRIER, OWN_CODES = "ba-UZ-B1", "rd-KG-mappings-2027"


class Step(NamedTuple):
    """Who says what, where."""

    node: str
    actor: Actor
    subject: str
    command: Command


def registrar(node: str) -> Actor:
    """Of that state."""
    return Actor("", f"{node}-REGISTRY", "registrar", "registrar")


def complaint(number: int) -> str:
    """The id of one."""
    return f"bc-{HOME}-{number:020d}"


def said(chance: random.Random) -> Iterator[Step]:
    """Everything but what is done to a list of reference, in an order that the law allows."""
    one, other = registrar(HOME), registrar(OTHER)
    carrier = load_world().nodes[HOME].carriers[0]
    firm = Actor("", carrier.org, carrier.login, "carrier")
    figures = (Figure("2024", SAID, SOURCE, value="1700"),)
    yield Step(HOME, firm, "bw-KG-00000000000000000001", WatchBarriers((OTHER,)))
    yield Step(HOME, one, "cm-KG-C1", StateCommitment("C1", PROMISE))
    yield Step(
        HOME, one, "in-KG-F1", StateIndicator("F1", Series(SAID, "t", ("KG", "UZ")), figures)
    )
    yield Step(OTHER, other, BARRIER, NotifyBarrier("B1", NOTICE))
    yield Step(HOME, one, BARRIER, CommentOnBarrier("Too dear."))
    yield Step(OTHER, other, "cm-KG-C1", SayStanding("done"))
    yield Step(OTHER, other, "in-KG-F1", AnswerFigure(1, "disputed", "1600"))
    yield Step(HOME, one, "cm-KG-C1", NoteProgress("Half of it.", "Letter 7"))
    yield Step(HOME, one, "cm-KG-C1", NamePart(1, SAID))
    for number in range(1, COUNT_STEP + 3):
        yield from _complaint(number, firm, chance)
    answer = AnswerComplaint("removed", "Port", "It is gone.", BARRIER)
    yield Step(OTHER, other, complaint(1), answer)
    yield Step(HOME, firm, complaint(2), WithdrawComplaint("settled"))
    yield Step(OTHER, other, BARRIER, LiftBarrier(TODAY.isoformat(), "Not needed."))
    yield Step(HOME, firm, "bw-KG-00000000000000000001", EndWatch())


def _complaint(number: int, firm: Actor, chance: random.Random) -> Iterator[Step]:
    carrier, id = load_world().nodes[HOME].carriers[0], f"mv-{HOME}-{number:04d}"
    dossier = random_dossier(chance, carrier, "osh-poti", f"LRN-{number}", TODAY)
    yield Step(HOME, firm, id, LodgeDeclaration(dossier, carrier.guarantee.access_code))
    yield Step(HOME, customs("KGOSH001"), id, AcceptDeclaration())
    gate = Actor(GATE, "gate", "somebody", "checkpoint")
    came = RegisterArrival(GATE, f"01KG{number:03d}AAA", "entry", id, minutes_later(START, -60))
    yield Step(OTHER, gate, f"cp-{OTHER}-{number:04d}", came)
    filed = FileComplaint(OTHER, "transport", "Weighed twice.", movement=id, barrier=BARRIER)
    yield Step(HOME, firm, complaint(number), filed)


class Register:
    """Leads all of it."""

    def __init__(self, people: People, chance: random.Random) -> None:
        self.people, self.chance = people, chance
        self.done: set[type[Command]] = set()

    async def lead(self) -> None:
        """From the first word to the last; lists of reference beside it."""
        for step in said(self.chance):
            await self._make(step)
        for end, other in ((DropReference, 1), (IssueReference, 2)):
            rows = (MappingRow("packages", f"Q-{other}", "none"),)
            first = ProposeReference("mappings", "2027-03-01", rows)
            await self._make(Step(HOME, _operator(1), OWN_CODES, first))
            state: Any = await self._state(HOME, OWN_CODES)
            assert isinstance(state, ReferenceList)
            assert state.pending is not None
            await self._make(Step(HOME, _operator(other), OWN_CODES, end(state.pending.at)))

    async def _make(self, step: Step) -> None:
        for _ in range(PATIENCE):
            await self.people.ask(step.node, step.command, step.actor, step.subject)
            if not self.people.told[-1].outcome.refusals:
                self.done.add(type(step.command))
                return
            await asyncio.sleep(1)
        raise AssertionError(f"never made: {step}, {self.people.told[-1].outcome.refusals}")

    async def _state(self, node: str, subject: str) -> Any:
        for _ in range(PATIENCE):
            if (process := self.people.machines[node].process) is not None:
                return Queries(process.core).get(subject).state
            await asyncio.sleep(1)
        raise AssertionError(f"{node} is dead")


def _operator(number: int) -> Actor:
    return Actor("", "kg-operator", f"operator-{number}", "operator")
