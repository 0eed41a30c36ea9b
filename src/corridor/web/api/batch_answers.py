"""How the API shows a batch and its rows."""

from typing import Any

import msgspec
from litestar import Request

from corridor.web.api.answers import Answer, answer
from corridor.web.batches.model import Batch, Fault, Row, rows_of, work_on
from corridor.web.batches.permits import QUESTIONS
from corridor.web.batches.rows import column_of
from corridor.web.context import reader_of, services_of
from corridor.web.shape_words import echoes

AnyRequest = Request[Any, Any, Any]


class RowFault(msgspec.Struct, frozen=True, omit_defaults=True):
    """What stands against a row. `column`: the cell; else it is in the pattern, at this `field`.

    `questions`: codes of those that are to be answered first, with the order.
    """

    text: str
    column: str = ""
    section: str = ""
    field: str = ""
    code: str = ""
    questions: tuple[str, ...] = ()


class BatchRow(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A row. `state`: checking | faulty | ready | filed | draft. `subject`: its movement to be."""

    number: int
    subject: str
    state: str
    cells: dict[str, str]
    faults: tuple[RowFault, ...] = ()
    doubts: tuple[RowFault, ...] = ()
    permits: tuple[str, ...] = ()
    permit_faults: tuple[RowFault, ...] = ()


class BatchAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A batch. `working`: something is being done with it; ask again. `told`: why that ended."""

    id: str
    name: str
    working: bool
    waits: str
    told: str
    columns: tuple[str, ...]
    rows: tuple[BatchRow, ...]


def batch_answer(request: AnyRequest, batch: Batch, status: int = 200) -> Answer:
    """A batch as it stands now."""
    queries = services_of(request).queries
    busy = work_on(queries, batch.id)
    shown = BatchAnswer(
        id=batch.id,
        name=batch.name,
        working=busy is not None,
        waits=busy.waits if busy else "",
        told=reader_of(request).words(batch.told) if batch.told else "",
        columns=batch.columns,
        rows=tuple(row_shown(request, batch, row) for row in rows_of(queries, batch.id)),
    )
    return answer(shown, status, f"/api/v1/batches/{batch.id}" if status == 201 else "")


def row_shown(request: AnyRequest, batch: Batch, row: Row) -> BatchRow:
    """One row, with what stands against it in the reader's language."""
    found = services_of(request).queries.permits_of(row.id)
    against = row.applied.faults if row.applied else ()
    return BatchRow(
        number=row.number,
        subject=row.id,
        state=state_of(row),
        cells=row.cells,
        faults=tuple(_fault(request, batch, one) for one in row.faults),
        doubts=tuple(_fault(request, batch, one) for one in row.doubts),
        permits=tuple(permit.id for permit in found),
        permit_faults=tuple(_fault(request, batch, one) for one in against),
    )


def state_of(row: Row) -> str:
    """checking | faulty | ready | filed | draft."""
    if row.state != "open":
        return row.state
    return "checking" if not row.checked else "faulty" if row.faults else "ready"


def _fault(request: AnyRequest, batch: Batch, fault: Fault) -> RowFault:
    reader = reader_of(request)
    said = reader.refusals.say(fault.refusal) if fault.refusal else None
    text = (
        f"{said.text} {said.remedy}".strip()
        if said
        else reader.words(fault.text, **echoes(fault.args))
    )
    return RowFault(
        text=text,
        column=column_of(fault.spot, batch.columns) if fault.section else "",
        section=fault.section,
        field=fault.field,
        code=fault.refusal.code if fault.refusal else "",
        questions=tuple(filter(None, fault.args.get(QUESTIONS, "").split(","))),
    )
