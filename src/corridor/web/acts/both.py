"""What a registrar writes in two languages: two fields of a form, one text of a row."""

from collections.abc import Iterable, Mapping
from typing import Final

from corridor.domain import typed
from corridor.domain.reported import Said
from corridor.web.forms import Form
from corridor.web.i18n import Words

LANGUAGES: Final = ("ru", "en")


def both_of(form: Form, name: str) -> Said:
    """The text as it was typed."""
    return Said(typed.one_line(form[f"{name}_ru"]), typed.one_line(form[f"{name}_en"]))


def need_said(form: Form, say: Words, names: Iterable[str]) -> None:
    """An error beside each text that stands in neither language, all of them at once."""
    for name in names:
        if not any(form[f"{name}_{lang}"] for lang in LANGUAGES):
            form.add_error(f"{name}_{LANGUAGES[0]}", say("Write it in Russian or in English."))


def values_of(texts: Mapping[str, Said]) -> dict[str, str]:
    """The fields of texts that stand already, by the names of both."""
    return {
        f"{name}_{lang}": getattr(said, lang) for name, said in texts.items() for lang in LANGUAGES
    }


def pointers_of(place: str, names: Iterable[str]) -> dict[str, str]:
    """Where texts stand in a command, and in its form; a text as a whole at its first field."""
    found: dict[str, str] = {}
    for name in names:
        found |= {f"{place}/{name}/{lang}": f"{name}_{lang}" for lang in LANGUAGES}
        found[f"{place}/{name}"] = f"{name}_{LANGUAGES[0]}"
    return found
