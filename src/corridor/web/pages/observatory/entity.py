"""A corridor, a segment, a checkpoint, a state: all that is measured there."""

from typing import Any, Final
from urllib.parse import urlencode

import msgspec
from litestar import get
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from corridor.domain.refusals import N_
from corridor.web.access import anyone
from corridor.web.context import reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.observed import words
from corridor.web.observed.figure import Asked, brief, in_full
from corridor.web.observed.map import JOINT, segment_href
from corridor.web.observed.shelf import Shelf
from corridor.web.pages.observatory.asking import (
    AnyRequest,
    choice,
    nothing,
    period_of,
    shelf_of,
    years_of,
)
from corridor.web.toolkit import Page, page


class Sort(msgspec.Struct, frozen=True):
    """What has a page of its own. `columns`: those that name it, of which a measure has one."""

    path: str
    says: str
    columns: tuple[str, ...]


SORTS: Final = (
    Sort("corridors", N_("Corridor"), ("corridor",)),
    Sort("segments", N_("Segment"), ("segment",)),
    Sort("checkpoints", N_("Checkpoint or office"), ("office",)),
    Sort("states", N_("Country"), ("country", "state")),
)
_BY_PATH: Final = {one.path: one for one in SORTS}


@get([f"/observatory/{one.path}/{{code:str}}" for one in SORTS], opt=anyone())
async def entity(request: AnyRequest, code: FromPath[str]) -> Page:
    """Its figures, one of them in full: `?measure=`, `?period=`."""
    sort, reader = _BY_PATH[request.url.path.split("/")[2]], reader_of(request)
    shelf, value = shelf_of(request), code.replace(JOINT, ">")
    if shelf is None:
        return nothing(request)
    told = list(_told(request, shelf, sort, value))
    if not told and value not in _known(request, sort):
        raise NotKnown
    chosen = _chosen(request, told)
    years = choice(reader, "period", years_of(shelf), period_of(request), reader.words("All time"))
    return page(
        request,
        "observatory/entity.html",
        title=words.value(reader, sort.columns[0], value),
        sort=reader.words.gettext(sort.says),
        here_path=request.url.path,
        cards=[brief(one) for one in told],
        one=in_full(chosen) if chosen else None,
        years=years,
        ways=_ways(request, sort, value, shelf),
        report=_report(sort, value),
    )


def _known(request: AnyRequest, sort: Sort) -> set[str]:
    """What there is although nothing is told of it."""
    reference = services_of(request).reference
    if sort.path == "checkpoints":
        return set(reference.offices)
    if sort.path == "corridors":
        return {name for link in reference.links for name in link.corridors}
    if sort.path == "states":
        return set(reference.countries)
    return {
        f"{start}>{end}"
        for link in reference.links
        for start, end in ((link.start, link.end), (link.end, link.start))
    }


def _told(request: AnyRequest, shelf: Shelf, sort: Sort, value: str) -> Any:
    for name in shelf.measured:
        for column in sort.columns:
            if value in shelf.values(name, column):
                asked = Asked(reader_of(request), shelf, name, {column: value}, period_of(request))
                yield asked


def _chosen(request: AnyRequest, told: list[Asked]) -> Asked | None:
    wanted = request.query_params.get("measure", "")
    return next((one for one in told if one.name == wanted), next(iter(told), None))


def _report(sort: Sort, value: str) -> str:
    """Where one asks for its report; segments and checkpoints have none."""
    about = {"corridors": "corridor", "states": "state"}.get(sort.path, "")
    return f"/observatory/report?{urlencode({'about': f'{about}:{value}'})}" if about else ""


def _ways(request: AnyRequest, sort: Sort, value: str, shelf: Shelf) -> list[dict[str, str]]:
    """From here to what belongs to it: of a corridor its segments, of a state its checkpoints."""
    reader = reader_of(request)
    if sort.path == "states":
        offices = [one for one in shelf.values("tfi1", "office") if one.startswith(value)]
        return [{"href": f"/observatory/checkpoints/{one}", "label": reader.names.office(one)}
                for one in offices]  # fmt: skip
    if sort.path == "corridors":
        links = services_of(request).reference.links
        places = {end for one in links if value in one.corridors for end in (one.start, one.end)}
        return [
            {"href": segment_href(one), "label": words.value(reader, "segment", one)}
            for one in shelf.values("segment-speed", "segment")
            if set(one.split(">")) <= places
        ]
    return []


ROUTES: Final[tuple[ControllerRouterHandler, ...]] = (entity,)
