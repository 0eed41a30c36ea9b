"""Taking back all open applications of a dossier that never set out, with one call."""

from typing import Annotated, Any, Final

import msgspec
from litestar import Request, post
from litestar.params import FromPath
from msgspec import Meta

from corridor.domain.movement.state import NEVER_LEFT, Movement
from corridor.domain.refusals import Refusal
from corridor.domain.values import Reference
from corridor.engine.outcome import Said
from corridor.web.access import only, subject_of
from corridor.web.api.answers import Answer, answer
from corridor.web.api.bodies import BodyReader
from corridor.web.api.keys import idempotency_key
from corridor.web.auth.identity import actor_of
from corridor.web.batches.taking_back import TakenBack, key_of, take_back
from corridor.web.context import reader_of, services_of
from corridor.web.errors import NotKnown, RefusedCommand
from corridor.web.refusal_words import SaidRefusal
from corridor.web.views.left_open import left_open

AnyRequest = Request[Any, Any, Any]


class TakeBack(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which applications are taken back: without `permits`, all that are open."""

    permits: Annotated[tuple[Reference, ...], Meta(max_length=200)] = ()


class ApplicationTakenBack(msgspec.Struct, frozen=True, omit_defaults=True):
    """What came of one application."""

    subject: str
    country: str
    authority: str
    events: tuple[Said, ...] = ()
    refusals: tuple[SaidRefusal, ...] = ()


class TakenBackAll(msgspec.Struct, frozen=True):
    """What came of all of them; none where nothing was open any more."""

    dossier: str
    applications: tuple[ApplicationTakenBack, ...]


_WANTED: Final[BodyReader[TakeBack]] = BodyReader(TakeBack)


@post(
    "/movements/{reference:str}/permits/withdraw",
    opt=only("carrier") | {"body": TakeBack, "answer": TakenBackAll},
    status_code=200,
)
async def withdraw_all(request: AnyRequest, reference: FromPath[str]) -> Answer:
    """Take back all applications of a dossier that was rejected, cancelled or not released."""
    services, actor, asked = services_of(request), actor_of(request), await _WANTED.read(request)
    state: Movement = subject_of(request, actor, reference, Movement).state
    if state.owner != actor.org:
        raise NotKnown
    if state.status not in NEVER_LEFT:
        args = {"dossier": state.reference}
        raise RefusedCommand((Refusal("withdraw_goes_on", "", "", args),))
    key, permits = idempotency_key(request), services.queries.permits_of(state.id)
    again = {
        one.id for one in permits if key and services.queries.is_answered(actor, key_of(key, one))
    }
    wanted = {one.id for one in left_open(state, permits)} | again
    chosen = [
        one
        for one in permits
        if one.id in wanted and (not asked.permits or one.id in asked.permits)
    ]
    done = await take_back(services, actor, chosen, key)
    return answer(TakenBackAll(state.id, tuple(_told(request, one) for one in done)))


def _told(request: AnyRequest, one: TakenBack) -> ApplicationTakenBack:
    say, asked = reader_of(request).refusals.say, one.permit.request
    refusals = tuple(say(refusal) for refusal in one.outcome.refusals)
    return ApplicationTakenBack(
        one.permit.id, asked.country, asked.authority, one.outcome.events, refusals
    )
