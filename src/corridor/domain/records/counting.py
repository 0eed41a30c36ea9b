"""How often an office has asked today: both nodes count, so none relies on the other's limit."""

from typing import Final

from corridor.domain.needs import Ask, Look
from corridor.domain.records.state import daily_key


class _AskedToday:
    """How many requests of the office there are on the day of this one."""

    def gather(self, look: Look, ask: Ask) -> int:
        """Without the one that is being decided on."""
        request = ask.state
        office = request.office if request is not None else ask.said.office
        at = request.asked_at if request is not None else ask.context.now
        return sum(one != ask.subject for one in look.find(daily_key(office, at)))


ASKED_TODAY: Final = _AskedToday()
