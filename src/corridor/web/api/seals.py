"""Navigation seals: what their operator's system sends, and what is known of a movement's."""

from typing import Any, Final

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath

from corridor.domain.movement.navigation import ReportSeal
from corridor.domain.movement.seal_parts import NavigationSeal
from corridor.domain.movement.state import Movement
from corridor.engine.outcome import Outcome
from corridor.engine.seal_readings import (
    KeepReadings,
    Readings,
    SealReading,
    newest_of,
    readings_of,
)
from corridor.web.access import MinuteMeter, only, state_of
from corridor.web.api.answers import Answer, answer, outcome_answer
from corridor.web.api.bodies import BodyReader
from corridor.web.auth.identity import actor_of
from corridor.web.context import services_of
from corridor.web.errors import NotKnown, TooMany

AnyRequest = Request[Any, Any, Any]
SEAL_LETTERS_MAX: Final = 20


class ReadingsBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Readings of one seal, 1 to 200, in any order."""

    readings: Readings


class SealView(msgspec.Struct, frozen=True):
    """A seal as all states know it, and the readings that this node keeps, the oldest first."""

    seal: NavigationSeal
    readings: tuple[SealReading, ...]


class SealsView(msgspec.Struct, frozen=True):
    """The navigation seals of a movement, in the order in which they were switched on."""

    seals: tuple[SealView, ...]


_READINGS: Final[BodyReader[ReadingsBody]] = BodyReader(ReadingsBody)


@post(
    "/movements/{reference:str}/seals/{seal:str}/readings",
    opt=only("seals") | {"body": ReadingsBody, "answer": Outcome},
    status_code=200,
)
async def read_seal(request: AnyRequest, reference: FromPath[str], seal: FromPath[str]) -> Answer:
    """Take readings of a navigation seal that is switched on; at most 240 messages a minute."""
    services, actor = services_of(request), actor_of(request)
    meter: MinuteMeter = request.app.state.seal_messages
    if not meter.takes(f"{actor.org}/{actor.person}", services.clock.now_ms()):
        raise TooMany(detail="too many messages a minute")
    body = await _READINGS.read(request)
    subject = services.queries.resolve(reference)
    if subject is None or not subject.startswith("mv-") or len(seal) > SEAL_LETTERS_MAX:
        raise NotKnown
    last = newest_of(body.readings)
    said = ReportSeal(seal, "reading", last.at, last.position, last.battery_pct)
    job = KeepReadings(subject, seal, body.readings, actor, said)
    outcome: Outcome = await services.writer.run(job)
    return outcome_answer(outcome)


@get(
    "/movements/{reference:str}/seals",
    opt=only("carrier", "customs", "checkpoint") | {"answer": SealsView},
)
async def seals(request: AnyRequest, reference: FromPath[str]) -> Answer:
    """The navigation seals of a movement, with the readings that this node keeps."""
    state: Movement = state_of(request, reference, Movement)
    queries = services_of(request).queries
    found = (SealView(s, readings_of(queries, state.id, s.seal)) for s in state.navigation_seals)
    return answer(SealsView(tuple(found)))
