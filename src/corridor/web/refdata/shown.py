"""Rows of a list and what would change, as pages show them."""

from collections.abc import Sequence
from typing import Any, Final

from corridor.domain.refdata.difference import Changed, Difference
from corridor.domain.refdata.rows import ListName, OfficeRow, Row
from corridor.domain.refdata.state import by_key
from corridor.domain.refdata.way_rows import LinkRow, PlaceRow
from corridor.domain.reference.mapping_rows import MappingRow
from corridor.domain.reference.model import RateRow
from corridor.domain.reference.permit_rows import PermitRule
from corridor.domain.refusals import N_
from corridor.web.labels.labels import OFFICE_ROLES_OF
from corridor.web.refdata.shown_changes import cell_words
from corridor.web.refdata.shown_codes import code_view
from corridor.web.refdata.shown_mappings import MAPPING_COLUMNS, mapping_view
from corridor.web.refdata.shown_rules import RULE_COLUMNS, rule_view
from corridor.web.refdata.shown_ways import WAY_COLUMNS, way_view
from corridor.web.templating import Reader

View = dict[str, Any]
SHOWN_MAX: Final = 200
ROWS_AT_ONCE: Final = 20
RULES_AT_ONCE: Final = 8
"""Rows of one table; of a longer list the rest is found by words, and is in the file."""
COLUMNS: Final[dict[str, str]] = (
    {
        "code": N_("Code"),
        "place": N_("Place"),
        "name_en": N_("Name in English"),
        "name_ru": N_("Name in Russian"),
        "roles": N_("What the office does"),
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
        "bulk": N_("Goods in bulk"),
        "unpacked": N_("Unpacked pieces"),
        "symbol": N_("Symbol"),
        "digits": N_("Digits behind the point"),
        "hazard": N_("Class"),
        "classification": N_("Classification code"),
        "subheadings": N_("Subheadings"),
        "words_ru": N_("Words of trade in Russian"),
    }
    | RULE_COLUMNS
    | WAY_COLUMNS
    | MAPPING_COLUMNS
)
"""What the columns of the files are called on pages."""


def most_of(name: ListName) -> int:
    """Rows of a list on a page: a rule is as long as four others."""
    return RULES_AT_ONCE if name == "permit_rules" else ROWS_AT_ONCE


def row_views(reader: Reader, rows: Sequence[Row]) -> list[View]:
    """For the table of a list."""
    return [{"key": view["code"]} | view for view in _views(reader, rows)]


def _views(reader: Reader, rows: Sequence[Row]) -> list[View]:
    """Without the key by which a row is walked to: the same may stand in another table below."""
    return [_row(reader, row) for row in rows[:SHOWN_MAX]]


def _row(reader: Reader, row: Row) -> View:
    if isinstance(row, RateRow):
        return {
            "kind": "rate",
            "code": row.currency,
            "said": rate_text(reader, row.rate),
            "row": row,
        }
    if isinstance(row, PermitRule):
        return rule_view(reader, row)
    if isinstance(row, (PlaceRow, LinkRow)):
        return way_view(reader, row)
    if isinstance(row, MappingRow):
        return mapping_view(reader, row)
    return _office(reader, row) if isinstance(row, OfficeRow) else code_view(reader, row)


def _office(reader: Reader, row: OfficeRow) -> View:
    labels = reader.labels
    hours = f"{row.opens}–{row.closes}" if row.opens else ""
    return {
        "kind": "office",
        "code": row.code,
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
    """Rows that come, that go, and fields that become others; how many, and the first of them."""
    old, new = by_key(before), by_key(after)
    return {
        "added": _views(reader, [new[key] for key in change.added]),
        "removed": _views(reader, [old[key] for key in change.removed]),
        "changed": [_changed(reader, one, new[one.key]) for one in change.changed[:SHOWN_MAX]],
        "counts": (len(change.added), len(change.removed), len(change.changed)),
        "same": change.same,
        "is_empty": change.is_empty,
    }


def _changed(reader: Reader, one: Changed, row: Row) -> View:
    """A row is named as the table of its list names it; of a link also how goods travel on it."""
    shown = _row(reader, row)
    name = [shown.get("name", "")]
    if isinstance(row, LinkRow):
        name.append(reader.labels(row.mode, "mode"))
    fields = [
        {
            "name": reader.words(COLUMNS[column]),
            "was": cell_words(reader, row, column, was),
            "now": cell_words(reader, row, column, now),
        }
        for column, was, now in one.fields
    ]
    return {"code": shown["code"], "name": ", ".join(filter(None, name)), "fields": fields}
