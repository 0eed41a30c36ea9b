"""Home: drafts, then what waits for the carrier, then what is under way, then what is closed."""

from collections.abc import Iterator
from typing import Any, Final

from litestar import Request, get
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler
from msgspec import to_builtins

from corridor.domain.movement.listings import summary
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import N_
from corridor.engine.queries import ListedRow
from corridor.web.access import only
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.lists import ListView
from corridor.web.pages.carrier.drafts import drafts_of
from corridor.web.services import Services
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, is_part, page, redirect
from corridor.web.views.drafting.model import Draft
from corridor.web.views.finding import find_at, is_found_by
from corridor.web.views.strips import small_strip
from corridor.web.views.waiting import Waiting, waiting_for

AnyRequest = Request[Any, Any, Any]
View = dict[str, Any]
ROWS = 25
LANES: Final = {"open": N_("In progress"), "closed": N_("Closed")}
"""A dossier that was only sent is in progress, though nothing moves yet."""


@get("/carrier", opt=only("carrier"))
async def home(request: AnyRequest) -> Page | Redirect:
    """All dossiers of the organisation, the most urgent first."""
    _ = gettext_of(request)
    actor, reader, services = actor_of(request), reader_of(request), services_of(request)
    finding = find_at(request, Movement)
    own = [one for one in drafts_of(request) if _is_meant(one[0], finding.text, reader)]
    is_one = len(finding.states) == 1 and not finding.next_href and not own
    if is_one and not is_part(request):
        return redirect(f"/carrier/dossiers/{finding.states[0].id}")
    closed = request.query_params.get("list") == "closed"
    lists = {lane: f"carrier:{actor.org}:{lane}" for lane in ("open", "closed", "permits")}
    shown = ListView(request, lists["closed" if closed else "open"], ROWS)
    counts = services.queries.counts(f"carrier:{actor.org}:")
    waiting = waiting_for(services, actor.org)
    drafts = [_draft(reader, draft, at, waiting) for draft, at in own]
    return page(
        request,
        "carrier/home.html",
        title=_("My dossiers"),
        live=[*lists.values(), *finding.topics],
        behind=finding.behind,
        finding=finding,
        found=[_row(reader, _listed(services, one), waiting) for one in finding.states],
        drafts=drafts,
        waiting=[_row(reader, row, waiting) for row in waiting.rows],
        rows=[_row(reader, row, waiting) for row in shown.rows],
        view=shown,
        closed=closed,
        lane_labels=LANES,
        counts={lane: counts.get(name, 0) for lane, name in lists.items()},
        followed=" ".join(lists.values()),
    )


def _listed(services: Services, state: Movement) -> ListedRow:
    return ListedRow(state.id, "", state.reference, state.updated_at, summary(state))


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


def _row(reader: Reader, row: ListedRow, waiting: Waiting) -> View:
    data = row.data
    return {
        "key": row.subject,
        "href": f"/carrier/dossiers/{row.subject}",
        "ref": data["ref"],
        "plates": ", ".join(data["plates"]),
        "goods": data["goods"],
        "more": max(0, data["items"] - 1),
        "mass": reader.formats.mass(data["gross_kg"]),
        "status": data["status"],
        "strip": small_strip(reader, data["strip"], data["status"]),
        "due": data["limit_date"],
        "updated": row.updated,
        "why": _why(reader, row.subject, waiting),
    }


def _why(reader: Reader, subject: str, waiting: Waiting) -> list[str]:
    return [reader.words(text, **args) for text, args in waiting.why.get(subject, ())]


ROUTES: tuple[ControllerRouterHandler, ...] = (home,)
