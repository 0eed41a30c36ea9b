"""A field of a row that becomes another, before and after, in words where the file has codes."""

from collections.abc import Callable, Mapping
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
_SAID: Final[Mapping[tuple[type[Row], str], Callable[[Reader, str], str]]] = {
    (LinkRow, "status"): lambda reader, text: reader.words(LINK_STATUS.get(text, text)),
    (PlaceRow, "kind"): lambda reader, text: reader.words(PLACE_KINDS.get(text, text)),
    (PlaceRow, "modes"): lambda reader, text: str(reader.labels(text, "mode")),
    (MappingRow, "list"): lambda reader, text: str(reader.labels(text, "mapped_list")),
    (MappingRow, "relation"): lambda reader, text: str(reader.labels(text, "mapping")),
    (OfficeRow, "roles"): lambda reader, text: str(
        reader.labels(OFFICE_ROLES_OF.get(text, text), "office_role")
    ),
    (OfficeRow, "days"): lambda reader, text: str(reader.labels(text, "contact_days")),
    (OfficeRow, "place"): lambda reader, text: reader.names.place(text),
}


def cell_words(reader: Reader, row: Row, column: str, text: str) -> str:
    """A cell of the file as the table of the list says it."""
    return ", ".join(_word(reader, row, column, one) for one in text.split("|"))


def _word(reader: Reader, row: Row, column: str, text: str) -> str:
    if text in TRUTHS:
        return reader.words(TRUTHS[text])
    said = _SAID.get((type(row), column))
    if said is not None and text:
        return said(reader, text)
    return reader.formats.day(text) if is_day(text) else text
