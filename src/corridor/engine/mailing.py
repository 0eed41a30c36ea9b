"""Who is told by mail, and when: what is due is kept until a server has taken it."""

from collections.abc import Iterable
from typing import Final

import msgspec
from msgspec.structs import replace

from corridor.domain.quiet_hours import told_at
from corridor.domain.telling import URGENT
from corridor.engine.hlc import instant, to_ms
from corridor.engine.told import (
    CHOICE,
    MAIL,
    MAIL_FAILED,
    NEWS,
    Choice,
    Item,
    MailDue,
    Mode,
    kept,
    later,
    read_choice,
    read_mail,
    read_news,
    readable,
)
from corridor.engine.unit import Unit

GATHERED_MS: Final = 60_000
"""What happens within a minute comes in one mail."""
SUBJECTS_MAX: Final = 100
"""So many subjects stand in one mail; the bell has all."""
ATTEMPTS_MAX: Final = 10


def mode_of(choice: Choice, kind: str) -> Mode:
    """How a person is told of a kind."""
    return choice.modes.get(kind, "now" if kind in URGENT else "digest")


def mail_of_news(unit: Unit, login: str, desk: str, choice: Choice, items: Iterable[Item]) -> None:
    """See that a mail is due if the person wants to be told by mail of one of these."""
    if not choice.address or choice.code:
        return
    modes = {mode_of(choice, item.kind) for item in items if not item.is_done}
    for mode in modes - {"never"}:
        _due_by(unit, login, desk, _when(unit, choice, mode))


def _when(unit: Unit, choice: Choice, mode: Mode) -> str:
    quiet = (choice.quiet_from, choice.quiet_to)
    if mode == "digest":
        return told_at(unit.now(), choice.zone, quiet, choice.digest_hour)
    soon = instant(to_ms(unit.now()) + GATHERED_MS)
    return told_at(soon, choice.zone, quiet, None)


def _due_by(unit: Unit, login: str, desk: str, due: str) -> None:
    """The earliest time counts; what was not taken is tried again at its own time."""
    earlier = unit.tx.document(MAIL, login)
    was_tried = any(mail.attempts for _, mail in readable(read_mail, [earlier]))
    if earlier is None or (due < earlier.updated and not was_tried):
        unit.tx.put_document(MAIL, kept(login, desk, due, MailDue()))


class KeepChoice(msgspec.Struct, frozen=True):
    """Keep how a person is told. Nothing of the past is told; a new address is asked first."""

    login: str
    desk: str
    choice: Choice

    def run(self, unit: Unit) -> None:
        """Put it; where the address waits to be confirmed, a mail that asks is due at once."""
        tx = unit.tx
        earlier = read_choice(tx.document(CHOICE, self.login))
        upto = earlier.upto if earlier and earlier.address else unit.log.size - 1
        choice = replace(self.choice, upto=upto)
        tx.put_document(CHOICE, kept(self.login, self.desk, unit.now(), choice))
        for kind in (MAIL, MAIL_FAILED):
            tx.delete_document(kind, self.login)
        is_asked = earlier is not None and earlier.code == choice.code
        if choice.code and not is_asked:
            due = MailDue(confirm=True)
            tx.put_document(MAIL, kept(self.login, self.desk, unit.now(), due))
        elif not choice.code:
            again(unit, self.login, self.desk, choice)


class Mailed(msgspec.Struct, frozen=True):
    """A mail was taken; it told of everything up to this entry of the log."""

    login: str
    desk: str
    upto: int

    def run(self, unit: Unit) -> None:
        """What has come meanwhile is due anew."""
        tx = unit.tx
        choice = read_choice(tx.document(CHOICE, self.login))
        for kind in (MAIL, MAIL_FAILED):
            tx.delete_document(kind, self.login)
        if choice is not None:
            choice = replace(choice, upto=max(choice.upto, self.upto))
            tx.put_document(CHOICE, kept(self.login, self.desk, unit.now(), choice))
            again(unit, self.login, self.desk, choice)


class MailNotTaken(msgspec.Struct, frozen=True):
    """A server refused a mail to this person: kept, and tried again later, not for ever.

    `is_final`: it said that it never takes it, so it is not asked again.
    """

    login: str
    error: str
    is_final: bool = False

    def run(self, unit: Unit) -> None:
        """Later each time; in the end it waits for further news, and why is kept."""
        document = unit.tx.document(MAIL, self.login)
        if document is None:
            return
        due = read_mail(document)
        due = replace(due, attempts=due.attempts + 1, error=self.error)
        if self.is_final or due.attempts >= ATTEMPTS_MAX:
            unit.tx.delete_document(MAIL, self.login)
            failed = kept(self.login, document.owner, unit.now(), due)
            unit.tx.put_document(MAIL_FAILED, failed)
            return
        at = later(unit.now(), due.attempts)
        unit.tx.put_document(MAIL, kept(self.login, document.owner, at, due))


def again(unit: Unit, login: str, desk: str, choice: Choice) -> None:
    """A mail is due for what the person was not told of yet."""
    found = unit.tx.documents(NEWS, desk, SUBJECTS_MAX)
    read = readable(read_news, found)
    items = (item for _, news in read for item in news.items if item.index > choice.upto)
    mail_of_news(unit, login, desk, choice, items)
