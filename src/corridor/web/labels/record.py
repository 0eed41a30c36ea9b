"""What is said of a movement that an office asks another node for."""

from typing import Final

from corridor.domain.refusals import N_

RECORD_BYS: Final = {
    "mrn": N_("MRN"),
    "plate": N_("Plate"),
    "container": N_("Container"),
    "seal": N_("Seal"),
}
RECORD_PURPOSES: Final = {
    "transit": N_("The vehicle stands here to enter in transit"),
    "destination": N_("The vehicle stands here as at its destination"),
    "incident": N_("An incident in this state"),
    "control": N_("A control on the road"),
    "enquiry": N_("An enquiry"),
}
RECORD_STATUSES: Final = {
    "asked": N_("Waits for the node of departure"),
    "referred": N_("Waits for the office of departure"),
    "granted": N_("Record given"),
    "refused": N_("Record refused"),
}
RECORD_WHYS: Final = {
    "unknown": N_("No movement that began there has this number"),
    "several": N_("Several movements under way have this number: ask by the MRN"),
    "too_many": N_("This office has asked too often today"),
    "not_under_way": N_("The movement with this number is not under way"),
    "person": N_("An officer refused"),
}
