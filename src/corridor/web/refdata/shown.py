"""Rows of a list and what would change, as pages show them."""

from typing import Any

from corridor.domain.refdata.difference import Difference
from corridor.domain.refdata.rows import OfficeRow, Row
from corridor.domain.refdata.state import by_key
from corridor.domain.refusals import N_
from corridor.web.labels import OFFICE_ROLES_OF
from corridor.web.templating import Reader

View = dict[str, Any]
COLUMNS = {
    "code": N_("Code"),
    "place": N_("Place"),
    "name_en": N_("Name in English"),
    "name_ru": N_("Name in Russian"),
    "roles": N_("What it is for"),
    "name_own": N_("Name in the state's language"),
    "days": N_("Open on"),
    "opens": N_("Opens"),
    "closes": N_("Closes"),
    "holidays": N_("Holidays"),
    "valid_from": N_("Valid from"),
    "valid_to": N_("Valid until"),
    "invented": N_("Invented"),
    "currency": N_("Currency"),
    "base": N_("Own currency"),
    "rate": N_("Rate"),
    "per": N_("For so many units"),
}
"""What the columns of the files are called on pages."""


def row_views(reader: Reader, rows: tuple[Row, ...]) -> list[View]:
    """For the table of a list."""
    return [_row(reader, row) for row in rows]


def _row(reader: Reader, row: Row) -> View:
    if not isinstance(row, OfficeRow):
        return {
            "kind": "rate",
            "key": row.currency,
            "said": rate_text(reader, row.rate),
            "row": row,
        }
    labels = reader.labels
    hours = f"{row.opens}–{row.closes}" if row.opens else ""
    return {
        "kind": "office",
        "key": row.code,
        "name": row.name_ru if reader.lang == "ru" else row.name_en,
        "own": row.name_own,
        "place": reader.names.place(row.place),
        "roles": [labels(OFFICE_ROLES_OF[role], "office_role") for role in row.roles],
        "hours": " ".join(part for part in (labels(row.days, "contact_days"), hours) if part),
        "holidays": [reader.formats.day(day) for day in row.holidays],
        "ends": row.valid_to,
        "invented": row.invented,
    }


def rate_text(reader: Reader, rate: str) -> str:
    """A decimal as the reader's language writes it, no digit of it lost."""
    return rate.replace(".", ",") if reader.lang == "ru" else rate


def change_view(
    reader: Reader, change: Difference, before: tuple[Row, ...], after: tuple[Row, ...]
) -> View:
    """Rows that come, that go, and fields that become others."""
    old, new = by_key(before), by_key(after)
    return {
        "added": [_row(reader, new[key]) for key in change.added],
        "removed": [_row(reader, old[key]) for key in change.removed],
        "changed": [
            {
                "key": one.key,
                "fields": [
                    {"name": reader.words(COLUMNS[name]), "was": was, "now": now}
                    for name, was, now in one.fields
                ],
            }
            for one in change.changed
        ],
        "same": change.same,
        "is_empty": change.is_empty,
    }
