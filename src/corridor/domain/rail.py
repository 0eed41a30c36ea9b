"""Carriage by rail as it is declared: the consignment note of the railways, and its wagons.

Of the note stands here what customs and the next railway read on it: SMGS (the agreement of the
Organisation for Co-operation between Railways), CIM (the uniform rules of COTIF), or both on one
paper (CIM/SMGS), which needs no second note where the law of carriage changes.
"""

from typing import Annotated, Literal

from msgspec import Meta

from corridor.domain.declared import Declared
from corridor.domain.values import Count, Date, Kilograms, Line, Short

NoteKind = Literal["smgs", "cim_smgs", "cim"]
StationCode = Annotated[str, Meta(max_length=8)]
CARRIERS_MAX = 12
"""Railways of one note: no way from China to the Black Sea has half as many."""


class RailStation(Declared, frozen=True):
    """A station: its code (six digits of the 1520 mm network, or the UIC location code), its name
    as the note writes it.
    """

    code: StationCode = ""
    name: Line = ""


class RailCarrier(Declared, frozen=True):
    """A contract carrier and the section on which it carries.

    `code`: the four digits that the UIC or the OSJD gave the undertaking.
    """

    name: Line = ""
    code: Annotated[str, Meta(max_length=4)] = ""
    start: RailStation = RailStation()
    end: RailStation = RailStation()


class EarlierNote(Declared, frozen=True):
    """The note that the goods came under before they were re-consigned, and where that was."""

    kind: NoteKind = "smgs"
    number: Short = ""
    station: RailStation = RailStation()


class RailNote(Declared, frozen=True):
    """The consignment note of the railways under which the wagons travel."""

    number: Annotated[str, Meta(min_length=1, max_length=35)]
    kind: NoteKind = "smgs"
    date: Date | None = None
    start: RailStation = RailStation()
    end: RailStation = RailStation()
    carriers: Annotated[tuple[RailCarrier, ...], Meta(max_length=CARRIERS_MAX)] = ()
    earlier: EarlierNote | None = None
    """Where it is a re-consignment."""
    train: Short = ""
    """The number of the train or of its list, where it is known already."""


class Wagon(Declared, frozen=True):
    """What the wagon list says of one wagon; its number is that of the means of transport."""

    owner: Short = ""
    """Who owns or leases it, or the code of the railway that does."""
    axles: Annotated[int, Meta(ge=0, le=99)] = 0
    tare_kg: Kilograms = ""
    load_kg: Kilograms = ""
    packages: Count | None = None
