"""What was paid for on the way, in words."""

from typing import Final

from corridor.domain.refusals import N_

COST_KINDS: Final = {
    "official": N_("Official fee"),
    "service": N_("Service: broker, parking, loading, escort"),
    "running": N_("Running costs: fuel, tolls, the driver"),
    "other": N_("Other, also without a receipt"),
}
"""In the order in which a form offers them."""
