"""What happened to a movement, as rows."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.codes.sizes import teu_100
from corridor.domain.consignment import Dossier, Item, Means, items_of
from corridor.domain.days import is_instant
from corridor.domain.facts import Fact
from corridor.domain.movement.accepting import DeclarationAccepted, DeclarationRejected
from corridor.domain.movement.arriving import GoodsArrived
from corridor.domain.movement.control import ControlDecided, ControlRecorded
from corridor.domain.movement.crossing import CrossingRefused, FrontierCrossed
from corridor.domain.movement.goods_release import GoodsReleased
from corridor.domain.movement.guarantee import GuaranteeRefused, GuaranteeReserved
from corridor.domain.movement.incident import IncidentRecorded
from corridor.domain.movement.leaving import TerritoryLeft
from corridor.domain.movement.lodging import DeclarationLodged
from corridor.domain.movement.offices import departure_office, destination_office
from corridor.domain.movement.order import exit_of, place_of, sightings
from corridor.domain.movement.releasing import MovementReleased, ReleaseRefused
from corridor.domain.movement.results import DestinationControlled
from corridor.domain.movement.state import Movement
from corridor.domain.movement.stating_costs import CostStated, CostWithdrawn
from corridor.domain.movement.writing_off import MovementWrittenOff
from corridor.domain.routes import countries_of
from corridor.domain.values import kilograms
from corridor.engine.hlc import to_ms
from corridor.observatory.costs import costs_told
from corridor.observatory.happening import Happening, happened
from corridor.observatory.ways import Ways

_Made = Callable[[Any, Any], Iterable[Happening]]
VEHICLES: Final = {"10": "vessel", "11": "vessel", "20": "wagon", "30": "truck", "31": "truck"}
"""UNECE types of identification; what is none of these stays unsaid."""
_TRAILER: Final = "31"
_BY_CARRIER: Final = frozenset({"crossed", "left", "arrived", "incident"})
_BY_GUARANTOR: Final = frozenset({"guaranteed", "not_guaranteed"})
_OFF_THE_WAY: Final = 500_000
"""Parts of an entry that leads the way past what was stated of costs: from here on."""
_DISCREPANCIES: Final = 1_000_000
"""Parts of an entry from here on: more than a release has goods."""


def happened_to_movement(
    entry: int, fact: Fact[Any], before: Movement | None, after: Movement, ways: Ways
) -> Iterator[Happening]:
    """Rows for one event of a movement; none where the event says nothing that is measured."""
    made, row = _MADE.get(type(fact.payload)), _Row(entry, fact, before, after, ways)
    if made is not None:
        yield from made(row, fact.payload)
    yield from row.discrepancies()
    if before is not None and before.costs and before.dossier.route != after.dossier.route:
        yield from row.costs(_OFF_THE_WAY)


class _Row:
    """Makes the rows of one event, with all that they say of the movement."""

    def __init__(
        self, entry: int, fact: Fact[Any], before: Movement | None, state: Movement, ways: Ways
    ) -> None:
        self._entry, self._fact, self._ways = entry, fact, ways
        self._before = before
        self.state = state

    def at(
        self, kind: str, office: str, at: str = "", began: str = "", what: str = "", cause: str = ""
    ) -> Happening:
        """At an office, when the event says so, or else when it was said."""
        state, dossier = self.state, self.state.dossier
        points = dossier.route.points
        made = happened(
            self._entry,
            kind,
            self._fact,
            at or self._fact.at,
            office,
            state.id,
            state.id,
            began,
            office=office,
            country=office[:2],
            mode=mode_of(dossier),
            vehicle=_vehicle_of(dossier),
            origin=dossier.consignment.country_of_dispatch or points[0].country,
            destination=dossier.consignment.country_of_destination or points[-1].country,
            corridor=self._ways.corridor(dossier.route),
            states=countries_of(dossier.route),
            what=what,
            cause=cause,
            bound=self._ways.bound(dossier.route),
        )
        return replace(made, before=self._last_heard(), holder=self._holder(kind))

    def _last_heard(self) -> int | None:
        heard = self._before.updated_at if self._before is not None else ""
        return to_ms(heard) if is_instant(heard) else None

    def _holder(self, kind: str) -> str:
        """Who had it in hand until this happened."""
        if self._before is None:
            return ""
        if kind in _BY_CARRIER:
            return "carrier"
        if kind in _BY_GUARANTOR:
            return "guarantor"
        return "customs" if self._fact.node == self.state.home else "peer"

    def discrepancies(self) -> Iterator[Happening]:
        """Those that this event opened."""
        known = len(self._before.discrepancies) if self._before is not None else 0
        for part, one in enumerate(self.state.discrepancies[known:], start=_DISCREPANCIES):
            found = self.at_departure("discrepancy", what=one.code)
            yield replace(found, part=part, before=None, holder="")

    def arrived(self, office: str, at: str) -> Happening:
        """At its destination, with the last day for that, and when it was released."""
        found = self.on_the_way("arrived", office, at, self.last_point)
        released = self.state.released_at
        left = to_ms(released) if is_instant(released) else None
        return replace(found, due=self.state.limit_date, released=left)

    def at_departure(
        self, kind: str, began: str = "", what: str = "", cause: str = ""
    ) -> Happening:
        """At the office of departure, when it was said."""
        office = departure_office(self.state.dossier)
        return self.at(kind, office, began=began, what=what, cause=cause)

    def at_destination(self, kind: str, what: str = "") -> Happening:
        """At the office of destination, since the goods arrived there."""
        office, began = destination_office(self.state.dossier), self.state.destination.arrived_at
        return self.at(kind, office, began=began, what=what)

    def on_the_way(self, kind: str, office: str, at: str, point: int) -> Happening:
        """Seen at a point of its way: since it was last seen before, and how far from there."""
        seen = sightings(self._before) if self._before is not None else ()
        last = max((one for one in seen if one.position < point), default=None)
        if last is None:
            return self.at(kind, office, at)
        route = self.state.dossier.route
        ends = (route.points[last.position].place, route.points[point].place)
        km = self._ways.km(route, last.position, point)
        return replace(self.at(kind, office, at, last.at), km=km, segment=">".join(ends))

    @property
    def last_point(self) -> int:
        """The point of the way where its destination is."""
        return len(self.state.dossier.route.points) - 1

    def costs(self, part: int = 0) -> Iterator[Happening]:
        """What was stated of costs, or taken back; without a movement nothing was."""
        if self._before is not None:
            yield from costs_told(self._before, self.state, self._ways, self.at, part)

    def released(self) -> Iterator[Happening]:
        """The release, and the goods that it lets go."""
        released = self.at_departure("released", began=self.state.lodged_at)
        load = self.state.dossier.consignment
        boxes = {one.container: teu_100(one.size_type) for one in load.equipment if one.container}
        yield replace(
            released,
            vehicles=_vehicles_in(load.means),
            containers=len(boxes),
            teu_100=sum(one or 0 for one in boxes.values()),
            unsized=sum(one is None for one in boxes.values()),
        )
        yield from _carried(self.state.dossier, released)


def mode_of(dossier: Dossier) -> str:
    """Of its whole way; `multimodal` where it changes."""
    modes = {point.mode for point in dossier.route.points if point.mode}
    return modes.pop() if len(modes) == 1 else "multimodal" if modes else ""


def _vehicle_of(dossier: Dossier) -> str:
    means = (one.kind for one in dossier.consignment.means if one.role == "departure")
    return VEHICLES.get(next(means, ""), "")


def _vehicles_in(means: Iterable[Means]) -> int:
    """That it departs with: a trailer is no vehicle beside the truck that draws it."""
    kinds = [one.kind for one in means if one.role == "departure"]
    return sum(kind != _TRAILER for kind in kinds) or len(kinds)


def _carried(dossier: Dossier, released: Happening) -> Iterator[Happening]:
    """Its goods by chapter and currency, in the order in which they stand first."""
    groups: dict[tuple[str, str], list[Item]] = {}
    for item in items_of(dossier):
        groups.setdefault((item.hs[:2], item.currency or ""), []).append(item)
    for part, ((chapter, currency), items) in enumerate(groups.items(), start=1):
        counts = [package.count or 0 for item in items for package in item.packages]
        values = [item.value_minor for item in items if item.value_minor is not None]
        yield replace(
            released,
            part=part,
            kind="carried",
            since=None,
            before=None,
            holder="",
            chapter=chapter,
            currency=currency,
            gross_kg=sum((kilograms(item.gross_kg) for item in items), Decimal()),
            packages=sum(counts),
            value_minor=sum(values) if values else None,
        )


_MADE: Final[Mapping[type, _Made]] = {
    DeclarationLodged: lambda row, said: [row.at_departure("lodged")],
    DeclarationAccepted: lambda row, said: [row.at_departure("accepted", row.state.lodged_at)],
    DeclarationRejected: lambda row, said: [row.at_departure("rejected", row.state.lodged_at)],
    ControlDecided: lambda row, said: [
        row.at_departure("channel", row.state.accepted_at, what=said.channel)
    ],
    ControlRecorded: lambda row, said: [
        row.at_departure("controlled", row.state.accepted_at, what=said.result)
    ],
    ReleaseRefused: lambda row, said: [row.at_departure("not_released", cause=said.code)],
    GuaranteeReserved: lambda row, said: [row.at_departure("guaranteed")],
    GuaranteeRefused: lambda row, said: [row.at_departure("not_guaranteed", cause=said.code)],
    MovementReleased: lambda row, said: row.released(),
    FrontierCrossed: lambda row, said: [
        row.on_the_way("crossed", said.office, said.crossed_at, place_of(row.state, said.office))
    ],
    TerritoryLeft: lambda row, said: [
        row.on_the_way("left", said.office, said.left_at, exit_of(row.state, said.office))
    ],
    CrossingRefused: lambda row, said: [
        row.at("refused_crossing", said.office, cause=said.cause or "")
    ],
    IncidentRecorded: lambda row, said: [
        row.at("incident", said.office, said.happened_at, what=said.code)
    ],
    CostStated: lambda row, said: row.costs(),
    CostWithdrawn: lambda row, said: row.costs(),
    GoodsArrived: lambda row, said: [row.arrived(said.office, said.arrived_at)],
    DestinationControlled: lambda row, said: [row.at_destination("results", what=said.result)],
    GoodsReleased: lambda row, said: [row.at_destination("goods_released")],
    MovementWrittenOff: lambda row, said: [
        row.at_departure("discharged", row.state.destination.arrived_at)
    ],
}
"""By what was said."""
