"""The jobs that rooms above the engine hand to the writer."""

import hashlib
from collections.abc import Callable

import msgspec

from corridor.domain.facts import Actor, Payload
from corridor.domain.refusals import Refusal
from corridor.engine.codec import AnyCommand, encode_command
from corridor.engine.outcome import Outcome
from corridor.engine.ports import Document, StoredAnswer
from corridor.engine.unit import Unit

_OUTCOME = msgspec.json.Decoder(Outcome)


class Execute(msgspec.Struct, frozen=True):
    """A command of a person. With a key, the same command again gets the first answer again."""

    command: AnyCommand
    actor: Actor
    subject: str
    key: str = ""

    def run(self, unit: Unit) -> Outcome:
        """The outcome, new or remembered."""
        if not self.key:
            return unit.execute(self.command, self.actor, self.subject)
        name = hashlib.sha256(f"{self.actor.org}\0{self.actor.person}\0{self.key}".encode())
        digest = hashlib.sha256(encode_command(self.command)).digest()
        earlier = unit.tx.answer(name.hexdigest())
        if earlier is None:
            outcome = unit.execute(self.command, self.actor, self.subject)
            answer = StoredAnswer(digest, msgspec.json.encode(outcome))
            unit.tx.put_answer(name.hexdigest(), answer, unit.now())
            return outcome
        if earlier.digest != digest:
            return Outcome(self.subject, refusals=(Refusal("idempotency_key_reused"),))
        return _OUTCOME.decode(earlier.body)


class Note(msgspec.Struct, frozen=True):
    """A record of the node itself, such as a denied request."""

    payload: Payload
    actor: Actor

    def run(self, unit: Unit) -> None:
        """Append it."""
        unit.log.say("node", self.payload, self.actor)


class PutDocument(msgspec.Struct, frozen=True):
    """Keep a private document. `check` may look at the one it replaces and raise to prevent it."""

    kind: str
    document: Document
    check: Callable[[Document | None], None] | None = None

    def run(self, unit: Unit) -> None:
        """Insert or replace it."""
        if self.check is not None:
            self.check(unit.tx.document(self.kind, self.document.id))
        unit.tx.put_document(self.kind, self.document)


class DeleteDocument(msgspec.Struct, frozen=True):
    """Forget a private document."""

    kind: str
    id: str

    def run(self, unit: Unit) -> None:
        """Delete it."""
        unit.tx.delete_document(self.kind, self.id)


class FireTimers(msgspec.Struct, frozen=True):
    """Do what has become due; gives the number of timers that were."""

    limit: int = 100

    def run(self, unit: Unit) -> int:
        """Carry out each timer's command in the name of the system."""
        due = unit.tx.due_timers(unit.now(), self.limit)
        for subject, name, _ in due:
            unit.fire(subject, name)
        return len(due)
