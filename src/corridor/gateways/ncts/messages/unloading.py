"""CC043C and CC044C: the permission to unload, and what was found when it was done."""

from typing import Final

from corridor.domain.consignment import Consignment
from corridor.gateways.ncts.declaration import CONSIGNMENT
from corridor.gateways.ncts.mapping import Flag, Inside, One, Shape
from corridor.gateways.ncts.messages.header import HEADER, HOLDER, Header, Holder, office


class UnloadingPermission(Header, frozen=True, kw_only=True):
    """The office of destination permits the unloading of these goods."""

    mrn: str
    declaration_type: str = ""
    accepted_on: str = ""
    security: str
    reduced_dataset: bool
    office: str
    holder: Holder | None = None
    trader: str
    consignment: Consignment | None = None


UNLOADING_PERMISSION: Final[Shape] = {
    **HEADER,
    "TransitOperation": Inside(
        {
            "MRN": "mrn",
            "declarationType": "declaration_type",
            "declarationAcceptanceDate": "accepted_on",
            "security": "security",
            "reducedDatasetIndicator": Flag("reduced_dataset"),
        }
    ),
    "CustomsOfficeOfDestinationActual": office(),
    "HolderOfTheTransitProcedure": HOLDER,
    "TraderAtDestination": Inside({"identificationNumber": "trader"}),
    "Consignment": One("consignment", CONSIGNMENT),
}


class UnloadingRemarks(Header, frozen=True, kw_only=True):
    """Whether the goods were as declared. What differs, group by group, is kept as it came."""

    mrn: str
    other_things: str = ""
    office: str
    trader: str
    conforms: bool
    complete: bool
    unloaded_on: str
    seals_intact: bool | None = None
    remark: str = ""


UNLOADING_REMARKS: Final[Shape] = {
    **HEADER,
    "TransitOperation": Inside({"MRN": "mrn", "otherThingsToReport": "other_things"}),
    "CustomsOfficeOfDestinationActual": office(),
    "TraderAtDestination": Inside({"identificationNumber": "trader"}),
    "UnloadingRemark": Inside(
        {
            "conform": Flag("conforms"),
            "unloadingCompletion": Flag("complete"),
            "unloadingDate": "unloaded_on",
            "stateOfSeals": Flag("seals_intact"),
            "unloadingRemark": "remark",
        }
    ),
}
