"""A draft keeps what was typed, letter by letter, so that nothing is lost because it is wrong.

It is a private document of kind `draft`, owned by the organisation, under the subject id that the
movement will have. What an earlier dossier or a file brought and no field shows lies in `base`.
"""

from typing import Final, get_args

import msgspec
from msgspec.structs import replace

from corridor.domain.attachments import Attachments
from corridor.domain.consignment import Dossier, Item, carnet_of
from corridor.domain.routes import RoutePoint
from corridor.domain.typed import place
from corridor.domain.values import DriverPaper
from corridor.engine.file_jobs import read_draft_files
from corridor.engine.ports import Document

DRAFT: Final = "draft"
ITEMS_MAX: Final = 1_999
SECTIONS: Final = (
    "goods", "parties", "transport", "route", "legs", "documents", "permits", "guarantee", "send",
)  # fmt: skip
OF_TEMPLATE: Final = tuple(one for one in SECTIONS if one not in ("documents", "permits", "send"))
PARTIES: Final = ("consignor", "consignee", "holder", "carrier")
PARTY_FIELDS: Final = (
    "name", "id", "street", "city", "postcode", "country", "contact", "phone", "email",
)  # fmt: skip
DOCUMENT_FIELDS: Final = ("doc_previous", "doc_supporting", "doc_transport", "doc_additional")
ITEM_FIELDS: Final = (
    "description", "hs", "count", "kind", "marks", "gross", "net", "value", "currency", "un",
    "part", "box", "dispatch", "destination", *DOCUMENT_FIELDS,
)  # fmt: skip
PART_ROLES: Final = ("consignor", "consignee")
PAPERS: Final = ("invoice", "waybill")
"""Of the whole load, or of each part."""
PART_FIELDS: Final = (
    *(f"{role}_{field}" for role in PART_ROLES for field in PARTY_FIELDS), *PAPERS,
    "dispatch", "destination", *DOCUMENT_FIELDS,
)  # fmt: skip
PARTS_MAX: Final = 1_999
DRIVER_PAPER_FIELDS: Final = tuple(f"driver_{paper}" for paper in get_args(DriverPaper))
TRANSPORT_FIELDS: Final = (
    "vehicle_kind", "vehicle", "vehicle_country", "trailer", "trailer_country",
    "trailers", "driver", "driver_paper", "driver_phone", "driver_country",
    *DRIVER_PAPER_FIELDS, "container", "container_size", "seal_count", "seals",
    "boxes", "wagons", "rail_kind", "rail_number", "rail_date", "rail_from", "rail_to",
    "rail_train", "rail_carriers", "rail_earlier_kind", "rail_earlier", "rail_earlier_at",
    "invoice", "waybill", "vehicle_gross", "axle", "length", "width", "height",
    "temperature", *DOCUMENT_FIELDS,
)  # fmt: skip
ROUTE_FIELDS: Final = ("from", "to", "via1", "via2", "via3", "modes", "depart")
LEG_FIELDS: Final = (
    "carrier", "document", "number", "vehicle", "imo", "departs", "arrives", "begins",
)  # fmt: skip
"""Of each leg; `begins`: another leg begins there although it goes on in the same way."""
LEG_LINES: Final = "lines"
"""Legs pasted out of a table that are not taken yet."""
FURTHER_MAX: Final = 8
"""Guarantees after the first: nine in all."""
GUARANTEE_OF_ROW: Final = ("grn", "kind", "amount", "currency", "other_reference")
GUARANTEE_FIELDS: Final = (
    "grn", "other_grn", "kind", "amount", "currency", "other_reference",
    *(f"{name}_{row}" for row in range(1, FURTHER_MAX + 1) for name in GUARANTEE_OF_ROW),
)  # fmt: skip
Values = dict[str, str]


class ItemForm(msgspec.Struct, frozen=True, omit_defaults=True):
    """One goods item as typed. `base` is the item it came from, with what no field shows.

    `house` is of drafts kept before a load had parts: the house in `base` that it came from.
    """

    fields: Values = {}
    facts: tuple[str, ...] = ()
    house: int = 0
    base: Item | None = None
    by: str = ""
    """Who wrote it last: an account of the firm."""


class PartForm(msgspec.Struct, frozen=True, omit_defaults=True):
    """A part of the load as typed: a house consignment. `base`: its place among those of `base`.

    An item names its part by number, counted from 1.
    """

    fields: Values = {}
    base: int | None = None
    by: str = ""
    """Who wrote it last."""


def part_named(given: str, count: int = PARTS_MAX) -> int | None:
    """The place of a part, from 0, by its number; None for what is no number of one."""
    number = place(given)
    return number - 1 if 1 <= number <= count else None


class Draft(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The whole of it. `points` is the route chosen; `route` what was asked for."""

    id: str
    created: str = ""
    lrn: str = ""
    additional: str = "A"
    """Whether the goods are at the office of departure (A), or the declaration comes first (D)."""
    goods: tuple[ItemForm, ...] = ()
    parts: tuple[PartForm, ...] = ()
    """Of a load of several consignors or consignees; none where it is of one."""
    parties: Values = {}
    transport: Values = {}
    route: Values = {}
    points: tuple[RoutePoint, ...] = ()
    legs: Values = {}
    """What is typed of its legs, by the place where each begins: `AZ-ALAT_carrier`."""
    answers: Values = {}
    guarantee: Values = {}
    files: Attachments = ()
    """Attached files. They are kept in a list of their own, since they come while others type."""
    base: Dossier | None = None
    amends: bool = False
    """It changes a dossier already sent, and is sent as its amendment."""
    source: str = ""
    """Name of the file it came from."""
    written: Values = {}
    """Who wrote a field last, `transport.vehicle`: an account of the firm."""
    with_all: bool = False
    """Its fields say countries and documents too; one kept earlier is given them when read."""
    with_further: bool = False
    """Its fields say every guarantee; one kept earlier is given them when read."""
    with_legs: bool = False
    """Its fields say the legs; one kept earlier is given them when read."""
    template: str = ""
    """A name: then it is kept as a pattern for others, and is not sent itself."""


def leg_field(place: str, name: str) -> str:
    """What a field of the leg that begins there is called."""
    return f"{place}_{name}"


def carnet_in(draft: Draft) -> str:
    """The TIR carnet that the dossier brought with it: no form asks for one."""
    return carnet_of(draft.base) if draft.base else ""


def with_files(draft: Draft, kept: Document | None) -> Draft:
    """The draft with its list of files; an amendment begins with those that were sent."""
    sent = draft.base.attachments if draft.amends and draft.base else ()
    return replace(draft, files=sent if kept is None else read_draft_files(kept))


def document_of(draft: Draft, owner: str, at: str) -> Document:
    """The draft as it is kept."""
    return Document(draft.id, owner, at, msgspec.json.encode(replace(draft, files=())))


def lrn_of(id: str, node: str) -> str:
    """A local reference number from a subject id: unique because the id is. At most 22 signs."""
    return f"{node}{id.rpartition('-')[2][-16:]}".upper()
