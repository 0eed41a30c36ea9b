"""From typed text to values: each reading gives a value, and notes a problem where it cannot."""

import re
from collections.abc import Callable, Collection, Container, Mapping
from decimal import Decimal
from functools import partial
from typing import Final

import msgspec

from corridor.domain.codes import (
    COUNTRY_CODES,
    CURRENCY_MINOR_DIGITS,
    as_issued,
    capitals,
    hs_code,
    is_hs,
    likely_hs,
    minor_digits,
    plate_of,
    un_number,
)
from corridor.domain.refusals import N_
from corridor.domain.typed import day, is_day, listed, number, one_line, tidy
from corridor.web.shape_words import ENTRIES_MAX, TOO_LONG, TOO_MANY

_MASS: Final = re.compile(r"\d{1,11}(\.\d{1,6})?\Z")
_MONEY: Final = re.compile(r"\d{1,13}(\.\d{1,4})?\Z")
_METRES: Final = re.compile(r"\d{1,3}(\.\d{1,3})?\Z")
_CURRENCY: Final = re.compile(r"[A-Z]{3}")
_COUNT: Final = re.compile(r"\d{1,8}(\.0+)?\Z")
MISSING: Final = N_("Fill in this field.")
NOT_A_MASS: Final = N_("Write a number of kilograms, for example 12400.5.")
NOT_A_COUNT: Final = N_("Write a whole number.")
NOT_MONEY: Final = N_("Write an amount, for example 13920.00.")
NOT_METRES: Final = N_("Write metres, for example 13.6.")
NOT_A_DAY: Final = N_("Write a day, for example 22.11.2026.")
NOT_A_COUNTRY: Final = N_("Choose a country.")
NOT_A_CURRENCY: Final = N_("Write the three letters of the currency, for example EUR.")
NOT_HS: Final = N_("Write 6, 8 or 10 digits of the HS code.")
LIKELY_HS: Final = N_(
    "%(given)s is no HS code. A spreadsheet has probably made it of %(likely)s: check and take it."
)
LOST: Final = "\ufffd"
LOST_LETTERS: Final = N_("Letters were lost here, where � stands. Write them anew.")
NOT_UN: Final = N_("Write UN numbers of four digits, separated by commas.")


MARKS: Final[Mapping[str, Callable[[str], str]]] = {
    "plate": plate_of,
    "register": capitals,
    "seal": capitals,
    "un": un_number,
    "party": lambda text: capitals(text).replace(" ", ""),
    "container": partial(as_issued, "container"),
    "grn": partial(as_issued, "grn"),
}


class Problem(msgspec.Struct, frozen=True):
    """Something that cannot stay so: where, and what to do. `item` counts from 0."""

    section: str
    field: str
    text: str
    item: int | None = None
    args: dict[str, str] = {}
    missing: bool = False
    offer: str = ""


KNOWN: Final = {"currencies": CURRENCY_MINOR_DIGITS, "countries": COUNTRY_CODES}
"""As they come with the program."""


