"""What people type and paste, and what other programs write, in one form before it is judged.

Everything that comes from outside as text is read here and in `codes`: at the edge of each form,
list, table and search, once. Nothing is guessed: what cannot be read stays as it was given, so that
whoever judges it shows what was written. The same cases hold the browser's half (typed.json).
"""

import re
import unicodedata
from datetime import date, datetime
from typing import Final

PLACE_DIGITS: Final = 6
WHOLE_DIGITS: Final = 9
_JOINERS: Final = "\u200c\u200d"
"""Seen by nobody, yet part of how words are written in Persian."""
UNSEEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\u2066-\u2069]")
"""Control characters below the space besides tabs and line ends, and those that turn the order of
letters round: in no text that a person or a program of theirs gives.
"""
_LINE_ENDS: Final = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_LIST_ENDS: Final = re.compile(r"[,;|\n\t]+")
_DASHES: Final = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
_LOOK_ALIKE: Final = str.maketrans("АВЕКМНОРСТУХІЈЅЁ", "ABEKMHOPCTYXIJSE")
_GROUPING: Final = re.compile(r"[\s'\u2019\u02bc\u066c]+")
_GROUPED: Final = re.compile(r"\d{1,3}([.,])\d{3}(?:\1\d{3})*")
_NUMBER: Final = re.compile(r"(?P<whole>\d*)(?:\.(?P<rest>\d+))?", re.ASCII)
_DAY: Final = re.compile(r"(?P<day>\d{1,2})[.-](?P<month>\d{1,2})[.-](?P<year>\d{4})")
_HOUR: Final = re.compile(r"(\d{1,2})[:.](\d{2}(?::\d{2})?)")


def tidy(text: str) -> str:
    """The text as it is seen: lines end in one way, blanks are blanks, what nobody sees is gone."""
    if text.isascii() and text.isprintable():
        return text.strip()
    return "".join(map(_seen, _LINE_ENDS.sub("\n", text))).strip()


def _seen(letter: str) -> str:
    if letter in " \n\t" or letter in _JOINERS:
        return letter
    kind = unicodedata.category(letter)
    return " " if kind == "Zs" else "" if kind in ("Cc", "Cf") else letter


def one_line(text: str) -> str:
    """The same where only one line can stand."""
    return re.sub(r"[\n\t]+", " ", tidy(text))


def plain(text: str) -> str:
    """For what machines read: full-width letters, digits of any script and dashes as in ASCII."""
    value = tidy(text)
    if value.isascii():
        return value
    folded = unicodedata.normalize("NFKC", value).translate(_DASHES)
    return "".join(str(unicodedata.decimal(c, c)) for c in folded if c not in _JOINERS).strip()


def latin(text: str) -> str:
    """In capitals, with Latin letters for Cyrillic ones that look the same."""
    return unicodedata.normalize("NFKC", plain(text).upper()).translate(_LOOK_ALIKE)


def listed(text: str) -> tuple[str, ...]:
    """The entries of a list, however they are divided: lines, commas, semicolons, table cells."""
    parts = (part.strip() for part in _LIST_ENDS.split(tidy(text)))
    return tuple(part for part in parts if part)


def place(text: str) -> int:
    """A number of a row, a page, a part: what is none of up to six digits is 0."""
    return whole(text, PLACE_DIGITS) or 0


def whole(text: str, digits: int = WHOLE_DIGITS) -> int | None:
    """A number of so many digits at most; None where it is none, or longer than anybody means."""
    is_one = text.isascii() and text.isdecimal() and len(text) <= digits
    return int(text) if is_one else None


def number(text: str) -> str:
    """`1 200,50` as 1200.50; empty where it is no number. A single comma or point is a decimal one.

    Blanks and apostrophes group; of commas and points together, the last one is the decimal one.
    """
    value = _GROUPING.sub("", plain(text)).replace("\u066b", ".")
    whole, mark, rest = _parted(value)
    if _GROUPED.fullmatch(whole):
        whole = re.sub("[.,]", "", whole)
    found = _NUMBER.fullmatch(f"{whole}.{rest}" if mark else whole)
    if found is None or not value:
        return ""
    return (found["whole"] or "0") + (f".{found['rest']}" if found["rest"] else "")


def _parted(value: str) -> tuple[str, str, str]:
    """What stands before and after the decimal mark."""
    marks = [letter for letter in value if letter in ".,"]
    is_grouped = len(marks) > 1 and len(set(marks)) == 1
    at = value.rfind(marks[-1]) if marks and not is_grouped else len(value)
    return value[:at], value[at : at + 1], value[at + 1 :]


def day(text: str) -> str:
    """`22.11.2026` as 2026-11-22; what is no day stays as it was given."""
    value = plain(text)
    found = _DAY.fullmatch(value)
    turned = f"{found['year']}-{found['month']:0>2}-{found['day']:0>2}" if found else value
    try:
        return date.fromisoformat(turned).isoformat()
    except ValueError:
        return value


def is_day(text: str) -> bool:
    """Whether it is a calendar day (ISO) of the centuries in which papers end."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return False
    return day.isoformat() == text and 1900 <= day.year < 2200


def moment(text: str) -> str:
    """A local `22.11.2026 10:40` as 2026-11-22T10:40; what is none stays as it was given."""
    value = plain(text)
    first, _, rest = value.replace("T", " ").partition(" ")
    hour = _HOUR.fullmatch(rest.strip())
    try:
        read = datetime.fromisoformat(f"{day(first)}T{hour[1]:0>2}:{hour[2]}" if hour else "")
    except ValueError:
        return value
    return read.isoformat(timespec="seconds" if read.second else "minutes")
