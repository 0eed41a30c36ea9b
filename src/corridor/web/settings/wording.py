"""Settings in words."""

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
    return ", ".join(value.split()) or reader.words("none at all")
