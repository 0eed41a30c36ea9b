"""Filing a declaration: the hot path. Bytes, one ready decoder, the engine, bytes."""

import re
from typing import Any, Final

from litestar import HttpMethod, Request
from litestar.connection import ASGIConnection
from litestar.handlers import HTTPRouteHandler

from corridor.domain.facts import Actor
from corridor.domain.kinds import may_see
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.engine.outcome import Outcome
from corridor.web.access import note_denial, only
from corridor.web.api.answers import Answer, outcome_answer
from corridor.web.api.bodies import BodyReader, body_of
from corridor.web.api.keys import idempotency_key
from corridor.web.auth.identity import actor_of
from corridor.web.context import services_of
from corridor.web.errors import BadBody, NotKnown

_BODY: Final[BodyReader[LodgeDeclaration]] = BodyReader(LodgeDeclaration)
_DRAFT_ID: Final = re.compile(r"mv-(?P<node>[A-Z]{2})-[0-9A-Z]{12,32}\Z")


class _Hot(HTTPRouteHandler):
    """A route whose guards get the handler itself: ours change nothing in it, and a copy of it for
    each request costs as much as decoding half a declaration.
    """

    async def authorize_connection(self, connection: "ASGIConnection[Any, Any, Any, Any]") -> None:
        for guard in self.resolve_guards():
            await guard(connection, self)  # type: ignore[misc]


@_Hot(
    "/declarations",
    http_method=HttpMethod.POST,
    opt=only("carrier") | {"body": LodgeDeclaration, "answer": Outcome},
    status_code=201,
)
async def lodge(request: "Request[Any, Any, Any]") -> Answer:
    """File a declaration. Give `id` where permits were applied for under it before."""
    body = await body_of(request)
    command = _BODY.decode(body)
    actor = actor_of(request)
    services = services_of(request)
    subject = _given_id(request, actor, command.id) if command.id else services.new_id("mv")
    key = idempotency_key(request)
    outcome = await services.execute(command, actor, subject, key, b"" if key else body)
    return outcome_answer(outcome, 201, f"/api/v1/movements/{outcome.subject}")


def _given_id(request: "Request[Any, Any, Any]", actor: Actor, given: str) -> str:
    """The id the carrier chose, if it is of this node and not somebody else's."""
    match = _DRAFT_ID.match(given)
    services = services_of(request)
    if match is None or match["node"] != services.node:
        raise BadBody("invalid", (("/id", "Invalid value " + repr(given)),))
    state = services.queries.get(given).state
    if state is not None and not may_see(actor, state):
        note_denial(request, actor, "not_for_you", given)
        raise NotKnown
    return given
