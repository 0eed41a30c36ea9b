"""Kinds and statuses of permits in plain words."""

from typing import Final

from corridor.domain.refusals import N_

DRIVER_PAPERS: Final = {
    "visa": N_("Visas"),
    "licence": N_("Driving licence"),
    "adr_training": N_("ADR training certificate"),
    "tachograph_card": N_("Tachograph card"),
}
HELD: Final = {
    **DRIVER_PAPERS,
    "C521": N_("Authorised consignor"),
    "C523": N_("Use of special seals"),
    "C524": N_("Reduced data set"),
}
"""Papers of a driver and authorisations of a carrier that answer a question of a rule."""
PERMIT_KINDS: Final = {
    "road_transit": N_("Road transit permit"),
    "ecmt_licence": N_("ECMT licence with its logbook"),
    "phytosanitary": N_("Phytosanitary certificate"),
    "veterinary": N_("Veterinary permit"),
    "sanitary": N_("Sanitary certificate"),
    "dangerous_goods": N_("Permit for dangerous goods"),
    "dangerous_sea": N_("Declaration of dangerous goods by sea"),
    "oversize": N_("Permit for an oversize or heavy load"),
    "explosives": N_("Permit for explosives"),
    "radioactive": N_("Permit for radioactive material"),
    "precursors": N_("Licence for precursors"),
    "narcotics": N_("Licence for narcotics"),
    "arms": N_("Licence for arms"),
    "dual_use": N_("Licence for dual-use goods"),
    "encryption": N_("Notification of encryption devices"),
    "precious_metals": N_("Permit for precious metals"),
    "export_measures": N_("Export licence"),
    "cites": N_("CITES permit"),
    "wild_plants": N_("Permit for wild plants"),
    "waste": N_("Consent to carry waste"),
    "ozone": N_("Licence for ozone-depleting substances"),
    "pesticides": N_("Registration of pesticides"),
    "medicines": N_("Permit for medicines"),
    "medical_devices": N_("Registration of medical devices"),
    "biologics": N_("Permit for biological material"),
    "cultural_property": N_("Permit for cultural property"),
    "conformity": N_("Certificate of conformity"),
    "excise_marking": N_("Excise marking"),
    "adr_certificate": N_("ADR certificate of the vehicle"),
    "atp_certificate": N_("ATP certificate of the vehicle"),
    "tir_approval": N_("TIR approval of the vehicle"),
    "vehicle_insurance": N_("Insurance of the vehicle"),
    "driver_documents": N_("Documents of the driver"),
    "navigation_seal": N_("Navigation seal"),
    "queue_slot": N_("Place in the electronic queue"),
    "rail_note": N_("Railway consignment note"),
    "screening": N_("Screening"),
    "advance_notice": N_("Advance notice"),
}
PERMIT_NEEDS: Final = {
    "vehicle": N_("registration numbers of the vehicles"),
    "goods": N_("the goods"),
    "dangerous_goods": N_("UN numbers of the goods"),
    "route": N_("the offices by which the state is entered and left"),
    "days": N_("the first and the last day it is wanted for"),
}
"""What a type of permit may need of an application."""
PERMIT_STATUSES: Final = {
    "applied": N_("Under consideration"),
    "information_requested": N_("Waits for the applicant"),
    "granted": N_("Granted"),
    "refused": N_("Permit refused"),
    "withdrawn": N_("Taken back"),
    "exhausted": N_("Used up"),
    "revoked": N_("Revoked"),
    "returned": N_("Given back unused"),
    "appealed": N_("Under appeal"),
}
PERMIT_AWAITS: Final = {
    "second": N_("waits for the second officer"),
    "appeal": N_("appeal to be decided"),
    "change": N_("a change is asked for"),
    "review": N_("decision by rule to be looked at"),
    "fee": N_("the fee is not paid yet"),
}
"""What an authority's desk is waited for besides the decision itself."""
REQUIREMENT_STATES: Final = {
    "have": N_("Granted"),
    "applied": N_("Under consideration"),
    "information_requested": N_("Waits for the applicant"),
    "refused": N_("Permit refused"),
    "expired": N_("Not valid on the day"),
    "missing": N_("Not applied for"),
    "not_needed": N_("To be carried along"),
    "permit_other_plate": N_("Granted for another vehicle"),
    "permit_expired": N_("Not valid on the day"),
    "permit_not_yet_valid": N_("Not valid yet on the day"),
    "permit_withdrawn": N_("Taken back"),
    "permit_revoked": N_("Revoked"),
    "permit_returned": N_("Given back unused"),
    "permit_partial": N_("Not granted for all goods"),
    "permit_other_goods": N_("Names other goods"),
}
PERMIT_TABLES: Final = {
    "permit_kind": PERMIT_KINDS,
    "permit_status": PERMIT_STATUSES,
    "permit_need": PERMIT_NEEDS,
    "held": HELD,
    "permit_await": PERMIT_AWAITS,
    "requirement": REQUIREMENT_STATES,
}
ITEM_FACTS: Final = {
    "perishable": N_("Perishable"),
    "live_animals": N_("Live animals"),
    "wild_plants": N_("Wild plants"),
    "cites": N_("Species listed by CITES"),
    "dual_use": N_("Dual-use goods"),
    "encryption": N_("Encryption or radio equipment"),
    "narcotics": N_("Narcotic or psychotropic substances"),
    "precursors": N_("Precursors"),
    "waste": N_("Waste"),
}
"""What HS alone cannot tell of goods."""
FACTS: Final = {
    **ITEM_FACTS,
    "oversize": N_("Oversize or heavy load"),
    "ecmt": N_("Journey under an ECMT licence"),
}
"""What is asked where the goods do not tell."""
