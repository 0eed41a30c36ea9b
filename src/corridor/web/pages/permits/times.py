"""How long decisions took at this authority: by kind of permit, and how many came in time."""

from collections.abc import Iterator
from statistics import median
from typing import Any, Final, NamedTuple
from weakref import WeakKeyDictionary

from litestar import Request, get
from litestar.types import ControllerRouterHandler

from corridor.domain.permits.kind import PERMITS
from corridor.domain.permits.state import Permit
from corridor.engine.hlc import to_ms
from corridor.engine.queries import ListedRow, Queries
from corridor.web.access import only
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, page

AnyRequest = Request[Any, Any, Any]
ROWS_MAX: Final = 1_000
"""So many decisions, the newest, are counted."""
PAGE: Final = 200
LANES: Final = ("decided", "open", "waiting", "review")
REFUSED: Final = ("refused", "appealed")
MINUTE_MS: Final = 60_000
NINE_TENTHS: Final = 0.9


class Decision(NamedTuple):
    """One: its kind, how long it took in minutes, whether it came in time, whether granted."""

    kind: str
    minutes: int
    in_time: bool
    granted: bool


@get("/permits/times", opt=only("permit"))
async def times(request: AnyRequest) -> Page:
    """The newest decisions, by kind."""
    _, reader = gettext_of(request), reader_of(request)
    queries = services_of(request).queries
    found = [one for row in _rows(request) for one in _decisions(row, queries)]
    kinds = sorted({one.kind for one in found}, key=lambda code: reader.labels(code, "permit_kind"))
    rows = [_figures(reader, kind, [one for one in found if one.kind == kind]) for kind in kinds]
    return page(
        request,
        "permits/times.html",
        title=_("Decision times"),
        rows=rows,
        count=len(found),
    )


def _rows(request: AnyRequest) -> list[ListedRow]:
    """Of the desk's lists, the last changed first, as far as it is counted: what was refused once
    may be open again.
    """
    office = actor_of(request).office
    found = (row for lane in LANES for row in _lane(request, f"permits:{office}:{lane}"))
    return sorted(found, key=lambda row: row.updated, reverse=True)[:ROWS_MAX]


def _lane(request: AnyRequest, name: str) -> list[ListedRow]:
    queries = services_of(request).queries
    rows: list[ListedRow] = []
    cursor = ""
    while len(rows) < ROWS_MAX:
        found = queries.rows(name, "updated", cursor, PAGE, descending=True)
        rows += found.rows
        cursor = found.next
        if not cursor:
            break
    return rows


def _decisions(row: ListedRow, queries: Queries) -> Iterator[Decision]:
    """All that were made on one application: refusals, too, after which it was made again."""
    data = row.data
    mended = _remembered(row, queries) if data["applications"] > 1 else ()
    for applied_at, decided_at, in_time in (*data.get("past", ()), *mended):
        yield Decision(data["kind"], _minutes(applied_at, decided_at), in_time, False)
    if data["decided_at"]:
        took = _minutes(data["applied_at"], data["decided_at"])
        in_time = data["decided_at"] <= row.due
        yield Decision(data["kind"], took, in_time, data["status"] not in REFUSED)


_Refusals = tuple[tuple[str, str, bool], ...]
_KNOWN: Final[WeakKeyDictionary[Queries, dict[tuple[str, str], _Refusals]]] = WeakKeyDictionary()


def _remembered(row: ListedRow, queries: Queries) -> _Refusals:
    """The same, folded once for each state of an application: what is over changes no more."""
    known = _KNOWN.setdefault(queries, {})
    key = (row.subject, row.updated)
    if key not in known:
        if len(known) >= ROWS_MAX:
            known.clear()
        known[key] = tuple(_mended(row.subject, queries))
    return known[key]


def _mended(subject: str, queries: Queries) -> Iterator[tuple[str, str, bool]]:
    """The refusals after which it was applied for anew: when it was asked and decided, in time."""
    state: Permit | None = None
    for said in queries.timeline(subject):
        before, state = state, PERMITS.evolve(state, said.fact, subject)
        if before is None or state is None or state.applications == before.applications:
            continue
        if before.decided_at:
            yield before.applied_at, before.decided_at, before.decided_at <= before.due_at


def _minutes(applied_at: str, decided_at: str) -> int:
    return max(0, to_ms(decided_at) - to_ms(applied_at)) // MINUTE_MS


def _figures(reader: Reader, kind: str, found: list[Decision]) -> dict[str, Any]:
    minutes = sorted(one.minutes for one in found)
    late = sum(not one.in_time for one in found)
    return {
        "kind": reader.labels(kind, "permit_kind"),
        "count": len(found),
        "granted": sum(one.granted for one in found),
        "median": reader.formats.duration(int(median(minutes))),
        "most": reader.formats.duration(minutes[int(NINE_TENTHS * (len(minutes) - 1))]),
        "late": late,
    }


ROUTES: tuple[ControllerRouterHandler, ...] = (times,)
