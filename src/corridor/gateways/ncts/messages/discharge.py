"""What ends a movement, or keeps it from ending: CC025C, CC019C, CC045C and CC035C."""

from typing import Final

import msgspec

from corridor.domain.consignment import Package, Party
from corridor.gateways.ncts.declaration import COMMODITY, PACKAGING, PARTY
from corridor.gateways.ncts.mapping import SEQUENCE, Inside, Many, One, Shape, Whole
from corridor.gateways.ncts.messages.departure import FromDeparture
from corridor.gateways.ncts.messages.header import HEADER, HOLDER, Header, office

_FROM: Final[Shape] = {
    **HEADER,
    "CustomsOfficeOfDeparture": office(),
    "HolderOfTheTransitProcedure": HOLDER,
    "Guarantor": One("guarantor", PARTY),
}


class ReleasedItem(msgspec.Struct, frozen=True):
    """A goods item, and what of it is free."""

    number: int
    declaration_number: int
    release: str
    description: str
    hs: str = ""
    cus_code: str = ""
    gross_kg: str = ""
    net_kg: str = ""
    dangerous_goods: tuple[str, ...] = ()
    packages: tuple[Package, ...] = ()


class ReleasedHouse(msgspec.Struct, frozen=True):
    """A house consignment, and what of it is free."""

    number: int
    release: str
    items: tuple[ReleasedItem, ...] = ()


class GoodsReleaseNotice(Header, frozen=True, kw_only=True):
    """CC025C. Of all, a house and an item: 1 free, 2 in part, 4 not. Houses where it is a part."""

    mrn: str
    released_on: str
    indicator: str
    office: str
    trader: str
    houses: tuple[ReleasedHouse, ...] = ()


_RELEASED_ITEM: Final[Shape] = {
    "goodsItemNumber": Whole("number"),
    "declarationGoodsItemNumber": Whole("declaration_number"),
    "releaseType": "release",
    "Commodity": Inside(COMMODITY),
    "Packaging": PACKAGING,
}
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
                "houses",
                {
                    SEQUENCE: Whole("number"),
                    "releaseType": "release",
                    "ConsignmentItem": Many("items", _RELEASED_ITEM),
                },
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
