"""Terms of a quota as they are typed: so many, a tranche a line, until when permits hold."""

from typing import Any, Final

from corridor.domain.quota import TRANCHES_MAX, Terms, Tranche
from corridor.domain.typed import day, is_day, number
from corridor.web.act import Deed, Field, field_of, lines_of
from corridor.web.templating import Reader

MOST: Final = 1_000_000


def count_of(deed: Deed[Any], name: str) -> int:
    """A number of permits that was typed; 0, with an error in the form, where it is none."""
    typed = number(deed.form[name])
    if typed.isdecimal() and len(typed) <= len(str(MOST)) and 1 <= int(typed) <= MOST:
        return int(typed)
    deed.form.add_error(
        name, deed.reader.words("Give a whole number from 1 to %(most)s.", most=MOST)
    )
    return 0


def terms_of(deed: Deed[Any]) -> Terms | None:
    """The terms; None, with errors in the form, where they cannot be read."""
    _, form = deed.reader.words, deed.form
    total, last = count_of(deed, "total"), day(form["valid_to"])
    if not is_day(last):
        form.add_error("valid_to", _("Write a day, for example 22.11.2026."))
    lines = lines_of(form["tranches"])
    tranches = tuple(_tranche(line) for line in lines)
    if not 1 <= len(lines) <= TRANCHES_MAX:
        form.add_error("tranches", _("Write one to %(most)s tranches.", most=TRANCHES_MAX))
    for place, (line, found) in enumerate(zip(lines, tranches, strict=True), start=1):
        if found is None:
            text = _(
                "Line %(line)s, “%(given)s”: a day and a number of permits are needed.",
                line=place,
                given=line[:40],
            )
            form.add_error("tranches", text)
            break
    if form.errors:
        return None
    return Terms(total, tuple(one for one in tranches if one is not None), last)


def _tranche(line: str) -> Tranche | None:
    """`15.01.2027 40`."""
    parts = line.replace(":", " ").replace(";", " ").split(maxsplit=1)
    if len(parts) != 2:
        return None
    on, count = day(parts[0]), number(parts[1])
    is_count = count.isdecimal() and len(count) <= len(str(MOST)) and 1 <= int(count) <= MOST
    return Tranche(on, int(count)) if is_day(on) and is_count else None


def terms_fields(reader: Reader, year: int, terms: Terms | None) -> list[Field]:
    """The fields of terms, filled with those that hold."""
    _ = reader.words
    said = "\n".join(f"{_day(one.day)} {one.count}" for one in terms.tranches) if terms else ""
    last = terms.valid_to if terms else f"{year + 1}-01-31"
    hint = _("A day and a number of permits on each line, for example 01.01.2027 50.")
    return [
        field_of("number", "total", _("Permits for the year"), str(terms.total) if terms else ""),
        field_of("textarea", "tranches", _("Tranches"), said, hint, rows=4),
        field_of("date", "valid_to", _("Permits hold until"), last),
        field_of("text", "note", _("Note to the other ministry"), optional=True),
    ]


def _day(iso: str) -> str:
    year, month, of_month = iso.split("-")
    return f"{of_month}.{month}.{year}"
