"""Rows of a batch corrected, by the page or by a program: what changed is judged and written."""

import asyncio
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from corridor.domain.reference import Reference
from corridor.domain.typed import one_line, tidy
from corridor.engine.jobs import PutDocument
from corridor.web.batches.model import ROW, Batch, Row, row_document
from corridor.web.batches.rows import firsts, judged
from corridor.web.services import Services
from corridor.web.tables.kept import LISTS
from corridor.web.tables.values import meant
from corridor.web.views.drafting.taking import LETTERS_MAX


def with_cells(row: Row, given: Mapping[str, str], reference: Reference) -> Row:
    """The row with these cells, an empty one taken out; itself where nothing is another."""
    read = {
        field: meant(field, (tidy(t) if field in LISTS else one_line(t))[:LETTERS_MAX], reference)
        for field, t in given.items()
    }
    cells = {field: text for field, text in (row.cells | read).items() if text}
    return row if cells == row.cells else replace(row, cells=cells, tries=row.tries + 1)


async def mended(
    batch: Batch, rows: Sequence[Row], typed: Sequence[Row], services: Services
) -> tuple[Row, ...]:
    """The rows as typed; those that changed are judged away from the event loop."""
    before = firsts(typed)
    changed = [row for was, row in zip(rows, typed, strict=True) if row is not was]
    found = await asyncio.to_thread(
        lambda: [judged(batch, row, services, before) for row in changed]
    )
    for row in found:
        document = row_document(row, batch.id, services.now())
        await services.writer.run(PutDocument(ROW, document, is_owned=True))
    known = {row.number: row for row in found}
    return tuple(known.get(row.number, row) for row in typed)
