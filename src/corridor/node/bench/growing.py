"""What the growing store is filled with: movements at every desk of one node, and permits.

Of ten movements eight are lodged here and wait for a decision, one comes from the neighbour and is
expected, one comes from there and has crossed. For each ten there is one application for a permit.
All is written by the node's own engine; what the neighbour says comes without its page and proof.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from corridor.domain.consignment import Dossier, plates_of
from corridor.domain.days import day_at
from corridor.domain.facts import Actor, Fact, Payload
from corridor.domain.movement.accepting import DeclarationAccepted
from corridor.domain.movement.crossing import FrontierCrossed
from corridor.domain.movement.lodging import DeclarationLodged
from corridor.domain.movement.releasing import MovementReleased
from corridor.domain.permit_types.request import PermitRequest
from corridor.domain.permits.applying import ApplyForPermit
from corridor.engine.codec import composed, seal_event, tag_of
from corridor.engine.core import Core
from corridor.engine.jobs import Execute
from corridor.engine.ports import SealedEvent
from corridor.engine.standing import Opened
from corridor.engine.unit import Unit
from corridor.evidence.event import event_leaf
from corridor.node.bench.dossiers import Bodies, small_dossier
from corridor.node.bench.filling import BATCH, NotFilled, carrier_of_bench, lodgements
from corridor.node.bench.nodes import BenchNode
from corridor.node.demo.world import grn_of, load_world
from corridor.node.system import today_in

NODE, NEIGHBOUR = "UZ", "KG"
ROUTE_HERE, ROUTE_THROUGH = "tashkent-poti", "osh-poti"
OFFICE, FRONTIER, AUTHORITY = "UZTASH01", "UZDUST01", "UZ-ROAD"
GROUP = 10
LODGED_HERE = 8
LIMIT_DATE = "2099-12-31"


class Neighbour(msgspec.Struct):
    """The neighbour's voice: its events, numbered on."""

    dossier: Dossier
    number: int = 0

    def job(self, has_crossed: bool) -> "ToldMovement":
        """The next movement from there: lodged, accepted, released, perhaps crossed."""
        self.number += 1
        return ToldMovement(self.dossier, self.number, has_crossed)


class ToldMovement(msgspec.Struct, frozen=True):
    """One movement of the neighbour's for the writer."""

    dossier: Dossier
    number: int
    has_crossed: bool

    def run(self, unit: Unit) -> None:
        """Append the neighbour's events and fold them; then our own crossing."""
        for sealed in self.said(unit):
            unit.take([Opened(sealed)])
        if self.has_crossed:
            unit.say(self.subject, *self.crossing(unit))

    @property
    def subject(self) -> str:
        """The movement."""
        return f"mv-{NEIGHBOUR}-{self.number:017d}"

    def said(self, unit: Unit) -> Iterator[SealedEvent]:
        """What the neighbour said of it."""
        now = unit.now()
        mrn = f"26{NEIGHBOUR}{self.number:012d}J0"
        dossier = msgspec.structs.replace(self.dossier, lrn=f"TOLD-{self.number}")
        said: tuple[Payload, ...] = (
            DeclarationLodged(dossier, day_at(now, NEIGHBOUR)),
            DeclarationAccepted(mrn, day_at(now, NEIGHBOUR)),
            MovementReleased(LIMIT_DATE),
        )
        first = (self.number - 1) * len(said) + 1
        for number, payload in enumerate(said, first):
            yield self._sealed(unit, number, payload)

    @staticmethod
    def crossing(unit: Unit) -> tuple[Payload, Actor]:
        """What is said here of it, and by whom."""
        customs = Actor(FRONTIER, f"{NODE}-CUSTOMS", "bench", "customs")
        return FrontierCrossed(FRONTIER, unit.now(), True, ""), customs

    def _sealed(self, unit: Unit, number: int, payload: Payload) -> SealedEvent:
        office = self.dossier.route.points[0].office or ""
        role = "carrier" if isinstance(payload, DeclarationLodged) else "customs"
        actor = Actor("" if role == "carrier" else office, "KG-BENCH", "bench", role)
        clock = unit.log.clock.tick()
        fact: Fact[Payload] = Fact(payload, NEIGHBOUR, number, clock, unit.now(), actor)
        data = seal_event(fact, composed(payload).data, self.subject, "A" * 22)
        leaf = event_leaf(data)
        return SealedEvent(NEIGHBOUR, number, self.subject, clock, tag_of(payload), data, leaf)


class Growth:
    """Makes the store grow to a number of movements."""

    def __init__(self, node: BenchNode) -> None:
        today = today_in(NODE)
        carrier = load_world().nodes[NODE].carriers[0]
        grn = grn_of(NODE, carrier)
        dossier = small_dossier(grn, today, ROUTE_HERE)
        bodies = Bodies(dossier, carrier.guarantee.access_code, "GROW")
        self.lodged = lodgements(node, bodies)
        self._actor = carrier_of_bench(node)
        self._applications = _applications(dossier, self._actor)
        self._neighbour = Neighbour(small_dossier("", today, ROUTE_THROUGH))
        self.movements = 0

    def grow(self, core: Core, target: int) -> Iterator[int]:
        """Fill up to the target; each item is how many movements there are."""
        while self.movements < target:
            jobs = [job for _ in range(BATCH // GROUP) for job in self._group()]
            for outcome in core.run(jobs):
                if outcome is not None and getattr(outcome, "refusals", True):
                    raise NotFilled(str(outcome))
            yield self.movements

    def _group(self) -> Iterator[Any]:
        for _ in range(LODGED_HERE):
            yield next(self.lodged)
        yield self._neighbour.job(has_crossed=False)
        yield self._neighbour.job(has_crossed=True)
        yield next(self._applications)
        self.movements += GROUP


def _applications(dossier: Dossier, actor: Actor) -> Iterator[Execute]:
    number = 0
    while True:
        number += 1
        request = PermitRequest(
            dossier=f"mv-{NODE}-{number * LODGED_HERE:017d}",
            kind="road_transit",
            country=NODE,
            authority=AUTHORITY,
            rule="R053",
            holder=dossier.holder,
            plates=plates_of(dossier),
            lrn=dossier.lrn,
        )
        yield Execute(ApplyForPermit(request), actor, f"pm-{NODE}-{number:017d}")
