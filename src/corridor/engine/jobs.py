"""The jobs that rooms above the engine hand to the writer."""

import hashlib
from collections.abc import Callable
from typing import Any

import msgspec

from corridor.domain.context import Judged
from corridor.domain.facts import Actor, Payload
from corridor.domain.refusals import Refusal
from corridor.engine.assessing import assess
from corridor.engine.codec import (
    AnyCommand,
    encode_command,
    pointer_in,
    read_command,
    reason_in,
    tag_of,
)
from corridor.engine.hlc import DAY_MS, instant
from corridor.engine.outcome import Outcome
from corridor.engine.ports import Document, StoredAnswer
from corridor.engine.records import CommandRefused
from corridor.engine.tallying import DESKS, count
from corridor.engine.unit import Unit

FORGOTTEN_AT_ONCE = 100
_OUTCOME = msgspec.json.Decoder(Outcome)


def answer_name(actor: Actor, key: str) -> str:
    """Under what the answer to an idempotency key of this person is kept."""
    return hashlib.sha256(f"{actor.org}\0{actor.person}\0{key}".encode()).hexdigest()


class Execute(msgspec.Struct, frozen=True):
    """A command of a person. With a key, the same command again gets the first answer again.

    `data`: the command in JSON, where it is there already; with a key, as `encode_command` writes
    it, for the same command has to have the same digest.
    `judged`: what stands against it by itself, where that was worked out already.
    """

    command: AnyCommand
    actor: Actor
    subject: str
    key: str = ""
    data: bytes = b""
    judged: Judged | None = None

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[object, ...]]:
        """For another process as bytes of the command: a dossier has a hundred parts."""
        data = self.data or encode_command(self.command)
        tag = tag_of(self.command)
        return _restored, (tag, data, self.actor, self.subject, self.key, self.judged)

    def run(self, unit: Unit) -> Outcome:
        """The outcome, new or remembered."""
        if not self.key:
            return self._execute(unit)
        name = answer_name(self.actor, self.key)
        digest = hashlib.sha256(self.data or encode_command(self.command)).digest()
        earlier = unit.tx.answer(name)
        if earlier is None:
            outcome = self._execute(unit)
            answer = StoredAnswer(digest, msgspec.json.encode(outcome))
            unit.tx.put_answer(name, answer, unit.now())
            return outcome
        first = _OUTCOME.decode(earlier.body)
        if earlier.digest != digest or self._is_about_another(unit, first):
            return self._refused(unit)
        return first

    def _execute(self, unit: Unit) -> Outcome:
        if self.actor.role not in DESKS:
            return unit.execute(self.command, self.actor, self.subject, self.judged)
        before = unit.get(self.subject).state
        outcome = unit.execute(self.command, self.actor, self.subject, self.judged)
        count(unit.tx, before, outcome, self.actor, unit.now())
        _weigh_if_new(unit, self.subject, before)
        return outcome

    def _is_about_another(self, unit: Unit, first: Outcome) -> bool:
        """Whether the same words are meant for something else, such as the next movement.

        A subject that nothing has happened to yet is none: who begins one again brings a new id.
        """
        return first.subject != self.subject and unit.get(self.subject).version > 0

    def _refused(self, unit: Unit) -> Outcome:
        refusal = Refusal("idempotency_key_reused")
        refused = tag_of(self.command)
        unit.log.say("node", CommandRefused(refused, self.subject, (refusal.code,)), self.actor)
        return Outcome(self.subject, refusals=(refusal,))


class RefuseShape(msgspec.Struct, frozen=True):
    """In place of a command that broke the limits of its own fields: a struct made by hand is not
    checked until it is decoded.
    """

    do: str
    complaint: str
    actor: Actor
    subject: str

    def run(self, unit: Unit) -> Outcome:
        """Refuse it."""
        said = {"said": reason_in(self.complaint)}
        refusal = Refusal("command_shape", pointer_in(self.complaint), "", said)
        return unit.refuse(self.do, self.actor, self.subject, (refusal,))


