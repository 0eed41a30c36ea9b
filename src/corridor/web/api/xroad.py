"""What systems behind X-Road (Tunduk and its like) may call: requirements, permits, their status.

The security server of this node's state sends a call here as it is, with who calls in its headers.
A call is taken where its client is one that the node's settings tie to an authority, and the token
is of an officer of that authority: neither alone is enough.
"""

from collections.abc import Awaitable, Callable
from hashlib import sha256
from typing import Any, Final

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath

from corridor.domain.codes.xroad import read_client, read_service, written
from corridor.domain.permits.state import Permit
from corridor.web.access import anyone, note_denial, only, state_of
from corridor.web.api.answers import Answer, answer
from corridor.web.api.applications import Asked, Needs, needs_of
from corridor.web.api.brought import (
    RecordsBrought,
    RecordsTaken,
    StatusFeed,
    bring_records,
    changes_of,
)
from corridor.web.auth.identity import actor_of
from corridor.web.context import services_of
from corridor.web.errors import NotKnown
from corridor.web.forms import UPLOAD_BYTES_MAX

AnyRequest = Request[Any, Any, Any]
BASE: Final = "/api/v1/xroad"
WORDS_MAX: Final = 255
_TOLD: Final = ("x-road-id", "x-road-userid", "x-road-issue", "x-road-represented-party")


class XRoadFault(msgspec.Struct, frozen=True):
    """An error in the form of the protocol (§4.6)."""

    type: str
    message: str
    detail: str


class Caller(msgspec.Struct, frozen=True):
    """Who calls, and under which message: `KG/GOV/70000005/plant; x-road-id=…; …`."""

    client: str
    reference: str
    message: str = ""
    """By what the message is known if it comes again; empty where it has no id."""


def caller_of(request: AnyRequest) -> Caller | XRoadFault:
    """The client that the security server names.

    1. The node is on X-Road at all.
    2. The client is well written; the service, where it is named, is one of this node.
    3. The settings tie the client to the authority whose token it has.
    4. What is told besides is short and can be shown.
    """
    callers, heads = services_of(request).xroad_callers, request.headers
    if callers is None:
        raise NotKnown
    client, service = read_client(heads.get("x-road-client", "")), heads.get("x-road-service", "")
    if not client or len(heads.getall("x-road-client")) > 1:
        return XRoadFault("Client.InvalidClientId", "X-Road-Client is missing or ill-formed", "")
    if service and not _is_ours(service, services_of(request).xroad_client):
        return XRoadFault("Client.InvalidServiceId", "X-Road-Service is none of this node", "")
    offices = {read_client(one): office for one, office in callers.items()}
    if offices.get(client) != actor_of(request).office:
        note_denial(request, actor_of(request), "xroad_client")
        return XRoadFault("Server.AccessDenied", "the client is not tied to this authority", "")
    told = {name: heads.get(name, "") for name in _TOLD}
    for name, said in told.items():
        if len(said) > WORDS_MAX or not said.isprintable():
            return XRoadFault("Client.InvalidHeader", f"{name} is ill-formed", "")
    parts = (written(client), *(f"{name}={said}" for name, said in told.items() if said))
    id = told["x-road-id"]
    message = sha256(f"{written(client)} {id}".encode()).hexdigest()[:40] if id else ""
    return Caller(written(client), "; ".join(parts)[:512], message and f"xroad/{message}")


def _is_ours(service: str, own: str) -> bool:
    """Whether the service that is called is one of this node, as its settings name it."""
    parts = read_service(service)
    return bool(parts) and (not own or parts[:-1] == read_client(own))


async def _called(request: AnyRequest, then: Callable[[Caller], Awaitable[Answer]]) -> Answer:
    found = caller_of(request)
    if isinstance(found, Caller):
        return await then(found)
    return answer(found, 403 if found.type.startswith("Server.Access") else 400)


@post(
    "/xroad/requirements",
    opt=only("permit") | {"body": Asked, "answer": Needs},
    status_code=200,
)
async def xroad_requirements(request: AnyRequest) -> Answer:
    """What each state asks of a dossier, for a system behind X-Road."""
    return await _called(request, lambda caller: needs_of(request))


@post(
    "/xroad/permits",
    opt=only("permit") | {"body": RecordsBrought, "answer": RecordsTaken},
    status_code=200,
    request_max_body_size=UPLOAD_BYTES_MAX,
)
async def xroad_bring(request: AnyRequest) -> Answer:
    """Bring in permits of a system behind X-Road; the same number again changes one."""
    return await _called(
        request, lambda caller: bring_records(request, "xroad", caller.reference, caller.message)
    )


@get("/xroad/permits", opt=only("permit") | {"answer": StatusFeed})
async def xroad_changes(request: AnyRequest) -> Answer:
    """What became of the permits of this authority: `?after=…&limit=100`."""

    async def then(caller: Caller) -> Answer:
        return changes_of(request)

    return await _called(request, then)


@get("/xroad/permits/{reference:str}", opt=only("permit") | {"answer": Permit})
async def xroad_permit(request: AnyRequest, reference: FromPath[str]) -> Answer:
    """One permit of this authority, by its number or subject."""

    async def then(caller: Caller) -> Answer:
        return answer(state_of(request, reference, Permit))

    return await _called(request, then)


@get("/xroad/openapi.json", opt=anyone(), include_in_schema=False)
async def xroad_description(request: AnyRequest) -> Response[bytes]:
    """The services as OpenAPI 3.0, to be registered at the security server."""
    return Response(msgspec.json.encode(description()), media_type="application/json")


def description() -> dict[str, Any]:
    """Paths, methods and headers; what the bodies hold says the whole description of the node."""
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Digital Transit Corridor: services for X-Road",
            "version": "1.0.0",
            "description": "Requirements, permits and their status, for authorities of the state.",
        },
        "externalDocs": {"url": "/api/v1/openapi.json", "description": "What the bodies hold"},
        "servers": [{"url": BASE}],
        "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
        "security": [{"token": []}],
        "paths": {
            "/requirements": {"post": _operation("Requirements of a dossier", body=True)},
            "/permits": {
                "post": _operation("Bring in permits", body=True),
                "get": _operation("What became of them", query=("after", "limit")),
            },
            "/permits/{reference}": {"get": _operation("One permit", place="reference")},
        },
    }


def _operation(
    summary: str, *, body: bool = False, query: tuple[str, ...] = (), place: str = ""
) -> dict[str, Any]:
    named = [("X-Road-Client", "header", True), *((name, "query", False) for name in query)]
    named += [(place, "path", True)] if place else []
    json = {"application/json": {"schema": {"type": "object"}}}
    found: dict[str, Any] = {
        "summary": summary,
        "parameters": [
            {"name": name, "in": where, "required": needed, "schema": {"type": "string"}}
            for name, where, needed in named
        ],
        "responses": {
            "200": {"description": "done", "content": json},
            "400": {"description": "headers of X-Road that are ill-formed", "content": json},
            "403": {"description": "a client that is not tied to the authority", "content": json},
        },
    }
    return found | ({"requestBody": {"required": True, "content": json}} if body else {})
