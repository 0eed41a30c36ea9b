"""The declared data: one set of structs for the API, the events, the pages and the gateways.

Names follow the WCO Data Model as NCTS phases 5 and 6 use it (message CC015C). Everything is
frozen and canonical: what a carrier files is what every node stores, byte for byte. Empty values
are left out of the bytes, so a field can be added later without changing what older events mean.
"""

from itertools import chain
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from corridor.domain.attachments import Attachments
from corridor.domain.codes.sizes import SIZE_TYPE
from corridor.domain.days import day_at
from corridor.domain.declared import Declared
from corridor.domain.rail import RailNote, Wagon
from corridor.domain.routes import Route
from corridor.domain.values import (
    Code,
    Count,
    Country,
    Currency,
    Date,
    DriverPaper,
    Instant,
    Kilograms,
    Line,
    MinorUnits,
    Number,
    QuestionCode,
    Reference,
    SealId,
    Short,
    Text,
)

LEGS_MAX: Final = 20
NAME_MAX: Final = 140
"""Letters of a name on one line."""
MEANS_MAX: Final = 200
"""Means of transport of one movement: the wagons of the longest trains, with room to spare."""


class Party(Declared, frozen=True):
    """A person or firm: EORI, TIN or TIR holder number, and the address when it is needed."""

    name: Line = ""
    id: Annotated[str, Meta(max_length=17)] = ""
    street: Line = ""
    city: Short = ""
    postcode: Annotated[str, Meta(max_length=17)] = ""
    country: Country | None = None
    contact: Line = ""
    phone: Short = ""
    email: Annotated[str, Meta(max_length=256)] = ""


class Document(Declared, frozen=True):
    """A document by its code (CL213, CL214, CL754 …) and reference number."""

    group: Literal["previous", "supporting", "transport", "additional", "information"]
    kind: Code
    reference: Annotated[str, Meta(max_length=70)] = ""
    note: Text = ""


class Package(Declared, frozen=True):
    """Packages of one kind: UNECE Recommendation 21 code, count and shipping marks."""

    kind: Annotated[str, Meta(min_length=2, max_length=2)]
    count: Count | None = None
    marks: Text = ""


class Item(Declared, frozen=True):
    """One goods item. `number` runs through its house, `declaration_number` through all houses."""

    number: Number
    declaration_number: Number
    description: Text
    hs: Annotated[str, Meta(max_length=10)] = ""
    gross_kg: Kilograms = "0"
    net_kg: Kilograms = ""
    packages: Annotated[tuple[Package, ...], Meta(max_length=99)] = ()
    documents: Annotated[tuple[Document, ...], Meta(max_length=99)] = ()
    dangerous_goods: Annotated[
        tuple[Annotated[str, Meta(max_length=4)], ...], Meta(max_length=99)
    ] = ()
    cus_code: Annotated[str, Meta(max_length=9)] = ""
    declaration_type: Annotated[str, Meta(max_length=5)] = ""
    country_of_dispatch: Country | None = None
    country_of_destination: Country | None = None
    ucr: Short = ""
    consignee: Party | None = None
    value_minor: MinorUnits | None = None
    currency: Currency | None = None
    facts: Annotated[tuple[Code, ...], Meta(max_length=20)] = ()
    """What HS alone cannot tell: `live_animals`, `perishable`, `dual_use`, `cites` …"""


class House(Declared, frozen=True):
    """A house consignment: the goods of one consignor for one consignee."""

    number: Number
    items: Annotated[tuple[Item, ...], Meta(min_length=1, max_length=1999)]
    gross_kg: Kilograms = "0"
    consignor: Party | None = None
    consignee: Party | None = None
    documents: Annotated[tuple[Document, ...], Meta(max_length=99)] = ()
    country_of_dispatch: Country | None = None
    country_of_destination: Country | None = None
    ucr: Short = ""


