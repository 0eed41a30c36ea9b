"""CC029C: the goods are released for transit, with all that was declared of them."""

from typing import Final

import msgspec

from corridor.domain.consignment import Authorisation, Consignment, GuaranteeUse, Party
from corridor.gateways.ncts.declaration import CONSIGNMENT, PARTY, Guarantees
from corridor.gateways.ncts.mapping import COUNTED, SEQUENCE, Flag, Inside, Many, One, Shape
from corridor.gateways.ncts.messages.departure import FromDeparture
from corridor.gateways.ncts.messages.header import HEADER, HOLDER, office


class OnTheWay(msgspec.Struct, frozen=True):
    """An office of transit or of exit, and when the goods are expected there."""

    office: str
    expected_at: str = ""


class ReleasedForTransit(FromDeparture, frozen=True, kw_only=True):
    """CC029C. `control`: the result of the control at departure, where there was one."""

    declaration_type: str
    additional_type: str
    tir_carnet: str = ""
    accepted_on: str
    released_on: str
    security: str
    reduced_dataset: bool
    binding_itinerary: bool
    authorisations: tuple[Authorisation, ...] = ()
    destination: str
    transits: tuple[OnTheWay, ...] = ()
    exits: tuple[OnTheWay, ...] = ()
    representative: Party | None = None
    control: str = ""
    controlled_on: str = ""
    controlled_by: str = ""
    guarantees: tuple[GuaranteeUse, ...] = ()
    consignment: Consignment


RELEASED_FOR_TRANSIT: Final[Shape] = {
    **HEADER,
    "TransitOperation": Inside(
        {
            "LRN": "lrn",
            "MRN": "mrn",
            "declarationType": "declaration_type",
            "additionalDeclarationType": "additional_type",
            "TIRCarnetNumber": "tir_carnet",
            "declarationAcceptanceDate": "accepted_on",
            "releaseDate": "released_on",
            "security": "security",
            "reducedDatasetIndicator": Flag("reduced_dataset"),
            "bindingItinerary": Flag("binding_itinerary"),
        }
    ),
    "Authorisation": Many(
        "authorisations", {SEQUENCE: COUNTED, "type": "kind", "referenceNumber": "reference"}
    ),
    "CustomsOfficeOfDeparture": office(),
    "CustomsOfficeOfDestinationDeclared": office("destination"),
    "CustomsOfficeOfTransitDeclared": Many(
        "transits",
        {
            SEQUENCE: COUNTED,
            "referenceNumber": "office",
            "arrivalDateAndTimeEstimated": "expected_at",
        },
    ),
    "CustomsOfficeOfExitForTransitDeclared": Many(
        "exits", {SEQUENCE: COUNTED, "referenceNumber": "office"}
    ),
    "HolderOfTheTransitProcedure": HOLDER,
    "Representative": One("representative", PARTY),
    "ControlResult": Inside(
        {"code": "control", "date": "controlled_on", "controlledBy": "controlled_by"}
    ),
    "Guarantee": Guarantees(),
    "Consignment": One("consignment", CONSIGNMENT),
}
