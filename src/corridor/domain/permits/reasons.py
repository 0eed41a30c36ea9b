"""Reasons by their codes, in words: why an authority refuses, why a scanned permit fails."""

from corridor.domain.refusals import N_

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
"""An officer chooses one and adds words of their own."""

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
"""What the verdict on a credential says, the gravest first."""
