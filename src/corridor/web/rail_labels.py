"""Words for what is said of wagons, and for consignment notes of the railways."""

from typing import Final

from corridor.domain.refusals import N_

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
