"""A desk's list: where it is, what it is of, and how its rows are read."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from litestar import Request, Response
from litestar.datastructures import MultiDict

from corridor.domain.acts import Role
from corridor.domain.facts import Actor
from corridor.domain.listings import Listing, mark
from corridor.engine.queries import ListedRow, Queries
from corridor.web.views.finding import desk_of

AnyRequest = Request[Any, Any, Any]


@dataclass(frozen=True, kw_only=True)
class DeskList:
    """One page with a list, and all that the mechanism has to know of it."""

    role: Role
    path: str
    listing: Listing
    lanes: Mapping[str, str]
    """Its tabs with their names."""
    cells: Callable[[AnyRequest], Any]
    """What reads its rows: an object with a method for each column."""
    title: str
    """What its file is called, and its table."""
    state: type | None = None
    """What a search finds here; None: there is no search."""
    found: Callable[[Any, Actor], tuple[ListedRow, tuple[str, ...]]] | None = None
    """A state that was found as a row, with its marks."""
    lane_param: str = "lane"
    is_shared: bool = False
    """Whether several officers share its work: each row says whose case it is."""
    is_noted: bool = False
    """Whether its rows show what was noted of them besides."""
    is_assessed: bool = False
    """Whether its rows show the channel that risk profiles propose, while none is decided."""
    usual: str = ""
    """The tab that is open where the address names none, if it is not the first."""

    parts: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    """Tabs that are part of another's list: (that tab, marks that their rows do not have)."""

    listings: Mapping[str, Listing] = field(default_factory=dict)
    """Tabs that are sorted or filtered by something else than the others."""

    paper: Callable[[AnyRequest], Awaitable[Response[bytes]]] | None = None
    """What sets it as a PDF, where it is one of the papers that are kept."""

    opens: Callable[[ListedRow], str] | None = None
    """Where a row's case is, of a list that is worked through case by case."""

    def lane_of(self, request: AnyRequest) -> str:
        """The tab that the address names."""
        return self.lane_in(request.query_params)

    def lane_in(self, query: MultiDict[str]) -> str:
        """The same of a query."""
        asked = query.get(self.lane_param, "")
        return asked if asked in self.lanes else self._usual(query)

    def _usual(self, query: MultiDict[str]) -> str:
        """The usual one, unless it leaves out what is asked for: then the first that does not."""
        usual = self.usual or next(iter(self.lanes))
        wanted = {mark(one.name, query.get(one.name, "")) for one in self.listing.filters}
        fit = (one for one in (usual, *self.lanes) if wanted.isdisjoint(self.without(one)))
        return next(fit, usual)

    def listing_of(self, lane: str) -> Listing:
        """What a tab shows, is sorted and filtered by."""
        return self.listings.get(lane, self.listing)

    def name(self, actor: Actor, lane: str) -> str:
        """The list that a tab shows to who asks."""
        whole, _without = self.parts.get(lane, (lane, ()))
        return f"{desk_of(actor)}:{whole}"

    def without(self, lane: str) -> tuple[str, ...]:
        """What a row of the tab may not be marked with."""
        return self.parts.get(lane, (lane, ()))[1]

    def size(self, queries: Queries, actor: Actor, lane: str) -> int:
        """How many rows stand in a tab; a row has at most one of the marks that it may not have."""
        name = self.name(actor, lane)
        total = queries.counts(name).get(name, 0)
        return total - sum(queries.marked(name, mark, total) for mark in self.without(lane))
