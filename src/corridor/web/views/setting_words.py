"""Settings in words."""

from collections.abc import Iterator

from markupsafe import Markup

from corridor.domain.terms import BY_NAME, DAYS, PREFIX, read_dated
from corridor.engine.tuning import YES
from corridor.web.settings.known import Known
from corridor.web.templating import Reader


def value_words(reader: Reader, known: Known, value: str | None) -> str:
    """A value as people read it; nothing where there is none."""
    if value is None:
        return ""
    if known.kind == "yesno":
        return reader.words("yes") if value == YES else reader.words("no")
    if known.kind == "number":
        return reader.formats.number(int(value))
    if known.kind == "term":
        return "; ".join(_dated_words(reader, known, value))
    if known.kind == "text":
        return value or reader.words("not set")
    return ", ".join(value.split()) or reader.words("none at all")


def _dated_words(reader: Reader, known: Known, value: str) -> Iterator[str]:
    """Each value with the day from which it holds, where it is not the first."""
    for since, count in read_dated(value):
        said = count_words(reader, known, count)
        day = reader.formats.day(since) if since else ""
        yield reader.words("from %(day)s: %(count)s", day=day, count=said) if day else said


def count_words(reader: Reader, known: Known, count: int) -> str:
    """So many days, or months."""
    ngettext = reader.words.ngettext
    if BY_NAME[known.name.removeprefix(PREFIX)].unit == DAYS:
        return ngettext("%(num)s day", "%(num)s days", count)
    return ngettext("%(num)s month", "%(num)s months", count)


def unit_word(reader: Reader, known: Known) -> str:
    """In what a term is counted; nothing for other settings."""
    if known.kind != "term":
        return ""
    is_days = BY_NAME[known.name.removeprefix(PREFIX)].unit == DAYS
    return reader.words("days") if is_days else reader.words("months")


def value_shown(reader: Reader, known: Known, value: str | None) -> str:
    """The same on a page, where names of hosts are set as data."""
    said = value_words(reader, known, value)
    is_data = known.kind == "hosts" and value
    return Markup('<span class="mono">{}</span>').format(said) if is_data else said
