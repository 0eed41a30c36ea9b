"""Notices on a person's devices: what is due is kept until a push service has taken it.

As with letters, that one is due is queued, and it is written when it is sent.
"""

from collections.abc import Iterable
from typing import Final

import msgspec
from msgspec.structs import replace

from corridor.domain.quiet_hours import told_at
from corridor.domain.telling import URGENT
from corridor.engine.hlc import instant, to_ms
from corridor.engine.ports import Document
from corridor.engine.told import (
    CHOICE,
    DEVICE,
    LATER_S,
    NEWS,
    PUSH,
    Choice,
    Device,
    Item,
    PushDue,
    kept,
    later,
    read_choice,
    read_device,
    read_news,
    read_push,
    readable,
)
from corridor.engine.unit import Unit

GATHERED_MS: Final = 10_000
"""What happens within ten seconds comes in one notice."""
ATTEMPTS_MAX: Final = len(LATER_S)
SUBJECTS_MAX: Final = 100


def is_noticed(choice: Choice, kind: str) -> bool:
    """Whether the person's devices show news of a kind."""
    return choice.notices.get(kind, kind in URGENT)


def push_of_news(
    unit: Unit, id: str, device: Device, choice: Choice, items: Iterable[Item]
) -> None:
    """See that a notice is due if the person wants one of these on a device; not in quiet hours."""
    if not device.is_on or not any(is_noticed(choice, i.kind) for i in items if not i.is_done):
        return
    soon = instant(to_ms(unit.now()) + GATHERED_MS)
    due = told_at(soon, choice.zone, (choice.quiet_from, choice.quiet_to), None)
    earlier = unit.tx.document(PUSH, id)
    was_tried = any(push.attempts for _, push in readable(read_push, [earlier]))
    if earlier is None or (due < earlier.updated and not was_tried):
        unit.tx.put_document(PUSH, kept(id, device.login, due, PushDue()))


class KeepDevice(msgspec.Struct, frozen=True):
    """Show notices on a device from now on. Whose it was before, it is no more.

    `choice`: how its person is told, where nothing was chosen yet.
    """

    id: str
    desk: str
    device: Device
    choice: Choice

    def run(self, unit: Unit) -> None:
        """Nothing of the past is told."""
        device = replace(self.device, upto=unit.log.size - 1, made=unit.now())
        unit.tx.delete_document(PUSH, self.id)
        unit.tx.put_document(DEVICE, kept(self.id, self.desk, unit.now(), device))
        if unit.tx.document(CHOICE, device.login) is None:
            choice = kept(device.login, self.desk, unit.now(), self.choice)
            unit.tx.put_document(CHOICE, choice)


class ForgetDevice(msgspec.Struct, frozen=True):
    """Show nothing more on a device."""

    id: str

    def run(self, unit: Unit) -> None:
        """Nor what was due."""
        for kind in (PUSH, DEVICE):
            unit.tx.delete_document(kind, self.id)


class TryDevice(msgspec.Struct, frozen=True):
    """Send a notice that tells of nothing, at once and also in quiet hours."""

    id: str

    def run(self, unit: Unit) -> None:
        """Queue it before what is due there."""
        found = unit.tx.document(DEVICE, self.id)
        if found is not None:
            login = read_device(found).login
            due = kept(self.id, login, unit.now(), PushDue(trial=True))
            unit.tx.put_document(PUSH, due)


class Pushed(msgspec.Struct, frozen=True):
    """A notice was taken, or nothing was to be told; all up to this entry of the log is told."""

    id: str
    upto: int

    def run(self, unit: Unit) -> None:
        """What has come meanwhile is due anew."""
        unit.tx.delete_document(PUSH, self.id)
        found = unit.tx.document(DEVICE, self.id)
        if found is None:
            return
        device = read_device(found)
        device = replace(device, upto=max(device.upto, self.upto), error="")
        _put(unit, found, device)
        choice = read_choice(unit.tx.document(CHOICE, device.login))
        if choice is not None:
            push_of_news(unit, self.id, device, choice, _later_news(unit, found, device))


class PushNotTaken(msgspec.Struct, frozen=True):
    """A push service did not take a notice: tried again later, not for ever.

    `rest_s`: how long it asks to be left alone. `is_gone`: the browser listens there no more.
    """

    id: str
    error: str
    rest_s: int = 0
    is_gone: bool = False

    def run(self, unit: Unit) -> None:
        """Later each time; in the end it waits for further news, and why is kept."""
        due, found = unit.tx.document(PUSH, self.id), unit.tx.document(DEVICE, self.id)
        if due is None or found is None:
            return
        push = read_push(due)
        push = replace(push, attempts=push.attempts + 1)
        _put(unit, found, replace(read_device(found), error=self.error, is_on=not self.is_gone))
        if self.is_gone or push.attempts >= ATTEMPTS_MAX:
            unit.tx.delete_document(PUSH, self.id)
            return
        asked = instant(to_ms(unit.now()) + self.rest_s * 1000)
        at = max(asked, later(unit.now(), push.attempts))
        unit.tx.put_document(PUSH, kept(self.id, due.owner, at, push))


def _put(unit: Unit, found: Document, device: Device) -> None:
    unit.tx.put_document(DEVICE, kept(found.id, found.owner, found.updated, device))


def _later_news(unit: Unit, found: Document, device: Device) -> list[Item]:
    news = readable(read_news, unit.tx.documents(NEWS, found.owner, SUBJECTS_MAX))
    return [item for _, one in news for item in one.items if item.index > device.upto]
