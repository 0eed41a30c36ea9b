"""What stands against a row of a state's own codes beside those of the corridor."""

import re
from collections.abc import Iterator
from typing import Final

from corridor.domain.refdata.judging_codes import faults_of_days
from corridor.domain.reference import Reference
from corridor.domain.reference.mapping_rows import RESULT_CODES, Mapped, MappingRow
from corridor.domain.refusals import N_, Refusal, RefusalText

_SHAPE: Final[dict[Mapped, re.Pattern[str]]] = {
    "documents": re.compile(r"[A-Z0-9]{4}"),
    "means": re.compile(r"[0-9]{2}"),
}
"""Of what the corridor has no list in the reference data."""


def faults_of_mapping(row: MappingRow, at: str, reference: Reference) -> Iterator[Refusal]:
    """Of one row by itself."""
    if bool(row.code) == (row.relation == "none"):
        yield Refusal("refdata_mapping_code", f"{at}/code", "", {"given": row.own})
    elif row.code == row.own:
        yield Refusal("refdata_mapping_itself", f"{at}/own", "", {"given": row.own})
    elif row.code and not _is_known(row, reference):
        yield Refusal("refdata_mapping_unknown", f"{at}/code", "", {"given": row.code})
    yield from faults_of_days(row.valid_from, row.valid_to, at)


def _is_known(row: MappingRow, reference: Reference) -> bool:
    if row.list in _SHAPE:
        return _SHAPE[row.list].fullmatch(row.code) is not None
    return row.code in (RESULT_CODES if row.list == "results" else reference.of("").lists[row.list])


MAPPING_TEXTS: Final[dict[str, RefusalText]] = {
    "refdata_mapping_code": RefusalText(
        N_("{given}: a code that stands for it is named where there is one, and nowhere else."),
        N_("Name the code of the corridor, or write none and leave it empty."),
    ),
    "refdata_mapping_itself": RefusalText(
        N_("{given} is mapped to itself."),
        N_("Leave the row out: a code that both lists have needs no other."),
    ),
    "refdata_mapping_unknown": RefusalText(
        N_("{given} is in no list of the corridor."),
        N_("Take a code that the corridor has, or write none and leave it empty."),
    ),
}
"""Of what is wrong with such a row."""
