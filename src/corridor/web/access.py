"""Who may call what. Every route declares it; a route that declares nothing stops the start.

`opt=anyone()`, `opt=signed_in()`, `opt=only("customs")` are the three forms. What one may not know
of is answered as if it were not there, and each denial is noted in the node's log.
"""

from collections import OrderedDict
from typing import Any, Final, TypeVar, cast

from litestar import Litestar, Request
from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException
from litestar.handlers import BaseRouteHandler
from litestar.types import Method

from corridor.domain.acts import ROLES, Role
from corridor.domain.facts import Actor
from corridor.domain.kinds import kind_of, may_see
from corridor.engine.jobs import Note
from corridor.engine.records import RequestDenied
from corridor.engine.subjects import Loaded
from corridor.web.auth.accounts import OFFICERS
from corridor.web.auth.identity import account_of, actor_of, actor_or_none
from corridor.web.auth.sessions import is_with_second
from corridor.web.context import services_of
from corridor.web.errors import Limited, NotKnown, SecondFactorNeeded
from corridor.web.forms import read_form
from corridor.web.headers import is_data
from corridor.web.services import Services

ACCESS: Final = "access"
PUBLIC: Final = "public"
OWN: Final = "own"
SECOND: Final = "second"
_SAFE: Final = frozenset({"GET", "HEAD"})
DENIALS_PER_MINUTE: Final = 20
_ACTORS_MAX = 5_000
_MINUTE_MS = 60_000
AnyRequest = Request[Any, Any, Any]
S = TypeVar("S")


STREAMED: Final[dict[str, Any]] = {"streamed": True, "exclude_from_csrf": True}
"""Besides, for a form with files: its handler reads it itself, and looks for the token in it."""


def anyone() -> dict[str, Any]:
    """For a route that needs no sign-in."""
    return {ACCESS: frozenset({PUBLIC})}


def signed_in() -> dict[str, Any]:
    """For a route of every role."""
    return {ACCESS: frozenset(ROLES)}


def own(needs_second: bool = False) -> dict[str, Any]:
    """For a route about one's own account: of every role, whatever else is kept from them.

    `needs_second`: what would let somebody in without the second factor that the node asks for.
    """
    return signed_in() | {OWN: True, SECOND: needs_second}


def only(*roles: Role) -> dict[str, Any]:
    """For a route of these roles."""
    return {ACCESS: frozenset(roles)}


async def _keep_typed(connection: "ASGIConnection[Any, Any, Any, Any]") -> None:
    """A session may end while somebody types: the answer gives back what was sent to a page."""
    is_post = isinstance(connection, Request) and connection.method == "POST"
    if is_post and not is_data(connection.scope["path"]):
        form = await read_form(cast(AnyRequest, connection))
        for file in form.files.values():
            await file.close()


async def check_access(
    connection: "ASGIConnection[Any, Any, Any, Any]", handler: BaseRouteHandler
) -> None:
    """The guard of every route. What methods an address takes (OPTIONS) is no secret."""
    if connection.scope.get("method") == "OPTIONS":
        return
    allowed: frozenset[str] = handler.opt[ACCESS]
    if PUBLIC in allowed:
        return
    actor = actor_or_none(connection)
    if actor is None:
        if "streamed" not in handler.opt:
            await _keep_typed(connection)
        raise NotAuthorizedException
    if actor.role not in allowed:
        note_denial(connection, actor, "role")
        raise PermissionDeniedException
    if _lacks_second(connection, actor, handler):
        raise SecondFactorNeeded
    if _goes_too_far(connection, handler):
        raise Limited


def _goes_too_far(
    connection: "ASGIConnection[Any, Any, Any, Any]", handler: BaseRouteHandler
) -> bool:
    """Whether a colleague or a token that is limited would change something.

    Whoever fills in drafts may do so on pages; what they must not send is refused as a command.
    """
    limit = account_of(connection).limit
    if not limit or connection.scope.get("method") in _SAFE or handler.opt.get(OWN):
        return False
    return limit == "read" or is_data(connection.scope["path"])