def _restored(
    tag: str, data: bytes, actor: Actor, subject: str, key: str, judged: Judged | None
) -> Execute | RefuseShape:
    try:
        return Execute(read_command(tag, data), actor, subject, key, data, judged)
    except msgspec.ValidationError as error:
        return RefuseShape(tag, str(error), actor, subject)


class Note(msgspec.Struct, frozen=True):
    """A record of the node itself, such as a denied request."""

    payload: Payload
    actor: Actor

    def run(self, unit: Unit) -> None:
        """Append it."""
        unit.log.say("node", self.payload, self.actor)


class PutDocument(msgspec.Struct, frozen=True):
    """Keep a private document; with `is_owned`, only over one of the same owner."""

    kind: str
    document: Document
    is_owned: bool = False

    def run(self, unit: Unit) -> bool:
        """Insert or replace it; False where it would replace another owner's."""
        if self.is_owned:
            earlier = unit.tx.document(self.kind, self.document.id)
            if earlier is not None and earlier.owner != self.document.owner:
                return False
        unit.tx.put_document(self.kind, self.document)
        return True


class DeleteDocument(msgspec.Struct, frozen=True):
    """Forget a private document."""

    kind: str
    id: str

    def run(self, unit: Unit) -> None:
        """Delete it."""
        unit.tx.delete_document(self.kind, self.id)


class ForgetDocuments(msgspec.Struct, frozen=True):
    """Forget private documents of a kind that nobody has touched for so many days, a few at a time;
    gives how many.
    """

    kind: str
    days: int

    def run(self, unit: Unit) -> int:
        """Delete those that are oldest."""
        before = instant(unit.settings.clock.now_ms() - self.days * DAY_MS)
        found = unit.tx.documents(self.kind, None, FORGOTTEN_AT_ONCE, before)
        for document in found:
            unit.tx.delete_document(self.kind, document.id)
        return len(found)


class SwapDocument(msgspec.Struct, frozen=True):
    """Change a private document only as it was when it was read: nobody's change is lost.

    `earlier`: its body then, None where there was none. `document` None deletes it.
    """

    kind: str
    id: str
    earlier: bytes | None
    document: Document | None

    def run(self, unit: Unit) -> bool:
        """False where somebody has changed it meanwhile; then nothing is done."""
        found = unit.tx.document(self.kind, self.id)
        if (found.body if found else None) != self.earlier:
            return False
        if self.document is None:
            unit.tx.delete_document(self.kind, self.id)
        else:
            unit.tx.put_document(self.kind, self.document)
        return True


class FireTimers(msgspec.Struct, frozen=True):
    """Do what has become due; gives the number of timers that were."""

    limit: int = 100

    def run(self, unit: Unit) -> int:
        """Carry out each timer's command in the name of the system."""
        due = unit.tx.due_timers(unit.now(), self.limit)
        for subject, name, _ in due:
            before = unit.get(subject).state
            unit.fire(subject, name)
            _weigh_if_new(unit, subject, before)
        return len(due)


def _weigh_if_new(unit: Unit, subject: str, before: Any) -> None:
    """What was accepted just now, by a person or by itself: the officer who decides on control
    has to have it at once.
    """
    if unit.get(subject).state is not before and not getattr(before, "mrn", ""):
        assess(unit, subject)


class Together(msgspec.Struct, frozen=True):
    """Commands about several subjects, of which all are done or none.

    Each is judged before the first is carried out, so none may hang on what another brings about.
    `dry`: they are judged alone.
    """

    jobs: tuple[Execute, ...]
    dry: bool = False

    def run(self, unit: Unit) -> tuple[Outcome, ...]:
        """The outcome of each; where one is refused, nothing was done for the rest either."""
        judged = tuple(unit.judge(one.command, one.actor, one.subject) for one in self.jobs)
        if self.dry or any(one.refusals for one in judged):
            return judged
        return tuple(one.run(unit) for one in self.jobs)
