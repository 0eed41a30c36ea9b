"""The work list of an authority: applications by deadline, in three lanes."""

from typing import Any, Final

from litestar import Request, get

from corridor.domain.permits.listings import due_at, summary
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import N_
from corridor.engine.queries import ListedRow
from corridor.web.access import only
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.services import Services
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, page, with_query
from corridor.web.views.desk_list import FilteredList
from corridor.web.views.finding import Finding, asked_for, find_at

AnyRequest = Request[Any, Any, Any]
LANES: Final = {
    "open": N_("To decide"),
    "waiting": N_("Waiting for information"),
    "decided": N_("Decided"),
}
EMPTY: Final = {
    "open": N_(
        "No application waits. New ones appear here by themselves, the nearest deadline first."
    ),
    "waiting": N_("Applications whose carrier was asked something wait here for the answer."),
    "decided": N_("Granted and refused applications are kept here."),
}
FOUND: Final = N_("Found in all lists of this authority")
FILTERS: Final = ("q", "kind", "from")


@get("/permits", opt=only("permit"))
async def work_list(request: AnyRequest) -> Page:
    """One lane of the authority."""
    _ = gettext_of(request)
    actor, reader, services = actor_of(request), reader_of(request), services_of(request)
    lane = request.query_params.get("lane", "open")
    lane = lane if lane in LANES else "open"
    asked = {name: request.query_params.get(name, "") for name in FILTERS}
    is_filtered = any(asked.values())
    finding = find_at(request, Permit)
    keep = (lambda row: _keep(asked, row)) if is_filtered else None
    listed = FilteredList(request, f"permits:{actor.office}:{lane}", keep)
    topics = [*(f"permits:{actor.office}:{one}" for one in LANES), *finding.topics]
    said = FOUND if finding.text else LANES[lane]
    return page(
        request,
        "permits/list.html",
        title=f"{_(said)}: {reader.names.authority(actor.office)}",
        live=topics,
        behind=finding.behind,
        lane=lane,
        lane_label=_(said),
        lanes=_tabs(request, actor.office, lane, reader, services),
        listed=listed,
        columns=_columns(listed, reader, bool(finding.text)),
        finding=finding,
        rows=[_row(row, services.now(), reader) for row in _shown(finding, listed, asked)],
        is_filtered=is_filtered,
        teach=_(EMPTY[lane]),
        where=actor.office,
        asked=asked,
        kinds=_kinds(actor.office, reader, services),
        countries=_countries(reader, services),
        topics=" ".join(topics),
    )


def _shown(
    finding: Finding[Permit], listed: FilteredList, asked: dict[str, str]
) -> tuple[ListedRow, ...]:
    """What was found in all lists of the authority, or this page of the lane."""
    if not finding.text:
        return listed.rows
    found = (
        ListedRow(p.id, due_at(p), p.request.holder.name, p.updated_at, summary(p))
        for p in finding.states
    )
    return tuple(row for row in found if _keep(asked, row))


def _keep(asked: dict[str, str], row: ListedRow) -> bool:
    """Whether a row passes all filters of the address."""
    data = row.data
    if asked["kind"] and asked["kind"] != data["kind"]:
        return False
    return not asked["from"] or asked["from"] == home_of(row.subject)


def home_of(subject: str) -> str:
    """The state of the carrier's window: an application is born on the node that its id names."""
    return subject.split("-")[1]


def status_word(status: str, reader: Reader) -> str:
    """A status as the authority says it: to the carrier it waits for "your answer"."""
    if status == "information_requested":
        return reader.words("Waiting for the carrier")
    return reader.labels(status, "permit_status")


def _tabs(
    request: AnyRequest, office: str, current: str, reader: Reader, services: Services
) -> list[dict[str, Any]]:
    counts = services.queries.counts(f"permits:{office}:")
    return [
        {
            "href": with_query(request, {"lane": lane, "after": None, "q": None, "before": None}),
            "label": reader.words(label),
            "count": counts.get(f"permits:{office}:{lane}", 0),
            "current": lane == current and not asked_for(request),
        }
        for lane, label in LANES.items()
    ]


def _columns(listed: FilteredList, reader: Reader, found: bool) -> list[dict[str, Any]]:
    """With links to sort a list by; what was found has its own order, the newest first."""
    _ = reader.words
    columns = [
        listed.column(_("Decide by"), "due"),
        listed.column(_("Carrier"), "name"),
        listed.column(_("Permit")),
        listed.column(_("Vehicle")),
        listed.column(_("Goods")),
        listed.column(_("Route")),
        listed.column(_("State"), "updated"),
    ]
    return [{"label": column["label"]} for column in columns] if found else columns


def _row(row: ListedRow, now: str, reader: Reader) -> dict[str, Any]:
    return {
        **row.data,
        "key": row.subject,
        "due": row.due,
        "is_late": row.data["status"] == "applied" and row.due < now,
        "home": home_of(row.subject),
        "href": f"/permits/{row.subject}",
        "word": status_word(row.data["status"], reader),
    }


def _kinds(office: str, reader: Reader, services: Services) -> list[dict[str, str]]:
    """The kinds of permits that this authority decides on."""
    mine = [kind for desk in services.authorities if desk.code == office for kind in desk.kinds]
    return [{"value": kind, "label": reader.labels(kind, "permit_kind")} for kind in mine]


def _countries(reader: Reader, services: Services) -> list[dict[str, str]]:
    """States with a window where carriers apply."""
    codes = sorted({desk.country for desk in services.authorities})
    return [{"value": code, "label": reader.names.country(code)} for code in codes]
