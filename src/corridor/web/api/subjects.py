"""Movements and permits, what happened to them, and commands about them."""

from typing import Any, Final

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath
from msgspec.structs import replace

from corridor.domain.facts import Actor
from corridor.domain.kinds import BLIND, KIND_OF_COMMAND, may_command, may_see
from corridor.domain.movement.grounds import movement_for, without_grounds
from corridor.domain.movement.state import Movement
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import Refusal
from corridor.engine.codec import AnyCommand
from corridor.engine.outcome import Outcome
from corridor.engine.queries import Logged
from corridor.web.access import check_dossier, note_denial, only, signed_in, state_of, subject_of
from corridor.web.api.answers import Answer, answer, outcome_answer
from corridor.web.api.bodies import BodyReader
from corridor.web.api.keys import idempotency_key
from corridor.web.auth.identity import actor_of
from corridor.web.context import services_of
from corridor.web.downloads import download
from corridor.web.errors import NotKnown, RefusedCommand
from corridor.web.papers.printing import card_pdf, document_pdf, papers_pdf, permit_pdf
from corridor.web.running import in_own_name

AnyRequest = Request[Any, Any, Any]
NEW: Final = "new"
_COMMAND: Final[BodyReader[AnyCommand]] = BodyReader(AnyCommand)
_SEERS: Final = ("carrier", "customs", "checkpoint")
_PERMIT_SEERS: Final = ("carrier", "permit", "customs", "checkpoint")


class MovementView(msgspec.Struct, frozen=True):
    """A movement as its reader may see it."""

    subject: str
    version: int
    movement: Movement


class PermitsView(msgspec.Struct, frozen=True):
    """The permits of a dossier that its reader may see."""

    permits: tuple[Permit, ...]


class TimelineView(msgspec.Struct, frozen=True):
    """All events of a subject in order, with who confirmed each."""

    subject: str
    entries: tuple[Logged, ...]


@post(
    "/subjects/{reference:str}/commands",
    opt=signed_in() | {"body": AnyCommand, "answer": Outcome},
    status_code=200,
)
async def command(request: AnyRequest, reference: FromPath[str]) -> Answer:
    """Give a command about a subject; `new` as reference where the command begins one."""
    asked = in_own_name(request, await _COMMAND.read(request))
    actor = actor_of(request)
    if not may_command(actor, asked):
        note_denial(request, actor, "command")
        raise RefusedCommand((Refusal("role_may_not"),))
    subject = _subject(request, actor, reference, asked)
    services, key = services_of(request), idempotency_key(request)
    return outcome_answer(await services.execute(asked, actor, subject, key))


def _subject(request: AnyRequest, actor: Actor, reference: str, asked: AnyCommand) -> str:
    services, kind = services_of(request), KIND_OF_COMMAND[type(asked)]
    about = kind.asked[type(asked)]
    if about.within is not None:
        check_dossier(request, actor, about.within(asked))
    if reference == NEW:
        if not about.begins:
            raise NotKnown
        named = about.names
        return named(asked, services.node) if named is not None else services.new_id(kind.prefix)
    subject = services.queries.resolve(reference)
    if subject is None:
        raise NotKnown
    if about.names is not None and about.names(asked, services.node) != subject:
        args = {"given": subject, "named": about.names(asked, services.node)}
        raise RefusedCommand((Refusal("subject_other", "", "", args),))
    if type(asked) not in BLIND and not may_see(actor, services.queries.get(subject).state):
        note_denial(request, actor, "not_for_you", subject)
        raise NotKnown
    return subject


@get("/movements/{reference:str}", opt=only(*_SEERS) | {"answer": MovementView})
async def movement(request: AnyRequest, reference: FromPath[str]) -> Answer:
    """A movement by MRN or subject id."""
    actor = actor_of(request)
    loaded = subject_of(request, actor, reference, Movement)
    return answer(MovementView(loaded.state.id, loaded.version, movement_for(actor, loaded.state)))


@get("/movements/{reference:str}/timeline", opt=only(*_SEERS) | {"answer": TimelineView})
async def timeline(request: AnyRequest, reference: FromPath[str]) -> Answer:
    """What happened to a movement: who said it, when, and who holds it."""
    actor = actor_of(request)
    subject = subject_of(request, actor, reference, Movement).state.id
    entries = services_of(request).queries.timeline(subject)
    if actor.role == "carrier":
        entries = tuple(map(_for_carrier, entries))
    return answer(TimelineView(subject, entries))


def _for_carrier(entry: Logged) -> Logged:
    fact = replace(entry.fact, payload=without_grounds(entry.fact.payload))
    return replace(entry, fact=fact)


@get("/movements/{reference:str}/permits", opt=only(*_SEERS) | {"answer": PermitsView})
async def permits_of_movement(request: AnyRequest, reference: FromPath[str]) -> Answer:
    """The permits applied for under a movement."""
    actor = actor_of(request)
    loaded = subject_of(request, actor, reference, Movement)
    found = services_of(request).queries.permits_of(loaded.state.id)
    return answer(PermitsView(tuple(permit for permit in found if may_see(actor, permit))))


@get("/movements/{reference:str}/evidence", opt=only(*_SEERS))
async def evidence(request: AnyRequest, reference: FromPath[str]) -> Response[bytes]:
    """The evidence file of a movement; it verifies where there is no node and no network."""
    actor = actor_of(request)
    state: Movement = subject_of(request, actor, reference, Movement).state
    make = services_of(request).evidence
    if make is None:
        raise NotKnown
    data = make(state.id, actor.role == "carrier")
    return download(data, f"{state.reference}-evidence.zip", "application/zip")


@get("/movements/{reference:str}/document.pdf", opt=only(*_SEERS))
async def document(request: AnyRequest, reference: FromPath[str]) -> Response[bytes]:
    """The accompanying document of an accepted movement, as PDF."""
    return await document_pdf(request, reference)


@get("/movements/{reference:str}/papers.pdf", opt=only(*_SEERS))
async def papers(request: AnyRequest, reference: FromPath[str]) -> Response[bytes]:
    """All papers of the truck as one PDF: codes, accompanying document, permits."""
    return await papers_pdf(request, reference)


@get("/permits/{reference:str}/permit.pdf", opt=only(*_PERMIT_SEERS))
async def permit_paper(request: AnyRequest, reference: FromPath[str]) -> Response[bytes]:
    """A granted permit as PDF, with its signed QR code."""
    return await permit_pdf(request, reference)


@get("/permits/{reference:str}/card.pdf", opt=only(*_PERMIT_SEERS))
async def permit_card(request: AnyRequest, reference: FromPath[str]) -> Response[bytes]:
    """A granted permit as a card for the wallet: PDF, to be cut out and folded."""
    return await card_pdf(request, reference)


@get(
    "/permits/{reference:str}",
    opt=only(*_PERMIT_SEERS) | {"answer": Permit},
)
async def permit(request: AnyRequest, reference: FromPath[str]) -> Answer:
    """A permit by number or subject id."""
    return answer(state_of(request, reference, Permit))


@get(
    "/permits/{reference:str}/timeline",
    opt=only(*_PERMIT_SEERS) | {"answer": TimelineView},
)
async def permit_timeline(request: AnyRequest, reference: FromPath[str]) -> Answer:
    """What happened to a permit."""
    state = state_of(request, reference, Permit)
    return answer(TimelineView(state.id, services_of(request).queries.timeline(state.id)))
