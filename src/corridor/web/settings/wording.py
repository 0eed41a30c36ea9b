"""Settings in words."""

from markupsafe import Markup

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
    if known.kind == "text":
        return value or reader.words("nothing")
    return ", ".join(value.split()) or reader.words("none at all")


def value_shown(reader: Reader, known: Known, value: str | None) -> str:
    """The same on a page, where names of hosts are set as data."""
    said = value_words(reader, known, value)
    is_data = known.kind == "hosts" and value
    return Markup('<span class="mono">{}</span>').format(said) if is_data else said
