"""All nodes at one table: everybody knows everything at once, and there is no network."""

from datetime import date
from typing import Any

from corridor.domain.consignment import Dossier
from corridor.domain.context import Context, Parameters
from corridor.domain.facts import Actor, Fact
from corridor.domain.kinds import KIND_OF_COMMAND
from corridor.domain.movement.guarantee import AnswerGuarantee
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.domain.movement.state import OPEN, Movement
from corridor.domain.permits.applying import ApplyForPermit
from corridor.domain.permits.requirements import request_for, requirements_of
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import Refused
from corridor.engine.hlc import instant, to_ms
from corridor.node.demo.actors import Row
from corridor.node.demo.client import ApiRefused
from corridor.node.demo.complaints import MEASURE
from corridor.node.demo.register import register_of
from corridor.node.demo.troubles import Act
from corridor.node.demo.world import CarrierData
from tests.domain.known import decide
from tests.support.engines import NODES, REFERENCE, RULES, START

TODAY = date.fromisoformat(START[:10])
FIRMS = ("carrier", "seals")
"""Roles of firms, which have no office."""

FIRMS = ("carrier", "seals")


class OneWorld:
    """The states of all subjects."""

    def __init__(self) -> None:
        self.states: dict[str, Any] = {}
        self.keys: dict[str, frozenset[str]] = {}
        self.count = 0

    def do(self, node: str, actor: Actor, subject: str, command: Any) -> None:
        self.count += 1
        now = instant(to_ms(START) + self.count * 1000)
        kind = KIND_OF_COMMAND[type(command)]
        context = Context(
            now=now,
            node=node,
            subject=subject,
            actor=actor,
            reference=REFERENCE,
            token=f"{self.count:012d}",
            nodes=frozenset(NODES),
            requirement_rules=RULES,
            parameters=Parameters(time_factor=24 * 60),
            sign=lambda message: ("key-1", "A" * 86),
        )
        decision = decide(kind, self.states.get(subject), command, context, self)
        assert not isinstance(decision, Refused), (command, decision)
        for payload in decision:
            fact = Fact(payload, node, self.count, f"{now}-0000", now, actor)
            self.states[subject] = kind.evolve(self.states.get(subject), fact, subject)
        state = self.states[subject]
        self.keys[subject] = frozenset(key for at in NODES for key in kind.keys(state, at))

    def kept(self, sha256: str, org: str) -> tuple[int, str] | None:
        """Nobody attaches anything here."""
        return None

    def setting(self, name: str) -> str | None:
        """No operator has set anything."""
        return None

    def counts(self, prefix: str) -> dict[str, int]:
        """Nobody keeps lists here."""
        return {}

    def find(self, key: str) -> tuple[str, ...]:
        """Subjects that hold a key, for what a decision needs to know."""
        return tuple(subject for subject, keys in self.keys.items() if key in keys)

    def state(self, subject: str) -> Any:
        """The state of another subject, for the same."""
        return self.states.get(subject)

    def permits_of(self, dossier: str) -> tuple[Permit, ...]:
        """The permits applied for under a dossier."""
        return tuple(
            state
            for state in self.states.values()
            if isinstance(state, Permit) and state.request.dossier == dossier
        )

    def act(self, act: Act) -> None:
        org = act.place if act.desk in FIRMS else ""
        office = "" if act.desk in FIRMS else act.place
        self.do(act.node, Actor(office, org, "somebody", act.desk), act.subject, act.command)


class WorldActors:
    """The simulated people at that table, with the methods of `Actors` that the traffic uses."""

    def __init__(self) -> None:
        self.world = OneWorld()
        (measure,) = (job for job in register_of("AZ") if job.subject == MEASURE)
        self.world.do("AZ", measure.actor, MEASURE, measure.command)
        self.acted_on: list[str] = []
        self.refuses_once: set[str] = set()

    def file(self, node: str, carrier: CarrierData, dossier: Dossier) -> str:
        subject = f"mv-{node}-{len(self.world.states)}"
        home = Actor("", carrier.org, carrier.login, "carrier")
        self.world.do(node, home, subject, LodgeDeclaration(dossier))
        return subject

    def apply_for_all(self, node: str, org: str, subject: str) -> None:
        dossier = self.world.states[subject].dossier
        for need in requirements_of(dossier, RULES, REFERENCE, START[:10]):
            asked = ApplyForPermit(request_for(need, dossier, subject))
            permit = f"pm-{node}-{len(self.world.states)}"
            self.world.do(node, Actor("", org, "somebody", "carrier"), permit, asked)

    def movement(self, node: str, desk: str, place: str, subject: str) -> Movement | None:
        found = self.world.states.get(subject)
        return found if isinstance(found, Movement) else None

    def permits(self, node: str, org: str, subject: str) -> tuple[Permit, ...]:
        return self.world.permits_of(subject)

    def do(self, node: str, desk: str, place: str, subject: str, command: Any) -> str:
        tag = str(command.__struct_config__.tag)
        if tag in self.refuses_once:
            self.refuses_once.remove(tag)
            raise ApiRefused(422, {"code": "wrong_status"})
        subject = f"bc-{node}-{len(self.world.states)}" if subject == "new" else subject
        self.acted_on.append(subject)
        org = place if desk in FIRMS else ""
        office = "" if desk in FIRMS else place
        self.world.do(node, Actor(office, org, "somebody", desk), subject, command)
        self._answer(node, subject)
        return subject

    def _answer(self, node: str, subject: str) -> None:
        """The guarantor's ledger, which answers by itself."""
        state = self.world.states[subject]
        if isinstance(state, Movement) and state.guarantee.status == "requested":
            asked = state.guarantee
            answer = AnswerGuarantee(asked.grn, asked.amount_minor, asked.currency)
            self.world.do(node, Actor("", node, "", "system"), subject, answer)

    def visit(self, node: str, office: str, arrival: Any) -> str:
        subject = f"cp-{node}-{len(self.world.states)}"
        self.world.do(node, Actor(office, "", "somebody", "checkpoint"), subject, arrival)
        return subject

    def rows(self, node: str, desk: str, place: str, name: str) -> tuple[Row, ...]:
        return tuple(
            Row(subject, {"lrn": state.dossier.lrn})
            for subject, state in self.world.states.items()
            if isinstance(state, Movement) and state.owner == place and state.status in OPEN
        )
