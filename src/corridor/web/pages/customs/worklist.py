"""The work list of a customs office: six lanes, filters that stay in the address, a search."""

from typing import Any, Final

from litestar import Request, get
from litestar.response import Redirect

from corridor.domain.days import day_at
from corridor.domain.movement.listings import at_office, summary
from corridor.domain.movement.overdue import LIMIT
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import N_
from corridor.domain.searching import identifier
from corridor.web.access import only
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.services import Services
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, is_part, page, redirect, with_query
from corridor.web.views.desk_list import FilteredList
from corridor.web.views.finding import asked_for, find_at
from corridor.web.views.strips import small_strip

AnyRequest = Request[Any, Any, Any]
LANES: Final = {
    "expected": N_("Expected movements"),
    "decide": N_("To decide"),
    "underway": N_("In transit"),
    "arrived": N_("Arrived"),
    "due": N_("Deadlines"),
    "closed": N_("Completed"),
}
EMPTY: Final = {
    "expected": N_(
        "Movements that are bound for this office appear here as soon as the office of departure "
        "has accepted them, long before the truck comes."
    ),
    "decide": N_("New declarations and movements stopped at the border wait here for a decision."),
    "underway": N_("Released movements stand here until the next office has recorded them."),
    "arrived": N_("Movements that arrived stand here until this office has done its part."),
    "due": N_("Movements with a limit date stand here, the nearest first."),
    "closed": N_("Movements with which this office has nothing more to do stand here."),
}
FOUND: Final = N_("Search")
FILTERS: Final = ("q", "channel", "from", "needs")


@get("/customs", opt=only("customs"))
async def work_list(request: AnyRequest) -> Page | Redirect:
    """One lane of the office, sorted and filtered as the address says."""
    _ = gettext_of(request)
    actor, reader, services = actor_of(request), reader_of(request), services_of(request)
    finding = find_at(request, Movement)
    is_it = len(finding.states) == 1 and identifier(finding.text) == finding.states[0].mrn
    if is_it and not is_part(request):
        return redirect(f"/customs/{finding.states[0].mrn}")
    lane = request.query_params.get("lane", "decide")
    lane = lane if lane in LANES else "decide"
    is_filtered = any(request.query_params.get(name) for name in FILTERS)
    name = f"customs:{actor.office}:{lane}"
    listed = FilteredList(
        request, name, (lambda row: _fits(request, row.data)) if is_filtered else None
    )
    now = services.now()
    topics = [*(f"customs:{actor.office}:{one}" for one in LANES), *finding.topics]
    return page(
        request,
        "customs/list.html",
        title=f"{_(FOUND if finding.text else LANES[lane])}: {reader.names.office(actor.office)}",
        live=topics,
        behind=finding.behind,
        lane=lane,
        lane_label=_(LANES[lane]),
        lanes=_tabs(request, actor.office, lane, reader, services),
        listed=listed,
        columns=_columns(listed, reader),
        columns_plain=[{"label": column["label"]} for column in _columns(listed, reader)],
        rows=[_row(row.subject, row.due, row.data, reader, now) for row in listed.rows],
        finding=finding,
        found=[
            _row(
                m.id,
                m.limit_date or m.lodged_at,
                summary(m) | at_office(m, actor.office),
                reader,
                now,
            )
            for m in finding.states
            if _fits(request, summary(m))
        ],
        is_filtered=is_filtered,
        teach=_(EMPTY[lane]),
        where=actor.office,
        asked={name: request.query_params.get(name, "") for name in FILTERS},
        countries=[{"value": c, "label": reader.names.country(c)} for c in _countries(services)],
        topics=" ".join(topics),
    )


def _fits(request: AnyRequest, data: dict[str, Any]) -> bool:
    """Whether a movement passes the filters beside the search."""
    asked = request.query_params
    channel, start = asked.get("channel", ""), asked.get("from", "")
    if channel and channel != (data["channel"] or "none"):
        return False
    if start and start != data["strip"][0][1]:
        return False
    return not asked.get("needs") or needs_someone(data)


def needs_someone(data: dict[str, Any]) -> bool:
    """Whether a movement in a list is in trouble that does not go away by itself."""
    stopped = any(station[2] == "stopped" for station in data["strip"])
    return bool(data["trouble"] or data["overdue"] or stopped or data["guarantee"] == "refused")


def _tabs(
    request: AnyRequest, office: str, current: str, reader: Reader, services: Services
) -> list[dict[str, Any]]:
    counts = services.queries.counts(f"customs:{office}:")
    return [
        {
            "href": with_query(request, {"lane": lane, "after": None, "q": None, "before": None}),
            "label": reader.words(label),
            "count": counts.get(f"customs:{office}:{lane}", 0),
            "current": lane == current and not asked_for(request),
        }
        for lane, label in LANES.items()
    ]


def _columns(listed: FilteredList, reader: Reader) -> list[dict[str, Any]]:
    _ = reader.words
    return [
        listed.column(_("Deadline"), "due"),
        listed.column(_("MRN and holder"), "name"),
        listed.column(_("Vehicle")),
        listed.column(_("Goods")),
        listed.column(_("Route")),
        listed.column(_("State"), "updated"),
    ]


def _row(subject: str, due: str, data: dict[str, Any], reader: Reader, now: str) -> dict[str, Any]:
    return {
        **data,
        "key": subject,
        "due": due,
        "href": f"/customs/{data['mrn'] or subject}",
        "small": small_strip(reader, data["strip"], data["status"]),
        "from": data["strip"][0][1],
        "trouble_words": _trouble(data, reader, now),
    }


def _trouble(data: dict[str, Any], reader: Reader, now: str) -> list[str]:
    _ = reader.words
    said = []
    if data["overdue"]:
        said.append(_("overdue"))
    elif data["status"] == "released" and _is_limit_near(data, now):
        said.append(_("limit date near"))
    if data["trouble"]:
        said.append(_("discrepancies: %(count)s", count=data["trouble"]))
    if any(station[2] == "stopped" for station in data["strip"]):
        said.append(_("stopped at the border"))
    if data["guarantee"] == "refused" and data["status"] != "guarantee_registering":
        said.append(reader.labels(data["guarantee"], "guarantee"))
    return said


def _is_limit_near(data: dict[str, Any], now: str) -> bool:
    """The limit date is a day at destination, where the strip ends."""
    return LIMIT.is_near(data["limit_date"], day_at(now, data["strip"][-1][0]))


def _countries(services: Services) -> list[str]:
    """States where a movement of this corridor can begin."""
    known = {o.country for o in services.reference.offices.values() if "DEP" in o.roles}
    return sorted(known)
