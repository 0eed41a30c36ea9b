"""A list as a file that can be mended and brought in again."""

import csv
import io
from typing import Any

from corridor.domain.refdata.difference import cell_text
from corridor.domain.refdata.rows import ListName, Row
from corridor.web.refdata.reading import columns_of


def as_csv(name: ListName, rows: tuple[Row, ...]) -> bytes:
    """UTF-8 with its mark, so that spreadsheets know it; several values are parted by a bar."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(columns_of(name))
    table.writerows(
        [cell_text(getattr(row, column)) for column in columns_of(name)] for row in rows
    )
    return out.getvalue().encode("utf-8-sig")


def as_plain(row: Row) -> dict[str, Any]:
    """A row as JSON has it."""
    return {column: getattr(row, column) for column in row.__struct_fields__}
