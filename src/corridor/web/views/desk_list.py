"""A page of a work list behind filters: it reads on until the page is full or enough was read."""

from collections.abc import Callable
from typing import Any

from litestar import Request

from corridor.engine.queries import ListedRow
from corridor.web.context import services_of
from corridor.web.lists import ROWS, ListView
from corridor.web.toolkit import with_query

READ_PAGES_MAX = 40
Keep = Callable[[ListedRow], bool]


class FilteredList(ListView):
    """As `ListView`, with only the rows that `keep` lets through.

    Pages are read whole, so a page may hold a few rows more than usual, and `next_href` leads on
    from the last row that was looked at, shown or not.
    """

    def __init__(self, request: "Request[Any, Any, Any]", name: str, keep: Keep | None) -> None:
        super().__init__(request, name)
        self._asked = request
        self._next = self.page.next
        self._kept = self.page.rows if keep is None else self._read_on(keep)

    def _read_on(self, keep: Keep) -> tuple[ListedRow, ...]:
        queries = services_of(self._asked).queries
        kept = [row for row in self.page.rows if keep(row)]
        for _ in range(READ_PAGES_MAX):
            if not self._next or len(kept) >= ROWS:
                break
            page = queries.rows(self.name, self.order, self._next, ROWS, self.descending)
            kept += [row for row in page.rows if keep(row)]
            self._next = page.next
        return tuple(kept)

    @property
    def rows(self) -> tuple[ListedRow, ...]:
        """The rows of this page that pass the filters."""
        return self._kept

    @property
    def next_href(self) -> str:
        """Further on, or nothing."""
        return with_query(self._asked, {"after": self._next}) if self._next else ""
