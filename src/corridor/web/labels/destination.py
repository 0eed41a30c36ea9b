"""What codes of arrivals, of goods that are held and of authorisations are called."""

from typing import Final

from corridor.domain.refusals import N_

AUTHORISED_KINDS: Final = {
    "C521": N_("Authorised consignor"),
    "C522": N_("Authorised consignee"),
    "C523": N_("Use of special seals"),
    "C524": N_("Reduced data set"),
}
AUTHORISED: Final = {
    "given": N_("Holds"),
    "suspended": N_("Suspended"),
    "revoked": N_("Revoked"),
    "later": N_("Does not hold yet"),
    "ended": N_("Its days are over"),
}
ARRIVAL_REFUSALS: Final = {
    "wrong_mrn": N_("The MRN is not that of this load"),
    "already_arrived": N_("It has arrived already"),
    "not_on_route": N_("This office is not on its route"),
    "not_presented": N_("The goods are not here"),
    "other_vehicle": N_("The vehicle is not the declared one"),
    "papers_missing": N_("Papers are missing"),
    "not_authorised": N_("The authorisation does not cover it"),
    "other": N_("Another reason"),
}
RELEASE_EXTENTS: Final = {
    "full": N_("All goods"),
    "part": N_("A part of the goods"),
    "none": N_("Nothing"),
}
HELD_REASONS: Final = {
    "control": N_("A control is not finished"),
    "permit": N_("A permit or certificate is missing"),
    "sanitary": N_("Veterinary, plant or sanitary control"),
    "payment": N_("Duties are not paid"),
    "claim": N_("Seized, or claimed by a court"),
    "other": N_("Another reason"),
}
