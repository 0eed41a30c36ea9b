"""Who waits for a permit out of a quota."""

from corridor.domain.permits.listings import QUOTA_PERMITS
from corridor.domain.permits.state import Permit
from corridor.domain.quota import Quota
from corridor.web.services import Services


def waiting_for(services: Services, quota: Quota, limit: int) -> tuple[Permit, ...]:
    """The first of them, in the order in which they asked."""
    name = f"{QUOTA_PERMITS}{quota.id}:waiting"
    rows = services.queries.rows(name, "since", "", limit).rows
    return tuple(services.queries.states(rows, Permit))
