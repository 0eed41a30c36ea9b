"""People at all nodes: they do what comes next, and now and then what they should not."""

import asyncio
import random
from datetime import date
from typing import Any

import msgspec

from corridor.domain.commands import Command
from corridor.domain.facts import Actor
from corridor.domain.guarantees.changing import ChangeTerms
from corridor.domain.guarantees.state import Guarantee
from corridor.domain.movement.accepting import AcceptDeclaration
from corridor.domain.movement.answering_enquiries import AnswerEnquiry, AnswerEnquiryOfOffice
from corridor.domain.movement.arriving import RecordArrival
from corridor.domain.movement.cancelling import CancelDeclaration
from corridor.domain.movement.closing import CloseMovement, ReopenMovement
from corridor.domain.movement.correcting import AskForAmendment
from corridor.domain.movement.crossing import RecordCrossing
from corridor.domain.movement.demanding import DemandDebt, RecordPayment, Whom
from corridor.domain.movement.enquiring import Enquire
from corridor.domain.movement.incident import RecordIncident
from corridor.domain.movement.invalidating import InvalidateMovement
from corridor.domain.movement.lapsing import LapseDeclaration
from corridor.domain.movement.leaving import RecordExit
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.domain.movement.navigation import RaiseSealAlarm
from corridor.domain.movement.notifying import NotifyArrival
from corridor.domain.movement.pursuit import Ended
from corridor.domain.movement.recovering import (
    DecideHandover,
    EndRecovery,
    HandOverRecovery,
    OpenRecovery,
)
from corridor.domain.movement.refusing_arrival import RefuseArrival
from corridor.domain.movement.releasing import ReleaseForTransit
from corridor.domain.movement.seal_parts import SealAlarm
from corridor.domain.movement.securing import ChangeGuarantees
from corridor.domain.movement.state import Movement
from corridor.domain.movement.terms import PassTerms
from corridor.domain.movement.writing_off import WriteOff
from corridor.domain.permits.applying import ApplyForPermit
from corridor.domain.permits.requirements import request_for, requirements_of
from corridor.domain.permits.state import Permit
from corridor.domain.risk.profile import Profile
from corridor.domain.routes import DEMO_ROUTES
from corridor.engine.jobs import Execute
from corridor.engine.outcome import Outcome
from corridor.engine.queries import Queries
from corridor.engine.risk_book import DecideRisk, ProposeRisk, SaveDraft
from corridor.node.demo.fill import guarantees_of
from corridor.node.demo.loads import random_dossier
from corridor.node.demo.plan import Act, Troubles, next_acts, seal_acts
from corridor.node.demo.world import load_world
from tests.simulation.machine import DiskFailed, Machine, ProcessDied
from tests.support.engines import REFERENCE, START

TODAY = date.fromisoformat(START[:10])
WORLD = load_world()
SMALL = (2_500_000, 1_500_000)
"""Reference amounts for which movements have to wait for each other."""


WEIGHED = "SIM-WEIGHED"
"""The code of a risk profile that no other node may ever read."""


class Told(msgspec.Struct, frozen=True):
    """What a node told a person: which node, and the outcome."""

    node: str
    outcome: Outcome


