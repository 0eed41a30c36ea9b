"""Many dossiers at once for programs: a table against a pattern, judged, filed, permits asked for.

The rows and the work are those of the pages: what a program begins, a colleague sees and ends.
"""

import hashlib
from typing import Annotated, Any, Final

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath
from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.refusals import Refusal
from corridor.domain.typed import one_line, plain
from corridor.web.access import only
from corridor.web.api.answers import Answer
from corridor.web.api.batch_answers import BatchAnswer, batch_answer
from corridor.web.api.bodies import BodyReader, body_of
from corridor.web.api.keys import idempotency_key
from corridor.web.auth.identity import account_of, actor_of
from corridor.web.auth.second_factor import Safe
from corridor.web.batches.model import (
    BATCH,
    ROWS_MAX,
    Batch,
    Row,
    Work,
    read_batch,
    rows_of,
    work_on,
)
from corridor.web.batches.rows import OF_ONE_ITEM, PLACES
from corridor.web.context import reader_of, services_of
from corridor.web.errors import BadBody, RefusedCommand
from corridor.web.pages.carrier.batch import batch_of
from corridor.web.pages.carrier.batch_permits import put_asked
from corridor.web.pages.carrier.dossiers_use import put_batch, set_to_work
from corridor.web.pages.carrier.patterns import pattern_of
from corridor.web.tables.kept import Table, cells_of, first_look, learned
from corridor.web.tables.model import Unread
from corridor.web.tables.reading import pasted
from corridor.web.tables.values import meant, written

AnyRequest = Request[Any, Any, Any]
Text = Annotated[str, Meta(max_length=4_000)]
_IN_ROW: Final = "Object contains unknown field `{field}`"


class BatchTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row for each dossier, as members by column, or as CSV with headings.

    `pattern`: a template, draft or dossier of the firm that gives all that the table does not.
    """

    pattern: Annotated[str, Meta(max_length=80)]
    name: Annotated[str, Meta(max_length=200)] = ""
    rows: Annotated[tuple[dict[str, Text], ...], Meta(max_length=ROWS_MAX)] = ()
    csv: Annotated[str, Meta(max_length=1_000_000)] = ""


class BatchOrder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to do. `rows`: their numbers, or all that are ready. `answers`: to questions that the
    states ask about the goods, for all rows. `file` and `permits`: which of the two, or both.
    """

    file: bool = False
    permits: bool = False
    rows: Annotated[tuple[int, ...], Meta(max_length=ROWS_MAX)] = ()
    access_code: Annotated[str, Meta(max_length=20)] = ""
    answers: Annotated[dict[str, bool], Meta(max_length=40)] = {}


_TABLE: Final[BodyReader[BatchTable]] = BodyReader(BatchTable)
_ORDER: Final[BodyReader[BatchOrder]] = BodyReader(BatchOrder)


@post("/batches", opt=only("carrier") | {"body": BatchTable, "answer": BatchAnswer})
async def bring(request: AnyRequest) -> Answer:
    """Many dossiers from a table. Each row is judged like one dossier; nothing is filed yet."""
    data = await body_of(request)
    table, services = _TABLE.decode(data), services_of(request)
    org, key = actor_of(request).org, idempotency_key(request)
    digest = hashlib.sha256(data).hexdigest()
    id = _id_for(request, key) if key else services.new_id("bt")
    found = services.queries.document(BATCH, id)
    if found is not None:
        if read_batch(found).digest != digest:
            raise RefusedCommand((Refusal("idempotency_key_reused"),))
        return batch_answer(request, read_batch(found), 201)
    pattern = pattern_of(request, table.pattern)
    cells = _cells(request, table, len(pattern.goods) == 1)
    named = {field for _number, row in cells for field in row}
    batch = Batch(
        id=id,
        name=one_line(table.name),
        pattern=pattern,
        source=table.pattern,
        columns=tuple(field for field in PLACES if field in named),
        created=services.now(),
        digest=digest,
    )
    rows = [Row(number=k, id=services.new_id("mv"), cells=row) for k, row in cells]
    await put_batch(request, batch, rows)
    await set_to_work(request, Work(batch=id, org=org, login=account_of(request).login))
    return batch_answer(request, batch, 201)


