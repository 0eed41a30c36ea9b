"""A state's own code beside that of the corridor, on the screen."""

from typing import Any, Final

from corridor.domain.reference.mapping_rows import MappingRow
from corridor.domain.refusals import N_
from corridor.web.refdata.shown_codes import ALWAYS
from corridor.web.templating import Reader

MAPPING_COLUMNS: Final = {
    "list": N_("List"),
    "own": N_("Own code"),
    "relation": N_("How it corresponds"),
}
"""Columns of the files that no other list has."""


def mapping_view(reader: Reader, row: MappingRow) -> dict[str, Any]:
    """As codes are shown."""
    lang, other = reader.lang, "en" if reader.lang == "ru" else "ru"
    first, second = row.name(lang), row.name(other)
    if not first:
        lang, first, second = other, second, ""
    labels = reader.labels
    corridor = f"{row.code}: {name_of_code(reader, row.list, row.code)}" if row.code else ""
    mark = reader.words("illustrative") if row.illustrative else ""
    return {
        "kind": "code",
        "key": row.key,
        "code": row.own,
        "name": first,
        "lang": lang,
        "also": second,
        "also_lang": other,
        "more": [labels(row.list, "mapped_list"), corridor, labels(row.relation, "mapping"), mark],
        "begins": "" if row.valid_from == ALWAYS else row.valid_from,
        "ends": row.valid_to,
    }


def name_of_code(reader: Reader, name: str, code: str) -> str:
    """What a code of the corridor is called; itself where nobody named it."""
    if name == "documents":
        return str(reader.labels(code, "document"))
    if name == "means":
        return str(reader.labels(code, "means"))
    if name == "results":
        return str(reader.labels(code, "result")).removeprefix(f"{code}: ")
    return reader.names.of_list(name, code)