class People:
    """Everybody. `told` is what they were told and rely upon."""

    def __init__(self, machines: dict[str, Machine], route: str, chance: random.Random) -> None:
        self.machines = machines
        self.route = route
        self.chance = chance
        self.told: list[Told] = []
        self.subjects: list[str] = []
        self._keys = 0

    async def open_guarantees(self, node: str) -> None:
        """What the guarantor of the node has registered before anything happens."""
        for usual in guarantees_of(node, TODAY):
            amount = self.chance.choice((usual.reference_minor, *SMALL))
            command = msgspec.structs.replace(usual, reference_minor=amount)
            actor = Actor("", f"{node}-guarantor", "somebody", "guarantor")
            await self.ask(node, command, actor, f"gr-{command.grn}")

    async def weigh(self, node: str) -> None:
        """Its customs weigh whatever departs there, by a profile that two switched on."""
        one, other = (Actor(f"{node}HEAD01", node, who, "customs") for who in ("one", "other"))
        profile = Profile(WEIGHED, "Weighed", "Everything.", 70, departs=(node,))
        jobs = (
            SaveDraft(WEIGHED, profile, 0, one),
            ProposeRisk(WEIGHED, "on", 1, one),
            DecideRisk(WEIGHED, 2, True, other),
        )
        for job in jobs:
            while True:
                try:
                    await self.machines[node].submit(job)
                except (DiskFailed, ProcessDied):
                    await asyncio.sleep(1 + self.chance.random() * 3)
                else:
                    break

    async def lodge(self, number: int) -> None:
        """A carrier files a dossier and applies for its permits."""
        node = DEMO_ROUTES[self.route].points[0].country
        carrier = WORLD.nodes[node].carriers[0]
        home = self.chance.choice([node, *self.machines])
        actor = Actor("", carrier.org, carrier.login, "carrier")
        dossier = random_dossier(self.chance, carrier, self.route, f"LRN-{number}", TODAY)
        subject = f"mv-{home}-{number:04d}"
        self.subjects.append(subject)
        code = self._code_of(carrier.guarantee.access_code)
        await self.ask(home, LodgeDeclaration(dossier, code), actor, subject)
        rules = self.machines[home].rules
        for index, need in enumerate(requirements_of(dossier, rules, REFERENCE, START[:10])):
            apply = ApplyForPermit(request_for(need, dossier, subject))
            await self.ask(home, apply, actor, f"pm-{home}-{number:04d}-{index}")

    def _code_of(self, code: str) -> str:
        """Now and then somebody mistypes it."""
        return "zzzz" if self.chance.random() < 0.15 else code

    async def work(self, node: str, seconds: float) -> None:
        """Everybody at this node, for so long."""
        until = asyncio.get_running_loop().time() + seconds
        while asyncio.get_running_loop().time() < until:
            await asyncio.sleep(self.chance.random() * 4)
            machine = self.machines[node]
            if machine.process is None or not self.subjects:
                continue
            subject = self.chance.choice(self.subjects)
            loaded = Queries(machine.process.core).get(subject).state
            if not isinstance(loaded, Movement):
                continue
            permits = Queries(machine.process.core).permits_of(subject)
            await self._do_something(node, loaded, permits)

    async def _do_something(
        self, node: str, movement: Movement, permits: tuple[Permit, ...]
    ) -> None:
        troubles = Troubles(channel=self.chance.choice(("green", "yellow", "red")))
        acts = [a for a in next_acts(movement, permits, troubles, START) if a.node == node]
        firm = WORLD.nodes[movement.dossier.route.points[0].country].seals
        if firm is not None:
            acts += [a for a in seal_acts(movement, firm.org) if a.node == node]
        is_mine = movement.is_guarantee_under_amendment and movement.home == node
        if is_mine and self.chance.random() < 0.5:
            await self._change_guarantees(node, movement)
            return
        if await self._pursue(node, movement):
            return
        if acts and self.chance.random() < 0.9:
            act = self.chance.choice(acts)
            await self.ask(node, act.command, _actor(act), act.subject)
        elif self.chance.random() < 0.04:
            await self._alarm(node, movement)
        elif self.chance.random() < 0.04:
            await self.ask(node, self._nonsense(movement), self._anyone(movement), movement.id)

    async def _pursue(self, node: str, movement: Movement) -> bool:
        """Departure takes up again what had ended, its debt is brought in, claimed and paid; the
        guarantor changes its terms meanwhile.
        """
        [use] = movement.dossier.guarantees
        if use.grn[2:4] == node and self.chance.random() < 0.02:
            await self._change_terms(node, f"gr-{use.grn}")
            return True
        command = self._of_debt(movement) if self.chance.random() < 0.7 else None
        recovery = movement.pursuit.open_recovery
        start = movement.dossier.route.points[0].office or ""
        office = recovery.competent if recovery is not None else start
        if isinstance(command, DecideHandover):
            office = command.office
        if isinstance(command, AnswerEnquiry):
            if movement.home == node:
                carrier = Actor("", movement.owner, "somebody", "carrier")
                await self.ask(node, command, carrier, movement.id)
            return movement.home == node
        if command is None or office[:2] != node:
            return False
        await self.ask(node, command, Actor(office, "customs", "somebody", "customs"), movement.id)
        return True

    def _of_debt(self, movement: Movement) -> Command | None:
        """What comes next where it is enquired after, or its debt is brought in."""
        pursuit, recovery = movement.pursuit, movement.pursuit.open_recovery
        if movement.status in ("written_off", "closed"):
            return ReopenMovement("a forged stamp") if len(pursuit.reopened) < 2 else None
        if recovery is not None and recovery.asked is not None:
            return DecideHandover(recovery.asked.office, self.chance.random() < 0.7, "so it is")
        if recovery is not None:
            part = max(1, recovery.left_minor // self.chance.choice((1, 2, 3)))
            whom: Whom = self.chance.choice(("debtor", "guarantor", "guarantor"))
            ended: Ended = self.chance.choice(("paid", "remitted", "withdrawn"))
            steps: tuple[Command, ...] = (
                DemandDebt(whom, "2027-06-30"),
                RecordPayment(whom, part, "Receipt"),
                HandOverRecovery(self._other_office(movement), "it arose there"),
                EndRecovery(ended, "so it is"),
            )
            return self.chance.choices(steps, (4, 4, 1, 1))[0]
        if pursuit.awaits_end:
            return CloseMovement("it is dealt with")
        if not pursuit.is_reopened:
            return None
        waiting = [one for one in pursuit.enquiries if not one.asked and not one.answered_at]
        if waiting:
            return AnswerEnquiry(waiting[0].id, "not_arrived", "stolen")
        if pursuit.enquiries and self.chance.random() < 0.7:
            return OpenRecovery("enquiry_failed", self.chance.choice((70_000, 123_457)), "stolen")
        return Enquire("Where is it?")

    def _other_office(self, movement: Movement) -> str:
        return str(
            self.chance.choice([p.office for p in movement.dossier.route.points if p.office])
        )

    async def _change_terms(self, node: str, ledger: str) -> None:
        """The guarantor raises or lowers the amount; below what is taken it is refused."""
        process = self.machines[node].process
        state = Queries(process.core).get(ledger).state if process is not None else None
        if isinstance(state, Guarantee):
            amount = self.chance.choice((*SMALL, 50_000_000))
            command = ChangeTerms(amount, state.valid_to, "another year")
            actor = Actor("", state.guarantor, "somebody", "guarantor")
            await self.ask(node, command, actor, ledger)

    async def _change_guarantees(self, node: str, movement: Movement) -> None:
        """The carrier shows the code again, or wants another amount."""
        [use] = movement.dossier.guarantees
        carrier = WORLD.nodes[use.grn[2:4]].carriers[0]
        amount = (use.amount_minor or 0) + self.chance.choice((0, 100_000))
        uses = (msgspec.structs.replace(use, amount_minor=amount),)
        codes = {use.grn: self._code_of(carrier.guarantee.access_code)}
        actor = Actor("", movement.owner, "somebody", "carrier")
        await self.ask(node, ChangeGuarantees(uses, codes), actor, movement.id)

    async def _alarm(self, node: str, movement: Movement) -> None:
        """A navigation seal is opened on the way, or an operator says so of what is not its own."""
        firm = self.chance.choice([one.seals for one in WORLD.nodes.values() if one.seals])
        seals = (*movement.seals, "NO-SUCH-SEAL")
        what: SealAlarm = self.chance.choice(("opened", "battery"))
        said = RaiseSealAlarm(self.chance.choice(seals), what)
        await self.ask(node, said, Actor("", firm.org, "somebody", "seals"), movement.id)

    def _nonsense(self, movement: Movement) -> Command:
        """What may be refused, or come too late, or contradict what another node says."""
        office = self.chance.choice([p.office for p in movement.dossier.route.points if p.office])
        return self.chance.choice(
            (
                AcceptDeclaration(),
                ReleaseForTransit(),
                CancelDeclaration("changed my mind"),
                RecordCrossing(office),
                RecordExit(office),
                RecordIncident(office, "5", "Something happened."),
                RecordArrival(office),
                NotifyArrival(office),
                RefuseArrival(office, "papers_missing"),
                WriteOff(),
                InvalidateMovement("false papers"),
                AskForAmendment("the mass", "2027-01-31", ("/limit_date",)),
                LapseDeclaration(),
                Enquire("Did it come?", office, status=True),
                AnswerEnquiryOfOffice(office, self._question(movement), "not_seen"),
                OpenRecovery("term", 100, "never came"),
                HandOverRecovery(office, "it arose there"),
                CloseMovement("nothing is owed"),
                ReopenMovement("a forged stamp"),
                PassTerms(),
            )
        )

    def _question(self, movement: Movement) -> str:
        """One that was put, whoever it was put to."""
        asked = movement.pursuit.enquiries
        return self.chance.choice(asked).id if asked else "KG:1"

    def _anyone(self, movement: Movement) -> Actor:
        office = self.chance.choice([p.office for p in movement.dossier.route.points if p.office])
        carrier = Actor("", movement.owner, "somebody", "carrier")
        return self.chance.choice((carrier, Actor(office, "customs", "somebody", "customs")))

    async def ask(self, node: str, command: Any, actor: Actor, subject: str) -> None:
        """Ask until there is an answer; the key makes sure that it is done once."""
        self._keys += 1
        job = Execute(command, actor, subject, f"key-{self._keys}")
        while True:
            try:
                outcome = await self.machines[node].submit(job)
            except (DiskFailed, ProcessDied):
                await asyncio.sleep(1 + self.chance.random() * 3)
            else:
                self.told.append(Told(node, outcome))
                return


def _actor(act: Act) -> Actor:
    org = act.place if act.desk in ("carrier", "seals") else act.node
    office = "" if act.desk in ("carrier", "seals") else act.place
    return Actor(office, org, "somebody", act.desk)
