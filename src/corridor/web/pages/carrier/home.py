"""Home: what waits for the carrier, its drafts, what is sent, what is under way; each once."""

from collections.abc import Iterator
from typing import Any, Final

from litestar import get
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler
from msgspec import to_builtins

from corridor.domain.facts import Actor
from corridor.domain.listings import mark
from corridor.domain.movement.listings import summary
from corridor.domain.movement.state import BEFORE_RELEASE, UNDERWAY, Movement
from corridor.domain.movement.tables import OF_CARRIER, marks
from corridor.domain.movement.unasked import APPLY
from corridor.domain.refusals import N_
from corridor.engine.queries import ListedRow
from corridor.web.access import only
from corridor.web.addresses import is_part, redirect, without_empty
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.listing.desk import AnyRequest, DeskList
from corridor.web.listing.of_movements import MovementCells, stands
from corridor.web.listing.shown import COUNTED, Listed
from corridor.web.pages.carrier.books.lists import ending_papers
from corridor.web.pages.carrier.drafts import drafts_of
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, page
from corridor.web.views.drafting.model import Draft
from corridor.web.views.finding import is_found_by
from corridor.web.views.strips import small_strip
from corridor.web.views.waiting import Waiting, waiting_for

View = dict[str, Any]
LANES: Final = {
    "open": N_("In progress"),
    "sent": N_("Sent, not released"),
    "underway": N_("On the way"),
    "closed": N_("Closed"),
}
"""A dossier that was only sent is in progress, though nothing moves yet."""
PARTS: Final = {
    "sent": ("open", tuple(mark("state", status) for status in sorted(UNDERWAY))),
    "underway": ("open", tuple(mark("state", status) for status in sorted(BEFORE_RELEASE))),
}


def _found(movement: Movement, actor: Actor) -> tuple[ListedRow, tuple[str, ...]]:
    """A movement that was found as the carrier's lists show it."""
    due = movement.limit_date or movement.lodged_at
    orders = (due, movement.dossier.lrn, movement.updated_at)
    row = ListedRow(movement.id, *orders, summary(movement), movement.lodged_at)
    return row, marks(movement)


def _cells(request: AnyRequest) -> MovementCells:
    services = services_of(request)
    return MovementCells(reader_of(request), services.node, services.now())


DOSSIERS: Final = DeskList(
    role="carrier",
    path="/carrier",
    listing=OF_CARRIER,
    lanes=LANES,
    parts=PARTS,
    cells=_cells,
    title=N_("Dossiers"),
    state=Movement,
    found=_found,
    lane_param="list",
    is_noted=True,
)


@get("/carrier", opt=only("carrier"), before_request=without_empty)
async def home(request: AnyRequest) -> Page | Redirect:
    """All dossiers of the organisation, the most urgent first."""
    _ = gettext_of(request)
    actor, reader, services = actor_of(request), reader_of(request), services_of(request)
    found = drafts_of(request)
    amended = frozenset(draft.id for draft, _at in found if draft.amends)
    waiting = waiting_for(services, actor.org, amended)
    listed = Listed(request, DOSSIERS, above={row.subject for row in waiting.rows})
    finding = listed.finding
    own = [one for one in found if _is_meant(one[0], finding.text, reader)]
    is_one = len(finding.states) == 1 and not finding.next_href and not own
    if is_one and not is_part(request):
        return redirect(f"/carrier/dossiers/{finding.states[0].id}")
    lists = {lane: DOSSIERS.name(actor, lane) for lane in ("open", "closed", "permits")}
    counts = services.queries.counts(f"carrier:{actor.org}:")
    drafts = [_draft(reader, draft, at, waiting) for draft, at in own]
    mine = [one for one in drafts if finding.text or not one["amends"]]
    topics = [*lists.values(), *finding.topics]
    return page(
        request,
        "carrier/home.html",
        title=_("My dossiers"),
        live=topics,
        behind=finding.behind,
        listed=listed,
        drafts=[one for one in mine if finding.text or not one["why"]],
        drafts_waiting=[one for one in mine if one["why"]],
        waiting=[_row(reader, row, waiting, amended) for row in waiting.rows],
        to_apply=services.queries.marked(lists["open"], APPLY, COUNTED),
        counts={lane: counts.get(name, 0) for lane, name in lists.items()},
        followed=" ".join(topics),
        ending=ending_papers(request),
    )


def _is_meant(draft: Draft, text: str, reader: Reader) -> bool:
    """Whether a draft is to be shown: all of them where nothing is looked for."""
    places = [reader.names.place(point.place) for point in draft.points]
    return not text or is_found_by(text, (*_texts_in(to_builtins(draft)), *places))


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list, tuple)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts_in(one)


def _draft(reader: Reader, draft: Draft, at: str, waiting: Waiting) -> View:
    ends = [reader.names.place(draft.points[i].place) for i in (0, -1)] if draft.points else []
    goods = draft.goods[0].fields.get("description", "") if draft.goods else ""
    return {
        "href": f"/carrier/drafts/{draft.id}",
        "lrn": draft.lrn,
        "amends": draft.amends,
        "goods": goods,
        "more": max(0, len(draft.goods) - 1),
        "ends": " → ".join(ends),
        "at": at,
        "why": _why(reader, draft.id, waiting),
    }


def _row(reader: Reader, row: ListedRow, waiting: Waiting, amended: frozenset[str]) -> View:
    return {
        "href": f"/carrier/dossiers/{row.subject}",
        "own": row.data["lrn"],
        "mrn": row.data["mrn"],
        "stands": stands(row.data)[0],
        "worst": row.data.get("worst", ""),
        "strip": small_strip(reader, row.data["strip"], row.data["status"]),
        "why": _why(reader, row.subject, waiting),
        "amendment": f"/carrier/drafts/{row.subject}" if row.subject in amended else "",
    }


def _why(reader: Reader, subject: str, waiting: Waiting) -> list[str]:
    return [reader.words(text, **args) for text, args in waiting.why.get(subject, ())]


ROUTES: tuple[ControllerRouterHandler, ...] = (home,)
LISTS: Final = (DOSSIERS,)
