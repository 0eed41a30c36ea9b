"""Open facts: places, offices, routes, countries, and the node itself."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec
from litestar import Request, get
from litestar.params import FromPath

from corridor.domain.days import is_day
from corridor.domain.places import MODES, Place
from corridor.domain.refdata.base import codes_on
from corridor.domain.refdata.rows import CODE_LISTS, CodeOf, ListName
from corridor.domain.reference import Office
from corridor.domain.reference import Reference as ReferenceSet
from corridor.domain.reference.loader import StationCode, load_stations
from corridor.domain.reference.model import RateRow
from corridor.domain.routes import Route, plan_route
from corridor.domain.routes.demo import DEMO_ROUTES
from corridor.domain.territories import Country
from corridor.web.access import anyone
from corridor.web.api.answers import Answer, answer
from corridor.web.context import services_of
from corridor.web.errors import BadBody, NotKnown

AnyRequest = Request[Any, Any, Any]
VIA_MAX: Final = 10


class Places(msgspec.Struct, frozen=True):
    """Places; `approx` and `proxy` coordinates are not surveyed."""

    places: tuple[Place, ...]


class Stations(msgspec.Struct, frozen=True):
    """Stations of the 1520 mm network by their six digits."""

    stations: tuple[StationCode, ...]


class Offices(msgspec.Struct, frozen=True):
    """Customs offices; `invented` ones are the demo's."""

    offices: tuple[Office, ...]


class Rates(msgspec.Struct, frozen=True):
    """State → currency → what units of it cost in the state's own, as the state issued it."""

    rates: dict[str, Mapping[str, RateRow]]


class CodeList(msgspec.Struct, frozen=True, omit_defaults=True):
    """A list by which a state judges on a day. `issued`: it is the state's own."""

    state: str
    list: ListName
    on: str
    issued: bool
    rows: tuple[CodeOf, ...]


class Countries(msgspec.Struct, frozen=True):
    """States with their time zones."""

    countries: tuple[Country, ...]


class NamedRoute(msgspec.Struct, frozen=True):
    """A route by name."""

    name: str
    route: Route


class Routes(msgspec.Struct, frozen=True):
    """Ready-made routes, or the one that was planned."""

    routes: tuple[NamedRoute, ...]


class NodeFacts(msgspec.Struct, frozen=True):
    """The node as anybody may know it. `checkpoint` is the newest signed note of its log."""

    node: str
    name: dict[str, str]
    demo: bool
    now: str
    size: int
    checkpoint: str
    peers: tuple[str, ...]
    api: str = "1"


@get("/reference/places", opt=anyone() | {"answer": Places})
async def places(request: AnyRequest) -> Answer:
    """Places that a route can name."""
    return answer(Places(tuple(services_of(request).reference.places.values())))


@get("/reference/offices", opt=anyone() | {"answer": Offices})
async def offices(request: AnyRequest) -> Answer:
    """Customs offices, as they count today or, with `?on=2026-12-01`, on another day."""
    return answer(Offices(tuple(_on_day(request).offices.values())))


@get("/reference/stations", opt=anyone() | {"answer": Stations})
async def stations(request: AnyRequest) -> Answer:
    """Codes of railway stations at the places; `approx`: only one public source has it."""
    return answer(Stations(load_stations()))


@get("/reference/rates", opt=anyone() | {"answer": Rates})
async def rates(request: AnyRequest) -> Answer:
    """What currencies cost, by state, today or, with `?on=`, on another day."""
    return answer(Rates(dict(_on_day(request).rates)))


@get("/reference/lists/{name:str}", opt=anyone() | {"answer": CodeList})
async def code_list(request: AnyRequest, name: FromPath[str]) -> Answer:
    """A list of codes: `countries`, `packages`, `units`, `currencies`, `dangerous` or `goods`.

    Of this node's state or, with `?state=UZ`, of another; today or, with `?on=`, on another day.
    """
    services, asked = services_of(request), request.query_params
    state = asked.get("state", services.node)
    found, known = _on_day(request), next((one for one in CODE_LISTS if one == name), None)
    if known is None or state not in services.reference.countries:
        raise NotKnown
    day = asked.get("on", "") or services.day_at(state)
    issued = known in found.of(state).issued
    return answer(CodeList(state, known, day, issued, codes_on(known, state, found)))


def _on_day(request: AnyRequest) -> ReferenceSet:
    """The reference data of the day in the address; of today where there is none."""
    services, day = services_of(request), request.query_params.get("on", "")
    if day and not is_day(day):
        raise BadBody("invalid", (("/on", f"Invalid value {day[:40]!r}"),))
    return services.reference.on(day) if day else services.reference


@get("/reference/countries", opt=anyone() | {"answer": Countries})
async def countries(request: AnyRequest) -> Answer:
    """States."""
    return answer(Countries(tuple(services_of(request).reference.countries.values())))


@get("/reference/routes", opt=anyone() | {"answer": Routes})
async def routes(request: AnyRequest) -> Answer:
    """Ready-made routes; with `?from=…&to=…&via=…&mode=road&mode=sea` the shortest such route."""
    asked = request.query_params
    start, end = asked.get("from", ""), asked.get("to", "")
    if not start and not end:
        named = (NamedRoute(name, route) for name, route in DEMO_ROUTES.items())
        return answer(Routes(tuple(named)))
    via = tuple(asked.getall("via", []))[:VIA_MAX]
    modes = [mode for mode in MODES if mode in asked.getall("mode", ["road", "sea"])]
    found = plan_route(services_of(request).reference, start, end, via, modes)
    if found is None:
        raise NotKnown
    return answer(Routes((NamedRoute(f"{start}/{end}", found),)))


@get("/node", opt=anyone() | {"answer": NodeFacts})
async def node(request: AnyRequest) -> Answer:
    """Which node this is, how long its log is, and its newest checkpoint."""
    services = services_of(request)
    country = services.reference.countries.get(services.node)
    tip = services.engine.tip
    facts = NodeFacts(
        node=services.node,
        name={"ru": country.name_ru, "en": country.name_en} if country else {},
        demo=services.demo,
        now=services.now(),
        size=tip.size,
        checkpoint=tip.note,
        peers=tuple(sorted(services.engine.settings.peers)),
    )
    return answer(facts)
