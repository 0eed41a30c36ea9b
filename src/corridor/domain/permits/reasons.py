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
    "credential_replaced": N_("It was replaced by another: this text no longer counts."),
    "credential_not_issued": N_("The issuing authority knows of no such permit."),
    "credential_key_unknown": N_("The signing key is not in the trust list of this checkpoint."),
    "credential_key_revoked": N_(
        "The issuer's key was revoked: its signature proves nothing any more."
    ),
    "credential_key_ran_out": N_(
        "The issuer's key had run out before the permit's first day: ask the issuing authority."
    ),
    "credential_key_not_yet": N_(
        "The issuer's key is not in force yet: check the date on this device."
    ),
    "credential_clock_behind": N_(
        "The clock here is behind the trust list that it holds: set the date and time first."
    ),
    "credential_list_stale": N_("The trust list is out of date: ask the operator of this node."),
    "credential_disputed": N_(
        "Its number is in dispute between the two ministries: ask one of them whether it holds."
    ),
    "credential_plate_alike": N_("The registration number differs in letters that look alike."),
    "credential_unchecked": N_(
        "Whether it was revoked or used up could not be asked of the issuing authority."
    ),
    "credential_one_way": N_("It was for one way, and that way has been driven."),
    "credential_for_empty": N_("It is for an empty vehicle, and this one carries goods."),
    "credential_only_empty": N_("It is for an empty vehicle: see that nothing is loaded."),
    "credential_way_back": N_("One way has been driven on it; the way back is granted too."),
    "credential_has_conditions": N_("It has conditions: read them."),
}
"""What the verdict on a credential says, the gravest first."""
