"""The messages of one movement, both ways: what a trader sent, and what it was told.

What was sent is kept; what was told is made anew from what was said of the movement, and is the
same each time. So nothing that was lost on the way is lost: it is fetched again, at any time.
"""

import hashlib
from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

from litestar import Request

from corridor.domain.authorised.state import AuthorisedPerson
from corridor.domain.facts import Actor
from corridor.domain.kinds import may_command, may_see
from corridor.domain.movement.offices import destination_office
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import Refusal, Refused
from corridor.engine.jobs import Execute
from corridor.engine.receiving import (
    MESSAGE,
    TEXT,
    THREAD,
    Receive,
    Received,
    read_received,
    text_of,
)
from corridor.web.access import note_denial
from corridor.web.auth.identity import actor_of
from corridor.web.context import services_of
from corridor.web.errors import BadMessage, NotKnown, RefusedCommand
from corridor.web.messages import IncomingMessage, MessageDesk, OutgoingMessage, Side
from corridor.web.services import Services

AnyRequest = Request[Any, Any, Any]
MESSAGES_MAX: Final = 2_000
CONSIGNEE: Final = "C522"
_KEY_LETTERS: Final = 20
SUCCESS, FAILED = "Success", "Failed"


class Line(NamedTuple):
    """One message of a movement, in either direction. `make`: its bytes, when they are wanted."""

    id: str
    name: str
    at: str
    status: str
    make: Callable[[], bytes]


class Thread(NamedTuple):
    """A movement as its messages know it. Without a state: a declaration of which nothing came."""

    subject: str
    state: Movement | None
    received: tuple[Received, ...]
    started: str

    @property
    def lrn(self) -> str:
        """The number of its declarant."""
        if self.state is not None:
            return self.state.dossier.lrn
        return self.received[0].lrn if self.received else ""

    @property
    def updated(self) -> str:
        """When it changed last."""
        last = max((one.at for one in self.received), default=self.started)
        return max(last, self.state.updated_at) if self.state is not None else last


def desk_of(services: Services) -> MessageDesk:
    """The gateway; 404 where the node has none."""
    if services.messages is None:
        raise NotKnown
    return services.messages


def thread_of(request: AnyRequest, reference: str) -> Thread:
    """The movement of this id or MRN, as far as the asker may know it."""
    services, actor = services_of(request), actor_of(request)
    subject = services.queries.resolve(reference)
    if subject is not None:
        state = services.queries.get(subject).state
        if isinstance(state, Movement) and may_see(actor, state):
            return Thread(subject, state, _received(services, subject), state.lodged_at)
        note_denial(request, actor, "not_for_you", subject)
        raise NotKnown
    begun = services.queries.document(THREAD, reference)
    if begun is None or actor.role != "carrier" or begun.owner != actor.org:
        raise NotKnown
    return Thread(reference, None, _received(services, reference), begun.updated)


def thread_to_notify(request: AnyRequest, message: IncomingMessage) -> Thread:
    """The movement whose arrival is notified: the asker's own, or one bound for the office at which
    the asker is an authorised consignee, who is shown it from then on.
    """
    services, actor = services_of(request), actor_of(request)
    subject = services.queries.resolve(message.mrn)
    state = services.queries.get(subject).state if subject is not None else None
    if isinstance(state, Movement) and not may_see(actor, state):
        office = destination_office(state.dossier)
        held = services.queries.resolve(message.authorisation) if message.authorisation else None
        person = services.queries.get(held).state if held is not None else None
        is_theirs = isinstance(person, AuthorisedPerson) and not person.fault(
            CONSIGNEE, actor.org, office, services.day_at(office)
        )
        if is_theirs:
            return Thread(state.id, state, _received(services, state.id), state.lodged_at)
    return thread_of(request, message.mrn)


def _received(services: Services, subject: str) -> tuple[Received, ...]:
    found = services.queries.documents(MESSAGE, subject, MESSAGES_MAX)
    return tuple(map(read_received, reversed(found)))


