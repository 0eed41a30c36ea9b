"""Names for the codes of this room, as people read them. English here, the rest by gettext."""

from corridor.domain.refusals import N_

KIND_NAMES: dict[str, str] = {
    "road_transit": N_("Road transit permit"),
    "oversize": N_("Permit for a heavy or large vehicle"),
    "phytosanitary": N_("Phytosanitary certificate"),
    "veterinary": N_("Veterinary certificate"),
    "dangerous_goods": N_("Permit for dangerous goods"),
    "dangerous_sea": N_("Port consent for dangerous goods"),
    "explosives": N_("Permit for explosives"),
    "radioactive": N_("Licence for radioactive material"),
    "precursors": N_("Precursor licence"),
    "arms": N_("Permit for arms"),
    "dual_use": N_("Export-control licence"),
    "encryption": N_("Licence for encryption and radio equipment"),
    "precious_metals": N_("Licence for precious metals and stones"),
    "cites": N_("CITES permit"),
    "waste": N_("Consent to the movement of waste"),
    "ozone": N_("Licence for ozone-depleting substances"),
    "wild_plants": N_("Licence for wild plants"),
    "medicines": N_("Permit for medicines"),
    "narcotics": N_("Certificate for narcotic medicines"),
    "biologics": N_("Licence for biological material"),
    "pesticides": N_("Licence for pesticides"),
    "cultural_property": N_("Conclusion on cultural property"),
    "adr_certificate": N_("ADR certificates"),
    "atp_certificate": N_("ATP certificate"),
    "tir_approval": N_("TIR papers"),
    "rail_note": N_("Rail consignment note"),
    "excise_marking": N_("Excise marking"),
    "navigation_seal": N_("Navigation seal"),
    "medical_devices": N_("Registration of the medical device"),
    "sanitary": N_("Sanitary registration"),
    "conformity": N_("Certificate of conformity"),
    "screening": N_("Sanctions screening"),
    "export_measures": N_("Temporary export measures"),
    "queue_slot": N_("Place in the electronic queue"),
    "advance_notice": N_("Preliminary information"),
    "driver_documents": N_("Driver's papers"),
    "vehicle_insurance": N_("Motor insurance"),
}
"""Kinds of permits and of other papers."""

REFUSAL_REASONS: dict[str, str] = {
    "documents_missing": N_("Documents are missing"),
    "vehicle_data": N_("The data of the vehicle do not agree"),
    "goods_data": N_("The data of the goods do not agree"),
    "route_not_allowed": N_("The route is not allowed"),
    "dates_impossible": N_("The dates are not possible"),
    "goods_not_allowed": N_("The goods are not allowed"),
    "quota_exhausted": N_("The quota is used up"),
    "holder_unfit": N_("The applicant is not admitted"),
    "other": N_("Another reason, see the words"),
}
"""Why an authority refuses; an officer chooses one and adds words."""

STATUS_NAMES: dict[str, str] = {
    "applied": N_("applied for"),
    "information_requested": N_("information requested"),
    "granted": N_("granted"),
    "refused": N_("refused"),
    "withdrawn": N_("withdrawn"),
    "exhausted": N_("used"),
    "revoked": N_("revoked"),
}
"""Statuses of a permit."""

REQUIREMENT_STATES: dict[str, str] = {
    "have": N_("have it"),
    "applied": N_("applied for"),
    "information_requested": N_("information requested"),
    "refused": N_("refused"),
    "expired": N_("expired"),
    "missing": N_("missing"),
    "not_needed": N_("not applied for here"),
}
"""Where a requirement stands."""

VERDICT_NAMES: dict[str, str] = {
    "valid": N_("Valid"),
    "invalid": N_("Not valid"),
    "check": N_("Check"),
}
"""The big word at the checkpoint."""

VERDICT_REASONS: dict[str, str] = {
    "credential_signature": N_("The signature is wrong: the permit was altered or is false."),
    "credential_expired": N_("It has expired."),
    "credential_not_yet_valid": N_("It does not hold yet."),
    "credential_other_plate": N_("It is for another vehicle."),
    "credential_revoked": N_("It was revoked."),
    "credential_used": N_("It has been used."),
    "credential_key_unknown": N_("The signing key is not in the trust list of this checkpoint."),
    "credential_plate_alike": N_("The registration number differs in letters that look alike."),
    "credential_has_conditions": N_("It has conditions: read them."),
}
"""Why a scanned permit is not valid, or needs a look."""
