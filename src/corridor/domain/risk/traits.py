"""What of a movement profiles look at, taken from it once for all of them."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import chain
from typing import Final, NamedTuple

from corridor.domain.consignment import Item, Party, declared_seals, items_of, vehicles_of
from corridor.domain.movement.offices import departure_office, offices
from corridor.domain.movement.state import Movement
from corridor.domain.risk.profile import Role
from corridor.domain.routes import RoutePoint, countries_of
from corridor.domain.searching import identifier, words_of
from corridor.domain.values import kilograms

ITEMS_MAX: Final = 2_000
PARTIES_MAX: Final = 100
TOO_FAST: Final = frozenset({"seen_too_soon", "seen_too_late", "seen_out_of_order"})
HEADING: Final = 4
THOUSANDTHS: Final = 1_000


class Known(NamedTuple):
    """A party: as what it stands there, its number in one form, the words of its name."""

    role: Role
    id: str
    words: frozenset[str]
    name: str

    @property
    def key(self) -> str:
        """What it is known again by: its number, else its name."""
        return self.id or " ".join(sorted(self.words))


class Worth(NamedTuple):
    """What a kilogram of an item is declared to be worth, in thousandths of a minor unit."""

    heading: str
    currency: str
    amount: int


class Traits(NamedTuple):
    """All of it. `masses`: of the loaded vehicle, as stated; `goods_kg`: of the goods alone."""

    subject: str
    parties: tuple[Known, ...]
    codes: frozenset[str]
    words: frozenset[str]
    route: tuple[str, ...]
    offices: frozenset[str]
    departure: str
    start: RoutePoint
    accepted_at: str
    started_at: str
    worths: tuple[Worth, ...]
    masses: tuple[Decimal, ...]
    goods_kg: Decimal
    things: tuple[tuple[str, str], ...]
    """(`plate` or `container`, number in one form) of all vehicles and boxes."""
    seals: tuple[str, ...]
    was_too_fast: str
    """The office about which its own times contradict each other; empty where none do."""


def traits_of(state: Movement) -> Traits:
    """What is looked at of a movement as it stands."""
    dossier = state.dossier
    items = items_of(dossier)[:ITEMS_MAX]
    described = set(map(_description, items))
    return Traits(
        subject=state.id,
        parties=tuple(dict.fromkeys(_known(state)))[:PARTIES_MAX],
        codes=frozenset(item.hs for item in items if item.hs),
        words=frozenset[str]().union(*map(words_of, described)),
        route=countries_of(dossier.route),
        offices=frozenset(offices(dossier)),
        departure=departure_office(dossier),
        start=dossier.route.points[0],
        accepted_at=state.accepted_at,
        started_at=state.released_at or state.accepted_at or state.lodged_at,
        worths=tuple(_worths(items)),
        masses=tuple(filter(None, (kilograms(dossier.vehicle.gross_kg), *_masses(state)))),
        goods_kg=kilograms(dossier.consignment.gross_kg),
        things=tuple(dict.fromkeys(_things(state))),
        seals=state.seals or declared_seals(dossier),
        was_too_fast=next((d.about for d in state.discrepancies if d.code in TOO_FAST), ""),
    )


def _description(item: Item) -> str:
    return item.description


def _known(state: Movement) -> Iterator[Known]:
    for role, party in _parties(state):
        if party is not None and (party.id or party.name):
            words = frozenset(words_of(party.name))
            yield Known(role, identifier(party.id), words, party.name or party.id)


def _parties(state: Movement) -> Iterator[tuple[Role, Party | None]]:
    dossier = state.dossier
    load = dossier.consignment
    yield "holder", dossier.holder
    yield "consignor", load.consignor
    yield "consignee", load.consignee
    yield "carrier", load.carrier
    for house in load.houses:
        yield "consignor", house.consignor
        yield "consignee", house.consignee


def _worths(items: tuple[Item, ...]) -> Iterator[Worth]:
    for item in items:
        mass = kilograms(item.net_kg) or kilograms(item.gross_kg)
        if item.value_minor and item.currency and mass and len(item.hs) >= HEADING:
            amount = int(item.value_minor * THOUSANDTHS / mass)
            yield Worth(item.hs[:HEADING], item.currency, amount)


def _masses(state: Movement) -> Iterator[Decimal]:
    """Those that customs confirmed at a change of means, after what was declared."""
    for change in state.changes:
        if change.status == "confirmed" and change.vehicle is not None:
            yield kilograms(change.vehicle.gross_kg)


def _things(state: Movement) -> Iterator[tuple[str, str]]:
    boxes = (box.container for box in state.dossier.consignment.equipment)
    named = chain(
        (("plate", one) for one in vehicles_of(state.dossier)),
        (("container", one) for one in boxes),
    )
    for kind, one in named:
        if identifier(one):
            yield kind, identifier(one)
