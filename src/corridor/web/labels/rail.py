"""Words for kinds of means of transport, what is said of wagons, and the railways' notes."""

from typing import Final

from corridor.domain.refusals import N_

MEANS_KINDS: Final = {
    "10": N_("ship, IMO number"),
    "11": N_("ship, name"),
    "20": N_("wagon"),
    "21": N_("train"),
    "30": N_("truck"),
    "31": N_("trailer"),
    "40": N_("flight"),
    "41": N_("aircraft"),
}
WAGONS_DID: Final = {
    "sealed": N_("Sealed at departure"),
    "left": N_("Left the territory"),
    "crossed": N_("Let into the territory"),
    "stopped": N_("Kept at the frontier"),
    "arrived": N_("Arrived at its office"),
}
WAGON_RESULTS: Final = {
    "done": N_("Done"),
    "already": N_("Was done before"),
    "refused": N_("Refused"),
    "unknown": N_("No movement known"),
    "fault": N_("The node could not do it"),
}
NOTE_KINDS: Final = {
    "smgs": N_("SMGS consignment note"),
    "cim_smgs": N_("CIM/SMGS consignment note"),
    "cim": N_("CIM consignment note"),
}