def _id_for(request: AnyRequest, key: str) -> str:
    """The same key of the same firm leads to the same batch."""
    named = hashlib.sha256(f"{actor_of(request).org}\0{key}".encode()).hexdigest()
    return f"bt-{services_of(request).node}-{named[:24].upper()}"


def _cells(
    request: AnyRequest, table: BatchTable, one_item: bool
) -> list[tuple[int, dict[str, str]]]:
    """Rows by number; BadBody says of what is unknown where it stands."""
    reference = services_of(request).reference
    given = list(enumerate(table.rows, start=1)) if table.rows else _of_csv(request, table)
    allowed = frozenset(f for f in PLACES if one_item or f not in OF_ONE_ITEM)
    wrong = tuple(
        (f"/rows/{place}/{field}", _IN_ROW.format(field=field))
        for place, (_number, row) in enumerate(given)
        for field in row
        if field not in allowed
    )
    if wrong or not given:
        raise BadBody("invalid", wrong or (("/rows", "Expected `array` of length >= 1"),))
    return [
        (
            number,
            {
                field: meant(field, written(field, text), reference)
                for field, text in row.items()
                if text.strip()
            },
        )
        for number, row in given
    ]


def _of_csv(request: AnyRequest, table: BatchTable) -> list[tuple[int, dict[str, str]]]:
    """Headings are known as on the page, also those that the firm once named there."""
    brought = pasted(table.csv)
    if isinstance(brought, Unread):
        said = reader_of(request).words(brought.text, **brought.args) if table.csv else ""
        raise BadBody("invalid", (("/csv", said or "Expected `str` of length >= 1"),))
    kept = Table(id="", purpose="dossiers", target="", name="", brought=brought)
    found = cells_of(first_look(kept, learned(request, "dossiers")))
    if len(found) > ROWS_MAX:
        raise BadBody("invalid", (("/csv", f"Expected `array` of length <= {ROWS_MAX}"),))
    return found


@get("/batches/{id:str}", opt=only("carrier") | {"answer": BatchAnswer})
async def batch(request: AnyRequest, id: FromPath[str]) -> Answer:
    """A batch with its rows: what stands against each, what was filed, which permits were asked."""
    return batch_answer(request, batch_of(request, id))


@post(
    "/batches/{id:str}/work",
    opt=only("carrier") | {"body": BatchOrder, "answer": BatchAnswer},
    status_code=202,
)
async def work(request: AnyRequest, id: FromPath[str]) -> Answer:
    """File rows, or apply for their permits, or both. It goes on by itself; ask how it stands.

    Said again while it is at work, or of rows that are filed, it does nothing twice.
    """
    order, found, services = await _ORDER.read(request), batch_of(request, id), services_of(request)
    rows = [r for r in rows_of(services.queries, id) if not order.rows or r.number in order.rows]
    if work_on(services.queries, id) is None:
        pattern = replace(found.pattern, answers=found.pattern.answers | _said(order))
        found = replace(found, pattern=pattern, told="")
        wanted = [r for r in rows if r.state == "filed" or r.is_ready] if order.permits else []
        await put_asked(request, found, wanted)
        await set_to_work(request, _work(request, order, found, rows, wanted))
    return batch_answer(request, found, 202)


def _said(order: BatchOrder) -> dict[str, str]:
    return {code: "yes" if said else "no" for code, said in order.answers.items()}


def _work(
    request: AnyRequest, order: BatchOrder, batch: Batch, rows: list[Row], wanted: list[Row]
) -> Work:
    safe: Safe = request.app.state.safe
    code = plain(order.access_code)
    return Work(
        batch=batch.id,
        org=actor_of(request).org,
        login=account_of(request).login,
        rows=tuple(row.number for row in rows if row.is_ready) if order.file else (),
        permits=tuple(row.number for row in wanted),
        attempt=services_of(request).new_id("bt"),
        code=safe.seal(code, batch.id) if code else "",
    )
