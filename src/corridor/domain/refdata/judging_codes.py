"""What stands against rows of a list of codes, and against such a list as a whole."""

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from corridor.domain.codes.iso import CURRENCY_MINOR_DIGITS
from corridor.domain.days import is_day
from corridor.domain.refdata.rows import CodeOf, ListName, Row
from corridor.domain.refdata.state import changes_after
from corridor.domain.reference.code_rows import (
    CountryCode,
    CurrencyRow,
    DangerousRow,
    GoodsCode,
    PackageKind,
    UnitRow,
)
from corridor.domain.refusals import N_, Refusal, RefusalText

CHANGES_MAX: Final = 50
"""Days after its first on which codes of a list may come or go: for each there is a set."""
LIST_BYTES_MAX: Final = 900_000
"""Of all rows as they are kept: an event has room for a mebibyte."""
_DIGITS: Final = 2
_SHAPE: Final[dict[type[CodeOf], re.Pattern[str]]] = {
    CountryCode: re.compile(r"[A-Z]{2}"),
    PackageKind: re.compile(r"[A-Z0-9]{2}"),
    UnitRow: re.compile(r"[A-Z0-9]{2,3}"),
    CurrencyRow: re.compile(r"[A-Z]{3}"),
    DangerousRow: re.compile(r"[0-9]{4}"),
    GoodsCode: re.compile(r"[0-9]{2}|[0-9]{4}"),
}


def faults_of_code(row: CodeOf, at: str) -> Iterator[Refusal]:
    """Of one row by itself."""
    if not _SHAPE[type(row)].fullmatch(row.code):
        yield Refusal("refdata_code", f"{at}/code", "", {"given": row.code})
    yield from faults_of_days(row.valid_from, row.valid_to, at)
    if isinstance(row, CurrencyRow):
        digits = CURRENCY_MINOR_DIGITS.get(row.code, _DIGITS)
        if row.digits != digits:
            args = {"currency": row.code, "digits": str(digits)}
            yield Refusal("refdata_digits", f"{at}/digits", "", args)
    if isinstance(row, GoodsCode) and bool(row.subheadings) != (len(row.code) == len("0000")):
        yield Refusal("refdata_subheadings", f"{at}/subheadings", "", {"given": row.code})


def faults_of_days(first: str, last: str | None, at: str) -> Iterator[Refusal]:
    """Of the first and last day of a row."""
    if last is not None and last < first:
        yield Refusal("refdata_ends_before", f"{at}/valid_to")
    for column, day in (("valid_from", first), ("valid_to", last)):
        if day is not None and not is_day(day):
            yield Refusal("refdata_no_day", f"{at}/{column}")


def faults_of_whole(
    name: ListName, rows: tuple[Row, ...], node: str, day: str
) -> Iterator[Refusal]:
    """Of a list of rows that are right. `day`: from which it counts, where that is known."""
    if name == "countries" and not any(row.key == node for row in rows):
        yield Refusal("refdata_own_country", "/rows", "", {"country": node})
    if day and len(changes_after(rows, day)) > CHANGES_MAX:
        yield Refusal("refdata_changes", "/rows", "", {"limit": str(CHANGES_MAX), "date": day})
    if len(msgspec.json.encode(rows)) > LIST_BYTES_MAX:
        yield Refusal("refdata_large", "/rows", "", {"limit": str(LIST_BYTES_MAX // 1_000)})


CODE_TEXTS: Final[dict[str, RefusalText]] = {
    "refdata_code": RefusalText(
        N_("{given} cannot be a code of this list."),
        N_("Write the code as the standard has it, in capitals and digits."),
    ),
    "refdata_ends_before": RefusalText(
        N_("It ends before it begins."), N_("Mend one of the two days.")
    ),
    "refdata_no_day": RefusalText(
        N_("One of the days is in no calendar."), N_("Write days as 2026-12-31.")
    ),
    "refdata_digits": RefusalText(
        N_("Amounts in {currency} are counted with {digits} digits behind the point."),
        N_("Leave the number of digits: amounts that were declared would mean something else."),
    ),
    "refdata_subheadings": RefusalText(
        N_("{given}: a heading of four digits has subheadings, a chapter of two has none."),
        N_("Write the last two digits of each subheading, parted by a bar."),
    ),
    "refdata_own_country": RefusalText(
        N_("The state itself, {country}, is not in the list."),
        N_("A list is brought in whole, with every row that counts."),
    ),
    "refdata_changes": RefusalText(
        N_("After {date} codes come or go on more than {limit} different days."),
        N_("Bring the later changes in by a list of their own."),
    ),
    "refdata_large": RefusalText(
        N_("The list takes more than {limit} kilobytes."), N_("Shorten the names.")
    ),
}
"""Of what is wrong with a code, or with a list of them."""
