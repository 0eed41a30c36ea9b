"""Work lists on pages: sort, direction and place in the list stay in the address."""

from typing import Any, Final, cast

from litestar import Request

from corridor.engine.ports import Order
from corridor.engine.queries import ListPage
from corridor.web.context import services_of
from corridor.web.toolkit import with_query

ORDERS: Final = ("due", "name", "updated")
ROWS: Final = 50


class ListView:
    """One page of a list as the address asks for it: `?sort=due&dir=desc&after=…`."""

    def __init__(self, request: "Request[Any, Any, Any]", name: str, rows: int = ROWS) -> None:
        asked = request.query_params
        self._request = request
        self.name = name
        self.order = cast(Order, asked.get("sort") if asked.get("sort") in ORDERS else "due")
        self.descending = asked.get("dir") == "desc"
        self.after = asked.get("after", "")
        queries = services_of(request).queries
        self.page: ListPage = queries.rows(name, self.order, self.after, rows, self.descending)
        self.total = queries.counts(name).get(name, 0)

    @property
    def rows(self) -> tuple[Any, ...]:
        """The rows of this page."""
        return self.page.rows

    def column(self, label: str, order: Order | None = None, num: bool = False) -> dict[str, Any]:
        """A column of macros/table.html; with an order its head sorts the list."""
        if order is None:
            return {"label": label, "num": num, "sort": "", "href": ""}
        is_current = order == self.order
        turned = "desc" if is_current and not self.descending else None
        href = with_query(self._request, {"sort": order, "dir": turned, "after": None})
        sort = ("desc" if self.descending else "asc") if is_current else "none"
        return {"label": label, "num": num, "sort": sort, "href": href}

    @property
    def next_href(self) -> str:
        """The next page, or nothing."""
        return with_query(self._request, {"after": self.page.next}) if self.page.next else ""

    @property
    def first_href(self) -> str:
        """Back to the first page, or nothing on it."""
        return with_query(self._request, {"after": None}) if self.after else ""