def lines_of(services: Services, thread: Thread, side: Side) -> list[Line]:
    """All messages of one side, in the order of their times."""
    desk, subject = desk_of(services), thread.subject

    def text(key: str) -> bytes:
        kept = services.queries.document(TEXT, key)
        return text_of(kept) if kept is not None else b""

    entries = services.queries.timeline(subject) if thread.state is not None else ()
    told = desk.answers(subject, (one.fact for one in entries), thread.received, text)
    phase = next((one.phase for one in reversed(thread.received)), desk.phases[0])
    lines = [_sent(one, text) for one in thread.received if one.side == side]
    lines += [_answer(one, phase) for one in told if one.to == side]
    return sorted(lines, key=lambda line: line.at)


def _sent(one: Received, text: Callable[[str], bytes]) -> Line:
    status = FAILED if one.outcome.refusals else SUCCESS
    return Line(one.key, one.name, one.at, status, lambda: text(one.key))


def _answer(one: OutgoingMessage, phase: str) -> Line:
    def make() -> bytes:
        written = one.written(phase)
        if written.lacking:
            refusal = Refusal("message_not_writable", written.lacking, "", {"name": one.name})
            raise RefusedCommand((refusal,))
        return written.data

    return Line(one.id, one.name, one.at, SUCCESS, make)


def read(request: AnyRequest, data: bytes, names: tuple[str, ...]) -> IncomingMessage:
    """A message of one of these types. 400 says all that is wrong with how it is built."""
    found = desk_of(services_of(request)).read(data)
    if isinstance(found, Refused):
        raise BadMessage(found.refusals)
    if found.name not in names:
        raise BadMessage((Refusal("ncts.not_taken", f"/{found.name}", "", {"name": found.name}),))
    return found


async def take(
    request: AnyRequest, message: IncomingMessage, thread: Thread | None, side: Side, data: bytes
) -> Received:
    """Do what the message asks for in the name of whoever sent it, and keep both for ever."""
    services, actor = services_of(request), actor_of(request)
    subject = thread.subject if thread is not None else services.new_id("mv")
    found = message.commands(
        thread.state if thread is not None else None,
        "customs" if actor.role == "customs" else "carrier",
    )
    acts = () if isinstance(found, Refused) else found
    if not all(may_command(actor, command) for command in acts):
        note_denial(request, actor, "command", subject)
        raise RefusedCommand((Refusal("role_may_not"),))
    job = Receive(
        _as_received(actor, message, side, data),
        message.kept,
        subject,
        actor.org,
        tuple(Execute(command, actor, subject) for command in acts),
        found.refusals if isinstance(found, Refused) else (),
    )
    done: Received = await services.writer.run(job)
    taken = [one for one in done.outcome.refusals if one.code == "message_number_taken"]
    if taken:
        raise RefusedCommand(tuple(taken))
    return done


def _as_received(actor: Actor, message: IncomingMessage, side: Side, data: bytes) -> Received:
    named = f"{actor.org}\0{message.sender}\0{message.number}".encode()
    return Received(
        key=hashlib.sha256(named).hexdigest()[:_KEY_LETTERS],
        name=message.name,
        number=message.number,
        sender=message.sender,
        phase=message.phase,
        side=side,
        lrn=message.lrn,
        mrn=message.mrn,
        digest=hashlib.sha256(data).hexdigest(),
    )


def threads_of(services: Services, actor: Actor, wanted: int, since: str) -> Iterator[Thread]:
    """The movements of a firm that changed since, the last first; so many at most."""
    rows = [
        row
        for lane in ("open", "closed")
        for row in _changed(services, f"carrier:{actor.org}:{lane}", wanted, since)
    ]
    begun = services.queries.documents(THREAD, actor.org, wanted)
    found = [(row[0], row[1]) for row in rows]
    found += [(one.updated, one.id) for one in begun if one.updated > since]
    for updated, subject in sorted(found, reverse=True)[:wanted]:
        state = services.queries.get(subject).state
        started = state.lodged_at if isinstance(state, Movement) else updated
        yield Thread(
            subject, state, () if state is not None else _received(services, subject), started
        )


def _changed(services: Services, name: str, wanted: int, since: str) -> Iterator[tuple[str, str]]:
    cursor = ""
    while wanted > 0:
        page = services.queries.rows(name, "updated", cursor, wanted, descending=True)
        for row in page.rows:
            if row.updated <= since:
                return
            yield row.updated, row.subject
        wanted -= len(page.rows)
        cursor = page.next
        if not cursor:
            return
