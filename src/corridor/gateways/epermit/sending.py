"""What is sent to partners: put in the order of their chains, and kept until they have taken it.

A message's text is fixed when it is put into the chain; it is sent as it is, however often. Where a
partner has forgotten the one before (it was restored from an old copy), the ones before are sent
once more, as far back as it has forgotten.
"""

from hashlib import sha256
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from corridor.engine.epermit import (
    LINE,
    QUEUE,
    REACHED,
    REACHED_ID,
    REFUSED_STATUS,
    SENT,
    STEPPED,
    Line,
    Outgoing,
    document_of,
    place_id,
    read_line,
    read_outgoing,
    well,
    with_more,
)
from corridor.engine.hlc import to_ms
from corridor.engine.ports import Document
from corridor.engine.records import EpermitMessage
from corridor.engine.told import later
from corridor.engine.unit import Unit
from corridor.gateways.epermit.canonical import written
from corridor.gateways.epermit.shapes import KINDS, fields_of

REST_ATTEMPTS_MAX: Final = 4
"""A partner that does not take something is asked again after half an hour at the latest."""
WORDS_MAX: Final = 300


class Draft(msgspec.Struct, frozen=True):
    """A message that is still to get its place in the chain."""

    partner: str
    kind: str
    event_id: str
    kid: str
    about: str
    fields: dict[str, Any]


class Chain(msgspec.Struct, frozen=True):
    """Put messages into the chains of their partners.

    `reached`: up to which entry of the log partners are told with these; nothing is done where
    somebody told them meanwhile. None: they are of no entry of the log.
    """

    drafts: tuple[Draft, ...]
    reached: tuple[int, int] | None = None

    def run(self, unit: Unit) -> bool:
        """Whether they are in."""
        if self.reached is not None:
            before, after = self.reached
            if reached_by(unit.tx.document(REACHED, REACHED_ID)) != before:
                return False
            body = str(after).encode()
            unit.tx.put_document(REACHED, Document(REACHED_ID, "", unit.now(), body))
        for draft in self.drafts:
            line = read_line(unit.tx.document(LINE, draft.partner))
            if line is not None and line.opened_at:  # a line that is closed for now waits
                chain(unit, line, draft)
        return True


def reached_by(document: Document | None) -> int:
    """The entries of the log of which partners were told; -1: nobody has begun."""
    return int(document.body) if document is not None else -1


def chain(unit: Unit, line: Line, draft: Draft) -> Line:
    """Put one message at the end of the chain to a partner."""
    kind = KINDS[draft.kind]
    base = {
        "event_producer": unit.settings.node,
        "event_consumer": line.partner,
        "event_timestamp": to_ms(unit.now()) // 1000,
        "event_type": kind.type,
        "event_id": draft.event_id,
        "previous_event_id": line.last_out,
    }
    text = written(fields_of(kind, draft.fields | base))
    at, place = unit.now(), line.count_out + 1
    message = Outgoing(draft.kind, draft.event_id, text, draft.kid, draft.about, at)
    document = document_of(place_id(line.partner, place), line.partner, at, message)
    unit.tx.put_document(QUEUE, document)
    after = replace(line, last_out=draft.event_id, count_out=place)
    unit.tx.put_document(LINE, document_of(line.partner, "", at, after))
    digest = sha256(text.encode()).hexdigest()
    unit.note("node", EpermitMessage(line.partner, "out", draft.kind, draft.event_id, digest))
    return after


class GiveQuota(msgspec.Struct, frozen=True):
    """Give carriers of a partner so many permits more for a year."""

    draft: Draft

    def run(self, unit: Unit) -> bool:
        """Whether the line is open, so that the partner is told."""
        line = read_line(unit.tx.document(LINE, self.draft.partner))
        if line is None or line.state != "open":
            return False
        said = self.draft.fields
        given = with_more(line.given, said["permit_year"], said["permit_type"], said["quantity"])
        chain(unit, replace(line, given=given), self.draft)
        return True


class Arrived(msgspec.Struct, frozen=True):
    """The partner has taken the first of what waits."""

    partner: str
    id: str

    def run(self, unit: Unit) -> None:
        """It is kept as sent; the line is well."""
        queued, line = unit.tx.document(QUEUE, self.id), _line(unit, self.partner)
        if queued is None or line is None:
            return
        message = read_outgoing(queued)
        done = replace(message, attempts=message.attempts + 1, error="", status=200)
        unit.tx.delete_document(QUEUE, self.id)
        unit.tx.put_document(SENT, document_of(self.id, self.partner, unit.now(), done))
        _put(unit, _after(unit, well(line, unit.now()), place_of(self.id)))


