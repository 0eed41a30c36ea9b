"""Rows of a batch corrected, by the page or by a program: what changed is judged and written."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from corridor.domain.reference import Reference
from corridor.engine.unit import Unit
from corridor.web.batches.model import (
    BATCH,
    ROW,
    WORK,
    Batch,
    Row,
    batch_document,
    read_batch,
    read_row,
    row_document,
)
from corridor.web.batches.rows import PLACES, firsts, judged
from corridor.web.services import Services
from corridor.web.tables.values import meant, written


def with_cells(row: Row, given: Mapping[str, str], reference: Reference) -> Row:
    """The row with these cells, an empty one taken out; itself where nothing is another."""
    read = {field: meant(field, written(field, text), reference) for field, text in given.items()}
    cells = {field: text for field, text in (row.cells | read).items() if text}
    return row if cells == row.cells else replace(row, cells=cells, tries=row.tries + 1)


class WriteRows(msgspec.Struct, frozen=True):
    """Rows as they were corrected, all or none. `now`: None where one is taken out. `columns`:
    those that a correction names.

    What others wrote since the rows were read is not overwritten, and nothing changes under the
    hands of the node: it files what it has read.
    """

    batch: str
    was: tuple[Row, ...]
    now: tuple[Row | None, ...]
    columns: tuple[str, ...]

    def run(self, unit: Unit) -> bool:
        """False where that is so: they are to be read anew."""
        if unit.tx.document(WORK, self.batch) is not None:
            return False
        for row in self.was:
            found = unit.tx.document(ROW, row.named(self.batch))
            if found is None or read_row(found) != row:
                return False
        for was, now in zip(self.was, self.now, strict=True):
            if now is None:
                unit.tx.delete_document(ROW, was.named(self.batch))
            else:
                unit.tx.put_document(ROW, row_document(now, self.batch, unit.now()))
        self._name_columns(unit)
        return True

    def _name_columns(self, unit: Unit) -> None:
        found = unit.tx.document(BATCH, self.batch)
        if found is None:
            return
        batch = read_batch(found)
        columns = with_columns(batch, self.columns)
        if columns != batch.columns:
            named = batch_document(replace(batch, columns=columns), found.owner, unit.now())
            unit.tx.put_document(BATCH, named)


def with_columns(batch: Batch, named: Iterable[str]) -> tuple[str, ...]:
    """Those of the table and these, as they stand on the page."""
    known = {*batch.columns, *named}
    return tuple(field for field in PLACES if field in known)


async def mended(
    batch: Batch, rows: Sequence[Row], typed: Sequence[Row | None], services: Services
) -> tuple[Row, ...] | None:
    """The rows as typed, without those that are None; what changed is judged away from the event
    loop. None: others were quicker, and nothing was written.
    """
    before = firsts(batch, [row for row in typed if row is not None])
    pairs = [(was, now) for was, now in zip(rows, typed, strict=True) if now is not was]
    found = await asyncio.to_thread(
        lambda: [now and judged(batch, now, services, before) for _was, now in pairs]
    )
    job = WriteRows(batch.id, tuple(was for was, _now in pairs), tuple(found), batch.columns)
    if pairs and not await services.writer.run(job):
        return None
    known = {row.number: row for row in found if row is not None}
    return tuple(known.get(row.number, row) for row in typed if row is not None)
