"""What stands on the nodes while the pages are looked at, and the people who look at them."""

from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from corridor.domain.consignment import Dossier
from corridor.node.demo.troubles import Troubles
from tests.browser.walk import CARRIER
from tests.support.journeys import Journey, People, dossier_for
from tests.support.real_nodes import RealNetwork

DESKS: tuple[tuple[str, str, str], ...] = (
    ("KG", CARRIER, "/carrier"),
    ("KG", "customs-kgosh001", "/customs"),
    ("AZ", "customs-azalat01", "/customs"),
    ("GE", "customs-gepoti01", "/customs"),
    ("AZ", "permit-az-road", "/permits"),
    ("UZ", "gate-uzdust01", "/checkpoint"),
    ("KG", "guarantor", "/guarantor"),
    ("TM", "operator", "/operator"),
    ("KZ", "", "/"),
)
"""Node, login and first page of everybody."""


@dataclass
class Desks:
    """Movements in several states, from just filed to written off."""

    people: People
    filed: Journey
    accepted: Journey
    released: Journey
    arrived: Journey
    closed: Journey

    @property
    def mrn(self) -> str:
        """Of the one that is on its way."""
        return self.released.state().mrn


def led(network: RealNetwork) -> Desks:
    """Lead them over the API, as far as each is to come; one with a seal broken under way."""
    people = People(network)
    found = {name: Journey(people).file() for name in ("filed", "released", "arrived")}
    found["accepted"] = Journey(people)
    found["accepted"].file(_of_dual_use(found["accepted"]))
    closed = Journey(people, "bishkek-poti").file()
    for status in ("accepted", "released"):
        found[status].lead(status)
    found["arrived"].lead("arrived", Troubles(broken_seal_at="AZALAT01"))
    closed.lead("written_off")
    network.settle()
    return Desks(people, closed=closed, **found)


def _of_dual_use(journey: Journey) -> Dossier:
    """Goods for which nine permits are asked, the most that a page has to bear."""
    dossier = dossier_for(journey.lrn, journey.people.today())
    load = dossier.consignment
    (house,) = load.houses
    goods = replace(house.items[0], facts=(*house.items[0].facts, "dual_use"))
    changed = replace(house, items=(goods, *house.items[1:]))
    return replace(dossier, consignment=replace(load, houses=(changed,)))


def axe_source(root: Path) -> Path:
    """The rules of accessibility, from the front end's development packages."""
    return root / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
