"""How numbers, masses, money and times are written for people, in one language."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec
from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal, format_percent

from corridor.domain.codes import minor_digits
from corridor.domain.days import clock_at, day_at
from corridor.web.i18n import Words

_DAY = {"ru": "dd.MM.yyyy", "en": "d MMM yyyy"}
_MASS = "#,##0.######"
_DECIMAL = re.compile(r"-?\d+\.\d+", re.ASCII)
_RATE = "#,##0.##########"


def with_comma(text: str) -> str:
    """A decimal as most languages here write it; what is none stays as it is."""
    return text.replace(".", ",") if _DECIMAL.fullmatch(text) else text


class Moment(msgspec.Struct, frozen=True):
    """An instant as it is shown at a place: text, `UTC+5`, and the instant itself."""

    text: str
    zone: str
    iso: str

    def __bool__(self) -> bool:
        """False where there is no instant: a sentence around it is left out."""
        return bool(self.text)

    def __str__(self) -> str:
        return f"{self.text} ({self.zone})" if self.zone else self.text


class Formats:
    """All of it for one language. Absent values are written as nothing."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self.lang = words.lang
        self._locale = Locale.parse(words.lang)  # once: each call would else parse the name of it

    def number(self, value: Any) -> str:
        """A whole number or a decimal text, grouped."""
        try:
            return (
                "" if value in ("", None) else format_decimal(Decimal(value), _MASS, self._locale)
            )
        except InvalidOperation:  # another state may say what is no number: shown as it said it
            return str(value)

    def typed(self, value: str) -> str:
        """A number as people type it in a field, where points and commas are both understood."""
        return value if self.lang == "en" else with_comma(value)

    def mass(self, kilograms: str) -> str:
        """Kilograms with their unit."""
        shown = self.number(kilograms)
        return self._words.gettext("%(mass)s kg", mass=shown) if shown else ""

    def rate(self, value: str) -> str:
        """A decimal text with every digit that was stated."""
        return str(format_decimal(Decimal(value), _RATE, self._locale, decimal_quantization=False))

    def money(self, minor: int | None, currency: str | None) -> str:
        """An amount of minor units with its currency."""
        if minor is None or not currency:
            return ""
        amount = Decimal(minor).scaleb(-minor_digits(currency))
        shown = format_currency(amount, currency, locale=self._locale, decimal_quantization=False)
        return str(shown).replace("-", "−")

    def share(self, part: Decimal) -> str:
        """A part of the whole, in hundredths."""
        return str(format_percent(part, locale=self._locale))

    def day(self, value: str, where: str = "") -> str:
        """An ISO date; of an instant, the day it is at a country, place or office then."""
        if not value:
            return ""
        day = day_at(value, where) if where else value
        try:
            return format_date(date.fromisoformat(day), _DAY[self.lang], self._locale)
        except ValueError:  # another state may write a day that is in no calendar
            return day

    def days(self, first: str, last: str) -> str:
        """From one ISO date to another; a single day where they are one."""
        return self.day(first) if first == last else f"{self.day(first)} – {self.day(last)}"

    def moment(self, instant: str, where: str) -> Moment:
        """An instant at a country, place or office (all begin with the country's code)."""
        return self._moment(instant, where, f"{_DAY[self.lang]}, HH:mm")

    def on_clock(self, value: str, where: str) -> datetime | date | None:
        """An instant on the clock of a place, or a day; None where there is neither."""
        if not value:
            return None
        return clock_at(value, where) if "T" in value else date.fromisoformat(value)

    def short_moment(self, instant: str, where: str) -> Moment:
        """The same without the year, for narrow places."""
        return self._moment(instant, where, "dd.MM HH:mm" if self.lang == "ru" else "d MMM HH:mm")

    def _moment(self, instant: str, where: str, pattern: str) -> Moment:
        local = clock_at(instant, where)
        if local is None:  # nothing, or what is in no calendar: as it was written
            return Moment(instant, "", instant)
        return Moment(
            format_datetime(local, pattern, locale=self._locale), _zone_name(local), instant
        )

    def duration(self, minutes: int) -> str:
        """A span of time in the largest two units that matter."""
        hours, rest = divmod(max(0, minutes), 60)
        if hours >= 48:
            return self._words.ngettext("%(num)s day", "%(num)s days", hours // 24)
        if not hours:
            return self._words.gettext("%(minutes)s min", minutes=rest)
        if not rest:
            return self._words.gettext("%(hours)s h", hours=hours)
        return self._words.gettext("%(hours)s h %(minutes)s min", hours=hours, minutes=rest)


def _zone_name(local: datetime) -> str:
    offset = local.utcoffset()
    minutes = 0 if offset is None else round(offset.total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else "")
