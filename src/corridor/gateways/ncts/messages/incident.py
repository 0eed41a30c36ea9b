"""CC182C: what happened on the way, forwarded to the trader."""

from typing import Final

import msgspec

from corridor.domain.consignment import Equipment
from corridor.gateways.ncts.declaration import EQUIPMENT
from corridor.gateways.ncts.mapping import COUNTED, SEQUENCE, Flag, Inside, Many, One, Shape
from corridor.gateways.ncts.messages.header import HEADER, Header, office


class NewMeans(msgspec.Struct, frozen=True):
    """The means of transport that goes on with the goods."""

    containerised: bool
    kind: str
    id: str
    nationality: str = ""


class NotedIncident(msgspec.Struct, frozen=True):
    """One incident (CL019). `qualifier`: how the place is named (CL038), U by its UN/LOCODE."""

    code: str
    text: str
    qualifier: str
    country: str
    unlocode: str = ""
    endorsed_on: str = ""
    authority: str = ""
    place: str = ""
    endorsed_in: str = ""
    equipment: tuple[Equipment, ...] = ()
    means: NewMeans | None = None


class IncidentNotice(Header, frozen=True, kw_only=True):
    """CC182C."""

    mrn: str
    notified_at: str
    office: str
    registered_at: str
    incidents: tuple[NotedIncident, ...] = ()


INCIDENT_NOTICE: Final[Shape] = {
    **HEADER,
    "TransitOperation": Inside({"MRN": "mrn", "incidentNotificationDateAndTime": "notified_at"}),
    "CustomsOfficeOfDeparture": office(),
    "CustomsOfficeOfIncidentRegistration": office("registered_at"),
    "Consignment": Inside(
        {
            "Incident": Many(
                "incidents",
                {
                    SEQUENCE: COUNTED,
                    "code": "code",
                    "text": "text",
                    "Endorsement": Inside(
                        {
                            "date": "endorsed_on",
                            "authority": "authority",
                            "place": "place",
                            "country": "endorsed_in",
                        }
                    ),
                    "Location": Inside(
                        {
                            "qualifierOfIdentification": "qualifier",
                            "UNLocode": "unlocode",
                            "country": "country",
                        }
                    ),
                    "TransportEquipment": Many("equipment", EQUIPMENT),
                    "Transhipment": One(
                        "means",
                        {
                            "containerIndicator": Flag("containerised"),
                            "TransportMeans": Inside(
                                {
                                    "typeOfIdentification": "kind",
                                    "identificationNumber": "id",
                                    "nationality": "nationality",
                                }
                            ),
                        },
                    ),
                },
            )
        }
    ),
}
