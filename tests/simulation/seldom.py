"""Lives that chance seldom makes: led step by step beside those that it does, in the same nodes.

Nobody else touches their movements. Each step waits until the law allows it where it is made, since
what it needs may still be on its way; one that never may be made fails the run.
"""

import asyncio
import random
from collections.abc import Callable
from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.authorised.revoking import RevokeAuthorisation
from corridor.domain.authorised.suspending import ResumeAuthorisation, SuspendAuthorisation
from corridor.domain.commands import Command
from corridor.domain.consignment import Authorisation, Dossier, GuaranteeUse, Means
from corridor.domain.context import Context
from corridor.domain.facts import Actor
from corridor.domain.movement.accepting import AcceptDeclaration, RejectDeclaration
from corridor.domain.movement.amending import AmendDeclaration
from corridor.domain.movement.answering import AnswerQuestions
from corridor.domain.movement.answering_enquiries import AnswerEnquiry
from corridor.domain.movement.asking_transshipment import RefuseTransshipment, RequestTransshipment
from corridor.domain.movement.changing import DecideChange, RequestChange
from corridor.domain.movement.closing import CloseMovement
from corridor.domain.movement.correcting import AskForAmendment
from corridor.domain.movement.demanding import DemandDebt, RecordPayment
from corridor.domain.movement.diverting import DecideDiversion, RequestDiversion
from corridor.domain.movement.enquiring import EndEnquiry, Enquire, JudgeProof
from corridor.domain.movement.extending import ExtendLimit, latest_limit
from corridor.domain.movement.guarantee import RequestGuarantee
from corridor.domain.movement.invalidating import InvalidateMovement
from corridor.domain.movement.kind import MOVEMENTS
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.domain.movement.notifying import NotifyArrival
from corridor.domain.movement.offices import (
    departure_office,
    destination_office,
    transit_offices,
)
from corridor.domain.movement.recovering import (
    DecideHandover,
    EndRecovery,
    HandOverRecovery,
    OpenRecovery,
)
from corridor.domain.movement.releasing import RefuseRelease
from corridor.domain.movement.state import Movement
from corridor.domain.movement.taking_in import KeepForControl
from corridor.domain.movement.voyage import RecordVoyage, steps_here
from corridor.domain.movement.wagons import RecordWagons
from corridor.domain.permits.applying import ApplyForPermit
from corridor.domain.permits.requirements import request_for, requirements_of
from corridor.domain.records.answering import AnswerRequest
from corridor.domain.records.asking import AskForRecord
from corridor.domain.refusals import Refused
from corridor.domain.routes import DEMO_ROUTES, Route, RoutePoint
from corridor.engine.queries import Queries
from corridor.node.demo.loads import random_dossier
from corridor.node.demo.plan import next_acts
from corridor.node.demo.troubles import Troubles
from corridor.node.demo.world import load_world
from tests.domain.known import decide
from tests.simulation.acts import ELSEWHERE, WAGONS, on_wagons, who
from tests.simulation.people import PEERS, TODAY, People, actor_of
from tests.support.engines import REFERENCE, START

PATIENCE: Final = 200
"""Looks, a second apart, at whether a step may be made."""
DEBT: Final = 10_000
"""What each of them is secured for: so little that it seldom has to wait for others."""
BAKU: Final = RoutePoint("AZ-BAKU", "AZ", "AZBAKU01", "destination", None)
TRUCK: Final = (Means("departure", "30", "01KG999SIM", "KG"),)
Made = Callable[[Movement], Command]


