"""Places of the corridors and the links between them."""

from typing import Literal

import msgspec

Mode = Literal["road", "rail", "sea"]
MODES: tuple[Mode, ...] = ("road", "rail", "sea")

PlaceKind = Literal["hub", "station", "bcp", "port", "dryport"]
LinkStatus = Literal["open", "construction", "planned", "closed"]
Quality = Literal["surveyed", "approx", "proxy"]
CoordinateSource = Literal["geonames", "osm", "unlocode", "searoute", "manual"]


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place a route can name.

    ``id``       country and a mnemonic, ``KG-OSH``
    ``kind``     hub (city), station, bcp (border crossing point), port, dryport
    ``modes``    of road, rail, sea, air, river
    ``unlocode`` empty where the place has none
    ``lat``, ``lon``  degrees WGS 84 as decimal strings
    ``quality``  surveyed: from a gazetteer; approx: placed by hand, about 5 km;
                 proxy: the coordinates are those of a place nearby. Show the last two as such
    ``source``   where the coordinates come from; decides whom a map must name as author
    ``paired``   the border points just across the frontier; symmetrical
    ``names_other``  what it is called in other languages, that of its state first
    """

    id: str
    country: str
    kind: PlaceKind
    name_en: str
    name_ru: str
    modes: tuple[str, ...]
    unlocode: str
    lat: str
    lon: str
    quality: Quality
    source: CoordinateSource
    paired: tuple[str, ...]
    corridors: tuple[str, ...]
    names_other: tuple[str, ...] = ()

    def name(self, language: str) -> str:
        """The name for ``ru`` or, for any other language, the English one."""
        return self.name_ru if language == "ru" else self.name_en


class Link(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A stretch between two places, usable both ways.

    ``km``      whole kilometres
    ``vessel``  ``ferry`` takes vehicles and wagons on board, ``ship`` needs transshipment;
                empty on land
    ``basis``   how the length is known: ``published``, ``nominal`` (a border pair) or
                ``estimate`` (great circle times a factor)
    """

    start: str
    end: str
    mode: Mode
    status: LinkStatus
    km: int
    vessel: Literal["", "ferry", "ship"]
    basis: Literal["published", "nominal", "estimate"]
    corridors: tuple[str, ...]
