"""Commitments as a board and as a timeline, and indicators: public, the filters in the address."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from litestar import Request, get
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from corridor.domain.commitments.schedule import due_of
from corridor.domain.commitments.state import THEMES, VERBS, Commitment
from corridor.domain.indicators.state import Indicator
from corridor.web.access import anyone
from corridor.web.addresses import without_empty
from corridor.web.auth.identity import actor_or_none
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.life.timeline import timeline_of
from corridor.web.pages.acting import buttons
from corridor.web.pages.register.desk import COMMITMENT_DESK, INDICATOR_DESK
from corridor.web.register.shown import (
    commitments_of,
    indicators_of,
    measure_view,
    row_view,
    series_view,
    yearly_for,
)
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, page

AnyRequest = Request[Any, Any, Any]
Reads = Callable[[Commitment, str, str], bool]
FILTERS: Final[Mapping[str, Reads]] = {
    "party": lambda state, value, day: value in state.promise.parties,
    "verb": lambda state, value, day: state.promise.verb == value,
    "theme": lambda state, value, day: state.promise.theme == value,
    "source": lambda state, value, day: state.promise.source.on == value,
    "due": lambda state, value, day: due_of(state, day) == value,
}
VIEWS: Final = ("board", "timeline")


@get("/commitments", opt=anyone(), before_request=without_empty)
async def commitments(request: AnyRequest) -> Page:
    """`?view=board|timeline`, and filters by party, verb, theme, source, due."""
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    day, asked = services.day_at(services.node), request.query_params
    every = commitments_of(services)
    chosen = {name: asked[name] for name in FILTERS if asked.get(name)}
    shown = [one for one in every if all(FILTERS[n](one, v, day) for n, v in chosen.items())]
    rows = [row_view(reader, one, yearly_for(services, one), day) for one in shown]
    view = asked.get("view", "board")
    return page(
        request,
        "register/commitments.html",
        title=_("Register of commitments"),
        view=view if view in VIEWS else "board",
        rows=rows,
        columns=_columns(rows),
        years=_years(rows),
        total=len(every),
        chosen=chosen,
        options=_options(reader, every),
    )


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


def _options(reader: Reader, every: list[Commitment]) -> dict[str, list[dict[str, str]]]:
    """What there is to choose from; the first of each is all."""
    labels, said = reader.labels, [one.promise for one in every]
    parties = sorted({party for one in said for party in one.parties}, key=reader.names.country)
    sources = {one.source.on: one.source.by.in_language(reader.lang) for one in said}
    used = {one.verb for one in said}, {one.theme for one in said}
    every_one = {"value": "", "label": reader.words("all")}
    found: dict[str, list[tuple[str, str]]] = {
        "party": [(one, reader.names.country(one)) for one in parties],
        "verb": [(one, labels(one, "commitment_verb")) for one in VERBS if one in used[0]],
        "theme": [(one, labels(one, "commitment_theme")) for one in THEMES if one in used[1]],
        "source": [(on, f"{reader.formats.day(on)}: {by}") for on, by in sorted(sources.items())],
        "due": [(one, labels(one, "commitment_due")) for one in ("overdue", "soon")],
    }
    return {
        name: [every_one, *({"value": v, "label": label} for v, label in pairs if v)]
        for name, pairs in found.items()
    }


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
    """All series with what was reported last."""
    _, reader = gettext_of(request), reader_of(request)
    every = indicators_of(services_of(request))
    rows = [series_view(reader, one, every) for one in every]
    return page(request, "register/indicators.html", title=_("Indicators"), rows=rows)


@get("/indicators/{reference:str}", opt=anyone())
async def indicator(request: AnyRequest, reference: FromPath[str]) -> Page:
    """One series: figures, vintages, what is derived, what sides say of it."""
    reader, services = reader_of(request), services_of(request)
    state = services.queries.get(reference).state
    if not isinstance(state, Indicator):
        raise NotKnown
    row = series_view(reader, state, indicators_of(services))
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
