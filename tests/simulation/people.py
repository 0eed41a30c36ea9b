"""People at all nodes: they do what comes next, and now and then what they should not."""

import asyncio
import random
from collections import Counter
from datetime import date
from itertools import product
from typing import Any

import msgspec

from corridor.domain.authorised.giving import GiveAuthorisation
from corridor.domain.authorised.state import KINDS, AuthorisedPerson, Conditions
from corridor.domain.commands import Command
from corridor.domain.consignment import Authorisation, Dossier
from corridor.domain.context import Context
from corridor.domain.facts import Actor
from corridor.domain.guarantees.changing import ChangeTerms
from corridor.domain.guarantees.state import Guarantee
from corridor.domain.movement.answering_enquiries import AnswerEnquiry
from corridor.domain.movement.closing import CloseMovement, ReopenMovement
from corridor.domain.movement.demanding import DemandDebt, RecordPayment, Whom
from corridor.domain.movement.enquiring import Enquire
from corridor.domain.movement.kind import MOVEMENTS
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.domain.movement.notifying import NotifyArrival
from corridor.domain.movement.offices import destination_office
from corridor.domain.movement.pursuit import Ended
from corridor.domain.movement.recovering import (
    DecideHandover,
    EndRecovery,
    HandOverRecovery,
    OpenRecovery,
)
from corridor.domain.movement.securing import ChangeGuarantees
from corridor.domain.movement.state import OPEN, Movement
from corridor.domain.permits.applying import ApplyForPermit
from corridor.domain.permits.requirements import request_for, requirements_of
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import Refused
from corridor.domain.risk.profile import Profile
from corridor.domain.routes import DEMO_ROUTES
from corridor.engine.jobs import Execute
from corridor.engine.outcome import Outcome
from corridor.engine.queries import Queries
from corridor.engine.risk_book import DecideRisk, ProposeRisk, SaveDraft
from corridor.node.demo.fill import guarantees_of
from corridor.node.demo.loads import random_dossier
from corridor.node.demo.plan import next_acts, seal_acts
from corridor.node.demo.troubles import Act, Troubles
from corridor.node.demo.world import load_world
from tests.domain.known import decide
from tests.simulation.acts import (
    ARRIVALS,
    ELSEWHERE,
    ENDS,
    MOVEMENT_MAKERS,
    besides,
    on_wagons,
    request,
    who,
)
from tests.simulation.machine import DiskFailed, Machine, ProcessDied
from tests.support.engines import NODES, REFERENCE, START

