"""One invented movement from its lodging to its end: the events that would have been said of it."""

import random
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final, Literal, NamedTuple

from corridor.domain.checkpoints.arriving import VehicleArrived
from corridor.domain.checkpoints.gate import GateLeft, GateOpened
from corridor.domain.codes import make_mrn
from corridor.domain.days import day_at, days_later
from corridor.domain.facts import Actor, Fact, Payload
from corridor.domain.movement.accepting import DeclarationAccepted, DeclarationRejected
from corridor.domain.movement.arriving import GoodsArrived
from corridor.domain.movement.control import ControlDecided, ControlRecorded
from corridor.domain.movement.costs import CostKind
from corridor.domain.movement.crossing import CrossingRefused, FrontierCrossed
from corridor.domain.movement.goods_release import GoodsReleased
from corridor.domain.movement.incident import IncidentRecorded
from corridor.domain.movement.leaving import TerritoryLeft
from corridor.domain.movement.lodging import DeclarationLodged
from corridor.domain.movement.releasing import MovementReleased, ReleaseRefused
from corridor.domain.movement.results import DestinationControlled
from corridor.domain.movement.stating_costs import CostStated
from corridor.domain.movement.unloading import UnloadingPermitted, UnloadingRemarked
from corridor.domain.movement.writing_off import MovementWrittenOff
from corridor.domain.permit_types.request import PermitRequest
from corridor.domain.permits.applying import PermitApplied
from corridor.domain.permits.granting import PermitGranted
from corridor.domain.permits.refusing import PermitRefused
from corridor.domain.routes import RoutePoint, countries_of
from corridor.engine.hlc import instant
from corridor.node.demo.past.roads import Roads
from corridor.node.demo.past.seasons import HOUR_MS, travel_h, wait_h
from corridor.node.demo.world import CarrierData

Channel = Literal["green", "yellow", "red"]
Found = Literal["A1", "A2", "B1"]
TERM_DAYS: Final = 21
PERMIT_DAYS: Final = 60
CHANNELS: Final[tuple[Channel, ...]] = ("green", "yellow", "red")
FOUND: Final[tuple[Found, ...]] = ("A2", "A1", "B1")
REFUSALS: Final = ("documents_missing", "vehicle_data", "dates_impossible", "goods_data")
STATES_COSTS: Final = 0.2
"""Of so many movements by road the carrier states what was paid."""
USD_PER_KM: Final = 0.62
"""Fuel, tolls and the driver: invented."""
QUICK: Final = 0.35
"""So many applications a rule decides at once."""


class Said(NamedTuple):
    """What was said of a subject, and the instant of it."""

    at: int
    subject: str
    fact: Fact[Any]