class NotArrived(msgspec.Struct, frozen=True):
    """The partner did not take it: the whole line waits, for the next ones hang on it.

    `status`: what it answered by HTTP; 0: no answer of the protocol came.
    """

    partner: str
    id: str
    code: str
    text: str
    status: int

    def run(self, unit: Unit) -> None:
        """Note why; it is tried again later, never given up."""
        queued, line = unit.tx.document(QUEUE, self.id), _line(unit, self.partner)
        if queued is None or line is None:
            return
        message = read_outgoing(queued)
        tried = replace(message, attempts=message.attempts + 1, error=self.code, status=self.status)
        unit.tx.put_document(QUEUE, document_of(self.id, self.partner, queued.updated, tried))
        failures, now = line.failures + 1, unit.now()
        rests = later(now, min(failures, REST_ATTEMPTS_MAX))
        ill = replace(line, failures=failures, rests_until=rests, error=self.code, tried_at=now)
        _put(unit, replace(ill, error_text=self.text[:WORDS_MAX]))


class StepBack(msgspec.Struct, frozen=True):
    """The partner does not know the message before: that one is sent once more, first."""

    partner: str
    id: str

    def run(self, unit: Unit) -> bool:
        """Whether there was one before that it had taken."""
        line = _line(unit, self.partner)
        queued = unit.tx.document(QUEUE, self.id)
        if queued is None or line is None or line.head != self.id:
            return False
        message = read_outgoing(queued)
        if message.error == STEPPED:  # what it asked for it has been given
            return False
        stepped = document_of(
            self.id, self.partner, queued.updated, replace(message, error=STEPPED)
        )
        unit.tx.put_document(QUEUE, stepped)
        for place in range(line.sent_to, 0, -1):
            sent = unit.tx.document(SENT, place_id(self.partner, place))
            if sent is None:
                return False
            if read_outgoing(sent).error:  # it was left out
                continue
            unit.tx.delete_document(SENT, sent.id)
            unit.tx.put_document(QUEUE, sent)
            _put(unit, replace(line, sent_to=place - 1))
            return True
        return False


class TryNow(msgspec.Struct, frozen=True):
    """Try what waits for a partner at once, whatever went wrong before."""

    partner: str

    def run(self, unit: Unit) -> bool:
        """Whether there is such a line."""
        line = _line(unit, self.partner)
        if line is None or line.state != "open":
            return False
        _put(unit, replace(line, rests_until="", failures=0))
        return True


class LeaveOut(msgspec.Struct, frozen=True):
    """Never send the first of what waits, which the partner refuses: what comes after it names the
    one before it instead. It is kept, with why it was refused.
    """

    partner: str
    id: str

    def run(self, unit: Unit) -> bool:
        """Whether it was the first, and the partner had refused it by a code."""
        queued, line = unit.tx.document(QUEUE, self.id), _line(unit, self.partner)
        if queued is None or line is None or line.head != self.id:
            return False
        out = read_outgoing(queued)
        if out.status != REFUSED_STATUS:
            return False
        previous = str(msgspec.json.decode(out.text)["previous_event_id"])
        unit.tx.delete_document(QUEUE, self.id)
        unit.tx.put_document(SENT, document_of(self.id, self.partner, unit.now(), out))
        well_again = replace(well(line, unit.now()), delivered_at=line.delivered_at)
        after = _after(unit, well_again, place_of(self.id))
        _put(
            unit, after if _rechained(unit, after, previous) else replace(after, last_out=previous)
        )
        return True


def _rechained(unit: Unit, line: Line, previous: str) -> bool:
    """Let the first of what waits now name another one before it; False: nothing waits."""
    queued = unit.tx.document(QUEUE, line.head)
    if queued is None:
        return False
    message = read_outgoing(queued)
    said = msgspec.json.decode(message.text) | {"previous_event_id": previous}
    text = written(fields_of(KINDS[message.kind], said))
    body = msgspec.json.encode(replace(message, text=text))
    unit.tx.put_document(QUEUE, replace(queued, body=body))
    return True


def place_of(id: str) -> int:
    """The place in its chain of a message to a partner."""
    return int(id.rpartition(" ")[2])


def _after(unit: Unit, line: Line, place: int) -> Line:
    """The line with what waits after a place; what was left out is passed over."""
    while place < line.count_out:
        if unit.tx.document(QUEUE, place_id(line.partner, place + 1)) is not None:
            break
        place += 1
    return replace(line, sent_to=place)


def _line(unit: Unit, partner: str) -> Line | None:
    return read_line(unit.tx.document(LINE, partner))


def _put(unit: Unit, line: Line) -> None:
    unit.tx.put_document(LINE, document_of(line.partner, "", unit.now(), line))
