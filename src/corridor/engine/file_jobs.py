"""Jobs about files: kept, named in a draft, looked at whether anybody still uses them."""

from typing import Literal

import msgspec
from msgspec.structs import replace

from corridor.domain.attachments import (
    PER_SUBJECT_MAX,
    Attachment,
    Attachments,
    attachment_key,
)
from corridor.domain.days import days_later
from corridor.domain.kinds import kind_of
from corridor.engine.kept_files import (
    KEPT,
    OF_DRAFT,
    ORGS_MAX,
    KeptFile,
    document_of,
    read_kept,
)
from corridor.engine.ports import Document, Reader
from corridor.engine.unit import Unit


class KeepFile(msgspec.Struct, frozen=True):
    """The bytes are there: they are kept for whoever uploaded them, together with all before."""

    sha256: str
    file: KeptFile

    def run(self, unit: Unit) -> None:
        """Put the document, or add to it."""
        new, old = self.file, read_kept(unit.tx.document(KEPT, self.sha256))
        if old is not None:
            new = replace(
                old,
                orgs=_joined(old.orgs, new.orgs),
                drafts=_joined(old.drafts, new.drafts),
                scanned=old.scanned or new.scanned,
                unused_since="",
            )
        unit.tx.put_document(KEPT, document_of(self.sha256, new))


def _joined(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, ...]:
    """Both, each once; of too many the newest."""
    return tuple(dict.fromkeys((*old, *new)))[-ORGS_MAX:]


class ChangeDraftFiles(msgspec.Struct, frozen=True):
    """Attach a file to a draft, or take one away: beside the draft, which others may be typing in.

    `first`: what an amendment begins with, where nothing was changed yet.
    """

    draft: str
    org: str
    first: Attachments = ()
    added: Attachment | None = None
    removed: str = ""

    def run(self, unit: Unit) -> Literal["changed", "full", "not_yours"]:
        """What came of it."""
        kept = unit.tx.document(OF_DRAFT, self.draft)
        if kept is not None and kept.owner != self.org:
            return "not_yours"
        files = self.first if kept is None else read_draft_files(kept)
        left = tuple(one for one in files if one.sha256 != self.removed)
        if self.added is not None:
            left = (*(one for one in left if one.sha256 != self.added.sha256), self.added)
        if len(left) > PER_SUBJECT_MAX:
            return "full"
        document = Document(self.draft, self.org, unit.now(), msgspec.json.encode(left))
        unit.tx.put_document(OF_DRAFT, document)
        return "changed"


class ForgetUnsent(msgspec.Struct, frozen=True):
    """Forget a list of files that nobody changed since an instant; the files go as unused ones."""

    draft: str
    before: str

    def run(self, unit: Unit) -> None:
        """Unless somebody has changed it meanwhile."""
        kept = unit.tx.document(OF_DRAFT, self.draft)
        if kept is not None and kept.updated < self.before:
            unit.tx.delete_document(OF_DRAFT, self.draft)


def read_draft_files(document: Document) -> Attachments:
    """The files in a draft's list."""
    return msgspec.json.decode(document.body, type=tuple[Attachment, ...])


class Keeping(msgspec.Struct, frozen=True):
    """For how many days a file outlives its last use.

    `named_days`: one that a subject named and that was uploaded here; `other_days`: one that
    nothing ever named, and a copy fetched from elsewhere.
    """

    named_days: int
    other_days: int


class LookAtFile(msgspec.Struct, frozen=True):
    """Note since when nobody uses a file; forget it once that is long enough."""

    sha256: str
    day: str
    keeping: Keeping

    def run(self, unit: Unit) -> bool:
        """True where it was forgotten, and its bytes may go."""
        kept = read_kept(unit.tx.document(KEPT, self.sha256))
        if kept is None:
            return True
        named = unit.tx.find(attachment_key(self.sha256))
        is_used = any(_uses(unit, one, self.day) for one in named)
        is_used = is_used or any(_in_draft(unit.tx, one, self.sha256) for one in kept.drafts)
        was_named = kept.was_named or bool(named)
        since = "" if is_used else kept.unused_since or self.day
        days = self._days(was_named and bool(kept.orgs))
        if since and days_later(since, days) <= self.day:
            unit.tx.delete_document(KEPT, self.sha256)
            return True
        now = replace(kept, was_named=was_named, unused_since=since)
        if now != kept:
            unit.tx.put_document(KEPT, document_of(self.sha256, now))
        return False

    def _days(self, is_record: bool) -> int:
        return self.keeping.named_days if is_record else self.keeping.other_days


def _uses(unit: Unit, subject: str, day: str) -> bool:
    kind, state = kind_of(subject), unit.look(subject).state
    return kind is not None and state is not None and kind.uses_files(state, day)


def _in_draft(reader: Reader, draft: str, sha256: str) -> bool:
    document = reader.document(OF_DRAFT, draft)
    files = read_draft_files(document) if document is not None else ()
    return any(one.sha256 == sha256 for one in files)
