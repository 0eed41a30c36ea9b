"""CC007C: the goods have arrived at an office of destination."""

from typing import Final

from corridor.gateways.ncts.mapping import Flag, Inside, Shape
from corridor.gateways.ncts.messages.header import HEADER, Header, office


class ArrivalNotification(Header, frozen=True, kw_only=True):
    """A trader at destination tells of the arrival."""

    mrn: str
    arrived_at: str
    simplified: bool
    with_incidents: bool | None = None
    """Not asked in phase 6."""
    office: str
    trader: str


ARRIVAL: Final[Shape] = {
    **HEADER,
    "TransitOperation": Inside(
        {
            "MRN": "mrn",
            "arrivalNotificationDateAndTime": "arrived_at",
            "simplifiedProcedure": Flag("simplified"),
            "incidentFlag": Flag("with_incidents"),
        }
    ),
    "CustomsOfficeOfDestinationActual": office(),
    "TraderAtDestination": Inside({"identificationNumber": "trader"}),
}
