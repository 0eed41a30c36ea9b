"""One value of a row: how it is shown, and what stands for it in a file."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NamedTuple

from corridor.domain.codes import minor_digits
from corridor.engine.cases import OFFICER
from corridor.web.templating import Reader

Plain = str | Decimal | date | datetime
"""Times carry their zone."""
NOTHING: Final = ""


class Cell(NamedTuple):
    """`kind` names the part of macros/listing.html that shows it.

    text | link | lines | number | tags | strip | meter; `note` stands small below it.
    """

    kind: str
    value: Any
    note: str = ""
    href: str = ""
    plain: Plain = NOTHING
    alarms: tuple[str, ...] = ()


def text(value: str, note: str = "") -> Cell:
    """Words, or a number that nobody reckons with."""
    return Cell("text", value, note, plain=value)


def name(value: str, reader: Reader) -> Cell:
    """A name, in Latin letters too where the reader needs them; a file has it as it was written."""
    return Cell("text", reader.named(value), plain=value)


def link(value: str, href: str, note: str = "") -> Cell:
    """What the row is opened by."""
    return Cell("link", value, note, href, value)


def lines(values: Iterable[str], empty: str = "") -> Cell:
    """One below the other."""
    shown = [value for value in values if value]
    return Cell("lines", shown, empty if not shown else "", plain=", ".join(shown))


def officer(data: Mapping[str, Any], people: Mapping[str, str]) -> Cell:
    """Whose case it is; nothing where it is nobody's."""
    login = data.get(OFFICER, "")
    return text(people.get(login, login))


def number(shown: str, plain: str | int | Decimal) -> Cell:
    """A figure: as people read it, and as it is reckoned with."""
    return Cell("number", shown, plain=_decimal(plain))


def at(value: str, where: str, reader: Reader) -> Cell:
    """A day, or an instant on the clock of a place."""
    formats = reader.formats
    is_moment = "T" in value
    shown = str(formats.short_moment(value, where)) if is_moment else formats.day(value)
    return Cell("number", shown, plain=formats.on_clock(value, where) or NOTHING)


def amount(minor: int, currency: str, reader: Reader) -> Cell:
    """Money: with its currency for people, without it where it is reckoned with."""
    plain = Decimal(minor).scaleb(-minor_digits(currency))
    return number(reader.formats.money(minor, currency), plain)


def tags(words: Iterable[tuple[str, str]], alarms: Iterable[str] = (), note: str = "") -> Cell:
    """States as (word, kind), and what is wrong."""
    shown, wrong = tuple(words), tuple(alarms)
    plain = ", ".join([*(word for word, _ in shown), *wrong])
    return Cell("tags", shown, note, plain=plain, alarms=wrong)


def _decimal(plain: str | int | Decimal) -> Plain:
    """A number, or what another state said that is none."""
    try:
        return Decimal(plain)
    except InvalidOperation:
        return str(plain)
