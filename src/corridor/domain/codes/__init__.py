"""Identifiers of the field: one check each, and makers for the numbers we issue.

A check takes the text as given — nothing is trimmed or raised to capitals, since the identifier
that is checked is the one that is signed — and answers a CodeVerdict. It never raises. What a
person wrote is read by `as_issued` first.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from corridor.domain.codes.check_digits import (
    alternating_check_digit,
    check_digit,
    station_check_digit,
    weighted_sum,
)
from corridor.domain.codes.customs import (
    PROCEDURE_LETTER_OF,
    PROCEDURE_LETTERS,
    check_epermit,
    check_grn,
    check_hs,
    check_lrn,
    check_mrn,
    check_office,
    check_seal,
    check_tir,
    guarantor_of,
    make_grn,
    make_mrn,
)
from corridor.domain.codes.harmonised import hs_code, hs_codes, is_hs, likely_hs
from corridor.domain.codes.iso import (
    COUNTRY_CODES,
    CURRENCY_MINOR_DIGITS,
    WITHOUT_POSTCODE,
    minor_digits,
)
from corridor.domain.codes.plain import as_issued, capitals, is_hardly_a_plate, plate_of, un_number
from corridor.domain.codes.transport import (
    check_container,
    check_country,
    check_currency,
    check_imo,
    check_plate,
    check_station,
    check_unlocode,
    check_wagon,
)
from corridor.domain.codes.verdict import CodeVerdict

CHECKS: Mapping[str, Callable[[str], CodeVerdict]] = MappingProxyType(
    {
        "mrn": check_mrn,
        "grn": check_grn,
        "container": check_container,
        "wagon": check_wagon,
        "imo": check_imo,
        "station": check_station,
        "tir": check_tir,
    }
)
"""Kinds a person may want checked by hand, for the command line."""

__all__ = [
    "CHECKS",
    "COUNTRY_CODES",
    "CURRENCY_MINOR_DIGITS",
    "PROCEDURE_LETTERS",
    "PROCEDURE_LETTER_OF",
    "WITHOUT_POSTCODE",
    "CodeVerdict",
    "alternating_check_digit",
    "as_issued",
    "capitals",
    "check_container",
    "check_country",
    "check_currency",
    "check_digit",
    "check_epermit",
    "check_grn",
    "check_hs",
    "check_imo",
    "check_lrn",
    "check_mrn",
    "check_office",
    "check_plate",
    "check_seal",
    "check_station",
    "check_tir",
    "check_unlocode",
    "check_wagon",
    "guarantor_of",
    "hs_code",
    "hs_codes",
    "is_hardly_a_plate",
    "is_hs",
    "likely_hs",
    "make_grn",
    "make_mrn",
    "minor_digits",
    "plate_of",
    "station_check_digit",
    "un_number",
    "weighted_sum",
]