class Reading:
    """One part of a form, being read. With `strict`, required fields are asked for.

    `known`: the lists of codes that count today.
    """

    def __init__(
        self,
        values: Mapping[str, str],
        problems: list[Problem],
        section: str,
        item: int | None = None,
        strict: bool = True,
        known: Mapping[str, Container[str]] = KNOWN,
    ) -> None:
        self.values = values
        self.strict = strict
        self.known = known
        self._problems = problems
        self._section = section
        self._item = item

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "").strip()

    def note(
        self, name: str, text: str, missing: bool = False, offer: str = "", **args: str
    ) -> None:
        """A problem at a field; `offer` is what probably was meant."""
        found = Problem(self._section, name, text, self._item, args, missing, offer)
        self._problems.append(found)

    def text(self, name: str, limit: int, required: bool = False) -> str:
        """Text of at most so many letters; longer text is cut off, and said to be too long."""
        value = one_line(self[name]) if self.strict else self[name]
        if not value and required and self.strict:
            self.note(name, MISSING, missing=True)
        if LOST in value:
            self.note(name, LOST_LETTERS)
        if len(value) > limit:
            self.note(name, TOO_LONG, limit=str(limit), given=str(len(value)))
        return value[:limit]

    def matching(self, name: str, pattern: str, text: str, required: bool = False) -> str:
        """Text of a certain form."""
        value = self.text(name, 100, required)
        if value and not re.fullmatch(pattern, value):
            self.note(name, text)
            return ""
        return value

    def _decimal(self, name: str, form: re.Pattern[str], text: str, required: bool) -> str:
        given = self.text(name, 40, required)
        value = number(given)
        if given and not form.match(value):
            self.note(name, text)
            return ""
        return value

    def mark(self, name: str, kind: str, limit: int, had: str = "") -> str:
        """A number as it is issued, however it was typed; one that was brought stays as it came."""
        given = self[name]
        value = given if given == had else MARKS[kind](given)
        if LOST in value:
            self.note(name, LOST_LETTERS)
        if len(value) > limit:
            self.note(name, TOO_LONG, limit=str(limit), given=str(len(value)))
        return value[:limit]

    def kilograms(self, name: str, required: bool = False) -> str:
        """A mass; decimal commas and grouping blanks are understood."""
        return self._decimal(name, _MASS, NOT_A_MASS, required)

    def minor(self, name: str, currency: str | None) -> int | None:
        """An amount in minor units of the currency."""
        value = self._decimal(name, _MONEY, NOT_MONEY, required=False)
        if not value:
            return None
        minor = Decimal(value).scaleb(minor_digits(currency or ""))
        if minor != int(minor):
            self.note(name, NOT_MONEY)
            return None
        return int(minor)

    def millimetres(self, name: str) -> int | None:
        """Metres as typed, in millimetres."""
        value = self._decimal(name, _METRES, NOT_METRES, required=False)
        return int(Decimal(value) * 1000) if value else None

    def count(self, name: str) -> int | None:
        """A whole number."""
        value = number(self[name])
        if not self[name]:
            return None
        if not _COUNT.fullmatch(value):
            self.note(name, NOT_A_COUNT)
            return None
        return int(value.partition(".")[0])

    def day(self, name: str) -> str:
        """A calendar day, however its parts were put in order."""
        value = day(self[name])
        if value and not is_day(value):
            self.note(name, NOT_A_DAY)
            return ""
        return value

    def country(self, name: str) -> str | None:
        """Two letters."""
        return self.matching(name, r"[A-Z]{2}", NOT_A_COUNTRY) or None

    def currency(self, name: str) -> str | None:
        """Three letters."""
        value = as_issued("currency", self[name])
        if value and not _CURRENCY.fullmatch(value):
            self.note(name, NOT_A_CURRENCY)
            return None
        if value and self.strict and value not in self.known["currencies"]:
            self.note(name, NOT_A_CURRENCY)
        return value or None

    def hs(self, name: str) -> str:
        """The digits of an HS code; what is likely is offered, and not taken unasked."""
        given = self.text(name, 100, required=True)
        value = hs_code(given)
        if not given or is_hs(value):
            return value
        likely = likely_hs(given)
        self.note(name, LIKELY_HS if likely else NOT_HS, offer=likely, given=given, likely=likely)
        return ""

    def several(
        self, name: str, kind: str, limit: int, had: Collection[str] = ()
    ) -> tuple[str, ...]:
        """Numbers of a list as they are issued; one that was brought stays as it came."""
        came = {tidy(one): one for one in had}
        found = tuple(came.get(one) or MARKS[kind](one) for one in listed(self[name]))
        longest = max(map(len, found), default=0)
        if longest > limit:
            self.note(name, TOO_LONG, limit=str(limit), given=str(longest))
        self.count_entries(name, len(found))
        return tuple(part[:limit] for part in found)

    def count_entries(self, name: str, given: int) -> None:
        """A list that is longer than a message can carry is told at its field."""
        if given > ENTRIES_MAX:
            self.note(name, TOO_MANY, limit=str(ENTRIES_MAX), given=str(given))


def money_text(minor: int | None, currency: str | None) -> str:
    """An amount as it is typed."""
    if minor is None:
        return ""
    places = minor_digits(currency or "")
    return f"{Decimal(minor).scaleb(-places):f}"


def metres_text(millimetres: int | None) -> str:
    """Millimetres as metres are typed."""
    if millimetres is None:
        return ""
    whole, rest = divmod(millimetres, 1000)
    return f"{whole}.{rest:03d}".rstrip("0").rstrip(".")
