"""Routes without pages: the checkpoint's worker, health, the feed for peers."""

import asyncio
from typing import Any

from litestar import MediaType, Request, Response, get, post
from litestar.response import File
from litestar.types import ControllerRouterHandler

from corridor.web.access import anyone
from corridor.web.context import services_of
from corridor.web.errors import NotKnown
from corridor.web.patience import Slow
from corridor.web.services import RawRequest, Services
from corridor.web.templating import STATIC

FOLLOW_BYTES_MAX = 64 << 10
"""A request of a peer. Of a longer one no more is read than shows that it is too long."""
FOLLOW_SECONDS = 30
EPERMIT = "/epermit"
AUTHORIZATION_MAX = 4_000


@get("/sw.js", opt=anyone(), include_in_schema=False, sync_to_thread=False)
def worker() -> File:
    """The worker behind /verify; at the root, because its scope begins where it lies."""
    return worker_file("sw.js")


def worker_file(name: str) -> File:
    """A worker's script; a browser asks for it anew each time."""
    return File(
        STATIC / name,
        media_type="text/javascript",
        content_disposition_type="inline",
        headers={"cache-control": "no-cache"},
    )


@get("/healthz", opt=anyone(), include_in_schema=False, media_type=MediaType.JSON)
async def healthz(request: "Request[Any, Any, Any]") -> dict[str, Any]:
    """That the node answers, how long its log is, and what ails it: nothing where all is well."""
    services = services_of(request)
    return {
        "node": services.node,
        "size": services.queries.log_size(),
        "now": services.now(),
        "ills": services.health().ills if services.health is not None else (),
    }


def exchange_routes(services: Services) -> list[ControllerRouterHandler]:
    """The feed for peers, where the node serves one. Its own signatures say who asks."""
    if services.follow is None:
        return []
    follow = services.follow

    @post(
        "/exchange/{rest:path}",
        opt=anyone(),
        include_in_schema=False,
        request_max_body_size=None,
        status_code=200,
    )
    async def exchange(request: "Request[Any, Any, Any]") -> Response[bytes]:
        answer = await follow(await _raw(request))
        return Response(
            answer.body,
            status_code=answer.status,
            headers=dict(answer.headers),
            media_type=dict(answer.headers).get("content-type", "application/json"),
        )

    return [exchange]


@get([EPERMIT, f"{EPERMIT}/{{rest:path}}"], opt=anyone(), include_in_schema=False)
async def epermit_read(request: "Request[Any, Any, Any]") -> Response[bytes]:
    """The e-permit protocol: who this is, a permit by its code, where the chains end."""
    return await _epermit(request, b"")


@post(
    f"{EPERMIT}/events/{{kind:str}}",
    opt=anyone(),
    include_in_schema=False,
    request_max_body_size=None,
    status_code=200,
)
async def epermit_event(request: "Request[Any, Any, Any]") -> Response[bytes]:
    """A message of a partner. Its own signature says who sent it."""
    try:
        async with asyncio.timeout(FOLLOW_SECONDS):
            body = await _first_bytes(request, FOLLOW_BYTES_MAX + 1)
    except TimeoutError:
        raise Slow from None
    return await _epermit(request, body)


async def _epermit(request: "Request[Any, Any, Any]", body: bytes) -> Response[bytes]:
    answers = services_of(request).epermit_answers
    if answers is None:
        raise NotKnown
    path = request.scope["path"].removeprefix(EPERMIT)
    authorization = request.headers.get("authorization", "")[:AUTHORIZATION_MAX]
    found = await answers.answer(request.method, path, authorization, body)
    headers = {"cache-control": "no-store"}
    return Response(
        found.body, status_code=found.status, media_type=MediaType.JSON, headers=headers
    )


async def _raw(request: "Request[Any, Any, Any]") -> RawRequest:
    query = request.scope["query_string"].decode("latin-1")
    headers = tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in request.scope["headers"])
    path = request.scope["path"]
    return RawRequest(
        method=request.method,
        target=f"{path}?{query}" if query else path,
        authority=request.headers.get("host", ""),
        headers=headers,
        body=await _body_if_signed(request),
    )


async def _body_if_signed(request: "Request[Any, Any, Any]") -> bytes:
    """What bears no signature is refused anyway, so nothing more of it is read."""
    if "signature" not in request.headers or "signature-input" not in request.headers:
        return b""
    try:
        async with asyncio.timeout(FOLLOW_SECONDS):
            return await _first_bytes(request, FOLLOW_BYTES_MAX + 1)
    except TimeoutError:
        raise Slow from None


async def _first_bytes(request: "Request[Any, Any, Any]", count: int) -> bytes:
    found = bytearray()
    async for part in request.stream():
        found += part
        if len(found) >= count:
            break
    return bytes(found[:count])
