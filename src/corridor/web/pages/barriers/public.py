"""Barriers for anybody: a list with its filters in the address, and one page each."""

from typing import Any, Final

from litestar import Request, get
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from corridor.domain.barrier import BARRIER_KINDS, STAGES, Barrier, concerns
from corridor.domain.barriers.kind import ALL, LISTED
from corridor.domain.listings import mark
from corridor.engine.ports import Pick
from corridor.web.access import anyone
from corridor.web.acts.barriers.commenting import COMMENT
from corridor.web.acts.barriers.notifying import goods_in
from corridor.web.addresses import without_empty
from corridor.web.auth.identity import actor_or_none
from corridor.web.barriers.shown import barrier_view
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.life.timeline import timeline_of
from corridor.web.pages.acting import buttons
from corridor.web.pages.barriers.desk import BARRIER_DESK
from corridor.web.services import Services
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, page

AnyRequest = Request[Any, Any, Any]
FILTERS: Final = ("state", "kind", "stage")
ENDED: Final = "lifted"
"""Beside the stages that a notice names."""
SHOWN_MAX: Final = 25
BY_GOODS_MAX: Final = 100
CODES_MAX: Final = 10
"""Of goods that are asked for at once: each is a search of its own."""
VALUES_MAX: Final = 100


@get("/barriers", opt=anyone(), before_request=without_empty)
async def barriers(request: AnyRequest) -> Page:
    """Measures, the newest first; `?state=`, `?kind=`, `?stage=`, `?goods=` choose."""
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    asked = request.query_params
    chosen = {name: asked[name] for name in FILTERS if asked.get(name)}
    goods = goods_in(asked.get("goods", ""))[:CODES_MAX]
    if goods:
        chosen["goods"] = " ".join(goods)
    rows, onward = _rows(services, chosen, goods, asked.get("after", ""))
    actor = actor_or_none(request)
    return page(
        request,
        "barriers/list.html",
        title=_("Barriers"),
        rows=[barrier_view(reader, services, one) for one in rows],
        next=onward,
        total=services.queries.counts(LISTED).get(LISTED, 0),
        chosen=chosen,
        options=_options(reader, services),
        role=actor.role if actor is not None else "",
    )


def _rows(
    services: Services, chosen: dict[str, str], goods: tuple[str, ...], after: str
) -> tuple[list[Barrier], str]:
    """One page of what fits, and where the next one begins.

    By goods: those of their chapters and those of all goods, the newest of each.
    """
    marks = tuple(mark(name, chosen[name]) for name in FILTERS if name in chosen)
    if not goods:
        pick = services.queries.picked(LISTED, Pick(marks), "updated", after, SHOWN_MAX, True)
        return services.queries.states(pick.rows, Barrier), pick.next
    chapters = sorted({code[:2] for code in goods})
    picks = (Pick((*marks, mark("chapter", one))) for one in (*chapters, ALL))
    pages = [
        services.queries.picked(LISTED, pick, "updated", "", BY_GOODS_MAX, True) for pick in picks
    ]
    found = {row.subject: row for one in pages for row in one.rows}
    states = services.queries.states(found.values(), Barrier)
    fitting = [one for one in states if concerns(one.notice, goods)]
    return sorted(fitting, key=lambda one: one.updated_at, reverse=True)[:BY_GOODS_MAX], ""


def _options(reader: Reader, services: Services) -> dict[str, list[dict[str, str]]]:
    """What there is to choose from; the first of each is all."""
    every = {"value": "", "label": reader.words("all")}
    states = services.queries.values(LISTED, "state", VALUES_MAX, 0)
    found: dict[str, list[tuple[str, str]]] = {
        "state": sorted((reader.names.country(one), one) for one in states),
        "kind": [(reader.labels(one, "barrier_kind"), one) for one in BARRIER_KINDS],
        "stage": [(_stage_words(reader, one), one) for one in (*STAGES, ENDED)],
    }
    return {
        name: [every, *({"value": value, "label": label} for label, value in pairs)]
        for name, pairs in found.items()
    }


def _stage_words(reader: Reader, stage: str) -> str:
    group = "barrier_standing" if stage == ENDED else "barrier_stage"
    return reader.labels(stage, group)


@get("/barriers/{reference:str}", opt=anyone())
async def barrier(request: AnyRequest, reference: FromPath[str]) -> Page:
    """One measure: what it demands, comments of states, what it cost, history."""
    reader, services, actor = reader_of(request), services_of(request), actor_or_none(request)
    state = services.queries.get(reference).state
    if not isinstance(state, Barrier):
        raise NotKnown
    row = barrier_view(reader, services, state)
    is_registrar = actor is not None and actor.role == "registrar"
    acts = buttons(BARRIER_DESK, state, actor, reader) if actor and is_registrar else []
    own = state.home == services.node
    history = timeline_of(reader, services, services.queries.timeline(state.id), state=state)
    return page(
        request,
        "barriers/barrier.html",
        title=row["title"],
        row=row,
        history=history,
        acts=[one for one in acts if (row["is_open"] if one["name"] == COMMENT.name else own)],
        path=f"/registrar/barriers/{state.id}",
        role=actor.role if actor is not None else "",
    )


ROUTES: Final[tuple[ControllerRouterHandler, ...]] = (barriers, barrier)