class Equipment(Declared, frozen=True):
    """Transport equipment: a container or a sealed load space, its seals, the items in it."""

    number: Number
    container: Annotated[str, Meta(max_length=17)] = ""
    seal_count: Annotated[int, Meta(ge=0, le=9999)] = 0
    seals: Annotated[tuple[SealId, ...], Meta(max_length=99)] = ()
    goods: Annotated[tuple[Number, ...], Meta(max_length=9999)] = ()
    wagon: Annotated[str, Meta(max_length=35)] = ""
    """The number of the wagon that it stands on, or whose load space it is."""
    size_type: Annotated[str, Meta(pattern=SIZE_TYPE)] = ""
    """Of a container, as it is painted under its number: ISO 6346, `22G1`."""

    @property
    def painted(self) -> str:
        """Its container's number with size and type, `MSKU1234565 22G1`; empty of load space."""
        return f"{self.container} {self.size_type}".strip()


class Means(Declared, frozen=True):
    """A means of transport: UNECE type of identification (30 truck, 31 trailer …), its number."""

    role: Literal["departure", "border"]
    kind: Annotated[str, Meta(pattern=r"\A\d{2}\Z")]
    id: Annotated[str, Meta(min_length=1, max_length=35)]
    nationality: Country | None = None
    office: Annotated[str, Meta(max_length=8)] = ""
    wagon: Wagon | None = None
    """What the wagon list says of it, where it is a wagon."""


class AtTheWheel(Declared, frozen=True):
    """Who drives: the name, and the number of the paper that is shown at a border.

    `country`: whose citizen it is; `papers`: what else is on board, as far as the carrier says so.
    """

    name: Annotated[str, Meta(min_length=1, max_length=NAME_MAX)]
    paper: Short = ""
    phone: Short = ""
    country: Country | None = None
    papers: Annotated[tuple[DriverPaper, ...], Meta(max_length=4)] = ()


class Vehicle(Declared, frozen=True):
    """Facts about the combination that permits depend on. Millimetres and kilograms."""

    gross_kg: Kilograms = ""
    axle_kg: Kilograms = ""
    length_mm: Count | None = None
    width_mm: Count | None = None
    height_mm: Count | None = None
    temperature_controlled: bool = False


class Consignment(Declared, frozen=True):
    """The whole load of one movement."""

    houses: Annotated[tuple[House, ...], Meta(min_length=1, max_length=1999)]
    gross_kg: Kilograms = "0"
    containerised: bool = False
    consignor: Party | None = None
    consignee: Party | None = None
    carrier: Party | None = None
    equipment: Annotated[tuple[Equipment, ...], Meta(max_length=9999)] = ()
    means: Annotated[tuple[Means, ...], Meta(max_length=MEANS_MAX)] = ()
    documents: Annotated[tuple[Document, ...], Meta(max_length=99)] = ()
    country_of_dispatch: Country | None = None
    country_of_destination: Country | None = None
    countries_of_routing: Annotated[tuple[Country, ...], Meta(max_length=99)] = ()
    ucr: Short = ""
    inland_mode: Annotated[str, Meta(pattern=r"\A[1-9]?\Z")] = ""
    border_mode: Annotated[str, Meta(pattern=r"\A[1-9]?\Z")] = ""


class Authorisation(Declared, frozen=True):
    """An authorisation held: C521 authorised consignor, C523 special seals, C524 reduced data."""

    kind: Code
    reference: Reference


class GuaranteeUse(Declared, frozen=True):
    """A guarantee to be used. The access code is never part of the declared data: it is a secret
    between the holder and the guarantor and travels in the command alone.
    """

    kind: Annotated[str, Meta(pattern=r"\A[0-9A-JR]\Z")]
    grn: Annotated[str, Meta(max_length=24)] = ""
    other_reference: Short = ""
    amount_minor: MinorUnits | None = None
    currency: Currency | None = None


LegDocument = Literal[
    "", "cmr", "smgs", "cim", "cim_smgs", "bill_of_lading", "sea_waybill", "ferry_ticket"
]
"""Under what a leg goes: the consignment note of the road, of the rail, a paper of the sea."""


class LegPlan(Declared, frozen=True):
    """A leg of the journey from a place of the route on: its carrier, document, means and times.

    `vehicle`: plate, wagon or train, name of the vessel; `imo`: number of a vessel.
    """

    place: Code
    carrier: Line = ""
    document: LegDocument = ""
    number: Annotated[str, Meta(max_length=70)] = ""
    vehicle: Short = ""
    imo: Annotated[str, Meta(max_length=7)] = ""
    departs: Instant | None = None
    arrives: Instant | None = None


