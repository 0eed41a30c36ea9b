"""Rows of a batch for programs: asked for by their state, corrected, taken out."""

from collections.abc import Mapping
from typing import Annotated, Any, Final

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath
from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.reference import Reference
from corridor.domain.refusals import Refusal
from corridor.engine.queries import Queries
from corridor.web.access import only
from corridor.web.api.answers import Answer, answer
from corridor.web.api.batch_answers import (
    BatchAnswer,
    BatchRow,
    batch_answer,
    row_shown,
    state_of,
)
from corridor.web.api.bodies import BodyReader
from corridor.web.batches.mending import mended, with_cells, with_columns
from corridor.web.batches.model import ROWS_MAX, Batch, Row, rows_of, work_on
from corridor.web.batches.permits import asking_all, open_questions
from corridor.web.batches.rows import OF_ONE_ITEM, PLACES
from corridor.web.context import reader_of, services_of
from corridor.web.errors import BadBody, RefusedCommand
from corridor.web.i18n import in_language
from corridor.web.pages.carrier.batch import batch_of, put_counts
from corridor.web.pages.carrier.batch_permits import LOOKED_AT

AnyRequest = Request[Any, Any, Any]
Text = Annotated[str, Meta(max_length=4_000)]
STATES: Final = ("checking", "faulty", "ready", "filed", "draft")


class RowChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`cells`: those named become what is said here, an empty one is taken out; others stay.

    `drop`: the row is taken out of the batch; one that is not there any more is no fault.
    """

    number: int
    cells: dict[str, Text] = {}
    drop: bool = False


class RowChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of them are done, or none."""

    rows: Annotated[tuple[RowChange, ...], Meta(min_length=1, max_length=ROWS_MAX)]


class BatchRows(msgspec.Struct, frozen=True):
    """Rows of a batch."""

    rows: tuple[BatchRow, ...]


class BatchQuestion(msgspec.Struct, frozen=True):
    """A question that states ask about the goods. `code`: as the order of work answers it."""

    code: str
    text: str
    countries: tuple[str, ...]


class BatchQuestions(msgspec.Struct, frozen=True):
    """What is to be answered before permits are applied for. `looked`: at so many rows."""

    questions: tuple[BatchQuestion, ...]
    looked: int


_CHANGES: Final[BodyReader[RowChanges]] = BodyReader(RowChanges)


@get("/batches/{id:str}/rows", opt=only("carrier") | {"answer": BatchRows})
async def rows(request: AnyRequest, id: FromPath[str]) -> Answer:
    """Its rows, `?state=faulty` those alone that stand so."""
    batch, wanted = batch_of(request, id), request.query_params.get("state", "")
    if wanted and wanted not in STATES:
        raise BadBody("invalid", (("/state", f"Invalid enum value {wanted!r}"),))
    found = rows_of(services_of(request).queries, id)
    shown = (row for row in found if not wanted or state_of(row) == wanted)
    return answer(BatchRows(tuple(row_shown(request, batch, row) for row in shown)))


@post(
    "/batches/{id:str}/rows",
    opt=only("carrier") | {"body": RowChanges, "answer": BatchAnswer},
    status_code=200,
)
async def change_rows(request: AnyRequest, id: FromPath[str]) -> Answer:
    """Correct rows, or take them out. Each is judged at once; said again, it changes nothing."""
    changes = (await _CHANGES.read(request)).rows
    while not await _changed(request, batch_of(request, id), changes):
        pass
    await put_counts(request, id)
    return batch_answer(request, batch_of(request, id))


async def _changed(request: AnyRequest, batch: Batch, changes: tuple[RowChange, ...]) -> bool:
    """False where somebody wrote these rows meanwhile: they are looked at anew."""
    services = services_of(request)
    found = rows_of(services.queries, batch.id)
    _check(services.queries, batch, changes, {row.number: row for row in found})
    said = {one.number: one for one in changes}
    typed = [_typed(row, said.get(row.number), services.reference) for row in found]
    named = (field for one in changes for field in one.cells)
    batch = replace(batch, columns=with_columns(batch, named))
    return await mended(batch, found, typed, services) is not None


def _typed(row: Row, change: RowChange | None, reference: Reference) -> Row | None:
    if change is None:
        return row
    return None if change.drop else with_cells(row, change.cells, reference)


def _check(
    queries: Queries, batch: Batch, changes: tuple[RowChange, ...], known: Mapping[int, Row]
) -> None:
    """What cannot be done, before anything is."""
    if work_on(queries, batch.id) is not None:
        raise RefusedCommand((Refusal("batch_at_work"),))
    one_item = len(batch.pattern.goods) == 1
    allowed = [field for field in PLACES if one_item or field not in OF_ONE_ITEM]
    wrong = [
        (f"/rows/{place}/cells/{field}", f"Object contains unknown field `{field}`")
        for place, one in enumerate(changes)
        for field in one.cells
        if field not in allowed
    ]
    if wrong:
        raise BadBody("invalid", tuple(wrong))
    first = {one.number: place for place, one in reversed([*enumerate(changes)])}
    refused = [
        Refusal(code, f"/rows/{place}/number", "", {"row": str(one.number)})
        for place, one in enumerate(changes)
        if (code := _against(one, first[one.number] < place, known.get(one.number)))
    ]
    if refused:
        raise RefusedCommand(tuple(refused))


def _against(change: RowChange, is_twice: bool, row: Row | None) -> str:
    if is_twice:
        return "batch_row_twice"
    if row is None:
        return "" if change.drop else "batch_row_unknown"
    return "" if row.state == "open" else "batch_row_done"


@get("/batches/{id:str}/questions", opt=only("carrier") | {"answer": BatchQuestions})
async def questions(request: AnyRequest, id: FromPath[str]) -> Answer:
    """What states ask about the goods and nobody answered, of the first rows that can be filed."""
    batch, services, reader = batch_of(request, id), services_of(request), reader_of(request)
    found = [r for r in rows_of(services.queries, id) if r.state == "filed" or r.is_ready]
    looked = await asking_all(batch, found[:LOOKED_AT], services)
    asked = tuple(
        BatchQuestion(
            one.question.code, in_language(reader.lang, one.question.text), tuple(one.countries)
        )
        for one in open_questions(looked)
    )
    return answer(BatchQuestions(asked, len(looked)))