def _lacks_second(
    connection: "ASGIConnection[Any, Any, Any, Any]", actor: Actor, handler: BaseRouteHandler
) -> bool:
    """Whether this node asks more of an officer than a password; the own account stays open."""
    services: Services = services_of(connection)
    if not services.officers_need_second or actor.role not in OFFICERS:
        return False
    if handler.opt.get(OWN) and not handler.opt.get(SECOND):
        return False
    return not is_data(connection.scope["path"]) and not is_with_second(connection)


def declared_access(app: Litestar) -> dict[tuple[str, Method], frozenset[str]]:
    """(path, method) → who may call it. Raises where a route says nothing: deny first."""
    table: dict[tuple[str, Method], frozenset[str]] = {}
    for route in app.routes:
        handlers = getattr(route, "route_handler_map", {})
        for method, found in handlers.items():
            handler = found[0] if isinstance(found, tuple) else found
            if method == "OPTIONS":
                continue
            if ACCESS not in handler.opt:
                raise RuntimeError(f"route {method} {route.path} does not say who may call it")
            table[route.path, method] = handler.opt[ACCESS]
    return table


def subject_of(request: AnyRequest, actor: Actor, reference: str, kind: type) -> Loaded:
    """The movement, permit, guarantee or visit that a reference names, if the actor may know it.

    Raises NotKnown (404) where there is none, and just so where it is not for this actor.
    """
    services = services_of(request)
    subject = services.queries.resolve(reference)
    if subject is None or kind_of(subject) is None:
        raise NotKnown
    loaded = services.queries.get(subject)
    if not isinstance(loaded.state, kind):
        raise NotKnown
    if not may_see(actor, loaded.state):
        note_denial(request, actor, "not_for_you", subject)
        raise NotKnown
    return loaded


def state_of(request: AnyRequest, reference: str, kind: type[S]) -> S:
    """The state of the same, for whoever asks."""
    state: S = subject_of(request, actor_of(request), reference, kind).state
    return state


def check_dossier(request: AnyRequest, actor: Actor, dossier: str) -> None:
    """Permits are applied for under one's own dossier, or under an id that nothing has yet."""
    state = services_of(request).queries.get(dossier).state
    if state is not None and not may_see(actor, state):
        note_denial(request, actor, "not_for_you", dossier)
        raise NotKnown


def may_follow(actor: Actor, name: str) -> bool:
    """Whether the actor owns this work list: `carrier:<org>:…`, `customs:<office>:…` and so on."""
    desk, _, rest = name.partition(":")
    owner, found, lane = rest.rpartition(":")
    if not found or not lane or not owner:
        return False
    mine = {
        "carrier": ("carrier", actor.org),
        "customs": ("customs", actor.office),
        "permits": ("permit", actor.office),
        "checkpoint": ("checkpoint", actor.office),
        "guarantor": ("guarantor", actor.org),
    }.get(desk)
    return mine is not None and mine == (actor.role, owner)


class MinuteMeter:
    """Counts what one actor does a minute, of which only so much is taken: of denials into the log,
    of messages, of looking up.
    """

    def __init__(self, per_minute: int = DENIALS_PER_MINUTE) -> None:
        self._per_minute = per_minute
        self._seen: OrderedDict[str, tuple[int, int]] = OrderedDict()

    def takes(self, who: str, now_ms: int) -> bool:
        """Whether one more is taken."""
        minute = now_ms // _MINUTE_MS
        since, count = self._seen.pop(who, (minute, 0))
        count = count + 1 if since == minute else 1
        self._seen[who] = (minute, count)
        if len(self._seen) > _ACTORS_MAX:
            self._seen.popitem(last=False)
        return count <= self._per_minute


def note_denial(
    connection: "ASGIConnection[Any, Any, Any, Any]", actor: Actor, reason: str, what: str = ""
) -> None:
    """Put the denial in the node's log, without making the answer wait for it."""
    services: Services = services_of(connection)
    meter: MinuteMeter = connection.app.state.denials
    if meter.takes(f"{actor.org}/{actor.person}", services.clock.now_ms()):
        method = connection.scope.get("method", "")
        record = RequestDenied(f"{method} {what or connection.url.path}"[:200], reason)
        services.writer.submit(Note(record, actor))