LegPlans = Annotated[tuple[LegPlan, ...], Meta(max_length=LEGS_MAX)]


class Aside(Declared, frozen=True):
    """A value of an incoming message that has no place of its own: kept, and shown."""

    pointer: Annotated[str, Meta(max_length=400)]
    value: Annotated[str, Meta(max_length=2_000)]


class Dossier(Declared, frozen=True):
    """What a carrier files once, for the whole route."""

    lrn: Annotated[str, Meta(min_length=1, max_length=22)]
    holder: Party
    consignment: Consignment
    route: Route
    declaration_type: Annotated[str, Meta(max_length=5)] = "T1"
    additional_type: Literal["A", "D"] = "A"
    security: Annotated[str, Meta(pattern=r"\A[0-3]\Z")] = "0"
    reduced_dataset: bool = False
    binding_itinerary: bool = False
    limit_date: Date | None = None
    tir_carnet: Annotated[str, Meta(max_length=12)] = ""
    tir_holder: Annotated[str, Meta(max_length=17)] = ""
    representative: Party | None = None
    authorisations: Annotated[tuple[Authorisation, ...], Meta(max_length=9)] = ()
    guarantees: Annotated[tuple[GuaranteeUse, ...], Meta(max_length=9)] = ()
    vehicle: Vehicle = Vehicle()
    driver: AtTheWheel | None = None
    answers: Annotated[dict[QuestionCode, bool], Meta(max_length=40)] = msgspec.field(
        default_factory=dict
    )
    """Answers of the carrier to the questions of the permit rules: question code → yes or no."""
    aside: Annotated[tuple[Aside, ...], Meta(max_length=20_000)] = ()
    rail: RailNote | None = None
    """The consignment note of the railways, where a part of the way is by rail."""
    attachments: Attachments = ()
    """Files: CMR, invoice and the like. The bytes are kept beside the log."""
    legs: LegPlans = ()
    """What carries it from place to place, as far as the carrier knows."""


def decisive_day(dossier: Dossier, at: str) -> str:
    """The day whose rules count for what is done at an instant: that at the office of departure.

    At the place of departure where no office is named; in UTC where no way is given.
    """
    start = next(iter(dossier.route.points), None)
    return day_at(at, "" if start is None else start.office or start.place)


def under_tir(dossier: Dossier) -> bool:
    """Whether a TIR carnet covers the movement; it carries the guarantee (NCTS C0411, R0900)."""
    return dossier.declaration_type == TIR


def carnet_of(dossier: Dossier) -> str:
    """The TIR carnet that is the guarantee; empty where something else is."""
    return dossier.tir_carnet if under_tir(dossier) else ""


def items_of(dossier: Dossier) -> tuple[Item, ...]:
    """All goods items of all houses, in order."""
    return tuple(chain.from_iterable(house.items for house in dossier.consignment.houses))


def plates_of(dossier: Dossier) -> tuple[str, ...]:
    """Registration numbers of the road vehicles at departure: the truck first, then trailers."""
    return tuple(
        m.id for m in dossier.consignment.means if m.role == "departure" and m.kind in ROAD
    )


def vehicles_of(dossier: Dossier) -> tuple[str, ...]:
    """Numbers of all means of transport at departure: of the road, wagons, vessels."""
    return tuple(m.id for m in dossier.consignment.means if m.role == "departure" and m.id)


def wagons_of(dossier: Dossier) -> tuple[Means, ...]:
    """The wagons at departure, in the order of the list."""
    return tuple(m for m in dossier.consignment.means if m.role == "departure" and m.kind == WAGON)


def declared_seals(dossier: Dossier) -> tuple[str, ...]:
    """All seal identifiers of the equipment, in order."""
    return tuple(seal for box in dossier.consignment.equipment for seal in box.seals)


ROAD = ("30", "31")
WAGON: Final = "20"
TIR: Final = "TIR"
