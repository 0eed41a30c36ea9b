"""CC170C: the goods of a declaration lodged before are presented."""

from typing import Final

from corridor.domain.consignment import Equipment, Means, Party
from corridor.gateways.ncts.declaration import EQUIPMENT, MEANS, PARTY, TransportMeans
from corridor.gateways.ncts.mapping import Flag, Inside, Many, One, Shape
from corridor.gateways.ncts.messages.header import HEADER, HOLDER, Header, Holder, office


class Presentation(Header, frozen=True, kw_only=True):
    """What was not known when the declaration was lodged is said now."""

    lrn: str
    limit_date: str = ""
    office: str
    holder: Holder
    representative: Party | None = None
    containerised: bool | None = None
    inland_mode: str = ""
    border_mode: str = ""
    equipment: tuple[Equipment, ...] = ()
    means: tuple[Means, ...] = ()


PRESENTATION: Final[Shape] = {
    **HEADER,
    "TransitOperation": Inside({"LRN": "lrn", "limitDate": "limit_date"}),
    "CustomsOfficeOfDeparture": office(),
    "HolderOfTheTransitProcedure": HOLDER,
    "Representative": One("representative", PARTY),
    "Consignment": Inside(
        {
            "containerIndicator": Flag("containerised"),
            "inlandModeOfTransport": "inland_mode",
            "modeOfTransportAtTheBorder": "border_mode",
            "TransportEquipment": Many("equipment", EQUIPMENT),
            "DepartureTransportMeans": TransportMeans("means", MEANS, role="departure"),
            "ActiveBorderTransportMeans": TransportMeans("means", MEANS, role="border"),
        }
    ),
}
