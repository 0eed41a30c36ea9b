"""Ready-made routes for the demo world, the shortest ones of their kind.

Each line is place, office, role and the mode to the next point; a dash stands for none.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import cast

from corridor.domain.places import Mode
from corridor.domain.routes.model import Role, Route, RoutePoint


def _route(*lines: str) -> Route:
    return Route(tuple(_point(*line.split()) for line in lines))


def _point(place: str, office: str, role: str, mode: str) -> RoutePoint:
    return RoutePoint(
        place=place,
        country=place[:2],
        office=None if office == "-" else office,
        role=cast(Role, role),
        mode=None if mode == "-" else cast(Mode, mode),
    )


DEMO_ROUTES: Mapping[str, Route] = MappingProxyType(
    {
        "osh-poti": _route(
            "KG-OSH KGOSH001 departure road",
            "KG-DOST KGDOST01 exit road",
            "UZ-DUST UZDUST01 transit road",
            "UZ-ALAT UZALAT01 exit road",
            "TM-FARA TMFARA01 transit road",
            "TM-TURK TMTURK01 exit sea",
            "AZ-ALAT AZALAT01 transit road",
            "AZ-KRAS AZKRAS01 exit road",
            "GE-TSIT GETSIT01 transit road",
            "GE-POTI GEPOTI01 destination -",
        ),
        "bishkek-poti": _route(
            "KG-BISH KGBISH01 departure road",
            "KG-AKJO - via road",
            "KZ-KORD - via road",
            "KZ-KURY KZKURY01 exit sea",
            "AZ-ALAT AZALAT01 transit road",
            "AZ-KRAS AZKRAS01 exit road",
            "GE-TSIT GETSIT01 transit road",
            "GE-POTI GEPOTI01 destination -",
        ),
        "bishkek-astana": _route(
            "KG-BISH KGBISH01 departure road",
            "KG-AKJO - via road",
            "KZ-KORD - via road",
            "KZ-ALMA - via road",
            "KZ-ASTA KZASTA01 destination -",
        ),
        "almaty-batumi": _route(
            "KZ-ALMA KZALMA01 departure road",
            "KZ-KURY KZKURY01 exit sea",
            "AZ-ALAT AZALAT01 transit road",
            "AZ-KRAS AZKRAS01 exit road",
            "GE-TSIT GETSIT01 transit road",
            "GE-BATU GEBATU01 destination -",
        ),
        "almaty-poti-rail": _route(
            "KZ-ALMA KZALMA01 departure rail",
            "KZ-KURY KZKURY01 exit sea",
            "AZ-ALAT AZALAT01 transit rail",
            "AZ-BOYU AZBOYU01 exit rail",
            "GE-GARD GEGARD01 transit rail",
            "GE-POTI GEPOTI01 destination -",
        ),
        "tashkent-poti": _route(
            "UZ-TASH UZTASH01 departure road",
            "UZ-ALAT UZALAT01 exit road",
            "TM-FARA TMFARA01 transit road",
            "TM-TURK TMTURK01 exit sea",
            "AZ-ALAT AZALAT01 transit road",
            "AZ-KRAS AZKRAS01 exit road",
            "GE-TSIT GETSIT01 transit road",
            "GE-POTI GEPOTI01 destination -",
        ),
        "andijan-baku": _route(
            "UZ-ANDI UZANDI01 departure road",
            "UZ-ALAT UZALAT01 exit road",
            "TM-FARA TMFARA01 transit road",
            "TM-TURK TMTURK01 exit sea",
            "AZ-ALAT AZALAT01 transit road",
            "AZ-BAKU AZBAKU01 destination -",
        ),
        "poti-osh": _route(
            "GE-POTI GEPOTI01 departure road",
            "GE-TSIT GETSIT01 exit road",
            "AZ-KRAS AZKRAS01 transit road",
            "AZ-ALAT AZALAT01 exit sea",
            "TM-TURK TMTURK01 transit road",
            "TM-FARA TMFARA01 exit road",
            "UZ-ALAT UZALAT01 transit road",
            "UZ-DUST UZDUST01 exit road",
            "KG-DOST KGDOST01 transit road",
            "KG-OSH KGOSH001 destination -",
        ),
    }
)
"""By name, start and end. ``bishkek-poti`` passes KG-KZ, a border without customs;
``bishkek-astana`` stays inside the union."""