class Journey:
    """Draws one movement; all that happens follows from `chance`."""

    def __init__(
        self, chance: random.Random, roads: Roads, way: str, carrier: CarrierData, number: int
    ) -> None:
        self._chance, self._roads, self._carrier = chance, roads, carrier
        self._number = number
        self._way = way
        self.dossier = roads.dossier(chance, carrier, way, f"PAST-{number:06d}")
        self._points = self.dossier.route.points
        self._home = self._points[0].country
        self.subject = f"mv-{self._home}-PAST{number:015d}"
        self._visits = 0

    def told(self, start: int) -> Iterator[Said]:
        """All of it in order, from its lodging at an instant (milliseconds)."""
        at, office = start, str(self._points[0].office)
        yield self._by_holder(at, DeclarationLodged(self.dossier, day_at(instant(at), office)))
        at = self._later(at, 0.3, 2.0)
        if self._chance.random() < 0.03:
            yield self._at(at, office, DeclarationRejected("Сведения о грузе не сходятся."))
            return
        yield self._at(at, office, DeclarationAccepted(self._mrn(at), day_at(instant(at), office)))
        granted = at
        for said in self._permits(at):
            granted = max(granted, said.at)
            yield said
        released = at
        for said in self._controlled(at, office):
            released = said.at
            yield said
        at = self._later(max(granted, released), 0.3, 3.0)
        if self._chance.random() < 0.01:
            yield self._at(at, office, ReleaseRefused("Номер пломбы не сходится.", "S1"))
            return
        limit = days_later(day_at(instant(at), str(self._points[-1].office)), TERM_DAYS)
        yield self._at(at, office, MovementReleased(limit, countries_of(self.dossier.route)))
        passed = {0: at}
        for said in self._travelled(at):
            at = said.at
            passed |= self._place_of(said)
            yield said
        yield from self._costs(at, passed)
        yield from self._ended(at, office)

    def _permits(self, at: int) -> Iterator[Said]:
        for place, request in enumerate(self._roads.requests(self.dossier, self.subject, at)):
            subject = f"pm-{self._home}-PAST{self._number:010d}{place:05d}"
            yield self._applied(subject, at, request)
            decided = self._decided_at(at, request)
            if self._chance.random() < 0.07:
                code = self._chance.choice(REFUSALS)
                yield self._for_authority(subject, decided, request, PermitRefused(code, "—"))
                again = self._later(decided, 1.0, 20.0)
                yield self._applied(subject, again, request)
                decided = self._decided_at(again, request)
            yield self._for_authority(subject, decided, request, self._grant(decided, request))

    def _grant(self, at: int, request: PermitRequest) -> PermitGranted:
        day = day_at(instant(at), request.country)
        number = f"{request.country}-PAST-{self._number}-{request.kind}"
        return PermitGranted(number, day, days_later(day, PERMIT_DAYS), "")

    def _decided_at(self, at: int, request: PermitRequest) -> int:
        """At once by a rule, or else within working days; some authorities are slow."""
        if self._chance.random() < QUICK:
            return at + self._chance.randint(800, 9_000)
        slow = 1.0 + (sum(map(ord, request.authority)) % 7) / 3
        return at + int(self._chance.lognormvariate(1.6, 0.9) * slow * HOUR_MS)

    def _controlled(self, at: int, office: str) -> Iterator[Said]:
        channel = self._chance.choices(CHANNELS, (76, 17, 7))[0]
        at = self._later(at, 0.1, 0.8)
        yield self._at(at, office, ControlDecided(channel))
        if channel != "green":
            at = self._later(at, 1.0, 9.0)
            found = self._chance.choices(FOUND, (70, 24, 6))[0]
            yield self._at(at, office, ControlRecorded(found))

    def _travelled(self, at: int) -> Iterator[Said]:
        for position, (here, there) in enumerate(pairwise(self._points), start=1):
            km = self._roads.km(self.dossier.route, position - 1, position)
            if there.country == here.country or here.mode == "sea":
                at += int(travel_h(self._chance, here.mode or "road", km, at) * HOUR_MS)
            for said in self._passed(at, here, there):
                at = said.at
                yield said

    def _passed(self, at: int, here: RoutePoint, there: RoutePoint) -> Iterator[Said]:
        """A point of the way: out of a state, into the next, or the end."""
        office = there.office
        if office is None:
            return
        if there.role == "destination":
            seals = True if self.dossier.consignment.equipment else None
            yield self._at(at, office, GoodsArrived(office, instant(at), seals))
            return
        if self._chance.random() < 0.012:
            text = "Повреждение по дороге."
            yield self._at(at, office, IncidentRecorded(office, "1", instant(at), text))
        direction = "exit" if there.role == "exit" else "entry"
        for said in self._at_gate(at, office, direction):
            at = said.at
            yield said
        if direction == "entry" and self._chance.random() < 0.015:
            yield self._at(
                at, office, CrossingRefused(office, "Масса на оси выше допустимой.", "safety")
            )
            at = self._later(at, 4.0, 30.0)
        happened = TerritoryLeft if direction == "exit" else FrontierCrossed
        yield self._at(at, office, happened(office, instant(at)))

    def _at_gate(self, at: int, office: str, direction: Any) -> Iterator[Said]:
        """The queue, the gate, the zone: of a lorry, where there is a gate."""
        if office not in self._roads.gates or self.dossier.consignment.border_mode == "2":
            return
        self._visits += 1
        subject = f"cp-{office[:2]}-PAST{self._number:010d}{self._visits:05d}"
        plate = self.dossier.consignment.means[0].id
        joined = VehicleArrived(office, plate, direction, self.subject, instant(at))
        yield self._gate(at, subject, office, joined)
        at += int(wait_h(self._chance, office, at) * HOUR_MS)
        yield self._gate(at, subject, office, GateOpened(office, instant(at)))
        at = self._later(at, 0.2, 1.6)
        yield self._gate(at, subject, office, GateLeft(office, instant(at)))

    def _place_of(self, said: Said) -> dict[int, int]:
        """The point of the way at which this was said, and when; nothing where it is not of one."""
        if not isinstance(said.fact.payload, FrontierCrossed | TerritoryLeft | GoodsArrived):
            return {}
        office = said.fact.payload.office
        return {next(i for i, p in enumerate(self._points) if p.office == office): said.at}

    def _costs(self, at: int, passed: dict[int, int]) -> Iterator[Said]:
        """What its carrier stated, of one by road in five: at each border, and of each state's
        roads. Drawn from a chance of their own, so that nothing else is other for it.
        """
        own = random.Random(self._number)  # noqa: S311 - a story, not a secret
        if self.dossier.consignment.border_mode == "2" or own.random() > STATES_COSTS:
            return
        for start, begun in passed.items():
            here = self._points[start]
            if here.role in ("exit", "transit"):
                fee, service = own.lognormvariate(3.9, 0.4), own.lognormvariate(3.2, 0.7)
                yield self._paid(at, begun, "official", fee, here.place)
                yield self._paid(at, begun, "service", service, here.place)
            end = next((one for one in passed if one > start), start)
            there = self._points[end]
            if end > start and there.country == here.country:
                km = self._roads.km(self.dossier.route, start, end)
                usd = km * USD_PER_KM * own.lognormvariate(0.0, 0.25)
                yield self._paid(at, passed[end], "running", usd, here.place, there.place)

    def _paid(
        self, at: int, paid: int, what: CostKind, usd: float, place: str, to: str = ""
    ) -> Said:
        cents, day = max(1, round(usd * 100)), day_at(instant(paid), place)
        return self._by_holder(at, CostStated(what, cents, "USD", place, to, day, "", cents))

    def _ended(self, at: int, departure: str) -> Iterator[Said]:
        office = str(self._points[-1].office)
        at = self._later(at, 0.5, 5.0)
        yield self._at(at, office, UnloadingPermitted(office))
        at = self._later(at, 2.0, 20.0)
        yield self._at(at, office, UnloadingRemarked(office, conforms=True, seals_intact=True))
        at = self._later(at, 0.5, 12.0)
        result = self._chance.choices(FOUND, (37, 60, 3))[0]
        yield self._at(at, office, DestinationControlled(office, result))
        at = self._later(at, 0.2, 6.0)
        yield self._at(at, office, GoodsReleased(office))
        at = self._later(at, 1.0, 40.0)
        day = day_at(instant(at), departure)
        yield self._at(at, departure, MovementWrittenOff(day))

    def _later(self, at: int, least_h: float, most_h: float) -> int:
        return at + int(self._chance.triangular(least_h, most_h, least_h) * HOUR_MS)

    def _mrn(self, at: int) -> str:
        return make_mrn(instant(at)[2:4], self._home, f"PAST{self._number:08d}", "J")

    def _by_holder(self, at: int, payload: Payload) -> Said:
        carrier = Actor("", self._carrier.org, self._carrier.login, "carrier")
        return _said(at, self.subject, self._home, payload, carrier)

    def _at(self, at: int, office: str, payload: Payload) -> Said:
        officer = Actor(office, f"{office[:2]}-CUSTOMS", "", "customs")
        return _said(at, self.subject, office[:2], payload, officer)

    def _gate(self, at: int, subject: str, office: str, payload: Payload) -> Said:
        node = office[:2]
        desk = Actor(office, f"{node}-BORDER", "", "checkpoint")
        return _said(at, subject, node, payload, desk)

    def _applied(self, subject: str, at: int, request: PermitRequest) -> Said:
        carrier = Actor("", self._carrier.org, self._carrier.login, "carrier")
        return _said(at, subject, self._home, PermitApplied(request), carrier)

    def _for_authority(
        self, subject: str, at: int, request: PermitRequest, payload: Payload
    ) -> Said:
        desk = Actor(request.authority, request.authority, "", "permit")
        return _said(at, subject, request.country, payload, desk)


def _said(at: int, subject: str, node: str, payload: Payload, actor: Actor) -> Said:
    moment = instant(at)
    return Said(at, subject, Fact(payload, node, at, f"{moment}-0000", moment, actor))
