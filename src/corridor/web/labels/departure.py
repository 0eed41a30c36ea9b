"""What codes of the office of departure are called, in English."""

from typing import Final

from corridor.domain.refusals import N_

DEPARTURE_RESULTS: Final = {
    "A1": N_("A1: satisfactory"),
    "A2": N_("A2: considered satisfactory"),
    "A5": N_("A5: minor discrepancies, put right on the spot"),
    "B1": N_("B1: major discrepancies, not satisfactory"),
}
CONTROL_KINDS: Final = {
    "documents": N_("check of documents"),
    "physical": N_("examination of the goods"),
}
NOTIFIED: Final = {
    "holder": N_("holder of the transit procedure"),
    "representative": N_("representative"),
}
NO_RELEASE: Final = {
    "D1": N_("D1: documents are missing or do not agree"),
    "C1": N_("C1: the control was not satisfactory"),
    "G1": N_("G1: no valid or sufficient guarantee"),
    "S1": N_("S1: vehicle or container cannot be sealed"),
    "P1": N_("P1: a permit is missing or not valid"),
    "H1": N_("H1: the goods may not be carried"),
    "M1": N_("M1: the amendment asked for was not made"),
    "Z9": N_("Z9: another reason"),
}
"""Why something is not released: codes of this platform, of two signs as CC051C has them. That
message takes its codes from list CL211 (NoReleaseMotivation), of which no public copy was found.
"""
FIELDS: Final = {
    "holder": N_("The holder of the transit procedure"),
    "representative": N_("The representative"),
    "declaration_type": N_("The type of declaration"),
    "additional_type": N_("Whether it was lodged before its goods"),
    "lrn": N_("The local reference number (LRN)"),
    "security": N_("Which safety data there are"),
    "departure_office": N_("The office of departure"),
    "hs": N_("The subheading of the goods (six digits)"),
    "items": N_("The number of goods items"),
}
"""What an amendment may not change, as a sentence begins with it."""
