"""A table brought for many dossiers: each row becomes one of a batch, after the same pattern."""

from collections.abc import Sequence
from typing import Any, Final

from litestar import Request
from litestar.response import Redirect

from corridor.engine.jobs import PutDocument, SwapDocument
from corridor.web.addresses import redirect
from corridor.web.auth.identity import account_of, actor_of
from corridor.web.batches.model import (
    BATCH,
    ROW,
    ROWS_MAX,
    WORK,
    Batch,
    Row,
    Work,
    batch_document,
    counted,
    row_document,
    work_document,
)
from corridor.web.batches.rows import OF_ONE_ITEM, judged
from corridor.web.batches.runner import BatchRunner
from corridor.web.context import gettext_of, services_of
from corridor.web.forms import Form
from corridor.web.pages.carrier.batch_shown import by_column
from corridor.web.pages.carrier.patterns import pattern_of
from corridor.web.pages.carrier.use import Use
from corridor.web.tables.kept import Table, cells_of
from corridor.web.tables.matching import FIELDS
from corridor.web.tables.values import meant
from corridor.web.toolkit import notify
from corridor.web.views.table_rows import ROWS_SHOWN, Judged

AnyRequest = Request[Any, Any, Any]


def _fields(request: AnyRequest, table: Table) -> tuple[str, ...]:
    """What of one item can be given where the pattern has one item."""
    one_item = len(pattern_of(request, table.target).goods) == 1
    return tuple(f for f in FIELDS["dossiers"] if one_item or f not in OF_ONE_ITEM)


def _batch(request: AnyRequest, table: Table) -> Batch:
    columns = tuple(field for field in FIELDS["dossiers"] if field in table.fields)
    now = services_of(request).now()
    return Batch(
        id=services_of(request).new_id("bt"),
        name=table.name or "",
        pattern=pattern_of(request, table.target),
        source=table.target,
        columns=columns,
        created=now,
    )


def _rows(request: AnyRequest, table: Table, limit: int) -> list[Row]:
    services = services_of(request)
    return [
        Row(
            number=number,
            id=services.new_id("mv"),
            cells={name: meant(name, text, services.reference) for name, text in cells.items()},
        )
        for number, cells in cells_of(table)[:limit]
    ]


def _judged(request: AnyRequest, table: Table) -> list[Judged]:
    """The first rows are judged; all of them are once they are taken."""
    batch, services = _batch(request, table), services_of(request)
    first = [
        by_column(request, batch, judged(batch, row, services, {}))
        for row in _rows(request, table, ROWS_SHOWN)
    ]
    return [*first, *(Judged(number, cells) for number, cells in cells_of(table)[ROWS_SHOWN:])]


async def _take(request: AnyRequest, table: Table, form: Form) -> Redirect | None:
    """A batch, whose rows are judged by and by."""
    batch, org, _ = _batch(request, table), actor_of(request).org, gettext_of(request)
    await put_batch(request, batch, _rows(request, table, ROWS_MAX))
    await set_to_work(request, Work(batch=batch.id, org=org, login=account_of(request).login))
    notify(request, _("The table was taken. Each row is being checked."))
    return redirect(f"/carrier/many/{batch.id}")


async def put_batch(request: AnyRequest, batch: Batch, rows: Sequence[Row]) -> None:
    """Keep a new batch of the firm, its rows first: what has no rows yet is not begun."""
    writer, org, now = services_of(request).writer, actor_of(request).org, batch.created
    for row in rows:
        await writer.run(PutDocument(ROW, row_document(row, batch.id, now), is_owned=True))
    document = batch_document(counted(batch, rows), org, now)
    await writer.run(PutDocument(BATCH, document, is_owned=True))


async def set_to_work(request: AnyRequest, work: Work) -> None:
    """Leave it to the node; where it is at work on the batch already, that goes on alone."""
    services = services_of(request)
    document = work_document(work, services.now())
    await services.writer.run(SwapDocument(WORK, document.id, None, document))
    runner: BatchRunner = request.app.state.batches
    runner.wake()


DOSSIERS: Final = Use(
    rows=ROWS_MAX,
    back=lambda table: f"/carrier/many?from={table.target}",
    fields=_fields,
    judged=_judged,
    take=_take,
)