class Seldom:
    """The lives, as far as they have come: until days pass, between them, and after all of them."""

    def __init__(self, people: People, chance: random.Random) -> None:
        self.people, self.chance = people, chance
        self.home = DEMO_ROUTES[people.route].points[0].country
        self.lost = ""

    async def begin(self) -> None:
        """What begins by itself, ends at once, waits for a day, or stands in port."""
        await self._lodge(95, by=self.people.number_of(self.home, "C521"))
        await self._lodge(89, by=f"{self.home}C521UNKNOWN")
        await self._lodge(90)
        await self._customs(f"mv-{self.home}-0090", RejectDeclaration("false papers"))
        refused = (await self._lodge(91)).id
        await self._customs(refused, AcceptDeclaration())
        await self._customs(refused, RefuseRelease("false papers"))
        await self._lodge(92, awaits_goods=True)
        late = (await self._lodge(93)).id
        await self._customs(late, AcceptDeclaration())
        await self._customs(late, AskForAmendment("the mass", "2026-12-01", ("/limit_date",)))
        train = (await self._lodge(96, is_train=True)).id
        await self._lead(train, lambda m: m.status == "released")
        entry, _ = _frontier(self._state(self.home, train))
        first = RecordWagons(entry, "crossed", WAGONS[:1])
        await self._tell(train, entry[:2], entry, lambda m: first)
        self.lost = (await self._lodge(94)).id
        await self._lead(self.lost, lambda m: m.status == "released")
        await self._refuse_what_is_asked(self.lost)
        await self._lead(self.lost, lambda m: bool(_ports(m)))
        [(office, place), *_] = _ports(self._state(self.home, self.lost))
        waiting = RecordVoyage(place, "waiting", office=office)
        await self._tell(self.lost, office[:2], office, lambda m: waiting)

    async def meet(self) -> None:
        """A question about goods, and a paper in place of a ledger, both for nothing; a state that
        was left out and has the vehicle before it; goods that a consignee took in, and that its
        office keeps.
        """
        asked = (await self._lodge(97, varied=_by_decision)).id
        await self._customs(asked, AcceptDeclaration())
        await self._carrier(asked, AnswerQuestions({"dual_use": False}))
        await self._customs(asked, RequestGuarantee())
        await self._lead(asked, lambda m: m.status == "released")
        await self._customs(asked, InvalidateMovement("false papers"))
        await self._leave_out((await self._lodge(98)).id)
        await self._keep((await self._lodge(99)).id)

    async def _leave_out(self, id: str) -> None:
        """It ends in another state than was declared; that one asks for its record, and is given
        it by a person.
        """
        last = destination_office(self._state(self.home, id).dossier)
        await self._customs(id, AcceptDeclaration())
        await self._carrier(id, lambda m: AmendDeclaration(_ending_at(m.dossier, BAKU)))
        await self._lead(id, lambda m: m.status == "released")
        state = self._state(self.home, id)
        ask = AskForRecord(last, "mrn", state.mrn, "control", "On the road.", self.home)
        request = f"rr-{last[:2]}-000098"
        await self._ask(last[:2], ask, _officer(last), request)
        here = _officer(departure_office(state.dossier))
        await self._ask(self.home, AnswerRequest(True), here, request)

    async def _keep(self, id: str) -> None:
        """Before the unloading is permitted by itself."""
        last = destination_office(self._state(self.home, id).dossier)
        frontiers = transit_offices(self._state(self.home, id).dossier)
        await self._lead(id, lambda m: _has_crossed(m, frontiers[-1]))
        number = self.people.number_of(last[:2], "C522")
        consignee = Actor("", load_world().nodes[last[:2]].carriers[0].org, "somebody", "carrier")
        await self._ask(last[:2], NotifyArrival(last, authorisation=number), consignee, id)
        await self._tell(id, last[:2], last, KeepForControl("scan"))

    async def _ask(self, node: str, command: Command, actor: Actor, subject: str) -> None:
        """Until it is allowed where it is made."""
        for _ in range(PATIENCE):
            await self.people.ask(node, command, actor, subject)
            if not self.people.told[-1].outcome.refusals:
                return
            await asyncio.sleep(1)
        raise AssertionError(f"never made: {command}, {self.people.told[-1].outcome.refusals}")

    async def go_on(self) -> None:
        """After the first days: what was lost in port is given to it."""
        now = self.people.machines[self.home].now()
        await self._customs(self.lost, lambda m: ExtendLimit(latest_limit(m, now), "Storm."))

    async def end(self) -> None:
        """It never came: a proof that is none, the debt, and the end."""
        await self._customs(self.lost, Enquire("Where is it?"))
        await self._carrier(self.lost, lambda m: _answer(m, "proof"))
        await self._customs(
            self.lost, lambda m: JudgeProof(m.pursuit.enquiries[-1].id, False, "No stamp.")
        )
        await self._customs(self.lost, EndEnquiry("Asked anew."))
        await self._customs(self.lost, Enquire("Where is it?"))
        await self._carrier(self.lost, lambda m: _answer(m, "not_arrived"))
        opened = OpenRecovery("enquiry_failed", DEBT, "stolen", difference="a part is due")
        await self._customs(self.lost, opened)
        last = destination_office(self._state(self.home, self.lost).dossier)
        await self._customs(self.lost, HandOverRecovery(last, "It was stolen there."))
        await self._tell(
            self.lost, last[:2], last, lambda m: DecideHandover(last, False, "It never came.")
        )
        for command in (
            DemandDebt("guarantor", "2028-06-30"),
            RecordPayment("guarantor", DEBT, "Receipt 1"),
            EndRecovery("paid"),
            CloseMovement("paid"),
        ):
            await self._customs(self.lost, command)
        officer, given = _officer(f"{self.home}HEAD01"), f"au-{self.home}-0001"
        # Somebody may have suspended the one, and revoked the other, before.
        await self.people.ask(self.home, SuspendAuthorisation("a doubt"), officer, given)
        await self.people.ask(self.home, ResumeAuthorisation(), officer, given)
        misused = RevokeAuthorisation("it was misused")
        await self.people.ask(self.home, misused, officer, f"au-{self.home}-0003")

    async def _refuse_what_is_asked(self, id: str) -> None:
        """Another office, a crane, another driver: none is granted, until the driver is known."""
        last = destination_office(self._state(self.home, id).dossier)
        other = next(one for one in ELSEWHERE if one != last)
        await self._carrier(id, RequestChange(last, "Ill.", driver="Another"))
        await self._tell(id, last[:2], last, lambda m: DecideChange(last, False, "Unknown."))
        await self._carrier(id, RequestChange(last, "Ill.", driver="A known one"))
        await self._tell(id, last[:2], last, lambda m: DecideChange(last, True))
        port, crane = _frontier(self._state(self.home, id)), "No crane."
        ask = RequestTransshipment(*port, "road", TRUCK, "CMR 3", "Broken down.")
        await self._carrier(id, ask)
        await self._tell(id, port[0][:2], port[0], lambda m: RefuseTransshipment(port[0], crane))
        await self._carrier(id, RequestDiversion(last, other, "The ship is there."))
        await self._customs(id, DecideDiversion(other, False, "It is not."))

    async def _lodge(
        self,
        number: int,
        awaits_goods: bool = False,
        by: str = "",
        is_train: bool = False,
        varied: Callable[[Dossier], Dossier] | None = None,
    ) -> Movement:
        carrier = load_world().nodes[self.home].carriers[0]
        dossier = random_dossier(self.chance, carrier, self.people.route, f"LRN-{number}", TODAY)
        dossier = replace(dossier, guarantees=(replace(dossier.guarantees[0], amount_minor=DEBT),))
        dossier = on_wagons(dossier) if is_train else dossier
        if awaits_goods:
            dossier = replace(dossier, additional_type="D")
        if by:
            claim = Authorisation("C521", by)
            dossier = replace(dossier, authorisations=(claim,), limit_date="2026-12-20")
        dossier = varied(dossier) if varied else dossier
        id, actor = f"mv-{self.home}-{number:04d}", Actor("", carrier.org, carrier.login, "carrier")
        lodge = LodgeDeclaration(dossier, carrier.guarantee.access_code)
        await self.people.ask(self.home, lodge, actor, id)
        rules = self.people.machines[self.home].rules
        for index, need in enumerate(requirements_of(dossier, rules, REFERENCE, START[:10])):
            apply = ApplyForPermit(request_for(need, dossier, id))
            await self.people.ask(self.home, apply, actor, f"pm-{self.home}-{number:04d}-{index}")
        return self._state(self.home, id)

    async def _lead(self, id: str, is_there: Callable[[Movement], bool]) -> None:
        """As everybody on the way would, until it is so."""
        for _ in range(PATIENCE):
            for node, machine in self.people.machines.items():
                state = self._found(node, id)
                if state is None:
                    continue
                if is_there(state):
                    return
                permits = Queries(machine.process.core).permits_of(id)  # type: ignore[union-attr]
                acts = next_acts(state, permits, Troubles(), machine.now())
                for act in [one for one in acts if one.node == node][:1]:
                    await self.people.ask(node, act.command, actor_of(act), act.subject)
            await asyncio.sleep(1)
        raise AssertionError(f"{id} never came there: {self._state(self.home, id).status}")

    async def _customs(self, id: str, made: Command | Made) -> None:
        office = departure_office(self._state(self.home, id).dossier)
        await self._tell(id, self.home, office, made)

    async def _carrier(self, id: str, made: Command | Made) -> None:
        await self._tell(id, self.home, "", made)

    async def _tell(self, id: str, node: str, office: str, made: Command | Made) -> None:
        for _ in range(PATIENCE):
            state = self._found(node, id)
            if state is not None:
                command = made if isinstance(made, Command) else made(state)
                actor = who(MOVEMENTS.asked[type(command)].by, node, office, state)
                if self._may_be(node, state, command, actor):
                    await self.people.ask(node, command, actor, id)
                    if not self.people.told[-1].outcome.refusals:
                        return
            await asyncio.sleep(1)
        raise AssertionError(f"never made: {command}, {self.people.told[-1].outcome.refusals}")

    def _may_be(self, node: str, state: Movement, command: Command, actor: Actor) -> bool:
        now = self.people.machines[node].now()
        rules = self.people.machines[node].rules
        found = Context(now, node, state.id, actor, REFERENCE, "TOKENTOKEN12", PEERS)
        found = replace(found, requirement_rules=rules)
        return not isinstance(decide(MOVEMENTS, state, command, found), Refused)

    def _found(self, node: str, id: str) -> Movement | None:
        process = self.people.machines[node].process
        state: Any = Queries(process.core).get(id).state if process is not None else None
        return state if isinstance(state, Movement) else None

    def _state(self, node: str, id: str) -> Movement:
        found = self._found(node, id)
        assert found is not None, f"{node} does not know {id}"
        return found


