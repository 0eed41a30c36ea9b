"""Permits that were given outside of the corridor, for the systems of authorities."""

import asyncio
from hashlib import sha256
from typing import Annotated, Any, Final

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath
from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.kinds import kind_of
from corridor.domain.permits.brought import PermitRecord, Source
from corridor.domain.permits.kind import PERMITS
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import Refusal, Refused
from corridor.engine.outcome import Outcome
from corridor.web.access import only, state_of
from corridor.web.api.answers import Answer, answer, outcome_answer
from corridor.web.api.bodies import BODY_SECONDS, BodyReader, Unsupported, body_of
from corridor.web.api.keys import idempotency_key
from corridor.web.api.lists import number_asked
from corridor.web.auth.identity import actor_of
from corridor.web.brought.certificates import take_in
from corridor.web.brought.rows import ROWS_MAX
from corridor.web.brought.taking import Becomes, Looked, look, take
from corridor.web.context import reader_of, services_of
from corridor.web.errors import BadBody, RefusedCommand
from corridor.web.forms import UPLOAD_BYTES_MAX
from corridor.web.pages.permits.brought import xml_of
from corridor.web.patience import Slow
from corridor.web.refusal_words import SaidRefusal

AnyRequest = Request[Any, Any, Any]
FEED_MAX: Final = 200
FEED_LOOK_MAX: Final = 2_000
XML: Final = ("application/xml", "text/xml")


