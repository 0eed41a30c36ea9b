"""Reads one workbook: its bytes come by standard input, its sheets go to standard output as JSON.

A program of its own, so that it can be stopped and so that what it may take is bounded: what a
file unpacks to is measured before anything is read of it, and memory and time are limits of the
process. Nothing in the file is carried out: of a formula its last result is read.
"""

import io
import json
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import python_calamine as calamine

from corridor.web.bounds import bound

MEMORY_BYTES_MAX = 1 << 30
CPU_SECONDS_MAX = 20
UNPACKED_BYTES_MAX = 64 << 20
PARTS_MAX = 2_000
PIECE = 1 << 20
FORMULAS = (b"<f>", b"<f ", b"table:formula=")


class Refused(Exception):
    """Why it is not read: a stable word, and a number that belongs to it."""


def unpacked(data: bytes) -> bool:
    """Unpack all of it into nothing, piece by piece, and count; whether there are formulas.

    What a part says of its own size is not believed: it is unpacked, and refused where it lied.
    """
    total, formulas = 0, False
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = packed.infolist()
        if len(parts) > PARTS_MAX or sum(part.file_size for part in parts) > UNPACKED_BYTES_MAX:
            raise Refused("too_large", 0)
        for part in parts:
            with packed.open(part) as file:
                while piece := file.read(PIECE):
                    total += len(piece)
                    if total > UNPACKED_BYTES_MAX:
                        raise Refused("too_large", 0)
                    formulas = formulas or any(sign in piece for sign in FORMULAS)
    return formulas


def sheets(data: bytes, limits: dict[str, int]) -> list[dict[str, Any]]:
    """Every sheet that is shown and holds something, within the limits."""
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    shown = [
        one.name
        for one in book.sheets_metadata
        if one.visible == calamine.SheetVisibleEnum.Visible
        and one.typ == calamine.SheetTypeEnum.WorkSheet
    ]
    found: list[dict[str, Any]] = []
    left = limits["cells"]
    for name in shown[: limits["sheets"]]:
        sheet = book.get_sheet_by_name(name)
        if sheet.total_height > limits["rows"]:
            raise Refused("rows", sheet.total_height)
        if sheet.total_width > limits["columns"]:
            raise Refused("columns", sheet.total_width)
        left -= sheet.total_height * sheet.total_width
        if left < 0:
            raise Refused("cells", limits["cells"])
        rows = [[written(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
        if rows:
            found.append({"name": name[:100], "rows": rows})
    return found


def written(value: Any) -> str:
    """A cell as a person would type it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{Decimal(format(value, '.15g')):f}"
    if isinstance(value, datetime):
        is_day = value.time() == time()
        return f"{value:%Y-%m-%d}" if is_day else value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    if isinstance(value, timedelta):
        return str(value)
    return str(value)


def read(asked: bytes) -> dict[str, Any]:
    """The answer to what was asked: a line of JSON with kind and limits, then the file."""
    head, _, data = asked.partition(b"\n")
    wanted = json.loads(head)
    try:
        formulas = wanted["kind"] != "xls" and unpacked(data)
        return {"sheets": sheets(data, wanted["limits"]), "formulas": formulas}
    except Refused as refused:
        return {"refused": refused.args[0], "number": refused.args[-1]}
    except calamine.PasswordError:
        return {"refused": "password", "number": 0}
    except MemoryError:
        return {"refused": "too_large", "number": 0}
    except (calamine.CalamineError, zipfile.BadZipFile, OSError, ValueError, RuntimeError):
        return {"refused": "broken", "number": 0}


def main() -> None:
    """Read, answer."""
    bound(MEMORY_BYTES_MAX, CPU_SECONDS_MAX)
    json.dump(read(sys.stdin.buffer.read()), sys.stdout)


if __name__ == "__main__":
    main()
