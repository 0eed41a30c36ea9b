"""Gentle live traffic: simulated carriers and officers at work through the API, like anyone.

They touch only dossiers of their own, which their LRN tells apart, so that what a newcomer files
is left to the newcomer. At the first start some movements are led quickly to different stages, so
that no page is empty; afterwards about one thing happens a second.
"""

import hashlib
import random
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from corridor.domain.movement.offices import transit_offices
from corridor.domain.movement.state import Movement
from corridor.domain.routes import DEMO_ROUTES, Route, countries_of
from corridor.node.demo.actors import Actors, fresh_number
from corridor.node.demo.client import ApiRefused, NodeUnreachable, Stopped
from corridor.node.demo.complaints import WAITED_MIN, complains
from corridor.node.demo.gates import Gates
from corridor.node.demo.loads import random_dossier
from corridor.node.demo.network import DEMO_NODES, read_demo
from corridor.node.demo.plan import next_acts, seal_acts
from corridor.node.demo.ports import HOST
from corridor.node.demo.troubles import Act, Troubles
from corridor.node.demo.world import CarrierData, load_world
from corridor.node.system import present, today_in

LRN_PREFIX = "LIVE-"
OPEN_MAX = 40
FIRST_STAGES = (0, 1, 1, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 8, 9)
"""How far each of the first movements is led: see `stage_of`."""
FIRST_TROUBLES = (
    *("", "", "written_to", "", "", "held_up_at", "split_at", "diverts"),
    *("other_driver", "delayed", "asked_after", "", "held_up_at", "", ""),
)
"""What goes wrong with each of them at least, so that no desk is empty."""
DRAWS_MAX = 200
FIRST_ACTS_MAX = 80
LAG_S = 0.1
PACE_S = 1.0
NEAR_S = (15.0, 45.0)
"""So long somebody at a desk takes."""
FAR_S = (40.0, 120.0)
"""So long a vehicle takes to the next frontier: days in the world, a minute or two here."""
SOON_S = (2.0, 5.0)
THEN_TRAVELS = frozenset({"movement.release", "movement.cross", "movement.split"})
GIVE_UP_S = 3.0
NEW_EVERY_S = 25.0
SOME = 0.12
"""How often something goes wrong with a movement."""


class Traveller(msgspec.Struct):
    """A movement of the traffic's own: whose it is, what will go wrong, when it goes on."""

    node: str
    org: str
    subject: str
    troubles: Troubles
    ready_at: float = 0.0


def troubles_of(lrn: str, route: Route) -> Troubles:
    """What goes wrong with a movement. It follows from the LRN, so it outlives a restart."""
    seed = int.from_bytes(hashlib.sha256(lrn.encode()).digest()[:8])
    chance = random.Random(seed)  # noqa: S311 - a story, not a secret
    frontiers = [point.office for point in route.points if point.role == "transit"]
    foreign = [country for country in countries_of(route) if country != route.points[0].country]
    return Troubles(
        channel=chance.choices(("green", "yellow", "red"), (70, 20, 10))[0],
        refused_by=chance.choice(foreign) if chance.random() < 0.2 else "",
        broken_seal_at=_one(chance, frontiers),
        stopped_at=_one(chance, frontiers),
        held_up_at=_one(chance, frontiers),
        split_at=_one(chance, frontiers) if route.points[0].mode == "road" else "",
        other_driver=chance.random() < SOME,
        diverts=chance.random() < SOME,
        delayed=chance.random() < SOME,
        asked_after=chance.random() < SOME,
        written_to=chance.random() < SOME,
    )


def _one(chance: random.Random, frontiers: list[str | None]) -> str:
    """Now and then one of them; inside a union there is none."""
    return str(chance.choice(frontiers)) if chance.random() < SOME and frontiers else ""


def lrn_with(trouble: str, route: Route) -> str:
    """A new number with which this goes wrong, where the route has a place for it."""
    for _ in range(DRAWS_MAX if trouble else 1):
        lrn = f"{LRN_PREFIX}{fresh_number()}"
        if not trouble or getattr(troubles_of(lrn, route), trouble):
            break
    return lrn


