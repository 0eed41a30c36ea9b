"""Reading what all states published: no more than what changed is read anew."""

from corridor.domain.figures.kind import FIGURES_OF
from corridor.domain.figures.state import MonthFigures
from corridor.engine.queries import PAGE_MAX
from corridor.web.common.adding import Common
from corridor.web.services import Services

MONTHS_MAX = PAGE_MAX
"""Of one state: the last ones."""


class Gathering:
    """One per node. A month is kept as long as its row says that it did not change."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, MonthFigures]] = {}

    def common(self, services: Services) -> Common:
        """All of it; expected of every state that this node exchanges with."""
        names = sorted(services.queries.counts(FIGURES_OF))
        found = [one for name in names for one in self._of(services, name)]
        peers = services.peers() if services.peers is not None else ()
        return Common(found, (services.node, *(peer.node for peer in peers)))

    def _of(self, services: Services, name: str) -> list[MonthFigures]:
        rows = services.queries.rows(name, "name", "", MONTHS_MAX, descending=True).rows
        return [
            one
            for row in rows
            if (one := self._read(services, row.subject, row.updated)) is not None
        ]

    def _read(self, services: Services, subject: str, updated: str) -> MonthFigures | None:
        known = self._known.get(subject)
        if known is not None and known[0] == updated:
            return known[1]
        state = services.queries.get(subject).state
        if not isinstance(state, MonthFigures):
            return None
        self._known[subject] = (updated, state)
        return state
