"""The cells of a file of the register, each under the head of its column; or why there are none."""

import csv
import io
from collections.abc import Mapping
from itertools import islice
from typing import Final, NamedTuple

from corridor.domain.refusals import N_

ROWS_MAX: Final = 2_000
COLUMNS_MAX: Final = 100
COLUMNS: Final = N_("The columns are none of a file of the register.")
NO_CSV: Final = N_(
    "This cannot be read as CSV in UTF-8: it is of another kind, or a quotation mark stays open "
    "because the file is cut off."
)
UNEVEN: Final = N_(
    "The row has not as many cells as there are columns: the file may be cut off here."
)
EMPTY: Final = N_("The file has no rows.")
LONG: Final = N_("The file has more than %(limit)s rows.")
Row = dict[str, str]
Numbered = list[tuple[int, Row]]


class Fault(NamedTuple):
    """What is wrong, in which row and column; the first row after the heads is 2."""

    row: int
    column: str
    text: str
    args: Mapping[str, str] = {}


def cells_of(data: bytes) -> Numbered | Fault:
    """The rows of a file, each with as many cells as there are columns; or what is wrong."""
    try:
        table = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        if len(table.fieldnames or ()) > COLUMNS_MAX:
            return Fault(1, "", COLUMNS)
        rows = list(enumerate(islice(table, ROWS_MAX + 1), 2))
    except (UnicodeDecodeError, csv.Error):
        return Fault(1, "", NO_CSV)
    if not rows:
        return Fault(1, "", EMPTY)
    if len(rows) > ROWS_MAX:
        return Fault(1, "", LONG, {"limit": str(ROWS_MAX)})
    uneven = next((at for at, row in rows if None in row or None in row.values()), 0)
    if uneven:
        return Fault(uneven, "", UNEVEN)
    return [(at, {k: v.strip() for k, v in row.items()}) for at, row in rows]
