"""What all invented movements share and is worked out once: loads, ways, the permits they need."""

import random
from datetime import date
from typing import Final

from corridor.domain.consignment import Dossier
from corridor.domain.days import day_at
from corridor.domain.permit_types.request import PermitRequest
from corridor.domain.permits.needs import Requirement, requirements_of
from corridor.domain.reference import Reference
from corridor.domain.reference.permit_rule import RequirementRule
from corridor.domain.routes import Route, countries_of
from corridor.engine.hlc import instant
from corridor.node.demo.loads import random_dossier
from corridor.node.demo.world import CarrierData, load_world
from corridor.observatory.ways import Ways

UNSAID_KM: Final = 300
"""Of a leg that no link tells."""


class Roads:
    """Made once for all of them."""

    def __init__(
        self, reference: Reference, rules: tuple[RequirementRule, ...], today: date
    ) -> None:
        self._reference, self._rules, self._today = reference, rules, today
        self._ways = Ways(reference)
        self._needed: dict[tuple[tuple[str, ...], ...], tuple[Requirement, ...]] = {}
        self.gates = {office for node in load_world().nodes.values() for office in node.checkpoints}

    def dossier(self, chance: random.Random, carrier: CarrierData, way: str, lrn: str) -> Dossier:
        """A load of the traffic's kind."""
        return random_dossier(chance, carrier, way, lrn, self._today)

    def km(self, route: Route, start: int, end: int) -> int:
        """Kilometres between two points of a way."""
        return self._ways.km(route, start, end) or UNSAID_KM

    def requests(self, dossier: Dossier, subject: str, at: int) -> list[PermitRequest]:
        """What is applied for, with what the observatory reads of an application."""
        day = day_at(instant(at), dossier.route.points[0].country)
        return [
            PermitRequest(
                dossier=subject,
                kind=one.kind,
                country=one.country,
                authority=one.authority,
                rule=one.rule,
                holder=dossier.holder,
                wanted_from=day,
                lrn=dossier.lrn,
            )
            for one in self._of(dossier, day)
        ]

    def _of(self, dossier: Dossier, day: str) -> tuple[Requirement, ...]:
        """Loads of the same goods on the same way need the same."""
        goods = {item.hs for house in dossier.consignment.houses for item in house.items}
        key = (countries_of(dossier.route), tuple(sorted(goods)))
        if key not in self._needed:
            self._needed[key] = requirements_of(dossier, self._rules, self._reference, day)
        return self._needed[key]
