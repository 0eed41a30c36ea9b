"""What is typed into an entry, or stands in a row of a file, becomes an entry; and back again."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

import msgspec

from corridor.domain.books.entries import Entry
from corridor.domain.refusals import N_
from corridor.domain.typed import listed
from corridor.web.cells import Plain
from corridor.web.views.books.tables import Book, Field
from corridor.web.views.drafting.model import Values
from corridor.web.views.drafting.reading import MISSING, Problem, Reading, metres_text

_VIN: Final = re.compile(r"[A-HJ-NPR-Z0-9]{17}")
NOT_A_VIN: Final = N_(
    "A VIN has 17 letters and digits, without I, O and Q (ISO 3779). Leave it empty if it has none."
)
_FACT: Final = re.compile(r"[a-z_]{1,17}")
NOT_A_FACT: Final = N_("Write what a form of goods offers to tick, for example: perishable.")
NOT_YES: Final = N_("Write yes or no.")
NOT_A_PACKAGE: Final = N_("Choose a kind of packages.")
Reader_ = Callable[[Reading, Field], Any]


def _vin(read: Reading, field: Field) -> str:
    value = read.mark(field.name, "register", 40).replace(" ", "")
    if value and not _VIN.fullmatch(value):
        read.note(field.name, NOT_A_VIN)
    return value


def _facts(read: Reading, field: Field) -> tuple[str, ...]:
    found = listed(read[field.name])
    if not all(map(_FACT.fullmatch, found)):
        read.note(field.name, NOT_A_FACT)
    return found


def _flag(read: Reading, field: Field) -> bool:
    if read[field.name] not in ("", "1"):
        read.note(field.name, NOT_YES)
    return bool(read[field.name])


READERS: Final[Mapping[str, Reader_]] = {
    "text": lambda read, field: read.text(field.name, field.limit, field.required),
    "plate": lambda read, field: read.mark(field.name, "plate", field.limit),
    "party": lambda read, field: read.mark(field.name, "party", field.limit),
    "number": lambda read, field: read.mark(field.name, "register", field.limit),
    "vin": _vin,
    "country": lambda read, field: read.country(field.name),
    "currency": lambda read, field: read.currency(field.name) or "",
    "package": lambda read, field: read.matching(field.name, r"[0-9A-Z]{2}", NOT_A_PACKAGE),
    "day": lambda read, field: read.day(field.name),
    "count": lambda read, field: read.count(field.name),
    "metres": lambda read, field: read.millimetres(field.name),
    "mass": lambda read, field: read.kilograms(field.name),
    "hs": lambda read, field: read.hs(field.name),
    "un": lambda read, field: read.several(field.name, "un", field.limit),
    "facts": _facts,
    "flag": _flag,
}


def read_entry(book: Book, values: Values) -> tuple[Entry | None, tuple[Problem, ...]]:
    """The entry, or nothing; and what cannot be read, each thing at its field."""
    problems: list[Problem] = []
    read = Reading(values, problems, book.name)
    found = {field.name: READERS[field.kind](read, field) for field in book.fields}
    for field in book.fields:
        if field.required and not read[field.name] and field.kind not in ("text", "hs"):
            read.note(field.name, MISSING, missing=True)
    if problems:
        return None, tuple(problems)
    if book.name != "parties":  # an absent country of a party is None in a declaration
        found = {
            name: "" if value is None and name == "country" else value
            for name, value in found.items()
        }
    return msgspec.convert(found, book.shape), ()


def values_of(book: Book, entry: Entry) -> Values:
    """The entry as its form shows it; fields that hold nothing are absent."""
    found = {one.name: _text(one, getattr(entry, one.name)) for one in book.fields}
    return {name: value for name, value in found.items() if value}


def _text(field: Field, value: Any) -> str:
    if value is None or value is False:
        return ""
    if field.kind == "metres":
        return metres_text(value)
    if isinstance(value, tuple):
        return ", ".join(value)
    return "1" if value is True else str(value)


def plain_of(field: Field, text: str) -> Plain:
    """A value of a form as a cell of a file: numbers and days as such."""
    if text and field.kind in ("count", "metres", "mass"):
        return Decimal(text)
    return date.fromisoformat(text) if text and field.kind == "day" else text