class Traffic:
    """All travellers, and the pace."""

    def __init__(
        self,
        actors: Actors,
        chance: random.Random,
        asked: threading.Event,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._actors = actors
        self._clock = clock
        self._chance = chance
        self._asked = asked
        self._gates = Gates(actors)
        self._new_at = 0.0
        self._waited_min: list[int] = []
        self.travellers: list[Traveller] = []

    def run(self) -> None:
        """Until asked to stop."""
        self.find_own()
        if not self.travellers:
            self.begin()
        while not self._asked.wait(PACE_S):
            try:
                self.tick()
            except (ApiRefused, NodeUnreachable) as error:
                _log(str(error))

    def find_own(self) -> None:
        """Go on with what an earlier run left open."""
        for node, carrier in carriers_in_traffic():
            name = f"carrier:{carrier.org}:open"
            for row in self._actors.rows(node, "carrier", carrier.org, name):
                if is_own(str(row.data["lrn"])):
                    self._take_up(node, carrier.org, row.subject)

    def _take_up(self, node: str, org: str, subject: str) -> None:
        movement = self._actors.movement(node, "carrier", org, subject)
        if movement is not None:
            dossier = movement.dossier
            troubles = troubles_of(dossier.lrn, dossier.route)
            later = self._clock() + self._chance.uniform(*NEAR_S)
            self.travellers.append(Traveller(node, org, subject, troubles, later))

    def begin(self) -> None:
        """File the first movements, and lead each quickly to a stage of its own."""
        self._waited_min = [*WAITED_MIN]
        for target, trouble in zip(FIRST_STAGES, FIRST_TROUBLES, strict=True):
            traveller = self.file(trouble)
            for _ in range(FIRST_ACTS_MAX):
                movement = self._look(traveller)
                if self._asked.is_set() or movement is None or has_reached(movement, target):
                    break
                self._step(traveller, movement, hurried=True)
        self._bring_to_gates()

    def _bring_to_gates(self) -> None:
        """Let those who are before a frontier wait at its gate, so that no gate is empty."""
        for traveller in self.travellers:
            movement = self._look(traveller)
            if movement is not None and movement.status == "released":
                for act in self._acts(traveller, movement):
                    self._gates.holds_up(movement, act)

    def tick(self) -> None:
        """One thing that happens: somebody whose time has come goes on, or a new one files."""
        now = self._clock()
        if now >= self._new_at and len(self.travellers) < OPEN_MAX:
            self._new_at = now + NEW_EVERY_S
            self.file()
            return
        ready = [traveller for traveller in self.travellers if traveller.ready_at <= now]
        if ready:
            self.step(min(ready, key=lambda traveller: traveller.ready_at))

    def file(self, trouble: str = "") -> Traveller:
        """A new dossier, with its permits applied for."""
        name, node, carrier = self._chance.choice(departures())
        lrn = lrn_with(trouble, DEMO_ROUTES[name])
        dossier = random_dossier(self._chance, carrier, name, lrn, today_in(node))
        subject = self._actors.file(node, carrier, dossier)
        self._actors.apply_for_all(node, carrier.org, subject)
        later = self._clock() + self._chance.uniform(*NEAR_S)
        traveller = Traveller(node, carrier.org, subject, troubles_of(lrn, dossier.route), later)
        self.travellers.append(traveller)
        return traveller

    def step(self, traveller: Traveller) -> None:
        """Let one thing happen to a movement, and say when the next may."""
        traveller.ready_at = self._clock() + SOON_S[0]
        movement = self._look(traveller)
        if movement is None:
            self.travellers.remove(traveller)
        else:
            self._step(traveller, movement, hurried=False)

    def _step(self, traveller: Traveller, movement: Movement, *, hurried: bool) -> None:
        acts = self._acts(traveller, movement)
        if not acts:
            return
        wait = self._try(movement, self._chance.choice(acts), hurried=hurried)
        if wait is None:
            self._asked.wait(LAG_S)
            wait = SOON_S
        traveller.ready_at = self._clock() + self._chance.uniform(*wait)

    def _look(self, traveller: Traveller) -> Movement | None:
        """The movement as its carrier sees it; None once it is closed."""
        home = (traveller.node, "carrier", traveller.org)
        movement = self._actors.movement(*home, traveller.subject)
        return movement if movement is not None and is_open(movement) else None

    def _acts(self, traveller: Traveller, movement: Movement) -> tuple[Act, ...]:
        permits = self._actors.permits(traveller.node, traveller.org, traveller.subject)
        acts = next_acts(movement, permits, traveller.troubles, present())
        firm = load_world().nodes[movement.dossier.route.points[0].country].seals
        seals = tuple(seal_acts(movement, firm.org if firm is not None else ""))
        is_watched = bool(movement.navigation_seals) and movement.status == "released"
        return acts if is_watched else (*acts, *seals)

    def _try(self, movement: Movement, act: Act, *, hurried: bool) -> tuple[float, float] | None:
        """Act, and say how long what comes next will take, at least and at most.

        None where that node has not heard yet what came before, or somebody else was first.
        """
        try:
            if not hurried and self._gates.holds_up(movement, act):
                return NEAR_S
            self._actors.do(act.node, act.desk, act.place, act.subject, act.command)
            self._gates.let_go(movement, act)
            waited = self._waited_min
            if waited and complains(self._actors, movement, act, waited[0], present()):
                waited.pop(0)
        except (ApiRefused, NodeUnreachable) as error:
            if not hurried:
                _log(f"{act.place} {tag_of(act)} {movement.reference}: {error}")
            return None
        return FAR_S if tag_of(act) in THEN_TRAVELS else NEAR_S


def tag_of(act: Act) -> str:
    """The name of the command."""
    return str(act.command.__struct_config__.tag)


def stage_of(movement: Movement) -> int:
    """0 filed, 1 accepted, 2 released, one more for each frontier crossed, 8 arrived, 9 closed."""
    if movement.status in ("released", "arrived"):
        crossed = sum(crossing.status == "crossed" for crossing in movement.crossings)
        return 8 if movement.status == "arrived" else 2 + crossed
    return {"submitted": 0, "written_off": 9}.get(movement.status, 1)


def has_reached(movement: Movement, target: int) -> bool:
    """Whether it stands at the stage; on a short route the last frontier stands for later ones."""
    frontiers = len(transit_offices(movement.dossier))
    return stage_of(movement) >= (target if target >= 8 else min(target, 2 + frontiers))


def is_own(lrn: str) -> bool:
    """Whether a dossier is the traffic's and not a person's."""
    return lrn.startswith(LRN_PREFIX)


def is_open(movement: Movement) -> bool:
    """Whether anything is left to do about a movement."""
    return movement.status in (
        "submitted",
        "accepted",
        "under_control",
        "guarantee_registering",
        "released",
        "arrived",
    )


def carriers_in_traffic() -> Iterator[tuple[str, CarrierData]]:
    """(node, carrier) of those that the traffic may use."""
    for node, data in load_world().nodes.items():
        for carrier in data.carriers:
            if carrier.in_traffic:
                yield node, carrier


def departures() -> tuple[tuple[str, str, CarrierData], ...]:
    """(route, node, carrier): who may set out on which route, from where it begins."""
    return tuple(
        (name, node, carrier)
        for name, route in DEMO_ROUTES.items()
        for node, carrier in carriers_in_traffic()
        if route.points[0].country == node
    )


def _log(text: str) -> None:
    sys.stdout.write(f"{datetime.now(UTC):%H:%M:%S} {text}\n")
    sys.stdout.flush()


def main() -> None:
    """The traffic of the demo in the folder that the last argument names."""
    folder = Path(sys.argv[-1])
    demo = read_demo(folder)
    if demo is None:
        sys.exit(f"{folder} holds no demo")
    asked = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: asked.set())
    ports = zip(DEMO_NODES, demo.ports, strict=True)
    urls = {node: f"http://{HOST}:{port}" for node, port in ports}
    actors = Actors.of_demo(folder, urls, asked, GIVE_UP_S)
    try:
        Traffic(actors, random.Random(), asked).run()  # noqa: S311 - a story, not a secret
    except Stopped:
        pass
    finally:
        actors.close()
