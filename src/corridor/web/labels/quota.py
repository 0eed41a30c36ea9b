"""Types of road permits and what is said of quotas in plain words."""

from typing import Final

from corridor.domain.refusals import N_

QUOTA_TYPES: Final = {
    "1": N_("Bilateral"),
    "2": N_("Transit"),
    "3": N_("To or from third countries"),
}
"""As e-permit numbers them."""
QUOTA_LANES: Final = {
    "waiting": N_("Waiting for a permit"),
    "issued": N_("Issued, not used"),
    "used": N_("Used"),
    "returned": N_("Given back unused"),
    "revoked": N_("Revoked"),
}
QUOTA_ORDERS: Final = {
    "first_come": N_("In the order in which they asked"),
    "fewest_first": N_("The carrier with the fewest permits first"),
}
QUOTA_DISPUTES: Final = {
    "double": N_("The number was given already, or is not left any more"),
    "not_delivered": N_("The number was never delivered"),
    "not_taken": N_("The number was not taken from what is left"),
}
QUOTA_OFFERS: Final = {
    "open": N_("Waits for an answer"),
    "agreed": N_("Agreed"),
    "declined": N_("Declined"),
    "withdrawn": N_("Taken back"),
}
QUOTA_TABLES: Final = {
    "quota_type": QUOTA_TYPES,
    "quota_lane": QUOTA_LANES,
    "quota_order": QUOTA_ORDERS,
    "quota_dispute": QUOTA_DISPUTES,
    "quota_offer": QUOTA_OFFERS,
}
