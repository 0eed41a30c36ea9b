"""The five books as tables: what each field is called, how it is read, which columns a list has.

Pages, files and the API are derived from these; a field of an entry that stands in no table here
fails a test.
"""

from typing import Final, NamedTuple

from corridor.domain.books.entries import BOOKS, Entry
from corridor.domain.refusals import N_
from corridor.web.views.drafting.field_names import PARTY

BOOK: Final = "book-"
"""Before the name of a book where it stands among other kinds of things."""


class Field(NamedTuple):
    """One field of an entry. `kind` names how it is read (`reading.READERS`)."""

    name: str
    label: str
    kind: str = "text"
    required: bool = False
    limit: int = 70
    hint: str = ""


class Group(NamedTuple):
    """Fields that stand together on the page of an entry."""

    title: str
    fields: tuple[Field, ...]


class Book(NamedTuple):
    """One book. `listed`: the fields a list shows, the first of them leads to the entry."""

    name: str
    title: str
    one: str
    """What an entry is called, where a new one is begun."""
    groups: tuple[Group, ...]
    listed: tuple[str, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        """All fields, in the order of the page and of a file's columns."""
        return tuple(field for group in self.groups for field in group.fields)

    @property
    def shape(self) -> type[Entry]:
        """What its entries are."""
        return BOOKS[self.name]


_VEHICLE: Final = (
    Group(
        N_("Vehicle"),
        (
            Field("plate", N_("Registration number"), "plate", required=True, limit=35),
            Field("country", N_("Registered in"), "country"),
            Field("make", N_("Make and model")),
            Field("vin", N_("Vehicle identification number (VIN)"), "vin", limit=17),
            Field("axles", N_("Axles"), "count"),
            Field("temperature_controlled", N_("The vehicle keeps a temperature"), "flag"),
        ),
    ),
    Group(
        N_("Papers of the vehicle"),
        (
            Field("insurance", N_("Insurance policy"), "number"),
            Field("insurance_until", N_("Insurance valid until"), "day"),
            Field("inspection_until", N_("Technical inspection valid until"), "day"),
            Field("tir_approval", N_("TIR certificate of approval"), "number"),
            Field("tir_approval_until", N_("TIR approval valid until"), "day"),
            Field("adr_approval", N_("ADR certificate of the vehicle"), "number"),
            Field("adr_approval_until", N_("ADR certificate valid until"), "day"),
        ),
    ),
    Group(
        N_("Mass and size"),
        (
            Field("gross_kg", N_("Permissible laden mass, kg"), "mass"),
            Field("length_mm", N_("Length, m"), "metres"),
            Field("width_mm", N_("Width, m"), "metres"),
            Field("height_mm", N_("Height, m"), "metres"),
        ),
    ),
)
_DRIVER: Final = (
    Group(
        N_("Driver"),
        (
            Field("name", N_("Name"), required=True),
            Field("country", N_("Citizenship"), "country"),
            Field("phone", N_("Phone"), limit=35),
        ),
    ),
    Group(
        N_("Papers of the driver"),
        (
            Field("passport", N_("Passport"), "number", limit=35),
            Field("passport_until", N_("Passport valid until"), "day"),
            Field("licence", N_("Driving licence"), "number", limit=35),
            Field("licence_until", N_("Driving licence valid until"), "day"),
            Field("visa", N_("Visas")),
            Field("visa_until", N_("Visas valid until"), "day"),
            Field("adr_training", N_("ADR training certificate"), "number", limit=35),
            Field("adr_training_until", N_("ADR training valid until"), "day"),
            Field("tachograph_card", N_("Tachograph card"), "number", limit=35),
            Field("tachograph_card_until", N_("Tachograph card valid until"), "day"),
        ),
    ),
)
_PARTY_KINDS: Final = {"id": ("party", 17), "country": ("country", 2)}
_PARTY_LIMITS: Final = {"name": 140, "street": 140, "contact": 140, "email": 256, "postcode": 17}


def _of_party(name: str) -> Field:
    kind, limit = _PARTY_KINDS.get(name, ("text", _PARTY_LIMITS.get(name, 35)))
    return Field(name, PARTY[name], kind, required=name == "name", limit=limit)


_PARTY: Final = (
    Group(N_("Partner"), tuple(map(_of_party, ("name", "id", "country")))),
    Group(N_("Address"), tuple(map(_of_party, ("street", "city", "postcode")))),
    Group(N_("Contact"), tuple(map(_of_party, ("contact", "phone", "email")))),
)
_GOODS: Final = (
    Group(
        N_("Goods"),
        (
            Field("description", N_("Description of the goods"), required=True, limit=512),
            Field("hs", N_("HS code"), "hs", required=True, limit=100),
            Field("facts", N_("What should be known about the goods?"), "facts"),
            Field("dangerous_goods", N_("UN numbers of dangerous goods"), "un", limit=4),
        ),
    ),
    Group(
        N_("Packing and documents"),
        (
            Field("kind", N_("Kind of packages"), "package", limit=2),
            Field("marks", N_("Marks on the packages"), limit=512),
            Field("currency", N_("Currency"), "currency", limit=3),
            Field("documents", N_("Usual documents"), limit=512),
        ),
    ),
)
TABLES: Final = {
    book.name: book
    for book in (
        Book(
            "trucks",
            N_("Trucks"),
            N_("New truck"),
            _VEHICLE,
            ("plate", "country", "make", "vin"),
        ),
        Book(
            "trailers",
            N_("Trailers"),
            N_("New trailer"),
            _VEHICLE,
            ("plate", "country", "make", "vin"),
        ),
        Book("drivers", N_("Drivers"), N_("New driver"), _DRIVER, ("name", "country", "phone")),
        Book(
            "parties", N_("Partners"), N_("New partner"), _PARTY, ("name", "id", "country", "city")
        ),
        Book(
            "goods",
            N_("Kinds of goods"),
            N_("New kind of goods"),
            _GOODS,
            ("description", "hs", "kind", "documents"),
        ),
    )
}


def label_in(book: str, name: str) -> str:
    """The msgid of what a field of a book is called."""
    return next(field.label for field in TABLES[book].fields if field.name == name)
