"""Before it leaves: what each state would say of a dossier, or of an NCTS declaration."""

import asyncio
from typing import Any, Final

import msgspec
from litestar import Request, post

from corridor.domain.consignment import Dossier
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import Refused
from corridor.domain.routes import DEMO_ROUTES, Route
from corridor.domain.values import Reference
from corridor.web.access import anyone
from corridor.web.api.answers import Answer, answer
from corridor.web.api.bodies import BODY_SECONDS, BodyReader
from corridor.web.auth.identity import actor_or_none
from corridor.web.context import reader_of, services_of
from corridor.web.errors import BadBody, RefusedCommand
from corridor.web.patience import Slow
from corridor.web.views.preflight import SaidState, over, preflight_of

AnyRequest = Request[Any, Any, Any]
XML: Final = ("application/xml", "text/xml")


class Looked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A dossier to be looked at before it is filed.

    `id`: under which permits of the asking carrier were applied for, if any. `route`: the name of
    a ready-made route, on which it is put from tomorrow on, in place of its own.
    """

    dossier: Dossier
    id: Reference = ""
    route: str = ""


class Preflight(msgspec.Struct, frozen=True):
    """State by state, in the order of the way. The permit rules are illustrative."""

    states: tuple[SaidState, ...]
    stops: bool
    illustrative: bool = True


_LOOKED: Final[BodyReader[Looked]] = BodyReader(Looked)


@post("/preflight", opt=anyone() | {"body": Looked, "answer": Preflight}, status_code=200)
async def preflight(request: AnyRequest) -> Answer:
    """Which state would stop the dossier, where, why, and by when that is mended. Nothing is kept.

    The body is JSON, or a CC015C as application/xml with `?route=` in the address.
    """
    services, asked = services_of(request), await _asked(request)
    now, reference = services.now(), services.reference
    dossier = asked.dossier
    if asked.route:
        dossier = over(dossier, _route(asked.route), now, reference)
    elif not dossier.route.points:
        raise BadBody("invalid", (("/route", "This is required."),))
    permits, say = _permits(request, asked.id), reader_of(request).refusals
    found = preflight_of(dossier, services.rules, permits, reference, now, say)
    return answer(Preflight(found, any(state.verdict == "stops" for state in found)))


async def _asked(request: AnyRequest) -> Looked:
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    declared_in = services_of(request).declared_in
    if kind not in XML or declared_in is None:
        return await _LOOKED.read(request)
    found = declared_in(await _bytes(request))
    if isinstance(found, Refused):
        raise RefusedCommand(found.refusals)
    return Looked(found, route=request.query_params.get("route", ""))


async def _bytes(request: AnyRequest) -> bytes:
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await request.body()
    except TimeoutError:
        raise Slow from None


def _route(name: str) -> Route:
    if name not in DEMO_ROUTES:
        raise BadBody("invalid", (("/route", f"Invalid value {name[:40]!r}"),))
    return DEMO_ROUTES[name]


def _permits(request: AnyRequest, id: str) -> tuple[Permit, ...]:
    """Those of the asking firm alone: of others nothing is told, nor whether there are any."""
    actor = actor_or_none(request)
    if not id or actor is None or actor.role != "carrier":
        return ()
    held = services_of(request).queries.permits_of(id)
    return tuple(permit for permit in held if permit.owner == actor.org)