TODAY = date.fromisoformat(START[:10])
WORLD = load_world()
PEERS = frozenset(NODES)
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
        self.lost: set[str] = set()
        """Movements that never arrive, so that they are enquired after."""
        self.done: Counter[type[Command]] = Counter()
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

    async def authorise(self, node: str) -> None:
        """Its first carrier sends and takes in goods without coming to the office."""
        holder, officer = WORLD.nodes[node].carriers[0].org, f"{node}HEAD01"
        for number, kind in enumerate(KINDS, 1):
            days = ("2026-01-01", "2028-01-01")
            conditions = Conditions(seal_mark=node, decide_min=1 if kind == "C522" else 0)
            give = GiveAuthorisation(kind, holder, *days, conditions=conditions)
            actor = Actor(officer, "customs", "somebody", "customs")
            await self.ask(node, give, actor, f"au-{node}-{number:04d}")

    def number_of(self, node: str, kind: str) -> str:
        """That of the authorisation of a kind, as far as it is known at its node."""
        machine = self.machines.get(node)
        if machine is None or machine.process is None:
            return ""
        subject = f"au-{node}-{KINDS.index(kind) + 1:04d}"
        state = Queries(machine.process.core).get(subject).state
        return state.reference if isinstance(state, AuthorisedPerson) else ""

    def _varied(self, dossier: Dossier, node: str) -> Dossier:
        """Filed before the goods are there; by who is authorised; on two wagons."""
        number = self.number_of(node, "C521")
        if number and self.chance.random() < 0.2:
            return msgspec.structs.replace(dossier, authorisations=(Authorisation("C521", number),))
        if self.chance.random() < 0.2:
            return msgspec.structs.replace(dossier, additional_type="D")
        return on_wagons(dossier) if self.chance.random() < 0.2 else dossier

    async def lodge(self, number: int) -> None:
        """A carrier files a dossier and applies for its permits."""
        node = DEMO_ROUTES[self.route].points[0].country
        carrier = WORLD.nodes[node].carriers[0]
        home = self.chance.choice([node, *self.machines])
        actor = Actor("", carrier.org, carrier.login, "carrier")
        dossier = random_dossier(self.chance, carrier, self.route, f"LRN-{number}", TODAY)
        dossier = self._varied(dossier, node)
        subject = f"mv-{home}-{number:04d}"
        self.subjects.append(subject)
        if self.chance.random() < 0.4:
            self.lost.add(subject)
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
                await self._ask_for(node, subject)
                continue
            permits = Queries(machine.process.core).permits_of(subject)
            await self._do_something(node, loaded, permits)

    async def _ask_for(self, node: str, subject: str) -> None:
        """A vehicle that nobody announced there: its record is asked for."""
        process = self.machines[subject[3:5]].process
        if self.chance.random() > 0.05 or process is None:
            return
        movement = Queries(process.core).get(subject).state
        if isinstance(movement, Movement) and self._keys % 2:
            office = f"{node}HEAD01"
            actor = Actor(office, "customs", "somebody", "customs")
            number = f"rr-{node}-{self.chance.randrange(1_000_000):06d}"
            asked = request(node, office, movement, self.chance)
            await self.ask(node, asked, actor, number)

    async def _do_something(
        self, node: str, movement: Movement, permits: tuple[Permit, ...]
    ) -> None:
        troubles = Troubles(channel=self.chance.choice(("green", "yellow", "red")))
        now = self.machines[node].now()
        acts = [a for a in next_acts(movement, permits, troubles, now) if a.node == node]
        if self._is_lost(movement):
            acts = []
        firm = WORLD.nodes[movement.dossier.route.points[0].country].seals
        if firm is not None:
            acts += [a for a in seal_acts(movement, firm.org) if a.node == node]
        is_mine = movement.is_guarantee_under_amendment and movement.home == node
        if is_mine and self.chance.random() < 0.5:
            await self._change_guarantees(node, movement)
        elif await self._pursue(node, movement):
            return
        elif acts and self.chance.random() < 0.7:
            act = self.chance.choice(acts)
            await self.ask(node, act.command, actor_of(act), act.subject)
        elif self.chance.random() < 0.6:
            await self._do_what_may_be_done(node, movement)
        elif self.chance.random() < 0.3:
            await self._take_in(node, movement)
        elif self.chance.random() < 0.3:
            await self._besides(node, movement, permits)

    async def _do_what_may_be_done(self, node: str, movement: Movement) -> None:
        """What was done least so far of all that may be asked now; and now and then by anyone."""
        offices = [p.office for p in movement.dossier.route.points if p.office]
        here = [office for office in (*offices, *ELSEWHERE) if office[:2] == node]
        is_over = movement.status not in OPEN
        if not here or (is_over and self.chance.random() < 0.9):
            return
        self.chance.shuffle(here)
        if self.chance.random() < 0.05:
            command = self._made(self.chance.choice(list(MOVEMENT_MAKERS)), movement, here[0])
            if command is not None:
                await self.ask(node, command, self._anyone(movement), movement.id)
            return
        for kind, office in product(self._least_done(movement), here):
            actor = who(MOVEMENTS.asked[kind].by, node, office, movement)
            command = self._made(kind, movement, office)
            if command is not None and self._may_be(node, movement, command, actor):
                await self.ask(node, command, actor, movement.id)
                return

    def _is_lost(self, movement: Movement) -> bool:
        return movement.status == "released" and movement.id in self.lost

    def _least_done(self, movement: Movement) -> list[type[Command]]:
        """All kinds of acts; what ends a movement seldom."""
        left_out: set[type[Command]] = {kind for kind in ENDS if self.chance.random() > 0.04}
        left_out |= ARRIVALS if self._is_lost(movement) else set()
        kinds = [kind for kind in MOVEMENT_MAKERS if kind not in left_out]
        self.chance.shuffle(kinds)
        return sorted(kinds, key=lambda kind: self.done[kind])

    def _made(self, kind: type[Command], movement: Movement, office: str) -> Command | None:
        return MOVEMENT_MAKERS[kind](movement, office, self.chance)

    def _may_be(self, node: str, movement: Movement, command: Command, actor: Actor) -> bool:
        """Whether the law allows it now, as far as the movement itself tells."""
        machine = self.machines[node]
        found = Context(machine.now(), node, movement.id, actor, REFERENCE, "TOKENTOKEN12", PEERS)
        return not isinstance(decide(MOVEMENTS, movement, command, found), Refused)

    async def _take_in(self, node: str, movement: Movement) -> None:
        """The goods come to an authorised consignee."""
        office, number = destination_office(movement.dossier), self.number_of(node, "C522")
        if self._is_lost(movement) or office[:2] != node or not number:
            return
        actor = Actor("", WORLD.nodes[node].carriers[0].org, "somebody", "carrier")
        await self.ask(node, NotifyArrival(office, authorisation=number), actor, movement.id)

    async def _besides(self, node: str, movement: Movement, permits: tuple[Permit, ...]) -> None:
        """What people do about permits, guarantees, records and contacts."""
        command, actor, subject = self.chance.choice(
            tuple(besides(node, movement, permits, self.chance))
        )
        await self.ask(node, command, actor, subject)

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
                self.done[type(command)] += 1 if not outcome.refusals else 0
                return


def actor_of(act: Act) -> Actor:
    is_firm = act.desk in ("carrier", "seals")
    return Actor(
        "" if is_firm else act.place, act.place if is_firm else act.node, "somebody", act.desk
    )
