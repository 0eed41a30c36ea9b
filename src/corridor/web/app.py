"""The web of one node: routes, middleware and handlers put together."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from litestar import Litestar, Router
from litestar.config.csrf import CSRFConfig
from litestar.datastructures import State
from litestar.exceptions import HTTPException, SerializationException
from litestar.middleware import DefineMiddleware
from litestar.middleware.csrf import CSRFMiddleware
from litestar.middleware.session import SessionMiddleware
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.types import ControllerRouterHandler, Middleware

from corridor.engine.illness import Unavailable
from corridor.web.access import MinuteMeter, anyone, check_access, declared_access
from corridor.web.api import routes as api_routes
from corridor.web.api.developers import developers
from corridor.web.auth.identity import Directory
from corridor.web.auth.passkeys import place_of
from corridor.web.auth.second_factor import Safe
from corridor.web.auth.sessions import (
    SessionBackend,
    csrf_config,
    session_backend,
    session_key,
)
from corridor.web.auth.signed_in import Register
from corridor.web.auth.throttle import Throttle
from corridor.web.batches.runner import BatchRunner
from corridor.web.broadcasting import Broadcaster
from corridor.web.cases.presence import Presence
from corridor.web.charts.raster import Raster
from corridor.web.common.gathering import Gathering
from corridor.web.compression import Compressed
from corridor.web.failures import on_bad_form, on_fault, on_http_error, on_illness
from corridor.web.files.intake import Intake
from corridor.web.headers import add_headers
from corridor.web.listing.export import Exports
from corridor.web.live import live
from corridor.web.pages import public, trip
from corridor.web.pages.carrier import uploads
from corridor.web.pages.registry import desk_pages
from corridor.web.pages.signing_in import routes as auth_routes
from corridor.web.papers.press import Press
from corridor.web.patience import FormPatience
from corridor.web.plain import epermit_event, epermit_read, exchange_routes, healthz, worker
from corridor.web.report.printer import Printer
from corridor.web.risk.runner import TrialRunner
from corridor.web.routers import Once, read_ahead
from corridor.web.services import Services
from corridor.web.static_files import static_file
from corridor.web.tables.reading import TableReader
from corridor.web.templating import readers
from corridor.web.trains.runner import TrainRunner
from corridor.web.works import Works

BODY_BYTES_MAX = 1 << 20
LOOKUPS_PER_MINUTE = 60
"""Checks of permits by one person or from one address: another state is asked for each."""
SEAL_MESSAGES_PER_MINUTE = 240
"""Messages with readings of navigation seals by one person of their operator."""
TRIP_REQUESTS_PER_MINUTE = 12
"""Papers and messages by one driver's link, which may lie anywhere."""


def create_app(services: Services) -> Litestar:
    """The application. Start the writer before it; it stops nothing that it did not start."""
    app = Litestar(
        route_handlers=_routes(services),
        guards=[check_access],
        before_send=[add_headers],
        exception_handlers={
            HTTPException: on_http_error,
            SerializationException: on_bad_form,
            Unavailable: on_illness,
            Exception: on_fault,
        },
        request_max_body_size=BODY_BYTES_MAX,
        multipart_form_part_limit=2_000,
        openapi_config=_openapi(),
        logging_config=None,
        state=State(state_of(services)),
        lifespan=[_life],
        debug=False,
    )
    declared_access(app)
    return app


def state_of(services: Services) -> dict[str, Any]:
    """What the handlers find in the application's state: all of it is this node's."""
    broadcaster = Broadcaster()
    services.engine.listeners += (services.references.hear, broadcaster.hear)
    sessions, csrf = _keeping(services)
    safe = Safe(services.data_dir)
    return {
        "services": services,
        "readers": readers(services),
        "directory": Directory(services.queries, services.clock),
        "register": Register(services.queries, services.writer, services.clock),
        "safe": safe,
        "passkeys": place_of(services.home, f"Digital Transit Corridor {services.node}"),
        "throttle": Throttle(),
        "denials": MinuteMeter(),
        "lookups": MinuteMeter(LOOKUPS_PER_MINUTE),
        "seal_messages": MinuteMeter(SEAL_MESSAGES_PER_MINUTE),
        "trips": MinuteMeter(TRIP_REQUESTS_PER_MINUTE),
        "exports": Exports(),
        "broadcaster": broadcaster,
        "presence": Presence(),
        "press": Press(),
        "raster": Raster(),
        "printer": Printer(),
        "observed": None,
        "gathering": Gathering(),
        "tables": TableReader(),
        "intake": Intake(services),
        "batches": BatchRunner(services, safe, broadcaster.tell),
        "trials": TrialRunner(services),
        "trains": TrainRunner(services, broadcaster.tell),
        "session_backend": sessions,
        "csrf_cookie": csrf.cookie_name,
    }


def _keeping(services: Services) -> tuple[SessionBackend, CSRFConfig]:
    """How sessions and forms' tokens are kept, by the key in the node's folder."""
    key = session_key(services.data_dir)
    return session_backend(services, key), csrf_config(services, key)


@asynccontextmanager
async def _life(app: Litestar) -> AsyncGenerator[None, None]:
    """What lives as long as the server does."""
    broadcaster: Broadcaster = app.state.broadcaster
    broadcaster.start()
    runners: list[Works[Any]] = [app.state.batches, app.state.trials, app.state.trains]
    working = [asyncio.create_task(one.run()) for one in runners]
    try:
        yield
    finally:
        broadcaster.stop()
        for one in working:
            one.cancel()
        await asyncio.gather(*working, return_exceptions=True)


def read_handlers() -> None:
    """What any application reads of its handlers, for those of processes forked from this one."""
    read_ahead([*_pages(), *_api(), *trip.ROUTES])


def _routes(services: Services) -> list[ControllerRouterHandler]:
    pages = _pages()
    if services.demo:
        pages.append(auth_routes.demo_sign_in)
    return [
        Once("/", pages, _page_layers(*_keeping(services))),
        Once("/api/v1", _api(), include_in_schema=True),
        Once("/", trip.ROUTES, [DefineMiddleware(Compressed)]),
        static_file,
        worker,
        healthz,
        epermit_read,
        epermit_event,
        *exchange_routes(services),
    ]


def _pages() -> list[ControllerRouterHandler]:
    return [
        live,
        auth_routes.sign_in_page,
        auth_routes.sign_in,
        auth_routes.second_step,
        auth_routes.ask_passkey,
        auth_routes.passkey_answered,
        auth_routes.sign_out,
        auth_routes.choose_language,
        *public.ROUTES,
        developers,
        *desk_pages(),
    ]


def _api() -> list[ControllerRouterHandler]:
    return [*api_routes.ROUTES, *uploads.ROUTES]


def _page_layers(sessions: SessionBackend, csrf: CSRFConfig) -> list[Middleware]:
    """Sessions and CSRF stand before pages alone: the API has tokens, and pays for neither."""
    return [
        DefineMiddleware(Compressed),
        DefineMiddleware(SessionMiddleware, backend=sessions),
        DefineMiddleware(FormPatience),
        DefineMiddleware(CSRFMiddleware, config=csrf),
    ]


def _openapi() -> OpenAPIConfig:
    router = Router("/api/v1/schema", route_handlers=[], include_in_schema=False, opt=anyone())
    return OpenAPIConfig(
        title="Digital Transit Corridor",
        version="1",
        description="File once for the whole route; every state sees what is its own to decide.",
        openapi_router=router,
        render_plugins=[JsonRenderPlugin(path="/openapi.json")],
        use_handler_docstrings=True,
    )
