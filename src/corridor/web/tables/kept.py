"""A table while its columns are named, and what headings mean to a firm: documents of the store."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec
from litestar import Request
from msgspec.structs import replace

from corridor.engine.jobs import DeleteDocument, PutDocument
from corridor.engine.ports import Document
from corridor.web.auth.identity import actor_of
from corridor.web.context import services_of
from corridor.web.errors import NotKnown
from corridor.web.tables.matching import Purpose, head_row, heading_of, matched
from corridor.web.tables.model import Brought, Sheet
from corridor.web.tables.values import LISTS, written

AnyRequest = Request[Any, Any, Any]
TABLE: Final = "table"
HEADINGS: Final = "table-headings"
KEPT_MAX: Final = 5
"""Tables of one firm that were brought and not taken; the oldest goes."""
LEARNED_MAX: Final = 500


class Table(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """`target`: the draft or pattern it is for. `head`: the row of the headings, -1 for none.

    `fields`: the field of each column, empty for one that is left out.
    """

    id: str
    purpose: Purpose
    target: str
    name: str
    brought: Brought
    sheet: int = 0
    head: int = -1
    fields: tuple[str, ...] = ()

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Those of the sheet that was chosen."""
        return self.brought.sheets[self.sheet].rows

    @property
    def heads(self) -> tuple[str, ...]:
        """A heading for each column, as wide as the widest row."""
        wide = max(map(len, self.rows), default=0)
        named = self.rows[self.head] if self.head >= 0 else ()
        return (*named, *[""] * (wide - len(named)))


_TABLE: Final = msgspec.json.Decoder(Table)
_LEARNED: Final = msgspec.json.Decoder(dict[str, str])


async def keep_table(request: AnyRequest, table: Table) -> None:
    """Keep it, and forget the firm's oldest where there are many."""
    services, org = services_of(request), actor_of(request).org
    document = Document(table.id, org, services.now(), msgspec.json.encode(table))
    if not await services.writer.run(PutDocument(TABLE, document, is_owned=True)):
        raise NotKnown
    for old in services.queries.documents(TABLE, org, KEPT_MAX * 2)[KEPT_MAX:]:
        await services.writer.run(DeleteDocument(TABLE, old.id))


def table_of(request: AnyRequest, id: str) -> Table:
    """The firm's own; NotKnown where there is none, and where it is another's."""
    found = services_of(request).queries.document(TABLE, id)
    if found is None or found.owner != actor_of(request).org:
        raise NotKnown
    return _TABLE.decode(found.body)


async def forget_table(request: AnyRequest, id: str) -> None:
    """It was taken, or is not wanted."""
    await services_of(request).writer.run(DeleteDocument(TABLE, table_of(request, id).id))


def learned(request: AnyRequest, purpose: Purpose) -> dict[str, str]:
    """What headings mean to the firm: heading → field."""
    found = services_of(request).queries.document(HEADINGS, _name(request, purpose))
    return _LEARNED.decode(found.body) if found else {}


async def learn(request: AnyRequest, table: Table) -> None:
    """Remember what the firm says its headings mean, also that a column means nothing."""
    services, org = services_of(request), actor_of(request).org
    said = {heading_of(head): f for head, f in zip(table.heads, table.fields, strict=True)}
    told = learned(request, table.purpose) | {head: f for head, f in said.items() if head}
    newest = dict(list(told.items())[-LEARNED_MAX:])
    id = _name(request, table.purpose)
    document = Document(id, org, services.now(), msgspec.json.encode(newest))
    await services.writer.run(PutDocument(HEADINGS, document, is_owned=True))


def _name(request: AnyRequest, purpose: Purpose) -> str:
    return f"{actor_of(request).org}:{purpose}"


def first_look(table: Table, known: Mapping[str, str]) -> Table:
    """The table with the sheet, the headings and the fields that are most likely meant."""
    sheets = table.brought.sheets
    likely = max(
        range(len(sheets)), key=lambda index: _promise(table.purpose, sheets[index], known)
    )
    return on_sheet(table, likely, known)


def _promise(purpose: Purpose, sheet: Sheet, known: Mapping[str, str]) -> tuple[bool, int]:
    return head_row(purpose, sheet.rows, known) >= 0, len(sheet.rows) > 0


def on_sheet(table: Table, sheet: int, known: Mapping[str, str]) -> Table:
    """The table with another of its sheets."""
    head = head_row(table.purpose, table.brought.sheets[sheet].rows, known)
    return on_head(replace(table, sheet=sheet), head, known)


def on_head(table: Table, head: int, known: Mapping[str, str]) -> Table:
    """The table with its headings in another row, or in none."""
    found = replace(table, head=head, fields=())
    return replace(found, fields=matched(table.purpose, found.heads, known))


def with_fields(table: Table, fields: Sequence[str]) -> Table:
    """The table with its columns named so; a field that is named twice counts where it is first,
    but for those of which there may be several.
    """
    first = {field: index for index, field in reversed(list(enumerate(fields)))}
    kept = (
        field if first[field] == index or field in LISTS else ""
        for index, field in enumerate(fields)
    )
    return replace(table, fields=tuple(kept))


def cells_of(table: Table) -> list[tuple[int, dict[str, str]]]:
    """(row, counted from 1 as a spreadsheet does; field → what stands there) of rows with any."""
    pairs = enumerate(table.rows[table.head + 1 :], start=table.head + 2)
    found = ((number, _named(table.fields, row)) for number, row in pairs)
    return [(number, cells) for number, cells in found if cells]


def _named(fields: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    """What stands under each field; of several columns of one field, a line from each."""
    cells: dict[str, str] = {}
    for field, cell in zip(fields, row, strict=False):
        if field and (text := written(field, cell)):
            cells[field] = f"{cells[field]}\n{text}" if field in cells else text
    return cells