class RecordsBrought(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Permits of a system of the authority's own. `partial`: those that hold are taken although
    others do not. `try_only`: nothing is taken, and what would become of each is told.
    """

    records: Annotated[tuple[PermitRecord, ...], Meta(min_length=1, max_length=ROWS_MAX)]
    partial: bool = False
    try_only: bool = False


class RecordTaken(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of one: new, changed, revoked, same, or wrong with the reasons."""

    number: str
    subject: str
    becomes: Becomes
    credential: str = ""
    """The text of its QR code."""
    refusals: tuple[SaidRefusal, ...] = ()


class RecordsTaken(msgspec.Struct, frozen=True):
    """What became of all of them, in order."""

    records: tuple[RecordTaken, ...]


class StatusChange(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something said of a permit that this authority brought in. `status`: how it stands now."""

    position: int
    number: str
    subject: str
    event: str
    at: str
    status: str
    office: str = ""
    """Where it was used."""
    dossier: str = ""
    uses: int = 0
    """Written off by now."""


class StatusFeed(msgspec.Struct, frozen=True):
    """Changes after a position. Ask again with `next`; `more`: whether to do so at once."""

    changes: tuple[StatusChange, ...]
    next: str
    more: bool


_RECORDS: Final[BodyReader[RecordsBrought]] = BodyReader(RecordsBrought)


@post(
    "/permits/brought",
    opt=only("permit") | {"body": RecordsBrought, "answer": RecordsTaken},
    status_code=200,
    request_max_body_size=UPLOAD_BYTES_MAX,
)
async def bring(request: AnyRequest) -> Answer:
    """Bring in permits of a system of the authority's own; the same number again changes one.

    Where one does not hold, nothing is taken and each reason is told, unless `partial` is set.
    """
    return await bring_records(request, "api")


async def bring_records(
    request: AnyRequest, source: Source, reference: str = "", message: str = ""
) -> Answer:
    """The same by any way. `reference`: who sent it, and under which message. `message`: by what
    it is known if it comes again.
    """
    data = await body_of(request)
    asked, services, actor = _RECORDS.decode(data), services_of(request), actor_of(request)
    looked = await look(services, actor, tuple(enumerate(asked.records)), source)
    if asked.try_only:
        return answer(_taken(request, looked))
    wrong = [_at(one.line, fault.refusal) for one in looked for fault in one.faults]
    if wrong and not asked.partial:
        raise RefusedCommand(tuple(wrong))
    digest = sha256(data).hexdigest()
    done = await take(services, actor, looked, source, digest, reference, message)
    return answer(_taken(request, done))


def _at(place: int, refusal: Refusal) -> Refusal:
    """The pointer of a fault of a table is its row and column; here it is that of the body."""
    path = refusal.pointer.removeprefix(f"/{place}/").removeprefix("/")
    return replace(refusal, pointer=f"/records/{place}/{path}")


def _taken(request: AnyRequest, looked: tuple[Looked, ...]) -> RecordsTaken:
    say, queries = reader_of(request).refusals.say, services_of(request).queries

    def one(found: Looked) -> RecordTaken:
        state = queries.get(found.subject).state if found.becomes != "wrong" else None
        code = state.credential if isinstance(state, Permit) else ""
        said = tuple(say(_at(found.line, fault.refusal)) for fault in found.faults)
        return RecordTaken(found.record.number, found.subject, found.becomes, code, said)

    return RecordsTaken(tuple(map(one, looked)))


@get("/permits/brought", opt=only("permit") | {"answer": StatusFeed})
async def status_feed(request: AnyRequest) -> Answer:
    """What happened to the permits that this authority brought in: `?after=…&limit=100`.

    Brought in, changed, counted for a dossier, used, revoked: in the order of the log.
    """
    return changes_of(request)


def changes_of(request: AnyRequest) -> Answer:
    """The same by any way."""
    queries, actor = services_of(request).queries, actor_of(request)
    first = number_asked(request, "after", 0, 1 << 53)
    limit = number_asked(request, "limit", 100, FEED_MAX, 1)
    known: dict[str, Permit | None] = {}
    found: list[StatusChange] = []
    next_index = first
    for event in queries.log(first, FEED_LOOK_MAX):
        if len(found) >= limit:
            break
        next_index = event.index + 1
        if event.subject not in known:
            known[event.subject] = _brought_by(request, event.subject, actor.office)
        permit = known[event.subject]
        if permit is not None:
            found.append(_change(event.index, event.subject, event.tag, event.data, permit))
    return answer(StatusFeed(tuple(found), str(next_index), next_index < queries.log_size()))


def _brought_by(request: AnyRequest, subject: str, office: str) -> Permit | None:
    if kind_of(subject) is not PERMITS:
        return None
    state = services_of(request).queries.get(subject).state
    if not isinstance(state, Permit) or state.brought is None:
        return None
    return state if state.request.authority == office else None


class _Said(msgspec.Struct):
    office: str = ""
    movement: str = ""
    dossier: str = ""


class _Envelope(msgspec.Struct):
    at: str = ""
    payload: _Said = msgspec.field(default_factory=_Said)


_ENVELOPE: Final = msgspec.json.Decoder(_Envelope)


def _change(index: int, subject: str, tag: str, data: bytes, permit: Permit) -> StatusChange:
    event = _ENVELOPE.decode(data)
    said = event.payload
    return StatusChange(
        index,
        permit.number,
        subject,
        tag,
        event.at,
        permit.status,
        said.office,
        said.movement or said.dossier,
        len(permit.uses),
    )


@post(
    "/permits/certificates",
    opt=only("permit") | {"answer": Outcome, "xml": True},
    status_code=201,
    request_max_body_size=UPLOAD_BYTES_MAX,
)
async def take_certificate(request: AnyRequest) -> Answer:
    """Take in a certificate of another state: its SPS XML, as `application/xml`.

    `?valid_to=2026-12-31`: until when it counts here. One that was withdrawn or replaced goes the
    same way.
    """
    data, asked = await _xml(request), request.query_params.get("valid_to", "")
    if len(asked) > 10:
        raise BadBody("invalid", (("/valid_to", "Expected `str` of length <= 10"),))
    key = idempotency_key(request)
    found = await take_in(services_of(request), actor_of(request), data, asked, key)
    if isinstance(found, Refused):
        raise RefusedCommand(found.refusals)
    return outcome_answer(found, 201, f"/api/v1/permits/{found.subject}")


async def _xml(request: AnyRequest) -> bytes:
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if kind not in XML:
        raise Unsupported
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await request.body()
    except TimeoutError:
        raise Slow from None


@get("/permits/{reference:str}/certificate.xml", opt=only("permit", "carrier"))
async def certificate(request: AnyRequest, reference: FromPath[str]) -> Response[bytes]:
    """A phytosanitary or veterinary certificate as SPS XML: granted here, or taken in."""
    return xml_of(request, state_of(request, reference, Permit))
