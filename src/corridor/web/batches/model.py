"""A batch and its rows: documents of the store, so that they outlive a page and the process.

The batch is one document (kind `batch`, of the firm), each row one of its own (kind `batch-row`,
owned by the batch): what is said of one truck is written without the others. What is being done
with a batch lies in a third (kind `batch-work`), which is there as long as there is work.
"""

from collections.abc import Iterable
from typing import Final

import msgspec
from msgspec.structs import replace

from corridor.domain.refusals import Refusal
from corridor.engine.ports import Document
from corridor.engine.queries import Queries
from corridor.web.views.drafting.model import Draft
from corridor.web.views.drafting.pointers import Spot

BATCH: Final = "batch"
ROW: Final = "batch-row"
WORK: Final = "batch-work"
ROWS_MAX: Final = 500
"""Dossiers of one batch."""
BATCHES_MAX: Final = 100
"""Batches that a firm is shown."""


class Fault(msgspec.Struct, frozen=True, omit_defaults=True):
    """What stands against a row and where: a text, or a refusal of the domain."""

    section: str
    field: str = ""
    item: int | None = None
    text: str = ""
    args: dict[str, str] = {}
    refusal: Refusal | None = None

    @property
    def spot(self) -> Spot:
        """Where in a draft."""
        return Spot(self.section, self.field, self.item)


class Applied(msgspec.Struct, frozen=True, omit_defaults=True):
    """When the permits of a row were asked for, and what stood against it."""

    at: str
    faults: tuple[Fault, ...] = ()


class Row(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One dossier to be. `number`: its row in the table; `id`: of the movement it will be.

    `tries`: how often something was changed, so that each attempt has an idempotency key of its
    own. `state`: open | filed | draft. `checked`: when it was judged; empty where it has to be.
    `is_free`: it was judged to need no permit and to ask nothing on which one hangs.
    """

    number: int
    id: str
    cells: dict[str, str] = {}
    faults: tuple[Fault, ...] = ()
    doubts: tuple[Fault, ...] = ()
    checked: str = ""
    state: str = "open"
    tries: int = 0
    applied: Applied | None = None
    is_free: bool = False

    @property
    def is_ready(self) -> bool:
        """Whether nothing is known against filing it."""
        return self.state == "open" and bool(self.checked) and not self.faults

    def named(self, batch: str) -> str:
        """The id of its document."""
        return f"{batch}/{self.number:05d}"


class Counts(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a batch stands. `unchecked` rows are being judged."""

    rows: int = 0
    filed: int = 0
    drafts: int = 0
    faulty: int = 0
    unchecked: int = 0

    @property
    def ready(self) -> int:
        """Rows that can be filed."""
        return self.rows - self.filed - self.drafts - self.faulty - self.unchecked


class Batch(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """`columns`: the fields that the table gives; all else is as in the pattern.

    `source`: the draft, template or dossier that the pattern was taken from.
    """

    id: str
    name: str
    pattern: Draft
    source: str
    columns: tuple[str, ...]
    created: str = ""
    counts: Counts = Counts()
    told: str = ""
    """Why filing ended before its end: a msgid."""
    digest: str = ""
    """Of the call that brought it, where a program did."""


class Work(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What is to be done with a batch: rows that wait are judged, these are filed, in this order,
    then permits are asked for.

    `login`: in whose name. `code`: the access code, sealed. `waits`: why it does not go on.
    `attempt`: names this work among those of the batch.
    """

    batch: str
    org: str
    login: str
    rows: tuple[int, ...] = ()
    permits: tuple[int, ...] = ()
    attempt: str = ""
    code: str = ""
    waits: str = ""


_BATCH: Final = msgspec.json.Decoder(Batch)
_ROW: Final = msgspec.json.Decoder(Row)
_WORK: Final = msgspec.json.Decoder(Work)


def batch_document(batch: Batch, org: str, at: str) -> Document:
    """The batch as it is kept."""
    return Document(batch.id, org, at, msgspec.json.encode(batch))


def row_document(row: Row, batch: str, at: str) -> Document:
    """A row as it is kept."""
    return Document(row.named(batch), batch, at, msgspec.json.encode(row))


def work_document(work: Work, at: str) -> Document:
    """The work as it is kept."""
    return Document(work.batch, work.org, at, msgspec.json.encode(work))


def read_batch(document: Document) -> Batch:
    """The batch in a document."""
    return _BATCH.decode(document.body)


def read_row(document: Document) -> Row:
    """The row in a document."""
    return _ROW.decode(document.body)


def read_work(document: Document) -> Work:
    """The work in a document."""
    return _WORK.decode(document.body)


def work_on(queries: Queries, batch: str) -> Work | None:
    """What is being done with it; None where nothing is."""
    found = queries.document(WORK, batch)
    return read_work(found) if found else None


def rows_of(queries: Queries, batch: str) -> tuple[Row, ...]:
    """All rows in the order of the table."""
    found = queries.documents(ROW, batch, ROWS_MAX)
    return tuple(sorted(map(read_row, found), key=lambda row: row.number))


def counted(batch: Batch, rows: Iterable[Row]) -> Batch:
    """The batch, with how its rows stand."""
    found = tuple(rows)
    counts = Counts(
        rows=len(found),
        filed=sum(row.state == "filed" for row in found),
        drafts=sum(row.state == "draft" for row in found),
        faulty=sum(row.state == "open" and bool(row.faults) for row in found),
        unchecked=sum(row.state == "open" and not row.checked for row in found),
    )
    return replace(batch, counts=counts)