def _officer(office: str) -> Actor:
    return Actor(office, "customs", "somebody", "customs")


def _by_decision(dossier: Dossier) -> Dossier:
    """Secured by the decision for a public body; goods of which a rule asks."""
    load, paper = dossier.consignment, GuaranteeUse("8", other_reference="DECISION 7")
    [house] = load.houses
    items = (replace(house.items[0], hs="847130", facts=()), *house.items[1:])
    load = replace(load, houses=(replace(house, items=items),))
    return replace(dossier, guarantees=(paper,), consignment=load)


def _ending_at(dossier: Dossier, end: RoutePoint) -> Dossier:
    """The same way, but no further than this state."""
    points = dossier.route.points
    into = next(i for i, p in enumerate(points) if (p.country, p.role) == (end.country, "transit"))
    load = replace(dossier.consignment, country_of_destination=end.country)
    return replace(dossier, route=Route((*points[: into + 1], end)), consignment=load)


def _has_crossed(m: Movement, office: str) -> bool:
    seen = m.crossing_at(office)
    return seen is not None and seen.status == "crossed"


def _frontier(m: Movement) -> tuple[str, str]:
    """(office, place) by which the second state is entered."""
    found = ((p.office or "", p.place) for p in m.dossier.route.points if p.role == "transit")
    return next(found)


def _ports(m: Movement) -> list[tuple[str, str]]:
    """(office, place) where it may be noted as waiting for a vessel."""
    offices = [point.office for point in m.dossier.route.points if point.office]
    found = ((office, step) for office in offices for step in steps_here(m, office))
    return [(office, place) for office, (place, step) in found if step == "waiting"]


def _answer(m: Movement, answer: Any) -> AnswerEnquiry:
    there: dict[str, Any] = {"elsewhere": "GEBATU01", "on": "2026-12-21", "document": "CMR 7"}
    asked = m.pursuit.enquiries[-1].id if m.pursuit.enquiries else "KG:1"
    return AnswerEnquiry(asked, answer, "said", consignee="One", **there)
