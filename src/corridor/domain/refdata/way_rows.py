"""Rows of a state's places and of its links: what a route can name, and how one gets from it on."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from corridor.domain.places import Link, LinkStatus, Mode, Place, PlaceKind, Quality
from corridor.domain.reference.model import Reference
from corridor.domain.refusals import N_, Refusal, RefusalText

Name = Annotated[str, Meta(min_length=1, max_length=140)]
PlaceCode = Annotated[str, Meta(pattern=r"\A[A-Z]{2}-[A-Z0-9]{2,8}\Z")]
Degrees = Annotated[str, Meta(pattern=r"\A-?[0-9]{1,3}(\.[0-9]{1,7})?\Z")]
PAIRED_MAX: Final = 20
NAMES_MAX: Final = 20
KM_MAX: Final = 10_000
_UNLOCODE: Final = re.compile(r"[A-Z]{2}[A-Z2-9]{3}")
_NORTH, _EAST = 90, 180


class PlaceRow(
    msgspec.Struct, frozen=True, omit_defaults=True, tag="place", forbid_unknown_fields=True
):
    """A place of the state. `lat`, `lon`: degrees WGS 84; `paired`: the border points across.

    `names_other`: what it is called in other languages, that of the state first.
    """

    code: PlaceCode
    kind: PlaceKind
    name_en: Name
    name_ru: Name
    modes: Annotated[tuple[Mode, ...], Meta(min_length=1, max_length=3)]
    lat: Degrees
    lon: Degrees
    unlocode: Annotated[str, Meta(max_length=5)] = ""
    quality: Quality = "approx"
    paired: Annotated[tuple[PlaceCode, ...], Meta(max_length=PAIRED_MAX)] = ()
    names_other: Annotated[tuple[Name, ...], Meta(max_length=NAMES_MAX)] = ()

    @property
    def key(self) -> str:
        """By which rows of two editions are held against each other."""
        return self.code


class LinkRow(
    msgspec.Struct, frozen=True, omit_defaults=True, tag="link", forbid_unknown_fields=True
):
    """A stretch that begins in the state, usable both ways. `vessel`: what takes goods by sea."""

    start: PlaceCode
    end: PlaceCode
    mode: Mode
    status: LinkStatus
    km: Annotated[int, Meta(ge=0, le=KM_MAX)]
    vessel: Annotated[str, Meta(pattern=r"\A(|ferry|ship)\Z")] = ""

    @property
    def key(self) -> str:
        """By which rows of two editions are held against each other."""
        return f"{self.start} {self.end} {self.mode}{' ' if self.vessel else ''}{self.vessel}"


def place_row(place: Place) -> PlaceRow:
    """A place as a row of its state's list."""
    modes = tuple(mode for mode in place.modes if mode in ("road", "rail", "sea"))
    return PlaceRow(
        place.id,
        place.kind,
        place.name_en,
        place.name_ru,
        modes or ("road",),  # type: ignore[arg-type]
        place.lat,
        place.lon,
        place.unlocode,
        place.quality,
        place.paired,
        place.names_other,
    )


def link_row(link: Link) -> LinkRow:
    """A link as a row of the list of the state where it begins."""
    return LinkRow(link.start, link.end, link.mode, link.status, link.km, link.vessel)


def place_of(row: PlaceRow, known: Place | None) -> Place:
    """The place as all the rest knows it; where it came from stays as it was, and so do its names
    in other languages where the row says none.
    """
    return Place(
        id=row.code,
        country=row.code[:2],
        kind=row.kind,
        name_en=row.name_en,
        name_ru=row.name_ru,
        modes=row.modes,
        unlocode=row.unlocode,
        lat=row.lat,
        lon=row.lon,
        quality=row.quality,
        source=known.source if known is not None else "manual",
        paired=row.paired,
        corridors=known.corridors if known is not None else (),
        names_other=row.names_other or (known.names_other if known is not None else ()),
    )


def link_of(row: LinkRow, known: Link | None) -> Link:
    """The link likewise."""
    return Link(
        row.start,
        row.end,
        row.mode,
        row.status,
        row.km,
        row.vessel,  # type: ignore[arg-type]
        known.basis if known is not None else "published",
        known.corridors if known is not None else (),
    )


def faults_of_place(row: PlaceRow, at: str, node: str, known: Iterable[str]) -> Iterator[Refusal]:
    """Of one row by itself. `known`: all places there are, those of the list included."""
    if row.code[:2] != node:
        yield Refusal("refdata_other_state", f"{at}/code", "", {"office": row.code})
    for column, value, most in (("lat", row.lat, _NORTH), ("lon", row.lon, _EAST)):
        if abs(Decimal(value)) > most:
            yield Refusal("refdata_degrees", f"{at}/{column}", "", {"given": value})
    if row.unlocode and not _UNLOCODE.fullmatch(row.unlocode):
        yield Refusal("refdata_code", f"{at}/unlocode", "", {"given": row.unlocode})
    for one in row.paired:
        if one not in known:
            yield Refusal("refdata_place_unknown", f"{at}/paired", "", {"given": one})


def faults_of_link(row: LinkRow, at: str, node: str, known: Iterable[str]) -> Iterator[Refusal]:
    """Of one row by itself."""
    if row.start[:2] != node:
        yield Refusal("refdata_other_state", f"{at}/start", "", {"office": row.start})
    for column, place in (("start", row.start), ("end", row.end)):
        if place not in known:
            yield Refusal("refdata_place_unknown", f"{at}/{column}", "", {"given": place})
    if row.start == row.end:
        yield Refusal("refdata_nowhere", f"{at}/end")
    if (row.mode == "sea") != bool(row.vessel):
        yield Refusal("refdata_vessel", f"{at}/vessel")


def places_left_out(rows: Iterable[PlaceRow], node: str, reference: Reference) -> Iterator[Refusal]:
    """A place is never taken away: movements, offices and links name it. Its links are closed."""
    kept = {row.code for row in rows}
    for place in reference.places.values():
        if place.country == node and place.id not in kept:
            yield Refusal("refdata_place_gone", "/rows", "", {"place": place.id})


WAY_TEXTS: Final[dict[str, RefusalText]] = {
    "refdata_degrees": RefusalText(
        N_("There is no such place on the earth: {given}."),
        N_("Write degrees as 40.52828; south and west are negative."),
    ),
    "refdata_nowhere": RefusalText(
        N_("The link ends where it begins."), N_("Give another place as its end.")
    ),
    "refdata_vessel": RefusalText(
        N_("A link by sea says what goods are taken by, and no other link does."),
        N_("Write ferry or ship for a link by sea, and nothing for the others."),
    ),
    "refdata_place_gone": RefusalText(
        N_("{place} is left out, and a place stays for what was said of it."),
        N_("Keep its row; close its links in the list of links if nothing goes there any more."),
    ),
}
"""Of what is wrong with places and links."""
