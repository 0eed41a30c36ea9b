"""Reading what all states published: no more than what changed is read anew."""

from collections.abc import Iterator
from typing import Final

from corridor.domain.figures.kind import FIGURES_OF
from corridor.domain.figures.state import MonthFigures
from corridor.engine.queries import PAGE_MAX, ListedRow
from corridor.web.common.adding import Common
from corridor.web.services import Services

MONTHS_MAX: Final = PAGE_MAX
"""Of one state: the last ones."""
Version = tuple[tuple[str, ...], tuple[tuple[str, str], ...]]
"""The states, and each month with the instant at which it changed last."""


class Gathering:
    """One per node. A month is kept as long as its row says that it did not change."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, MonthFigures]] = {}
        self._last: tuple[Version, Common] | None = None

    def common(self, services: Services) -> Common:
        """All of it; expected of every state that this node exchanges with."""
        rows = tuple(_rows(services))
        states = (services.node, *(peer.node for peer in services.peers()))
        version = states, tuple((row.subject, row.updated) for row in rows)
        if self._last is None or self._last[0] != version:
            found = (self._read(services, row) for row in rows)
            self._last = version, Common((one for one in found if one is not None), states)
        return self._last[1]

    def _read(self, services: Services, row: ListedRow) -> MonthFigures | None:
        known = self._known.get(row.subject)
        if known is not None and known[0] == row.updated:
            return known[1]
        state = services.queries.get(row.subject).state
        if not isinstance(state, MonthFigures):
            return None
        self._known[row.subject] = (row.updated, state)
        return state


def _rows(services: Services) -> Iterator[ListedRow]:
    for name in sorted(services.queries.counts(FIGURES_OF)):
        yield from services.queries.rows(name, "name", "", MONTHS_MAX, descending=True).rows
