"""A field of a row that becomes another, before and after, in words where the file has codes."""

from typing import Final

from corridor.domain.days import is_day
from corridor.domain.refdata.rows import OfficeRow, Row
from corridor.domain.refdata.way_rows import LinkRow, PlaceRow
from corridor.domain.reference.mapping_rows import MappingRow
from corridor.domain.refusals import N_
from corridor.web.labels.labels import OFFICE_ROLES_OF
from corridor.web.refdata.shown_ways import LINK_STATUS, PLACE_KINDS
from corridor.web.templating import Reader

TRUTHS: Final = {"true": N_("Yes"), "false": N_("No")}


def cell_words(reader: Reader, row: Row, column: str, text: str) -> str:
    """A cell of the file as the table of the list says it."""
    return ", ".join(_word(reader, row, column, one) for one in text.split("|"))


def _word(reader: Reader, row: Row, column: str, text: str) -> str:
    if not text:
        return ""
    if text in TRUTHS:
        return reader.words(TRUTHS[text])
    if isinstance(row, LinkRow) and column == "status":
        return reader.words(LINK_STATUS.get(text, text))
    if isinstance(row, PlaceRow) and column == "kind":
        return reader.words(PLACE_KINDS.get(text, text))
    if isinstance(row, PlaceRow) and column == "modes":
        return str(reader.labels(text, "mode"))
    if isinstance(row, MappingRow) and column in ("list", "relation"):
        return str(reader.labels(text, "mapped_list" if column == "list" else "mapping"))
    if isinstance(row, OfficeRow) and column == "roles":
        return str(reader.labels(OFFICE_ROLES_OF.get(text, text), "office_role"))
    if isinstance(row, OfficeRow) and column == "days":
        return str(reader.labels(text, "contact_days"))
    if isinstance(row, OfficeRow) and column == "place":
        return reader.names.place(text)
    return reader.formats.day(text) if is_day(text) else text
