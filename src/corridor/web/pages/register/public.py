"""Commitments as a board and as a timeline, and indicators: public, the filters in the address."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from litestar import Request, get
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from corridor.domain.commitments.kind import LISTED as COMMITMENTS_LIST
from corridor.domain.commitments.schedule import due_of
from corridor.domain.commitments.state import SOON_DAYS, THEMES, VERBS, Commitment
from corridor.domain.days import days_later
from corridor.domain.indicators.kind import LISTED as INDICATORS_LIST
from corridor.domain.indicators.state import Indicator
from corridor.domain.listings import Order, mark
from corridor.engine.ports import Pick
from corridor.engine.queries import ListedRow
from corridor.web.access import anyone
from corridor.web.addresses import without_empty
from corridor.web.auth.identity import actor_or_none
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.life.timeline import timeline_of
from corridor.web.pages.acting import buttons
from corridor.web.pages.register.desk import COMMITMENT_DESK, INDICATOR_DESK
from corridor.web.register.shown import (
    FIRST_DAY,
    alike_for,
    measure_view,
    row_view,
    series_view,
    yearly_for,
)
from corridor.web.services import Services
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, page

AnyRequest = Request[Any, Any, Any]
MARKS: Final = ("party", "verb", "theme", "source")
DUES: Final = ("overdue", "soon")
ROWS_AT_ONCE: Final = 100
SERIES_AT_ONCE: Final = 50
VALUES_MAX: Final = 100


@get("/commitments", opt=anyone(), before_request=without_empty)
async def commitments(request: AnyRequest) -> Page:
    """`?view=board|timeline`, and filters by party, verb, theme, source, due; a page at once."""
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    asked = request.query_params
    chosen = {name: asked[name] for name in (*MARKS, "due") if asked.get(name)}
    view = "timeline" if asked.get("view") == "timeline" else "board"
    found = services.queries.picked(
        COMMITMENTS_LIST,
        _pick(services, chosen),
        "due" if view == "timeline" else "name",
        asked.get("after", ""),
        ROWS_AT_ONCE,
    )
    rows = _shown(reader, services, found.rows, chosen.get("due", ""))
    return page(
        request,
        "register/commitments.html",
        title=_("Register of commitments"),
        view=view,
        rows=rows,
        columns=_columns(rows),
        years=_years(rows),
        total=services.queries.counts(COMMITMENTS_LIST).get(COMMITMENTS_LIST, 0),
        next=found.next,
        chosen=chosen,
        options=_options(reader, services, rows),
    )


def _pick(services: Services, chosen: Mapping[str, str]) -> Pick:
    """Those with these marks; of what is due, those whose last day can be so."""
    day = services.day_at(services.node)
    spans: dict[str, tuple[Order, str, str]] = {
        "overdue": ("due", FIRST_DAY, day),
        "soon": ("due", day, days_later(day, SOON_DAYS + 1)),
    }
    marks = tuple(mark(name, chosen[name]) for name in MARKS if name in chosen)
    return Pick(marks, spans.get(chosen.get("due", "")))


def _shown(
    reader: Reader, services: Services, rows: Iterable[ListedRow], due: str
) -> list[dict[str, Any]]:
    day = services.day_at(services.node)
    found = services.queries.states(rows, Commitment)
    fit = [one for one in found if not due or due_of(one, day) == due]
    return [row_view(reader, one, yearly_for(services, one), day) for one in fit]


def _columns(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = ((verb, [r for r in rows if r["state"].promise.verb == verb]) for verb in VERBS)
    return [{"verb": verb, "rows": mine} for verb, mine in found if mine]


def _years(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """By the last day of the term; those without one at the end."""
    dated = sorted(rows, key=lambda row: row["state"].promise.due_last or "9999")
    years: dict[str, list[dict[str, Any]]] = {}
    for row in dated:
        years.setdefault(row["state"].promise.due_last[:4], []).append(row)
    return [{"year": year, "rows": mine} for year, mine in years.items()]


def _options(
    reader: Reader, services: Services, rows: list[dict[str, Any]]
) -> dict[str, list[dict[str, str]]]:
    """What there is to choose from; the first of each is all."""
    labels, values = reader.labels, services.queries.values
    used = {name: values(COMMITMENTS_LIST, name, VALUES_MAX, 0) for name in MARKS}
    said = {row["state"].promise.source.on: row["source"]["by"] for row in rows}
    every_one = {"value": "", "label": reader.words("all")}
    found: dict[str, list[tuple[str, str]]] = {
        "party": sorted(
            ((one, reader.names.country(one)) for one in used["party"]), key=lambda pair: pair[1]
        ),
        "verb": [(one, labels(one, "commitment_verb")) for one in VERBS if one in used["verb"]],
        "theme": [(one, labels(one, "commitment_theme")) for one in THEMES if one in used["theme"]],
        "source": [(on, _source(reader, on, said)) for on in sorted(used["source"])],
        "due": [(one, labels(one, "commitment_due")) for one in DUES],
    }
    return {
        name: [every_one, *({"value": v, "label": label} for v, label in pairs if v)]
        for name, pairs in found.items()
    }


def _source(reader: Reader, on: str, said: Mapping[str, str]) -> str:
    """By its day, and who it is where the page has a row of it."""
    day = reader.formats.day(on)
    return f"{day}: {said[on]}" if on in said else day


@get("/commitments/{reference:str}", opt=anyone())
async def commitment(request: AnyRequest, reference: FromPath[str]) -> Page:
    """One row: what was reported, the words of the sides, parts, progress, history."""
    reader, services = reader_of(request), services_of(request)
    state = services.queries.get(reference).state
    if not isinstance(state, Commitment):
        raise NotKnown
    row = row_view(reader, state, yearly_for(services, state), services.day_at(services.node))
    history = timeline_of(reader, services, services.queries.timeline(state.id), state=state)
    named = {one.number: one for one in state.parts}
    return page(
        request,
        "register/commitment.html",
        title=row["what"],
        row=row,
        measure=measure_view(reader, services, state),
        parts=[(n, named.get(n)) for n in range(1, state.promise.parts + 1)],
        history=history,
        acts=_acts(request, COMMITMENT_DESK, state),
        path=f"/registrar/commitments/{state.id}",
    )


def _acts(request: AnyRequest, desk: Any, state: Any) -> list[dict[str, Any]]:
    """What a registrar who reads the page may do about it."""
    actor = actor_or_none(request)
    if actor is None or actor.role != "registrar":
        return []
    return buttons(desk, state, actor, reader_of(request))


@get("/indicators", opt=anyone())
async def indicators(request: AnyRequest) -> Page:
    """Series with what was reported last, a page at once."""
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    at = request.query_params.get("after", "")
    found = services.queries.rows(INDICATORS_LIST, "name", at, SERIES_AT_ONCE)
    states = (services.queries.get(row.subject).state for row in found.rows)
    every = [one for one in states if isinstance(one, Indicator)]
    return page(
        request,
        "register/indicators.html",
        title=_("Indicators"),
        rows=[series_view(reader, one, alike_for(services, one)) for one in every],
        next=found.next,
    )


@get("/indicators/{reference:str}", opt=anyone())
async def indicator(request: AnyRequest, reference: FromPath[str]) -> Page:
    """One series: figures, vintages, what is derived, what sides say of it."""
    reader, services = reader_of(request), services_of(request)
    state = services.queries.get(reference).state
    if not isinstance(state, Indicator):
        raise NotKnown
    row = series_view(reader, state, alike_for(services, state))
    history = timeline_of(reader, services, services.queries.timeline(state.id), state=state)
    return page(
        request,
        "register/indicator.html",
        title=row["title"],
        row=row,
        history=history,
        acts=_acts(request, INDICATOR_DESK, state),
        path=f"/registrar/indicators/{state.id}",
    )


ROUTES: Final[tuple[ControllerRouterHandler, ...]] = (
    commitments,
    commitment,
    indicators,
    indicator,
)
