"""Webhooks as they are kept: what is to be sent, what was, and which receiver is left alone."""

from typing import Final

import msgspec
from msgspec.structs import replace

from corridor.engine.ports import Document
from corridor.engine.told import (
    HOOK,
    LATER_S,
    QUEUE,
    SENT,
    Hook,
    Message,
    kept,
    later,
    read_hook,
    read_message,
)
from corridor.engine.unit import Unit

ATTEMPTS_MAX: Final = len(LATER_S)
REST_ATTEMPTS_MAX: Final = 4
"""A receiver that is down is asked again after half an hour at the latest."""
FORGOTTEN_MAX: Final = 100_000


class Arrived(msgspec.Struct, frozen=True):
    """A message was taken."""

    id: str
    status: int

    def run(self, unit: Unit) -> None:
        """It is kept as sent; the receiver is well."""
        queued = unit.tx.document(QUEUE, self.id)
        if queued is None:
            return
        message = read_message(queued)
        done = replace(
            message, attempts=message.attempts + 1, status=self.status, error="", delivered=True
        )
        _finish(unit, queued, done)
        hook = _hook(unit, queued.owner)
        if hook is not None and hook[1].failures:
            _put(unit, hook[0], replace(hook[1], failures=0, rests_until="", error=""))


class NotArrived(msgspec.Struct, frozen=True):
    """A message was not taken: tried again later, in the end given up and kept to be seen.

    `is_down`: the receiver is left alone for a while. `is_gone`: it is switched off.
    """

    id: str
    error: str
    status: int = 0
    is_down: bool = False
    is_gone: bool = False

    def run(self, unit: Unit) -> None:
        """The message and its receiver."""
        queued = unit.tx.document(QUEUE, self.id)
        if queued is None:
            return
        message = read_message(queued)
        tried = replace(
            message, attempts=message.attempts + 1, status=self.status, error=self.error
        )
        if self.is_gone or tried.attempts >= ATTEMPTS_MAX:
            _finish(unit, queued, tried)
        else:
            due = later(unit.now(), tried.attempts)
            unit.tx.put_document(QUEUE, kept(queued.id, queued.owner, due, tried))
        hook = _hook(unit, queued.owner)
        if hook is not None:
            _put(unit, hook[0], self._after(unit, hook[1]))

    def _after(self, unit: Unit, hook: Hook) -> Hook:
        failures = hook.failures + 1
        rest = later(unit.now(), min(failures, REST_ATTEMPTS_MAX)) if self.is_down else ""
        is_on = hook.is_on and not self.is_gone
        return replace(hook, failures=failures, rests_until=rest, error=self.error, is_on=is_on)


class SendAgain(msgspec.Struct, frozen=True):
    """Send once more what was sent or given up, under its own number; what waits, at once."""

    id: str
    hook: str

    def run(self, unit: Unit) -> bool:
        """Whether there is such a message of this webhook."""
        for kind in (SENT, QUEUE):
            found = unit.tx.document(kind, self.id)
            if found is not None and found.owner == self.hook:
                unit.tx.delete_document(kind, self.id)
                message = replace(read_message(found), attempts=0, delivered=False)
                unit.tx.put_document(QUEUE, kept(self.id, self.hook, unit.now(), message))
                return True
        return False


class SendTest(msgspec.Struct, frozen=True):
    """Send a message that tells of nothing, to see whether it arrives."""

    hook: str

    def run(self, unit: Unit) -> None:
        """Queue it."""
        name = f"msg_{unit.settings.node}_test_{unit.settings.tokens.token()}"
        message = Message(name, "test", at=unit.now(), made=unit.now())
        unit.tx.put_document(QUEUE, kept(f"{self.hook} {name}", self.hook, unit.now(), message))


class ForgetHook(msgspec.Struct, frozen=True):
    """Forget a webhook with all that was sent or is to be sent to it."""

    hook: str

    def run(self, unit: Unit) -> None:
        """Delete them."""
        for kind in (QUEUE, SENT):
            for document in unit.tx.documents(kind, self.hook, FORGOTTEN_MAX):
                unit.tx.delete_document(kind, document.id)
        unit.tx.delete_document(HOOK, self.hook)


def _finish(unit: Unit, queued: Document, message: Message) -> None:
    unit.tx.delete_document(QUEUE, queued.id)
    unit.tx.put_document(SENT, kept(queued.id, queued.owner, unit.now(), message))


def _hook(unit: Unit, id: str) -> tuple[Document, Hook] | None:
    document = unit.tx.document(HOOK, id)
    return (document, read_hook(document)) if document is not None else None


def _put(unit: Unit, document: Document, hook: Hook) -> None:
    unit.tx.put_document(HOOK, kept(document.id, document.owner, unit.now(), hook))
