"""What ends a movement, or keeps it from ending: CC025C, CC019C, CC045C and CC035C."""

from typing import Final

import msgspec

from corridor.domain.consignment import Party
from corridor.gateways.ncts.declaration import PARTY
from corridor.gateways.ncts.mapping import Inside, Many, One, Shape, Whole
from corridor.gateways.ncts.messages.departure import FromDeparture
from corridor.gateways.ncts.messages.header import HEADER, HOLDER, Header, office

_FROM: Final[Shape] = {
    **HEADER,
    "CustomsOfficeOfDeparture": office(),
    "HolderOfTheTransitProcedure": HOLDER,
    "Guarantor": One("guarantor", PARTY),
}


class ReleasedHouse(msgspec.Struct, frozen=True):
    """A house consignment that was released, or was not. `release`: by CL (1 full, 0 not)."""

    number: int
    release: str


class GoodsReleaseNotice(Header, frozen=True, kw_only=True):
    """CC025C. `indicator`: 1 all goods, 2 and 3 a part of them, 4 none."""

    mrn: str
    released_on: str
    indicator: str
    office: str
    trader: str
    houses: tuple[ReleasedHouse, ...] = ()


GOODS_RELEASE_NOTICE: Final[Shape] = {
    **HEADER,
    "TransitOperation": Inside(
        {"MRN": "mrn", "releaseDate": "released_on", "releaseIndicator": "indicator"}
    ),
    "CustomsOfficeOfDestinationActual": office(),
    "TraderAtDestination": Inside({"identificationNumber": "trader"}),
    "Consignment": Inside(
        {
            "HouseConsignment": Many(
                "houses", {"sequenceNumber": Whole("number"), "releaseType": "release"}
            )
        }
    ),
}


class DiscrepanciesFound(FromDeparture, frozen=True, kw_only=True):
    """CC019C: what the destination found is not what was declared."""

    notified_on: str
    text: str = ""
    guarantor: Party | None = None


DISCREPANCIES_FOUND: Final[Shape] = {
    **_FROM,
    "TransitOperation": Inside(
        {
            "MRN": "mrn",
            "discrepanciesNotificationDate": "notified_on",
            "discrepanciesNotificationText": "text",
        }
    ),
}


class WrittenOff(FromDeparture, frozen=True, kw_only=True):
    """CC045C."""

    written_off_on: str
    guarantor: Party | None = None


WRITTEN_OFF: Final[Shape] = {
    **_FROM,
    "TransitOperation": Inside({"MRN": "mrn", "writeOffDate": "written_off_on"}),
}


class RecoveryNotice(FromDeparture, frozen=True, kw_only=True):
    """CC035C: the duties are to be paid. The amount in units of the currency."""

    accepted_on: str
    notified_on: str = ""
    text: str = ""
    amount: str
    currency: str
    recovery_office: str
    guarantor: Party | None = None


RECOVERY_NOTICE: Final[Shape] = {
    **_FROM,
    "TransitOperation": Inside({"MRN": "mrn", "declarationAcceptanceDate": "accepted_on"}),
    "RecoveryNotification": Inside(
        {
            "recoveryNotificationDate": "notified_on",
            "recoveryNotificationText": "text",
            "amountClaimed": "amount",
            "currency": "currency",
        }
    ),
    "CustomsOfficeOfRecoveryAtDeparture": office("recovery_office"),
}
